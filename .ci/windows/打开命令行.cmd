@echo off
set "PATH=%~dp0;%PATH%"
if not "%~1"=="" cd /d "%~1"
cmd /k reportcli --help
