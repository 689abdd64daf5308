"""Persons, roles, names and profiles."""
