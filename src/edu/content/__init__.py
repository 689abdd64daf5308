"""Content files to domain values and findings."""
