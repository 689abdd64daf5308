"""Other formats to items and back: every reader and writer says what it could not take over."""
