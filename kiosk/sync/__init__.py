"""Envelope and protocol shared with the gateway, and the client that delivers the outbox."""
