"""Device ports and their Qt-free drivers."""
