"""View models: one QObject and its pure derive function per file."""
