"""Other formats to items and back."""
