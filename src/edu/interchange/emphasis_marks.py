"""Bold stretches as ``**…**``."""

from collections.abc import Iterable

BoldStretch = tuple[str, bool]
"""A text, and whether it is bold."""


def mark_bold(stretches: Iterable[BoldStretch]) -> str:
    """The text with marks around its bold part; without any where all of it is bold: then nothing stands out."""
    joined = _join(stretches)
    if not any(bold for _, bold in joined) or all(bold for text, bold in joined if text.strip()):
        return "".join(text for text, _ in joined)
    return "".join(_mark(text) if bold else text for text, bold in joined)


def _join(stretches: Iterable[BoldStretch]) -> list[BoldStretch]:
    """Neighbours that are alike as one; space between two bold words is bold too."""
    joined: list[BoldStretch] = []
    for text, bold in stretches:
        if joined and (joined[-1][1] == bold or not text.strip()):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        elif text:
            joined.append((text, bold))
    return joined


def _mark(text: str) -> str:
    """Marks hug the words, line by line: space inside them would make them plain asterisks."""
    return "\n".join(_mark_line(line) for line in text.split("\n"))


def _mark_line(line: str) -> str:
    inner = line.strip()
    if not any(sign.isalnum() for sign in inner):
        return line
    start = line.index(inner)
    return f"{line[:start]}**{inner}**{line[start + len(inner) :]}"
