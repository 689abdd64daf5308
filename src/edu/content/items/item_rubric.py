"""评分要点: what a written response should say, a point a line with its points."""

import re
from fractions import Fraction

from edu.content.finding import Findings
from edu.content.items.item_credit import show_points
from edu.content.items.item_text import RawItem
from edu.content.syntax.field_line import narrow
from edu.domain.items.item import RubricPoint

_POINT = re.compile(
    r"(?:[-*•－]\s*|[（(]?\d{1,2}[）)、.．]\s*|[①②③④⑤⑥⑦⑧⑨⑩]\s*)?(?P<text>.+?)\s*[（(，,]?\s*"
    r"(?P<points>\d{1,3}(?:\.\d{1,2})?|\d{1,3}/\d{1,3})\s*(?:分|points?)\s*[）)]?\s*[。；;.]?"
)


def read_rubric(raw: RawItem, findings: Findings) -> tuple[RubricPoint, ...]:
    """The points of the rubric; one without its points is a finding."""
    found = []
    for text in filter(None, (part.strip() for part in re.split(r"\n", raw.value("rubric")))):
        parts = [text] if len(re.findall(r"\d\s*分", text)) < 2 else re.split(r"(?<=分)[）)]?\s*[；;]\s*", text)
        for part in filter(None, map(str.strip, parts)):
            match = _POINT.fullmatch(narrow_digits(part))
            if match is None or Fraction(match["points"]) == 0:
                findings.add("Q501", raw.line_of("rubric"), text=part)
            else:
                found.append(RubricPoint(match["text"].strip(), Fraction(match["points"])))
    return tuple(found)


def narrow_digits(text: str) -> str:
    """Full-width digits as plain ones; the words keep their punctuation."""
    return re.sub("[０-９．]", lambda match: narrow(match[0]), text)


def write_rubric(rubric: tuple[RubricPoint, ...]) -> list[str]:
    """The lines of the rubric."""
    return [f"- {point.text}（{show_points(point.points)} 分）" for point in rubric]
