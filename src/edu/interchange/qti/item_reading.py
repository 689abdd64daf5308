"""One assessment item, of plain names, to one of ours."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from edu.content.finding import Findings
from edu.content.syntax.front_matter import is_id
from edu.domain.items.item import Difficulty, Item
from edu.interchange.exchange import LONGEST_LINE
from edu.interchange.not_exchanged import NotExchanged, refuse
from edu.interchange.qti.blank_reading import read_blank_interactions
from edu.interchange.qti.choice_reading import read_choice_interaction, read_inline_choice
from edu.interchange.qti.declarations import read_declarations, read_outcomes
from edu.interchange.qti.match_reading import read_match
from edu.interchange.qti.number_reading import read_numeric_item
from edu.interchange.qti.order_reading import read_order
from edu.interchange.qti.plain_tree import child, descendants, remove_element, words
from edu.interchange.qti.processing import Processing
from edu.interchange.qti.reading_scope import Scope, Surroundings
from edu.interchange.qti.written_reading import read_written

RATIONALE = "RATIONALE"
"""The feedback that is ours."""

_MOST_ELEMENTS = 20_000
"""Elements of one item."""

_OTHERS: Mapping[str, tuple[str, str]] = {
    "associateInteraction": ("连线题", "an associate interaction"),
    "gapMatchInteraction": ("拖放填空题", "a gap match interaction"),
    "graphicGapMatchInteraction": ("图上拖放题", "a graphic gap match interaction"),
    "graphicOrderInteraction": ("图上排序题", "a graphic order interaction"),
    "graphicAssociateInteraction": ("图上连线题", "a graphic associate interaction"),
    "hotspotInteraction": ("热区题", "a hotspot interaction"),
    "hottextInteraction": ("文中选词题", "a hottext interaction"),
    "selectPointInteraction": ("图上点选题", "a select point interaction"),
    "positionObjectInteraction": ("图上摆放题", "a position object interaction"),
    "sliderInteraction": ("滑块题", "a slider interaction"),
    "drawingInteraction": ("绘图题", "a drawing interaction"),
    "uploadInteraction": ("上传题", "an upload interaction"),
    "mediaInteraction": ("音视频题", "a media interaction"),
    "customInteraction": ("自定义题", "a custom interaction"),
    "portableCustomInteraction": ("自定义题", "a portable custom interaction"),
}
_DIFFICULTY: Mapping[str, Difficulty] = {
    "very easy": Difficulty.EASY, "easy": Difficulty.EASY, "medium": Difficulty.MEDIUM,
    "difficult": Difficulty.HARD, "very difficult": Difficulty.HARD,
}  # fmt: skip
_ASIDES: Mapping[str, tuple[str, str]] = {
    "infoControl": ("提示信息", "an information control"),
    "endAttemptInteraction": ("结束作答的按钮", "a button that ends the attempt"),
    "feedbackInline": ("文中的反馈", "inline feedback"),
    "feedbackBlock": ("文中的反馈", "a feedback block"),
    "templateInline": ("随机文字", "template text"),
    "templateBlock": ("随机文字", "template text"),
}


def read_item_element(item: etree._Element, findings: Findings, line: int, around: Surroundings) -> Item:
    """The item, without a bank. Raises NotExchanged."""
    body = child(item, "itemBody")
    if body is None:
        raise refuse("没有题目正文 itemBody", "there is no itemBody")
    processing = Processing(
        read_declarations(item), read_outcomes(item), child(item, "responseProcessing"), around.budget
    )
    scope = Scope(findings, line, item, body, processing, around.pictures, around.metadata)
    _check_whole(item, body)
    _report_asides(scope)
    rubrics = _take_rubrics(scope)
    read = _read_by_interactions(scope, rubrics)
    stem = scope.markdown(body)
    if not stem.strip():
        raise refuse("没有题干", "there is no stem")
    read = replace(read, id=_read_id(item), stem=stem, rationale=_read_rationale(scope))
    read = _with_metadata(scope, read)
    _check_title(scope)
    _check_points(scope, read)
    if not read.rationale:
        findings.add("X108", line)
    return read


def _check_whole(item: etree._Element, body: etree._Element) -> None:
    """Refuse what would be another question without the part that we cannot take."""
    if child(item, "templateDeclaration") is not None:
        raise refuse("含有随机参数 templateDeclaration", "it draws parameters by a templateDeclaration")
    if child(item, "assessmentStimulusRef") is not None or next(descendants(body, "include"), None) is not None:
        raise refuse("题干的材料在另一个文件里", "its stimulus is in another file")
    if next(descendants(body, "math"), None) is not None:
        raise refuse("含有 MathML 公式", "it has a MathML formula")


def check_size(item: etree._Element) -> None:
    """Raise NotExchanged for an item that would take long to read."""
    if sum(1 for _ in item.iter()) > _MOST_ELEMENTS:
        raise refuse("一道题里的标记太多", "one item has too many elements")
    longest = max((len(str(text)) for text in item.itertext()), default=0)
    if longest > LONGEST_LINE:
        raise NotExchanged("X311", count=longest, limit=LONGEST_LINE)


def _report_asides(scope: Scope) -> None:
    if scope.item.get("adaptive") in {"true", "1"}:
        scope.lost("多次作答（adaptive）", "adaptive attempts")
    if child(scope.item, "stylesheet") is not None:
        scope.lost("样式表", "a style sheet")
    if child(scope.item, "apipAccessibility") is not None or child(scope.item, "catalogInfo") is not None:
        scope.lost("无障碍信息", "its accessibility information")
    for aside in list(descendants(scope.body, *_ASIDES)):
        if any(True for _ in aside.iterancestors("simpleChoice")):
            continue  # told with its option
        chinese, english = _ASIDES[str(aside.tag)]
        scope.lost(f"{chinese}“{words(aside)}”", f"{english}: {words(aside)}")
        remove_element(aside)


def _take_rubrics(scope: Scope) -> list[etree._Element]:
    """Blocks for markers; what is for the candidate stays with the stem, the rest is told."""
    kept = []
    for block in list(descendants(scope.body, "rubricBlock")):
        views = set(block.get("view", "").split())
        if views & {"candidate"} or not views:
            scope.changed(
                (f"说明“{words(block)}”", f"the instructions {words(block)}"), ("题干的一部分", "part of the stem")
            )
            block.tag = "div"
            continue
        remove_element(block)
        if views & {"scorer", "tutor"}:
            kept.append(block)
        else:
            scope.lost(f"给 {'、'.join(sorted(views))} 的说明“{words(block)}”", f"instructions: {words(block)}")
    return kept


def _read_by_interactions(scope: Scope, rubrics: list[etree._Element]) -> Item:
    found = [element for element in scope.body.iter() if str(element.tag).endswith("Interaction")]
    names = sorted({str(interaction.tag) for interaction in found})
    if not found:
        raise refuse("没有作答区", "there is no interaction")
    strange = [name for name in names if name in _OTHERS or name not in _READ]
    if strange:
        raise NotExchanged("X104", kind=_OTHERS.get(strange[0], (strange[0], strange[0])))
    if len(names) > 1:
        raise refuse(f"一道题里有几种作答：{'、'.join(names)}", f"it mixes interactions: {', '.join(names)}")
    if len(found) > 1 and names[0] != "textEntryInteraction":
        raise refuse(f"一道题里有 {len(found)} 个 {names[0]}", f"it has {len(found)} {names[0]}s")
    if names[0] == "extendedTextInteraction":
        return read_written(scope, found[0], rubrics)
    for block in rubrics:
        scope.lost(f"评分说明“{words(block)}”", f"the scoring instructions {words(block)}")
    return _read_objective(scope, names[0], found)


def _read_objective(scope: Scope, name: str, found: list[etree._Element]) -> Item:
    reader = _SOLE.get(name)
    if reader is not None:
        return reader(scope, found[0])
    declaration = scope.declarations.get(found[0].get("responseIdentifier", ""))
    if len(found) == 1 and declaration is not None and declaration.base in {"float", "integer"}:
        return read_numeric_item(scope, found[0])
    return read_blank_interactions(scope, found)


_SOLE: Mapping[str, Callable[[Scope, etree._Element], Item]] = {
    "choiceInteraction": read_choice_interaction,
    "inlineChoiceInteraction": read_inline_choice,
    "orderInteraction": read_order,
    "matchInteraction": read_match,
}
"""Interactions of which an item has one."""

_READ = frozenset({*_SOLE, "textEntryInteraction", "extendedTextInteraction"})


def _read_id(item: etree._Element) -> str:
    identifier = item.get("identifier", "").strip()
    return identifier if is_id(identifier) else ""


def _read_rationale(scope: Scope) -> str:
    feedbacks = [feedback for feedback in scope.item.iterchildren("modalFeedback") if words(feedback) or len(feedback)]
    own = [feedback for feedback in feedbacks if feedback.get("identifier") == RATIONALE]
    if not own and len(feedbacks) == 1:
        own = feedbacks
        name = feedbacks[0].get("identifier", "")
        scope.changed((f"作答后的反馈“{name}”", f"the feedback {name}"), ("解析", "the rationale"))
    for feedback in feedbacks:
        if feedback not in own:
            scope.lost(f"作答后的反馈“{words(feedback)}”", f"the feedback {words(feedback)}")
    return "\n\n".join(text for feedback in own if (text := scope.markdown(feedback)))


def _with_metadata(scope: Scope, item: Item) -> Item:
    said = scope.metadata
    for topic in said.other_topics:
        scope.lost(f"关键词“{topic}”", f"the keyword {topic}")
    difficulty = _DIFFICULTY.get(said.difficulty.casefold())
    if said.difficulty and difficulty is None:
        scope.lost(f"难度“{said.difficulty}”", f"the difficulty {said.difficulty}")
    return replace(item, topic=said.topic, difficulty=difficulty or item.difficulty)


def _check_points(scope: Scope, item: Item) -> None:
    """What the rules earn counts, not what the item says that they earn."""
    stated = scope.stated_points(item.points)
    if stated != item.points:
        scope.changed((f"标明的满分 {stated}", f"the stated maximum {stated}"), (f"{item.points} 分", f"{item.points}"))


def _check_title(scope: Scope) -> None:
    """A title that is no part of the stem says something of its own."""
    title = scope.item.get("title", "").strip()
    bare = re.sub(r"[\W_]", "", title.removesuffix("…"))
    if bare and title != scope.item.get("identifier") and bare not in re.sub(r"[\W_]", "", words(scope.body)):
        scope.lost(f"标题“{title}”", f"the title {title}")
