"""The words and marks of a line of HTML as they come, with HTML's rules for spaces."""

import re
from collections.abc import Iterator

from edu.interchange.html.pieces import BREAK, HtmlPiece, Sort, emphasis_piece, text_piece

SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")

_SIGNS = {"strong": "**", "em": "*"}


def _gap(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


class HtmlLine:
    """Pieces as they come, with HTML's rules for spaces; emphasis begins and ends at words."""

    def __init__(self) -> None:
        self._parts: list[list[HtmlPiece]] = [[]]
        self._space = ""
        self._pending: list[str] = []
        self._open: list[str] = []

    def split(self) -> Iterator[list[HtmlPiece]]:
        """The paragraphs that are not empty."""
        for part in self._parts:
            while part and part[-1] == BREAK:
                part.pop()
            if part:
                yield part

    def add_text(self, text: str) -> None:
        """Words, with runs of spaces as one; a run that holds a line end stays a line end."""
        words = SPACES.sub(_gap, text)
        before, after = words[:1] in {" ", "\n"}, words[-1:] in {" ", "\n"}
        if before:
            self._note_space(words[0])
        self._add_words(words.strip(" \n"))
        if after and words.strip(" \n"):
            self._note_space(words[-1])

    def _note_space(self, sign: str) -> None:
        self._space = "\n" if "\n" in (self._space, sign) else sign

    def _add_words(self, words: str) -> None:
        if words:
            self._open_pending()
            part = self._parts[-1]
            if part and part[-1].sort is Sort.TEXT:
                words = part.pop().markdown + words
            part.append(text_piece(words))

    def add(self, piece: HtmlPiece) -> None:
        """A mark."""
        self._open_pending()
        self._parts[-1].append(piece)

    def add_break(self) -> None:
        """A line break; two are a new paragraph. None begins a paragraph."""
        self._space = ""
        part = self._parts[-1]
        if part and part[-1] == BREAK:
            self.add_paragraph_end()
        elif part:
            part.append(BREAK)

    def add_paragraph_end(self) -> None:
        """What follows is another paragraph; emphasis goes on there."""
        self._space = ""
        if self._parts[-1]:
            again = [tag for tag in self._open if tag not in self._pending]
            for tag in reversed(again):
                self._end(tag)
            self._pending = again + self._pending
            self._parts.append([])

    def open(self, tag: str) -> bool:
        """Emphasis begins with the next word, unless it is on already."""
        if tag in self._open:
            return False
        self._open.append(tag)
        self._pending.append(tag)
        return True

    def close(self, tag: str) -> None:
        """It ends behind the last word; around no words at all there is none."""
        self._open.remove(tag)
        if tag in self._pending:
            self._pending.remove(tag)
        else:
            self._end(tag)

    def _end(self, tag: str) -> None:
        part = self._parts[-1]
        behind = []
        while part and part[-1] == BREAK:
            behind.append(part.pop())
        part.append(emphasis_piece(_SIGNS[tag], f"</{tag}>"))
        part.extend(behind)

    def _open_pending(self) -> None:
        part = self._parts[-1]
        if self._space and part and part[-1] != BREAK:
            self._put_space()
        self._space = ""
        for tag in self._pending:
            part.append(emphasis_piece(_SIGNS[tag], f"<{tag}>"))
        self._pending = []

    def _put_space(self) -> None:
        part = self._parts[-1]
        if part[-1].sort is Sort.TEXT:
            part.append(text_piece(part.pop().markdown + self._space))
        else:
            part.append(text_piece(self._space))
