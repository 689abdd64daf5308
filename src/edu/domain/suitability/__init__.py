"""Facts, policy and decisions."""
