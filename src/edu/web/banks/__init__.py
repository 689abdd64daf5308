"""Pages of banks."""
