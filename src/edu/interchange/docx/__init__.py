"""Word: a paper in, by way of its lines of text; a printed paper out."""

from edu.interchange.docx.lines import DocxLine
from edu.interchange.docx.reading import DocxText, docx_text, read_docx
from edu.interchange.docx.writing import write_docx

__all__ = ["DocxLine", "DocxText", "docx_text", "read_docx", "write_docx"]
