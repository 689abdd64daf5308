"""Moodle XML: a ``quiz`` of questions, as Moodle's question bank exports and imports it."""

from edu.interchange.moodle_xml.reading import read_moodle_xml
from edu.interchange.moodle_xml.writing import write_moodle_xml

__all__ = ["read_moodle_xml", "write_moodle_xml"]
