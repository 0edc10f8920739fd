@"%~dp0python\python.exe" -m reportcli.cli.dropped %*
@pause
