"""Markdown as it is written here, to HTML."""

from edu.content.markup.rendering import PICTURES, Markup, split_blanks

__all__ = ["PICTURES", "Markup", "split_blanks"]
