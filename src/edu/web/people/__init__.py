"""Pages of accounts and clients."""
