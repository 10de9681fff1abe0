"""Where people meet Sixing: the Python calls and the command line. No logic of its own."""
