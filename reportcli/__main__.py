"""`python -m reportcli`."""

from reportcli.cli.process import main

main()
