"""Acts around lessons."""
