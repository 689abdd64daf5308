"""Tables and queries of accounts and clients."""
