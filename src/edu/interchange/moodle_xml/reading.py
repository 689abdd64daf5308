"""Reads a Moodle XML file: questions in their order, each below the category that came last."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from edu.content.finding import Findings
from edu.content.items.pictures import names_in
from edu.domain.items.item import Item, Picture
from edu.interchange.exchange import LARGEST_SOURCE, LONGEST_LINE, MOST_ITEMS, Draft, Imported, Unread
from edu.interchange.moodle_xml.calculated import read_calculated, read_calculatedmulti
from edu.interchange.moodle_xml.choices import read_multichoice, read_set, read_truefalse
from edu.interchange.moodle_xml.essays import read_essay
from edu.interchange.moodle_xml.files import PictureShelf
from edu.interchange.moodle_xml.fill_ins import read_cloze, read_shortanswer
from edu.interchange.moodle_xml.matches import read_matching
from edu.interchange.moodle_xml.numbers import read_numerical
from edu.interchange.moodle_xml.orders import read_ordering
from edu.interchange.moodle_xml.question import MoodleQuestion, TooLong, Untaken, raw_text
from edu.interchange.moodle_xml.question_terms import report_rest
from edu.interchange.safe_xml import line_of, parse_xml

_READERS: Mapping[str, Callable[[MoodleQuestion, str], Item]] = {
    "multichoice": read_multichoice,
    "multichoiceset": read_set,
    "truefalse": read_truefalse,
    "shortanswer": read_shortanswer,
    "cloze": read_cloze,
    "multianswer": read_cloze,
    "numerical": read_numerical,
    "calculated": read_calculated,
    "calculatedsimple": read_calculated,
    "calculatedmulti": read_calculatedmulti,
    "essay": read_essay,
    "ordering": read_ordering,
    "matching": read_matching,
}
_ROOTS = re.compile(r"(?:\$\w{1,30}\$|top)")


def read_moodle_xml(data: bytes, findings: Findings) -> Imported:
    """The items of a file; whatever cannot be taken is a finding."""
    imported = Imported(findings)
    if len(data) > LARGEST_SOURCE:
        findings.add("X303", 1, size=len(data), limit=LARGEST_SOURCE)
        return imported
    root = parse_xml(data, findings)
    if root is None:
        return imported
    if etree.QName(root).localname != "quiz":
        findings.add("X301", line_of(root), format="Moodle XML")
        return imported
    questions = list(root.iterfind("question"))
    count = sum(question.get("type") != "category" for question in questions)
    if count > MOST_ITEMS:
        findings.add("X312", 1, count=count, limit=MOST_ITEMS)
    elif not count:
        findings.add("X310", 1)
    else:
        _File(imported).read(questions)
    return imported


class _File:
    """Reads question by question; ``topic`` is that of the category that came last."""

    def __init__(self, imported: Imported) -> None:
        self._imported, self._topic = imported, ""
        self._shelf = PictureShelf(imported.pictures)

    def read(self, questions: list[etree._Element]) -> None:
        for element in questions:
            if element.get("type") == "category":
                self._read_category(element)
            else:
                self._read_question(element)

    def _read_category(self, element: etree._Element) -> None:
        found = element.find("category")
        path = "" if found is None else raw_text(found)
        self._topic, rest = split_category(path)
        line = line_of(element)
        if rest:
            shown = "/".join(rest)
            self._imported.findings.add("X101", line, what=(f"上级类别 {shown}", f"the categories above: {shown}"))
        info = element.find("info")
        if info is not None and raw_text(info).strip():
            words = re.sub(r"<[^<>]*>", " ", raw_text(info)[:1000]).strip()
            self._imported.findings.add(
                "X101", line, what=(f"类别说明“{words}”", f"the category's description: {words}")
            )

    def _read_question(self, element: etree._Element) -> None:
        line, findings = line_of(element), self._imported.findings
        source = str(etree.tostring(element, encoding="unicode", with_tail=False))[:LONGEST_LINE]
        kind = element.get("type", "")
        if kind not in _READERS:
            findings.add("X104", line, kind=kind)
            self._imported.unread.append(Unread(line, source))
            return
        try:
            item = self._read_item(element, kind)
        except Untaken as error:
            findings.add("X103", line, why=error.words)
        except TooLong as error:
            findings.add("X311", line, count=error.count, limit=LONGEST_LINE)
        else:
            self._imported.drafts.append(Draft(item, line, source))
            return
        self._imported.unread.append(Unread(line, source))

    def _read_item(self, element: etree._Element, kind: str) -> Item:
        question = MoodleQuestion(element, self._imported.findings, self._shelf)
        item = _READERS[kind](question, self._topic)
        if not item.stem:
            raise Untaken("没有题干", "there is no question text")
        report_rest(question, item)
        if not item.rationale:
            self._imported.findings.add("X108", question.line)
        names = dict.fromkeys(name for _, name in names_in(item))
        pictures = tuple(Picture(name, digest) for name in names if (digest := self._shelf.digest(name)))
        return replace(item, pictures=pictures)


def split_category(path: str) -> tuple[str, list[str]]:
    """(the last category, those above it that are not the roots every course has). ``//`` is a slash in a name."""
    parts = [part.replace("//", "/").strip() for part in re.split(r"(?<!/)/(?!/)", path.strip())]
    while parts and (not parts[0] or _ROOTS.fullmatch(parts[0])):
        root = parts.pop(0)
        if root == "top":
            break
    return (parts[-1] if parts else ""), parts[:-1]
