"""HTML of other systems to our Markdown, and back."""
