"""The encrypted store: bytes, keys, states. Knows nothing of procedures."""
