"""Files of courses, lessons and the glossary."""
