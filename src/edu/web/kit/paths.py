"""Addresses within this platform."""

import re


def safe_path(text: str) -> str:
    """``text`` where it is a path of ours, else the front: nobody is led elsewhere."""
    return text if re.fullmatch(r"/(?![/\\])[!-\[\]-~]{0,500}", text) else "/"
