"""From a `Report` to a terminal, a pipe or a file."""
