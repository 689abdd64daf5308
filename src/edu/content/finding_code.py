"""What a finding code says, and how much it weighs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingCode:
    """Patterns with named gaps; ``message`` and ``remedy`` are Chinese.

    ``advice`` is worth a look and stops nothing: the server starts, an import is written.
    """

    code: str
    message: str
    remedy: str
    english_message: str
    english_remedy: str
    advice: bool = False
