"""Tables and queries of sittings."""
