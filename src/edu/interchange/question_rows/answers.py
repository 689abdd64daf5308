"""Answers as tables of items write them, in the words of a bank file."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from edu.content.syntax.field_line import LETTERS
from edu.domain.items.item import Kind
from edu.interchange.question_rows.options import fold_option_words

_LETTERS = re.compile(r"[A-Z](?:[\s,、;/|.和与及&+-]*[A-Z])*[.。]?")
_NUMBERS = re.compile(r"(?:10|[1-9])(?:[\s,、;/|]+(?:10|[1-9]))*")
_BETWEEN = re.compile(r"\s*(?:\n|[|｜;；]|\$\$?)\s*")
_WORD = "(?:不分顺序|严格|any[- ]order|strict)"
_MARK = re.compile(rf"[（(]\s*({_WORD}(?:\s*[、，,;；]\s*{_WORD})*)\s*[）)]\s*")
_CERTAIN = {"正确": True, "对": True, "√": True, "✓": True, "✔": True, "t": True, "true": True,
            "错误": False, "错": False, "×": False, "✗": False, "✘": False, "x": False, "f": False, "false": False,
            "不正确": False, "不对": False}  # fmt: skip
_WORDS = _CERTAIN | {"是": True, "真": True, "正": True, "对的": True, "y": True, "yes": True, "1": True,
                     "否": False, "假": False, "误": False, "错的": False, "n": False, "no": False,
                     "0": False}  # fmt: skip
"""What is true or false where the item is known to be that."""
_BY_LETTER = {"A": True, "B": False}
TRUTHS = {True: "正确", False: "错误"}


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """``value`` and ``mark`` as a bank file has them; ``changed`` says how it was read where that is not plain."""

    value: str
    mark: str = ""
    changed: tuple[str, str] | None = None


def read_letters(text: str, options: Sequence[str], counted: bool) -> ReadAnswer:
    """Letters in any dress (``A,B``, ``A|B``, ``ab``), numbers of options, or the words of options."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if _LETTERS.fullmatch(plain):
        return ReadAnswer("".join(re.findall("[A-Z]", plain)))
    by_words = {fold_option_words(option): letter for option, letter in zip(options, LETTERS, strict=False)}
    if len(by_words) == len(options):
        parts = [text] if fold_option_words(text) in by_words else _BETWEEN.split(text.strip())
        letters = [by_words.get(fold_option_words(part), "") for part in parts]
        if all(letters):
            return _changed("".join(letters))
    if counted and _NUMBERS.fullmatch(plain):
        numbers = [int(number) for number in re.findall(r"\d+", plain)]
        return _changed("".join(LETTERS[number - 1] for number in numbers))
    return ReadAnswer(text)


def _changed(value: str) -> ReadAnswer:
    return ReadAnswer(value, changed=(f"答案“{value}”", f"the answer {value}"))


def read_truth(text: str, kind: Kind | None) -> ReadAnswer | None:
    """正确 or 错误; 1 and 0, 是 and 否, A and B only where the kind says that the item is true or false."""
    word = unicodedata.normalize("NFKC", text).strip().rstrip("。. ").casefold()
    sure = kind is Kind.TRUE_FALSE
    truth = (_WORDS if sure else _CERTAIN).get(word)
    if truth is not None:
        return ReadAnswer(TRUTHS[truth])
    if sure and word.upper() in _BY_LETTER:
        value = TRUTHS[_BY_LETTER[word.upper()]]
        return ReadAnswer(value, changed=(f"“{value}”", f"{value}"))
    return None


def read_truth_options(options: Sequence[str], letter: str) -> bool | None:
    """What a key says where the two options are 正确 and 错误."""
    truths = [_WORDS.get(fold_option_words(option)) for option in options]
    if sorted(map(str, truths)) != ["False", "True"] or letter not in _BY_LETTER:
        return None
    return truths[0 if letter == "A" else 1]


def read_blanks(text: str) -> ReadAnswer:
    """Blanks between ``；``; a cell may give them one a line."""
    mark, text = split_mark(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 2:
        return ReadAnswer(text, mark)
    value = "；".join(line.strip("；;") for line in lines)
    return ReadAnswer(value, mark, (f"“{value}”", value))


def split_mark(text: str) -> tuple[str, str]:
    """``（不分顺序）`` before the answer, and the answer."""
    match = _MARK.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)
