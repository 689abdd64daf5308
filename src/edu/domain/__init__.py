"""The subject itself: items, responses, scoring, forms, attempts, suitability. Standard library only."""
