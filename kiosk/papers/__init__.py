"""A photographed document: its quality, its pages, its PDF."""
