"""Items, responses and what they earn."""
