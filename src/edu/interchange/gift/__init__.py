"""GIFT: questions as text, the way Moodle reads and writes them."""

from edu.interchange.gift.reading import read_gift
from edu.interchange.gift.writing import write_gift

__all__ = ["read_gift", "write_gift"]
