"""What the operator and officers do on the command line."""
