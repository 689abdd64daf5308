"""A running attempt question by question, and its hand-in."""
