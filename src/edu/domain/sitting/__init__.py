"""Forms, attempts and their rules."""
