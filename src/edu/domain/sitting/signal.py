"""Signals of a sitting: shown to a person, never a verdict by themselves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SignalKind(StrEnum):
    """``left``: another window or application had the focus. ``address``: sat from one more network address."""

    LEFT = "left"
    PASTED = "pasted"
    COPIED = "copied"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Signal:
    """``slot`` is the question that was shown, ``seconds`` how long it lasted, ``detail`` the network address."""

    kind: SignalKind
    at: datetime
    slot: int | None = None
    seconds: int = 0
    detail: str = ""


MOST_SIGNALS = 500
"""Of one sitting; what comes beyond says nothing new."""
