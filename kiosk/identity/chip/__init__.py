"""The chip of an identity card (ICAO Doc 9303): opened, read, and checked; no I/O but a transport that is handed in."""
