"""The server that kiosks deliver dossiers to."""
