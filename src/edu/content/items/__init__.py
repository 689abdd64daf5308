"""Banks: files of items."""
