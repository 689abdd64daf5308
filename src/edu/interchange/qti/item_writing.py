"""One of our items as an assessmentItem."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from edu.content.finding import Findings
from edu.domain.items.expression import CannotBeComputed, NotAnExpression
from edu.domain.items.item import Blank, Item, Kind
from edu.domain.items.normalising import normalise, normalise_strictly
from edu.domain.items.quantity import accepted
from edu.interchange.format import why_not
from edu.interchange.html.text import text_of_markdown
from edu.interchange.qti.blank_reading import ANY_ORDER
from edu.interchange.qti.choice_reading import as_judgement
from edu.interchange.qti.credit import write_hint
from edu.interchange.qti.elements import (
    LANGUAGE,
    NAME,
    Address,
    add_flow,
    add_markdown,
    decimal_text,
    make,
    put_entries,
)
from edu.interchange.qti.held import KINDS
from edu.interchange.qti.item_reading import RATIONALE
from edu.interchange.qti.match_writing import write_interaction, write_matches
from edu.interchange.qti.number_reading import APART
from edu.interchange.qti.order_writing import write_order
from edu.interchange.qti.scoring_writing import (
    FALSE,
    FEEDBACK,
    MISTAKE,
    RESPONSE,
    SCORE,
    TRUE,
    blank_names,
    declare_multiple,
    declare_single,
    write_blanks,
    write_number,
)
from edu.interchange.qti.written_reading import MODEL_CLASS

LONGEST_TITLE = 80


class CannotBeWritten(Exception):
    """The item has no form in QTI; the words say why in Chinese and English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.words = (chinese, english)


@dataclass(slots=True)
class ItemSheet:
    """One item while it is written."""

    item: Item
    findings: Findings
    line: int
    address: Address
    declarations: list[etree._Element] = field(default_factory=list)
    rules: etree._Element | None = None
    body: etree._Element = field(default_factory=lambda: make("itemBody"))
    hint: str = ""

    def approximate(self, what: tuple[str, str], now: tuple[str, str]) -> None:
        """Something is only nearly the same there."""
        self.findings.add("X203", self.line, format=NAME, what=what, now=now)


def write_item_element(item: Item, identifier: str, findings: Findings, line: int, address: Address) -> etree._Element:
    """The element, without a namespace. Raises CannotBeWritten."""
    unheld = why_not(KINDS, item.kind)
    if unheld is not None:
        raise CannotBeWritten(*unheld)
    sheet = ItemSheet(item, findings, line, address)
    _WRITERS[item.kind](sheet)
    title = text_of_markdown(item.stem) or identifier
    shown = title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE] + "…"
    root = make("assessmentItem", identifier=identifier, title=shown, adaptive="false", timeDependent="false")
    root.set(LANGUAGE, "zh-CN")
    root.extend([*sheet.declarations, *_outcomes(sheet), sheet.body])
    if sheet.rules is not None:
        root.append(sheet.rules)
    root.extend(_feedbacks(sheet))
    return root


def _outcomes(sheet: ItemSheet) -> list[etree._Element]:
    item, points = sheet.item, decimal_text(sheet.item.points)
    score = make(
        "outcomeDeclaration", _default("0"), identifier=SCORE, cardinality="single", baseType="float",
        normalMaximum=points, normalMinimum="0",
    )  # fmt: skip
    if sheet.hint:
        score.set("interpretation", sheet.hint)
    most = make("outcomeDeclaration", _default(points), identifier="MAXSCORE", cardinality="single", baseType="float")
    shown = [_default(RATIONALE)] if item.rationale else []
    told = make("outcomeDeclaration", *shown, identifier=FEEDBACK, cardinality="multiple", baseType="identifier")
    return [score, most, told] if shown or _mistakes(item) else [score, most]


def _default(text: str) -> etree._Element:
    return make("defaultValue", make("value", text=text))


def _mistakes(item: Item) -> list[tuple[str, str]]:
    return [(mistake.value, mistake.feedback) for mistake in item.numeric.mistakes] if item.numeric else []


def _feedbacks(sheet: ItemSheet) -> list[etree._Element]:
    """The rationale, which is shown to everybody, and the words for typical mistakes."""
    texts = [(RATIONALE, "解析", sheet.item.rationale)] if sheet.item.rationale else []
    texts += [(f"{MISTAKE}_{number}", value, text) for number, (value, text) in enumerate(_mistakes(sheet.item), 1)]
    found = []
    for identifier, title, text in texts:
        feedback = make(
            "modalFeedback", outcomeIdentifier=FEEDBACK, showHide="show", identifier=identifier, title=title
        )
        add_markdown(feedback, text, sheet.address)
        found.append(feedback)
    return found


def _write_stem(sheet: ItemSheet) -> None:
    add_markdown(sheet.body, sheet.item.stem, sheet.address)


def _write_choices(sheet: ItemSheet, options: Mapping[str, str], most: int) -> None:
    interaction = make("choiceInteraction", responseIdentifier=RESPONSE, shuffle="true", maxChoices=str(most))
    _write_interaction(sheet, interaction, options)


def _write_interaction(sheet: ItemSheet, interaction: etree._Element, options: Mapping[str, str]) -> None:
    _write_stem(sheet)
    for identifier, text in options.items():
        choice = make("simpleChoice", identifier=identifier)
        add_flow(choice, text, sheet.address)
        interaction.append(choice)
    sheet.body.append(interaction)


def _write_single(sheet: ItemSheet) -> None:
    item = sheet.item
    _write_choices(sheet, {option.letter: option.text for option in item.options}, 1)
    declaration, sheet.rules = declare_single(min(item.keys), item.points)
    sheet.declarations = [declaration]
    if as_judgement(item) is not item:
        sheet.approximate(("选项为对错的单选题", "single choice between true and false"), ("判断题", "true/false"))


def _write_judgement(sheet: ItemSheet) -> None:
    _write_choices(sheet, {TRUE: "正确", FALSE: "错误"}, 1)
    sheet.body[-1].set("shuffle", "false")
    declaration, sheet.rules = declare_single(TRUE if sheet.item.truth else FALSE, sheet.item.points)
    sheet.declarations = [declaration]


def _write_multiple(sheet: ItemSheet) -> None:
    _write_choices(sheet, {option.letter: option.text for option in sheet.item.options}, 0)
    declaration, sheet.rules = declare_multiple(sheet.item)
    sheet.declarations, sheet.hint = [declaration], write_hint(sheet.item)


def _write_blanks(sheet: ItemSheet) -> None:
    item = sheet.item
    if not item.ordered and _overlap(item.blanks):
        raise CannotBeWritten(
            "不分顺序的空有共同的答案，评分规则写不下", "blanks in any order share a key, which its rules cannot tell"
        )
    _write_stem(sheet)
    entries = [
        make("textEntryInteraction", responseIdentifier=name, expectedLength=str(max(map(len, blank.accepted))))
        for name, blank in zip(blank_names(item.blanks), item.blanks, strict=True)
    ]
    found = put_entries(sheet.body, entries)
    if found != len(item.blanks):
        raise CannotBeWritten(
            f"题干有 {found} 个空，答案有 {len(item.blanks)} 个", f"{found} blanks and {len(item.blanks)} keys"
        )
    sheet.declarations, sheet.rules = write_blanks(item)
    sheet.hint = "" if item.ordered else ANY_ORDER
    if not all(blank.strict for blank in item.blanks):
        sheet.approximate(
            ("宽松比较（全角、空格、标点和数的写法）", "lenient comparison"), ("只不分大小写", "without case only")
        )


def _overlap(blanks: tuple[Blank, ...]) -> bool:
    seen: set[str] = set()
    for blank in blanks:
        own = {fold(text).text for text in blank.accepted for fold in (normalise, normalise_strictly)}
        if own & seen:
            return True
        seen |= own
    return False


def _write_number(sheet: ItemSheet) -> None:
    item = sheet.item
    if item.numeric is None:
        raise CannotBeWritten("没有数值答案", "there is no key")
    if item.numeric.parameters:
        raise CannotBeWritten("带参数的计算题", "it has parameters")
    try:
        found = accepted(item.numeric)
        declaration, sheet.rules = write_number(item.numeric, item.points)
    except (NotAnExpression, CannotBeComputed) as error:
        raise CannotBeWritten(*error.words) from error
    if found.low > found.high:
        raise CannotBeWritten("下限大于上限", "its lower bound is above its upper one")
    sheet.declarations = [declaration]
    _write_stem(sheet)
    entry = make("textEntryInteraction", responseIdentifier=RESPONSE, expectedLength="20")
    if put_entries(sheet.body, [entry]) == 0:
        sheet.body.append(make("p", entry, class_=APART))


def _write_written(sheet: ItemSheet) -> None:
    item = sheet.item
    if item.rubric:
        points = make("ol")
        for point in item.rubric:
            row = make("li")
            add_flow(row, f"{point.text}（{point.points} 分）", sheet.address)
            points.append(row)
        sheet.body.append(make("rubricBlock", points, view="scorer", class_="rubric"))
    if item.reference:
        block = make("rubricBlock", view="scorer tutor", class_=MODEL_CLASS)
        add_markdown(block, item.reference, sheet.address)
        sheet.body.append(block)
    _write_stem(sheet)
    sheet.body.append(make("extendedTextInteraction", responseIdentifier=RESPONSE, expectedLines="10"))
    sheet.declarations = [make("responseDeclaration", identifier=RESPONSE, cardinality="single", baseType="string")]


def _write_order(sheet: ItemSheet) -> None:
    interaction = make("orderInteraction", responseIdentifier=RESPONSE, shuffle="true")
    _write_interaction(sheet, interaction, {option.letter: option.text for option in sheet.item.options})
    declaration, sheet.rules = write_order(sheet.item)
    sheet.declarations = [declaration]


def _write_match(sheet: ItemSheet) -> None:
    _write_stem(sheet)
    sheet.body.append(write_interaction(sheet.item, sheet.address))
    declaration, sheet.rules = write_matches(sheet.item)
    sheet.declarations = [declaration]


_WRITERS: Mapping[Kind, Callable[[ItemSheet], None]] = {
    Kind.SINGLE: _write_single,
    Kind.MULTIPLE: _write_multiple,
    Kind.TRUE_FALSE: _write_judgement,
    Kind.FILL_IN: _write_blanks,
    Kind.NUMERIC: _write_number,
    Kind.WRITTEN: _write_written,
    Kind.ORDERING: _write_order,
    Kind.MATCHING: _write_match,
}
