"""What is wrong with a content file: a value that says where, what, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from edu.content.finding_codes import CODES

_LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong. ``line`` and ``column`` count from 1; messages are Chinese, with an English twin."""

    path: str
    line: int
    column: int
    code: str
    message: str
    remedy: str
    english_message: str = ""
    english_remedy: str = ""

    @property
    def advice(self) -> bool:
        """Worth a look, but nothing that must be mended before the content can be used."""
        return CODES[self.code].advice

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.code} {self.message} — {self.remedy}"


@dataclass(slots=True)
class Findings:
    """Gathers the findings of one file while it is read, so that reading goes on and all of them are reported."""

    path: str
    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, line: int, column: int = 1, **values: object) -> None:
        """Report ``code`` at a place; ``values`` fill the named gaps of its messages."""
        self.found.append(make_finding(code, self.path, line, column, **values))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take over findings made elsewhere."""
        self.found.extend(findings)


def make_finding(code: str, path: str, line: int, column: int = 1, **values: object) -> Finding:
    """The finding ``code`` with its words.

    A value is shortened, so that a message stays one readable line; a pair of values is (Chinese, English).
    """
    known = CODES[code]
    chinese, english = _words(values, 0), _words(values, 1)
    return Finding(
        path, line, column, code,
        message=known.message.format_map(chinese),
        remedy=known.remedy.format_map(chinese),
        english_message=known.english_message.format_map(english),
        english_remedy=known.english_remedy.format_map(english),
    )  # fmt: skip


def _words(values: Mapping[str, object], side: int) -> dict[str, str]:
    return {name: _shorten(value[side] if isinstance(value, tuple) else value) for name, value in values.items()}


def _shorten(value: object) -> str:
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
