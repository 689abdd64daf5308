"""What the readers and the writers of one item share: where it stands, what is lost, and why it is refused."""

from dataclasses import dataclass

from edu.content.finding import Findings
from edu.interchange.exchange import BothLanguages
from edu.interchange.not_exchanged import NotExchanged

NAME = "GIFT"


def refuse_text(text: str) -> NotExchanged:
    """X105 with what cannot be read."""
    return NotExchanged("X105", text=" ".join(text.split()))


def cannot_write(chinese: str, english: str) -> NotExchanged:
    """X202 with its reason."""
    return NotExchanged("X202", format=NAME, why=(chinese, english))


@dataclass(frozen=True, slots=True)
class Reading:
    """One item while it is read. ``findings`` are its own: a refused item leaves only its refusal."""

    findings: Findings
    line: int

    def lost(self, chinese: str, english: str) -> None:
        """A part has no place with us."""
        self.findings.add("X101", self.line, what=(chinese, english))

    def report(self, what: BothLanguages) -> None:
        """The same, for the reader of HTML."""
        self.lost(*what)

    def changed(self, what: BothLanguages, now: BothLanguages) -> None:
        """Something became something else."""
        self.findings.add("X102", self.line, what=what, now=now)


@dataclass(frozen=True, slots=True)
class Writing:
    """One item while it is written; ``line`` is its position, from 1."""

    findings: Findings
    line: int

    def lost(self, chinese: str, english: str) -> None:
        """A part has no place in the format."""
        self.findings.add("X201", self.line, format=NAME, what=(chinese, english))

    def changed(self, what: BothLanguages, now: BothLanguages) -> None:
        """Something is written in another way."""
        self.findings.add("X203", self.line, format=NAME, what=what, now=now)
