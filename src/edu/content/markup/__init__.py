"""Markdown as it is written here, to HTML."""

from edu.content.markup.rendering import Markup, split_blanks

__all__ = ["Markup", "split_blanks"]
