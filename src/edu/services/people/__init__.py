"""Acts around accounts and clients."""
