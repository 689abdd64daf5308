"""Signals of a sitting: shown to a person, never a verdict by themselves."""

from enum import StrEnum


class Signal(StrEnum):
    """``left``: another window or application had the focus. ``address``: sat from one more network address."""

    LEFT = "left"
    PASTED = "pasted"
    COPIED = "copied"
    ADDRESS = "address"


MOST_SIGNALS = 500
"""Of one sitting; what comes beyond says nothing new."""
