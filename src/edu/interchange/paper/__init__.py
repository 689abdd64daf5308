"""Printed papers: text, Word and HTML."""
