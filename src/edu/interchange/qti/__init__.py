"""IMS/1EdTech QTI: content packages and single items."""

from edu.interchange.qti.reading import read_qti
from edu.interchange.qti.writing import write_qti

__all__ = ["read_qti", "write_qti"]
