"""Acts around sittings."""
