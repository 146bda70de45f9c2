"""The kiosk without a screen: no Qt, runs headless."""
