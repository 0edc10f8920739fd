"""`python -m reportcli`."""

from reportcli.cli.commands import main

main()
