"""One question of GIFT taken apart: title, stem, answer block, general feedback."""

import re
from dataclasses import dataclass

from edu.interchange.exchange import LONGEST_LINE
from edu.interchange.gift.chunks import Chunk
from edu.interchange.gift.scope import Reading, refuse_text
from edu.interchange.gift.texts import TextForm, has_words, read_text, split_format, unescape_text
from edu.interchange.not_exchanged import NotExchanged, refuse

BLANK_SIGN = "____"
_GENERAL = "####"
_CLOZE = re.compile(r"\s*\d*\s*[:\x01]\s*[A-Z_]{2,20}\s*[:\x01]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,9})?)%")


@dataclass(frozen=True, slots=True)
class GiftQuestion:
    """The parts, their signs still held. ``answer`` is ``None`` for a description, which asks for nothing."""

    title: str
    form: TextForm
    before: str
    after: str
    answer: str | None
    general: str

    def stem(self, gap: str, reading: Reading) -> str:
        """The stem's Markdown, with ``gap`` where the answer block stood."""
        return read_text(f"[{self.form}]{self.before}{gap}{self.after}", self.form, reading.report)

    @property
    def goes_on(self) -> bool:
        """Whether words follow the answer block: the form with a missing word."""
        return has_words(unescape_text(self.after))


@dataclass(frozen=True, slots=True)
class AnswerPiece:
    """One answer, still held: ``sign`` is ``=`` or ``~`` or empty, ``weight`` the percentage or ``None``."""

    sign: str
    weight: str | None
    text: str
    feedback: str


def take_apart(chunk: Chunk) -> GiftQuestion:
    """The question of ``chunk``. Raises NotExchanged."""
    text = chunk.text
    if len(text) > LONGEST_LINE:
        raise refuse(f"一道题有 {len(text)} 个字符", f"it has {len(text)} characters")
    title, rest = _split_title(text)
    form, rest = split_format(rest, TextForm.MOODLE)
    if not re.search("[{}]", rest):
        if re.search(r"[｛｝]", rest):
            raise refuse_text("｛…｝")
        return GiftQuestion(title, form, rest, "", None, "")
    before, opening, inner = rest.partition("{")
    answer, closing, after = inner.partition("}")
    if not opening or not closing or "}" in before:
        raise refuse_text(unescape_text(f"{before[-20:]}{opening}{inner}"))
    if _CLOZE.match(answer):
        raise NotExchanged("X104", kind=("完形填空（Cloze）", "cloze"))
    if re.search("[{}]", after):
        raise NotExchanged(
            "X103",
            why=(
                "有几处答案块；每题之间要空一行",
                "it has several answer blocks; leave a line empty between questions",
            ),
        )
    answer, found, general = answer.rpartition(_GENERAL)
    if not found:
        answer, general = general, ""
    return GiftQuestion(title, form, before, after.rstrip(), answer.strip(), general.strip())


def _split_title(text: str) -> tuple[str, str]:
    end = text.find("::", 2) if text.startswith("::") else -1
    if end < 0:
        return "", text
    return " ".join(unescape_text(text[2:end]).split()), text[end + 2 :].lstrip()


def split_answers(text: str, signs: str) -> list[AnswerPiece]:
    """The answers of a block, each begun by one of ``signs``. Raises NotExchanged where words come before the first."""
    parts = re.split(f"([{signs}])", text)
    if parts[0].strip():
        raise refuse_text(unescape_text(parts[0]))
    return [read_piece(sign, body) for sign, body in zip(parts[1::2], parts[2::2], strict=True)]


def read_piece(sign: str, body: str) -> AnswerPiece:
    """An answer with its weight and its feedback."""
    body = body.strip()
    match = _WEIGHT.match(body)
    text, _, feedback = body[match.end() if match else 0 :].partition("#")
    return AnswerPiece(sign, match[1] if match else None, text.strip(), feedback.strip())
