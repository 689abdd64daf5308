"""Pages, forms, guards, errors and security."""
