"""Revisions: SHA-256 over canonical content, so that the same words give the same revision wherever they stand."""

import hashlib
import json
from typing import Any


def digest(values: Any) -> str:
    """The hex digest of JSON-able ``values``; fractions and dates count as their texts."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
