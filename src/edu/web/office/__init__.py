"""The front page, and pages of those who oversee."""
