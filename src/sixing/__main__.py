"""`python -m sixing` is the command line."""

from sixing.apps.cli import main

main()
