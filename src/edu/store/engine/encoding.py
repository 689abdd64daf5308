"""Values of the domain as JSON and back; fractions are texts such as 5/2, so that no point is lost."""

from fractions import Fraction
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def _write(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"no JSON form for {type(value).__name__}")


def _read(wanted: type, value: Any) -> Any:
    if wanted is Fraction:
        return Fraction(value)
    raise NotImplementedError(f"no {wanted.__name__} from JSON")


def to_json(value: Any) -> str:
    """Canonical JSON text: the same value gives the same text."""
    return msgspec.json.encode(value, enc_hook=_write, order="deterministic").decode()


def from_json(text: str, wanted: type[T]) -> T:
    """The value of type ``wanted`` that :func:`to_json` wrote."""
    return msgspec.json.decode(text, type=wanted, dec_hook=_read)
