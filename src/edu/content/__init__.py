"""Files become values and findings."""
