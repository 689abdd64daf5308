"""Boxes: ``::: 风险``, ``::: 提示``, ``::: 例`` and ``::: 计算``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin


@dataclass(frozen=True, slots=True)
class Box:
    """``name`` is the end of the class ``box-…``."""

    name: str
    label: str
    english: str


_BOXES = (
    Box("risk", "风险", "Risk"), Box("note", "提示", "Note"),
    Box("example", "例", "Example"), Box("calculation", "计算", "Calculation"),
)  # fmt: skip
BOXES: Mapping[str, Box] = {
    name: box for box in _BOXES for name in (box.label, box.name, *(("例子", "示例") if box.name == "example" else ()))
}
"""By Chinese and English name."""

OPENING = re.compile(r"\s{0,3}[:：]{3,}\s*(\S+)\s*(.*)")
CLOSING = re.compile(r"\s{0,3}[:：]{3,}\s*")
_WIDE = re.compile(r"^(\s{0,3})([:：]{3,})", re.MULTILINE)
_EQUALS = re.compile(r"\s*([=＝≈])\s*")


def use_boxes(md: MarkdownIt) -> None:
    """Add the four boxes."""
    container_plugin(md, "box", validate=_is_plain_box, render=_render_box)
    md.block.ruler.before(
        "fence", "calculation", _read_calculation, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.add_render_rule("calculation", _render_calculation)


def narrow_fences(text: str) -> str:
    """Full-width colons that open or close a box, as ASCII ones; the length of the text does not change."""
    return _WIDE.sub(lambda match: match[1] + ":" * len(match[2]), text) if "：：" in text or "：:" in text else text


def find_box(word: str) -> Box | None:
    """The box with this name in either language."""
    return BOXES.get(word) or BOXES.get(word.lower())


def _split(params: str) -> tuple[Box | None, str]:
    word, _, title = params.strip().partition(" ")
    return find_box(word), title.strip()


def _is_plain_box(params: str, _markup: str) -> bool:
    box, _ = _split(params)
    return box is not None and box.name != "calculation"


def _open(box: Box, title: str, language: str) -> str:
    label = box.english if language == "en" else box.label
    shown = f"{label}{': ' if language == 'en' else '：'}{title}" if title else label
    return f'<aside class="box box-{box.name}" role="note"><p class="box-label">{escapeHtml(shown)}</p>\n'


def _render_box(_renderer: Any, tokens: Sequence[Token], place: int, _options: Any, env: Mapping[str, Any]) -> str:
    token = tokens[place]
    box, title = _split(token.info)
    return "</aside>\n" if token.nesting < 0 or box is None else _open(box, title, env["language"])


def _read_calculation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A calculation is no Markdown: × and * stay what they are, line for line."""
    match = OPENING.fullmatch(_line(state, start))
    box = find_box(match[1]) if match else None
    if match is None or box is None or box.name != "calculation":
        return False
    if silent:
        return True
    close = next((row for row in range(start + 1, end) if CLOSING.fullmatch(_line(state, row))), end)
    token = state.push("calculation", "", 0)
    token.block, token.map = True, [start, close]
    token.content = "\n".join(_line(state, row) for row in range(start + 1, close))
    token.info = match[2]
    state.line = min(close + 1, end)
    return True


def _line(state: StateBlock, row: int) -> str:
    return state.src[state.bMarks[row] + state.tShift[row] : state.eMarks[row]]


def _render_calculation(
    _renderer: Any, tokens: Sequence[Token], place: int, _options: Any, env: Mapping[str, Any]
) -> str:
    token = tokens[place]
    rows = "".join(_calculation_row(line.strip()) for line in token.content.splitlines() if line.strip())
    head = _open(BOXES["计算"], token.info.strip(), env["language"])
    return f'{head}<ul class="calculation">\n{rows}</ul>\n</aside>\n'


def _calculation_row(line: str) -> str:
    """Terms and value apart at the last sign of equality, so that values stand below each other."""
    line = line.removeprefix("- ").strip()
    signs = list(_EQUALS.finditer(line))
    if not signs:
        return f'<li class="calculation-remark">{escapeHtml(line)}</li>\n'
    last = signs[-1]
    terms, value = escapeHtml(line[: last.start()]), escapeHtml(line[last.end() :])
    return (
        f'<li><span class="calculation-terms">{terms}</span> <span class="calculation-sign">{last[1]}</span> '
        f'<span class="calculation-value">{value}</span></li>\n'
    )
