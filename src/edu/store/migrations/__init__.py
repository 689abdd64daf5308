"""Alembic migrations, for SQLite and PostgreSQL alike."""

HEAD = "0012"
"""The newest migration; a test compares it with the folder, so that a start need not load Alembic to know it."""
