"""Start, memory and tap-to-paint of the kiosk, beside headless Chromium in the same run."""
