"""The national catalogue on this kiosk: every procedure, imported, kept by version, and found."""
