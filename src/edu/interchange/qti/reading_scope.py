"""What the readers of one item share: where it stands, what is lost, and why it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from edu.content.finding import Findings
from edu.interchange.exchange import BothLanguages
from edu.interchange.html.text import Pictures, markdown_of, no_pictures
from edu.interchange.qti.credit import simplify_decimal
from edu.interchange.qti.declarations import Declaration, read_float
from edu.interchange.qti.plain_tree import descendants
from edu.interchange.qti.processing import Budget, Processing


@dataclass(slots=True)
class Metadata:
    """What the manifest says of an item."""

    topic: str = ""
    difficulty: str = ""
    other_topics: tuple[str, ...] = ()


@dataclass(slots=True)
class Scope:
    """One item while it is read. ``findings`` are its own: a refused item leaves only its refusal."""

    findings: Findings
    line: int
    item: etree._Element
    body: etree._Element
    processing: Processing
    pictures: Pictures = no_pictures
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def declarations(self) -> Mapping[str, Declaration]:
        """Response declarations by identifier."""
        return self.processing.declarations

    @property
    def hint(self) -> str:
        """What the score is said to mean."""
        return self.processing.outcomes[self.processing.name].interpretation if self._scored else ""

    @property
    def _scored(self) -> bool:
        return self.processing.name in self.processing.outcomes

    def stated_points(self, default: Fraction = Fraction(1)) -> Fraction:
        """The maximum that the item states."""
        outcomes = self.processing.outcomes
        texts = [outcomes["MAXSCORE"].default] if "MAXSCORE" in outcomes else []
        texts += [outcomes[self.processing.name].maximum] if self._scored else []
        values = [value for text in texts if (value := read_float(text)) > 0]
        return simplify_decimal(values[0]) if values else default

    def lost(self, chinese: str, english: str) -> None:
        """A part has no place with us."""
        self.findings.add("X101", self.line, what=(chinese, english))

    def changed(self, what: BothLanguages, now: BothLanguages) -> None:
        """Something became something else."""
        self.findings.add("X102", self.line, what=what, now=now)

    def markdown(self, element: etree._Element) -> str:
        """What ``element`` holds, as Markdown; pictures are taken over."""
        _prepare(element)
        return markdown_of(element, lambda words: self.lost(*words), self.pictures).strip()


@dataclass(slots=True)
class Surroundings:
    """What an item is read with: its package's pictures and metadata, and what is left of the time for rules."""

    pictures: Pictures = no_pictures
    metadata: Metadata = field(default_factory=Metadata)
    budget: Budget = field(default_factory=Budget)


def _prepare(element: etree._Element) -> None:
    """Pictures, glossary terms and first numbers as HTML has them; QTI knows neither titles nor starts."""
    for picture in descendants(element, "object"):
        if picture.get("type", "").startswith("image/") and picture.get("data"):
            picture.tag = "img"
            picture.set("src", picture.get("data", ""))
            picture.set("alt", picture.get("label", "") or "".join(str(text) for text in picture.itertext()).strip())
            _empty(picture)
    for block in descendants(element, "contentBody"):
        block.tag = "div"
    for span in descendants(element, "span"):
        if span.get("label"):
            span.set("title", span.get("label", ""))
    for numbered in descendants(element, "ol"):
        for name in numbered.get("class", "").split():
            if name.startswith("start-"):
                numbered.set("start", name.removeprefix("start-"))


def _empty(element: etree._Element) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)
