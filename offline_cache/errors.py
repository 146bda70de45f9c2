"""What can go wrong with the store, told in plain sentences without personal data."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be opened, read or written."""


class StoreBusy(StoreError):  # noqa: N818  # named by what it means to the caller: another process owns the store
    """Another process owns the store."""


class StoreFull(StoreError):  # noqa: N818  # as above
    """The disk has no room left, the ballast included."""
