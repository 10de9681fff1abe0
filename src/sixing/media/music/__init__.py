"""Music as a medium: scores on a grid, read, written, checked and shown."""
