"""What stands on a screen, made ready to be said by a voice: pure text, no device."""
