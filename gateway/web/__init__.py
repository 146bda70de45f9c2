"""Protocol version 1 over HTTP."""
