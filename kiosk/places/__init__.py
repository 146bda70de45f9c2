"""Provinces and communes after 1 July 2025."""
