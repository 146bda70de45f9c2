"""The journey runner: a process of its own that drives the kiosk as a person does."""
