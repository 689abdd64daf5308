"""Tables and queries of lessons."""
