"""Zhixian: teach futures clients and staff, examine them, and explain what follows for suitability."""

__version__ = "0.1.0"
