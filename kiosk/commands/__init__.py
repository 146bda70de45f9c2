"""The headless commands of the program, one a file."""
