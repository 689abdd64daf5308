"""Keys collected at the end of a paper: ``1-5 ABCDA``, ``1.A 2.B``, ``1.【答案】A【解析】……``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from edu.content.finding import Findings
from edu.content.items.paper_section import read_section
from edu.content.syntax.document import Line
from edu.content.syntax.field_line import narrow

_HEADING = re.compile(
    r"[#＃\s]*[【\[（(]?\s*(?:(?:参考|标准|正确|试题|本卷)\s*答案|答案\s*(?:与|和|及)\s*解析|答案)"
    r"(?:\s*(?:与|和|及)\s*(?:解析|评分标准))?\s*[】\]）)]?\s*(?P<colon>[：:])?\s*"
)
_KEY = r"(?:[A-Ja-jＡ-Ｊ]+|[√✓✔×✗✘]|正确|错误|对|错|[TF])"
_RANGE = re.compile(
    rf"(\d{{1,4}})\s*(?:[-~—–－～至]|--)\s*(\d{{1,4}})\s*(?:题)?\s*[.、:：．]?\s*({_KEY}(?:[\s,，、;；]*{_KEY})*)(?!\w)"
)
_SINGLE_KEY = re.compile(r"[A-Ja-j√✓✔×✗✘对错TF]")
_LIKE_KEYS = re.compile(rf"\s*(?:{_RANGE.pattern}|[（(]?\d{{1,4}}\s*[.、．:：)）]\s*(?:{_KEY}|【答案】)(?!\w))")
_ENTRY = re.compile(r"(?:^|(?<=[\s；;，,。]))[（(]?\s*(\d{1,4})\s*(?:题\s*[.、．:：]?|[.、．:：)）])\s*")
_PARTS = re.compile(
    r"(?:[【\[]\s*答案\s*[】\]]\s*[：:]?|答案\s*[：:])?\s*(?P<answer>.*?)\s*"
    r"(?:(?:[【\[]\s*(?:答案)?解析\s*[】\]]\s*[：:]?|(?:答案)?解析\s*[：:])\s*(?P<rationale>.*))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """The key of the item ``number`` below the ``section``-th heading of the keys, 0 before any."""

    number: int
    answer: str
    rationale: str
    line: int
    section: int = 0
    kind: str = ""


def is_key_heading(text: str, ahead: Sequence[Line], *, printed: bool) -> bool:
    """参考答案 on a line of its own. With a colon it is a field, unless keys follow.

    In a file with ``## `` headings it is marked: ``# 参考答案`` or ``【参考答案】``.
    """
    match = _HEADING.fullmatch(text) if "答案" in text else None
    if match is None or not (printed or text.lstrip()[0] in "#＃【"):
        return False
    bare = text.strip().strip("：:")
    if match["colon"] is None and (bare.startswith(("#", "＃")) or "参考" in bare or "标准" in bare or "与" in bare):
        return True
    following = next((line.text for line in ahead if line.text.strip()), "")
    return looks_like_keys(following) or read_section(following, 0) is not None


def looks_like_keys(text: str) -> bool:
    """Whether a line holds keys and no item."""
    return _LIKE_KEYS.match(narrow(text)) is not None


def read_keys(lines: Sequence[Line], findings: Findings) -> list[KeyEntry]:
    """All keys; a line that cannot be read is a finding."""
    entries: list[KeyEntry] = []
    section, kind = 0, ""
    for line in lines:
        text = re.sub(r"^\s*(?:[#＃]+|[-*•])\s*", "", line.text).strip()
        if not text:
            continue
        if _HEADING.fullmatch(text):
            continue  # a table of keys below its own heading
        heading, rest = _split_heading(text)
        if heading:
            section, kind, text = section + 1, heading, rest
        if not text:
            continue
        found = [replace(condition, section=section, kind=kind) for condition in _read_line(text, line, findings)]
        if found:
            entries += found
        elif not heading:
            _go_on(entries, text, line, findings)
    return entries


def _split_heading(text: str) -> tuple[str, str]:
    """(kind, rest) of 一、单选题：1-5 ABCDA; the kind is empty where the line has no heading."""
    start = re.search(r"\d{1,4}\s*(?:[-~—–－～至.、．:：)）])", text)
    head = text[: start.start()] if start and start.start() else text
    section = read_section(head.rstrip(" ：:（("), 0) or read_section(text, 0)
    if section is None:
        return "", text
    rest = text[start.start() :] if start and looks_like_keys(text[start.start() :]) else ""
    return section.kind or "选择题", rest


def _read_line(text: str, line: Line, findings: Findings) -> list[KeyEntry]:
    plain = narrow(text)
    if _RANGE.match(plain):
        return list(_read_ranges(plain, line, findings))
    starts = _consecutive(list(_ENTRY.finditer(plain)))
    if not starts or starts[0].start() != 0:
        return []
    if len(plain) == len(text):  # narrowing keeps the length, so that places fit the text as written
        plain = text
    ends = [match.start() for match in starts[1:]] + [len(plain)]
    return [
        _make_entry(int(match[1]), plain[match.end() : end], line.number)
        for match, end in zip(starts, ends, strict=True)
    ]


def _consecutive(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Those whose numbers follow one another: a figure within an answer begins no entry."""
    taken: list[re.Match[str]] = []
    for match in matches:
        if not taken or int(match[1]) == int(taken[-1][1]) + 1:
            taken.append(match)
    return taken


def _make_entry(number: int, text: str, line: int) -> KeyEntry:
    match = _PARTS.fullmatch(text.strip())
    answer, rationale = (match["answer"], match["rationale"] or "") if match else (text, "")
    return KeyEntry(number, answer.strip().rstrip("；;，,"), rationale.strip(), line)


def _read_ranges(text: str, line: Line, findings: Findings) -> Iterator[KeyEntry]:
    place = 0
    for match in _RANGE.finditer(text):
        if text[place : match.start()].strip(" \t,，;；。"):
            findings.add("Q120", line.number, text=text[place : match.start()])
        place = match.end()
        first, last = int(match[1]), int(match[2])
        keys = re.findall(_KEY, match[3])
        if len(keys) != last - first + 1:
            keys = _SINGLE_KEY.findall(match[3])
        if len(keys) != last - first + 1:
            findings.add("Q120", line.number, text=match[0])
            continue
        for offset, key in enumerate(keys):
            yield KeyEntry(first + offset, key, "", line.number)
    if text[place:].strip(" \t,，;；。"):
        findings.add("Q120", line.number, text=text[place:])


def _go_on(entries: list[KeyEntry], text: str, line: Line, findings: Findings) -> None:
    """A line without a number: a rationale of the entry above, or the rest of it."""
    match = re.fullmatch(r"[【\[]?\s*(?:答案)?解析\s*[】\]]?\s*[：:]?\s*(.*)", text)
    if entries and match and not entries[-1].rationale:
        entries[-1] = replace(entries[-1], rationale=match[1])
    elif entries and entries[-1].rationale:
        entries[-1] = replace(entries[-1], rationale=f"{entries[-1].rationale}\n{text}")
    elif re.fullmatch(r"[（(]?(?:完|结束|试卷完)[）)]?", text):
        return
    else:
        findings.add("Q120", line.number, text=text)
