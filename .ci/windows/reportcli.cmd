@"%~dp0python\python.exe" -m reportcli %*
