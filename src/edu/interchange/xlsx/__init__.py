"""Excel: one row an item, under headings in any order."""

from edu.interchange.xlsx.reading import read_xlsx
from edu.interchange.xlsx.writing import write_xlsx

__all__ = ["read_xlsx", "write_xlsx"]
