"""Aiken, Moodle's plainest format: a stem, lettered options and a line ``ANSWER: B``. Single choice only."""

from edu.interchange.aiken.reading import read_aiken
from edu.interchange.aiken.writing import write_aiken

__all__ = ["read_aiken", "write_aiken"]
