"""The national portal's own data, read as it comes: hostile, dirty, and none of it dropped in silence."""
