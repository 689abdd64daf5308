"""Data sets of calculated questions, and our parameters.

Moodle draws a row of values, we draw each parameter by itself: the same only where the rows are all combinations.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from lxml import etree

from edu.content.items.item_number import MOST_PARAMETERS
from edu.domain.items.expression import FUNCTION_NAMES, NotAnExpression
from edu.domain.items.item import Parameter
from edu.domain.items.variant import MOST_VALUES, combinations, list_values, show_value, value_of
from edu.interchange.moodle_xml.question import MoodleQuestion, Untaken, read_decimal
from edu.interchange.moodle_xml.tags import make_tag

MOST_DATA_ROWS = 100
"""Values that Moodle takes for a data set."""

_NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]{0,19}")
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
_TAG = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,19}) (\S{1,20})=(.+)")


@dataclass(frozen=True, slots=True)
class DataSet:
    """One placeholder's values, in the order of the rows."""

    name: str
    values: tuple[Decimal, ...]
    low: Decimal | None
    high: Decimal | None
    decimals: int


def read_datasets(question: MoodleQuestion) -> tuple[dict[str, str], tuple[Parameter, ...]]:
    """(parameter by placeholder, the parameters). Raises Untaken."""
    sets = [_read_set(definition) for definition in question.all("dataset_definitions/dataset_definition")]
    sets = list({data_set.name: data_set for data_set in sets if data_set.name}.values())
    if len(sets) > MOST_PARAMETERS:
        raise Untaken(f"有 {len(sets)} 个数据集，上限 {MOST_PARAMETERS} 个", f"it has {len(sets)} data sets")
    tags = {match[1]: (match[2], match[3]) for tag in question.tags.all("参数") if (match := _TAG.fullmatch(tag))}
    if sets and all(data_set.name in tags and _believable(data_set, *tags[data_set.name]) for data_set in sets):
        question.tags.take("参数")
        named = {data_set.name: tags[data_set.name] for data_set in sets}
        names = {name: ours for name, (ours, _) in named.items()}
        return names, tuple(Parameter(ours, values) for ours, values in named.values())
    names = _choose_names(question, sets)
    return names, tuple(Parameter(names[data_set.name], text) for data_set, text in _choose_values(question, sets))


def _read_set(element: etree._Element) -> DataSet:
    def text(name: str) -> str:
        return (element.findtext(f"{name}/text") or element.findtext(name) or "").strip()

    values = [read_decimal(entry.findtext("value") or "") for entry in element.iterfind("dataset_items/dataset_item")]
    decimals = text("decimals")
    return DataSet(
        text("name"),
        tuple(value for value in values if value is not None),
        read_decimal(text("minimum")),
        read_decimal(text("maximum")),
        int(decimals) if re.fullmatch("[0-9]", decimals) else 0,
    )


def _believable(data_set: DataSet, name: str, values: str) -> bool:
    """Whether a tag of ours still tells where the values come from."""
    if not _NAME.fullmatch(name) or name in FUNCTION_NAMES or not data_set.values:
        return False
    try:
        return set(data_set.values) <= set(map(value_of, list_values(values)))
    except NotAnExpression:
        return False


def _choose_names(question: MoodleQuestion, sets: Sequence[DataSet]) -> dict[str, str]:
    names: dict[str, str] = {}
    for place, data_set in enumerate(sets, 1):
        known = _NAME.fullmatch(data_set.name) and data_set.name not in FUNCTION_NAMES
        names[data_set.name] = data_set.name if known else f"p{place}"
        if not known:
            question.amend(
                (f"数据集名 {data_set.name}", f"the data set's name {data_set.name}"), (f"p{place}", f"p{place}")
            )
    if len(set(names.values())) < len(names):
        raise Untaken("数据集的名称不能用作参数名", "names of its data sets cannot name parameters")
    return names


def _choose_values(question: MoodleQuestion, sets: Sequence[DataSet]) -> Iterator[tuple[DataSet, str]]:
    """The listed values where rows are all combinations; else the range that they were drawn from."""
    count = 1
    for data_set in sets:
        count *= len(set(data_set.values))
    rows = set(zip(*(data_set.values for data_set in sets), strict=False))
    whole = all(data_set.values for data_set in sets) and len(rows) == count
    if not whole:
        shown = f"{max((len(data_set.values) for data_set in sets), default=0)}"
        question.amend(
            (f"{shown} 组一一对应的数据", f"{shown} rows of values"), ("各自独立取值的参数", "values drawn one by one")
        )
    for data_set in sets:
        text = (_listed(data_set) if whole else "") or _drawn_from(data_set) or _listed(data_set)
        if not text:
            raise Untaken(f"数据集 {data_set.name} 没有值", f"the data set {data_set.name} has no values")
        try:
            list_values(text)
        except NotAnExpression as error:
            raise Untaken(
                f"数据集 {data_set.name}：{error.words[0]}", f"the data set {data_set.name}: {error.words[1]}"
            ) from error
        yield data_set, text


def _listed(data_set: DataSet) -> str:
    """The values in order, as a range where they are evenly spaced."""
    values = sorted(set(data_set.values))
    if len(values) >= 3:
        step = values[1] - values[0]
        if all(after - before == step for before, after in pairwise(values)):
            return _range(values[0], values[-1], step)
    return "、".join(map(show_value, dict.fromkeys(data_set.values)))


def _range(low: Decimal, high: Decimal, step: Decimal) -> str:
    return f"{show_value(low)}..{show_value(high)}" + ("" if step == 1 else f" 每 {show_value(step)}")


def _drawn_from(data_set: DataSet) -> str:
    """The range from the lowest to the highest value; empty where it is too wide or does not hold the values."""
    if data_set.low is None or data_set.high is None or data_set.low >= data_set.high:
        return ""
    step = Decimal(1).scaleb(-data_set.decimals)
    if (data_set.high - data_set.low) / step >= MOST_VALUES or (data_set.high - data_set.low) % step:
        return ""
    if any(not data_set.low <= value <= data_set.high or (value - data_set.low) % step for value in data_set.values):
        return ""
    return _range(data_set.low, data_set.high, step)


def safe_names(parameters: Sequence[Parameter]) -> dict[str, str]:
    """The placeholder of each parameter: its name, or ``p1`` where Moodle would not take that."""
    taken = {parameter.name for parameter in parameters}
    names: dict[str, str] = {}
    for parameter in parameters:
        free = (f"p{number}" for number in range(1, 1000))
        names[parameter.name] = (
            parameter.name if _SAFE.fullmatch(parameter.name) else next(name for name in free if name not in taken)
        )
        taken.add(names[parameter.name])
    return names


def make_data_rows(parameters: Sequence[Parameter]) -> list[dict[str, str]]:
    """The rows to write: all combinations, or a fixed sample. Raises NotAnExpression."""
    return list(combinations(parameters, MOST_DATA_ROWS))


def tag_for(placeholder: str, parameter: Parameter) -> str:
    """The tag that remembers a parameter."""
    return make_tag("参数", f"{placeholder} {parameter.name}={parameter.values}")


def write_datasets(names: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> etree._Element:
    """The ``dataset_definitions``: uniform from the lowest to the highest value, with all the rows."""
    definitions = etree.Element("dataset_definitions")
    for name, placeholder in names.items():
        values = [value_of(row[name]) for row in rows]
        definition = etree.SubElement(definitions, "dataset_definition")
        decimals = max(max(0, -int(value.normalize().as_tuple().exponent)) for value in values)
        for tag, text in (
            ("status", "private"), ("name", placeholder), ("type", "calculated"), ("distribution", "uniform"),
            ("minimum", show_value(min(values))), ("maximum", show_value(max(values))),
            ("decimals", str(min(decimals, 9))), ("itemcount", str(len(values))),
        ):  # fmt: skip
            _add(definition, tag, text, nested=tag not in {"type", "itemcount"})
        items = etree.SubElement(definition, "dataset_items")
        for number, value in enumerate(values, 1):
            item = etree.SubElement(items, "dataset_item")
            _add(item, "number", str(number))
            _add(item, "value", show_value(value))
        _add(definition, "number_of_items", str(len(values)))
    return definitions


def _add(parent: etree._Element, tag: str, text: str, *, nested: bool = False) -> None:
    child = etree.SubElement(parent, tag)
    (etree.SubElement(child, "text") if nested else child).text = text
