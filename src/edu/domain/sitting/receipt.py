"""Receipts: what the server promises of a saved response, and the chain that each attempt's receipts form."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_CODE_LENGTH = 12
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))  # each call of dumps would make one


@dataclass(frozen=True, slots=True)
class Receipt:
    """The ``number``-th save of an attempt, at the server's time.

    ``events`` is how many responses its slot has had; ``chain`` is the digest over this save and all before it.
    ``late`` came after the deadline: it is kept and does not count. ``repeated`` had been saved before.
    """

    number: int
    at: datetime
    events: int
    chain: str
    late: bool = False
    repeated: bool = False


def extend_chain(chain: str, slot: int, response: Mapping[str, Any], at: datetime) -> str:
    """The chain with one more save: SHA-256 over the digest before it and what was saved."""
    return link(chain, slot, write_canonically(response), at)


def link(chain: str, slot: int, text: str, at: datetime) -> str:
    """As :func:`extend_chain`, for a response that is written already."""
    saved = f'["{chain}",{slot},{text},"{at.astimezone(UTC).isoformat()}"]'
    return hashlib.sha256(saved.encode()).hexdigest()


def write_canonically(response: Mapping[str, Any]) -> str:
    """The one way to write a response: the same response gives the same text."""
    return _JSON.encode(response)


def digest_of(text: str) -> int:
    """A short digest of a written response: equal ones have the same, and others nearly never."""
    return zlib.crc32(text.encode())


def code_of(chain: str) -> str:
    """A digest as a code that a person can write down: ``7K2M-QAX9-3B4D``; empty for an attempt without a save."""
    if not chain:
        return ""
    text = base64.b32encode(bytes.fromhex(chain)).decode()[:_CODE_LENGTH]
    return "-".join(text[start : start + 4] for start in range(0, _CODE_LENGTH, 4))
