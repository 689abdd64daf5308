"""What questions of all kinds have: id, points, rationale, tags, and the parts that have no place with us."""

import re
from fractions import Fraction

from edu.content.items.item_file import DIFFICULTIES
from edu.content.syntax.front_matter import is_id
from edu.domain.items.item import Difficulty, Item, Kind
from edu.interchange.html.text import text_of_markdown
from edu.interchange.moodle_xml.question import MoodleQuestion, raw_text, read_decimal, simplify_share

_KNOWN = frozenset(
    {
        "name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags", "hint",
        "answer", "single", "shuffleanswers", "answernumbering", "showstandardinstruction", "correctfeedback",
        "partiallycorrectfeedback", "incorrectfeedback", "shownumcorrect", "usecase", "units", "unitgradingtype",
        "unitpenalty", "showunits", "unitsleft", "instructions", "synchronize", "synchronise", "dataset_definitions",
        "responseformat", "responserequired", "responsefieldlines", "attachments", "attachmentsrequired",
        "graderinfo", "responsetemplate", "image", "image_base64", "minwordlimit", "maxwordlimit", "maxbytes",
        "filetypeslist", "questiontextformat", "coursetags", "layouttype", "selecttype", "selectcount", "gradingtype",
        "showgrading", "numberingstyle", "subquestion",
    }
)  # fmt: skip
_USUAL_PENALTIES = frozenset(map(Fraction, ("0", "1", "0.1", "1/3", "0.3333", "0.33333", "0.333")))
_USUAL_FEEDBACK = frozenset(
    {
        "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.",
        "回答正确。", "您的回答正确。", "您的回答部分正确。", "您的回答不正确。",
        "您的答案正确。", "您的答案部分正确。",
        "您的答案不正确。", "你的回答正确", "你的回答部分正确", "你的回答不正确", "部分正确。", "回答错误。",
    }
)  # fmt: skip
_SECTION = re.compile(r"[a-z0-9-]{1,64}#[a-z0-9-]{1,64}")
_FEEDBACKS = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read_common_terms(question: MoodleQuestion, kind: Kind, stem: str, topic: str) -> Item:
    """The item with what all kinds have; the key is for the reader of the kind to add."""
    return Item(
        id=_read_id(question),
        kind=kind,
        stem=stem,
        rationale=question.markdown("generalfeedback"),
        points=_read_points(question),
        difficulty=_read_difficulty(question),
        topic=topic,
        basis=_take(question, "依据"),
        source=_take(question, "来源"),
        section=_read_section(question),
    )


def report_rest(question: MoodleQuestion, item: Item) -> None:
    """Report everything of a question that was taken but for what found a place in ``item``."""
    _report_name(question, item)
    _report_behaviour(question)
    for hint in question.all("hint"):
        question.lose_text("提示", "the hint", hint)
    for name in _FEEDBACKS:
        child = question.element.find(name)
        if child is not None and re.sub(r"<[^<>]*>", "", raw_text(child)).strip() not in _USUAL_FEEDBACK:
            question.lose_text("整体反馈", "the combined feedback", child)
    if question.element.find("image_base64") is not None:
        question.lose("旧式的图片", "a picture of the old sort")
    left = "、".join(question.tags.left())
    if left:
        question.lose(f"标签 {left}", f"the tags {left}")
    for child in question.element:
        if child.tag not in _KNOWN:
            question.lose(f"{child.tag} 一项", f"the part {child.tag}", child)


def _report_name(question: MoodleQuestion, item: Item) -> None:
    name = " ".join(question.value("name").split())
    plain = re.sub(r"[\s_]|\.{3}$|…$", "", name)
    if plain and name not in {item.id, question.value("idnumber")}:
        words = re.sub(r"[\s_]", "", text_of_markdown(item.stem))
        if not words.startswith(plain):
            question.lose(f"题目名称“{name}”", f"the question's name {name}")


def _report_behaviour(question: MoodleQuestion) -> None:
    penalty = read_decimal(question.value("penalty") or "0")
    if penalty is None or (share := simplify_share(question.value("penalty") or "0")) is None:
        question.lose("重试扣分", "the penalty for another try")
    elif share not in _USUAL_PENALTIES:
        question.lose(f"重试扣分 {penalty.normalize():f}", f"the penalty {penalty.normalize():f} for another try")
    if question.on("hidden", False):
        question.lose("“隐藏”这一状态", "that it is hidden")


def _read_id(question: MoodleQuestion) -> str:
    given = question.value("idnumber")
    if is_id(given):
        return given
    if given:
        question.lose(f"编号 {given}", f"the id {given}")
    return ""


def _read_points(question: MoodleQuestion) -> Fraction:
    given = question.value("defaultgrade")
    if not given:
        return Fraction(1)
    points = simplify_share(given)
    if points is None or not 0 < points < 10_000:
        question.amend((f"分值 {given}", f"the points {given}"), ("1 分", "1 point"))
        return Fraction(1)
    return points


def _read_difficulty(question: MoodleQuestion) -> Difficulty:
    given = question.tags.peek("难度").casefold()
    if given in DIFFICULTIES:
        question.tags.take("难度")
    return DIFFICULTIES.get(given, Difficulty.MEDIUM)


def _read_section(question: MoodleQuestion) -> str:
    return _take(question, "段落") if _SECTION.fullmatch(question.tags.peek("段落")) else ""


def _take(question: MoodleQuestion, name: str) -> str:
    value = question.tags.peek(name)
    question.tags.take(name)
    return value
