"""Acts of those who oversee."""
