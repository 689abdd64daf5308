"""A format as a value: what it is called, which files are its own, who reads and writes it, and what it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from edu.domain.items.item import Kind
from edu.interchange.exchange import BothLanguages, Reader, Writer


class Carried(StrEnum):
    """How much of a thing passes."""

    WHOLE = "whole"
    """It is the same on the other side."""
    CHANGED = "changed"
    """Something near to it passes, and the report says what became what."""
    NOT = "not"
    """It stays behind, and the report says so."""


@dataclass(frozen=True, slots=True)
class Holding:
    """How a format carries a kind or a feature: out of a bank, and from a file into one.

    ``why`` is the sentence of the report where it is not carried out; empty where it is.
    """

    written: Carried
    read: Carried
    why: BothLanguages


WHOLE = Holding(Carried.WHOLE, Carried.WHOLE, ("", ""))
NEARLY = Holding(Carried.CHANGED, Carried.WHOLE, ("", ""))
"""Written as something near to it, with a mark from which our own reader has it back."""
ONLY_READ = Holding(Carried.NOT, Carried.WHOLE, ("", ""))
NOWHERE = Holding(Carried.NOT, Carried.NOT, ("", ""))


def not_held(chinese: str, english: str) -> Holding:
    """Neither written nor read; the words end the sentence 题目没有导出到 …：."""
    return Holding(Carried.NOT, Carried.NOT, (chinese, english))


class Feature(StrEnum):
    """What an item may have beside its kind."""

    PART_CREDIT = "part-credit"
    SEVERAL_BLANKS = "several-blanks"
    PARAMETERS = "parameters"
    MISTAKES = "mistakes"
    RUBRIC = "rubric"
    RATIONALE = "rationale"
    POINTS = "points"
    DIFFICULTY = "difficulty"
    TOPIC = "topic"
    BACKGROUND = "background"
    ID = "id"
    PICTURES = "pictures"
    TABLES = "tables"


FEATURE_NAMES: Mapping[Feature, BothLanguages] = {
    Feature.PART_CREDIT: ("少选的其他规则", "other rules for too few options"),
    Feature.SEVERAL_BLANKS: ("多个空", "several blanks"),
    Feature.PARAMETERS: ("参数", "parameters"),
    Feature.MISTAKES: ("常见错误", "typical mistakes"),
    Feature.RUBRIC: ("评分要点、参考答案", "rubric and model response"),
    Feature.RATIONALE: ("解析", "rationale"),
    Feature.POINTS: ("分值", "points"),
    Feature.DIFFICULTY: ("难度", "difficulty"),
    Feature.TOPIC: ("考点", "topic"),
    Feature.BACKGROUND: ("依据、来源、段落", "basis, source, section"),
    Feature.ID: ("编号", "id"),
    Feature.PICTURES: ("图片", "pictures"),
    Feature.TABLES: ("表格", "tables"),
}


@dataclass(frozen=True, slots=True)
class Format:
    """One format. Its reader and writer load their libraries when they are called, so that others start quickly.

    ``endings`` are those of its files, ``old_endings`` those that its reader knows to refuse with advice.
    ``looks_right`` decides between formats that share an ending, by a file's first bytes.
    ``written_ending`` and ``media_type`` are of the file that it writes.
    """

    key: str
    names: BothLanguages
    about: BothLanguages
    endings: tuple[str, ...]
    old_endings: tuple[str, ...]
    looks_right: Callable[[bytes], bool]
    written_ending: str
    media_type: str
    kinds: Mapping[Kind, Holding]
    features: Mapping[Feature, Holding]
    read: Reader
    write: Writer


def why_not(kinds: Mapping[Kind, Holding], kind: Kind) -> BothLanguages | None:
    """Why items of a kind are left out of a file of a format, or ``None`` where they are written."""
    holding = kinds[kind]
    return holding.why if holding.written is Carried.NOT else None


def has_its_ending(start: bytes) -> bool:
    """For a format that shares its ending with no other: the name tells."""
    return True
