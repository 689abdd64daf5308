"""What is appended and never changed."""
