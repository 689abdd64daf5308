"""Heads of slots as the JSON of an attempt's row: kept with each save, never searched for."""

from collections.abc import Mapping
from typing import Any

import msgspec

from edu.domain.sitting.keeping import Head

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(dict[int, Head])


def write_heads(heads: Mapping[int, Head]) -> str:
    """The text for the row."""
    return _ENCODER.encode(heads).decode()


def read_heads(text: str) -> dict[int, Head]:
    """The heads that :func:`write_heads` wrote."""
    return _DECODER.decode(text)


def count_answered(row: Any) -> int:
    """Slots whose counting response leaves nothing out, of an attempt's row."""
    return sum(head.complete for head in read_heads(row.heads).values())
