"""Writes the tables of docs/findings.md anew from the codes: `python tools/findings.py`."""

import re
import string
from pathlib import Path

from edu.content.finding_codes import CODES

PAGE = Path(__file__).parents[1] / "docs/findings.md"
TITLES = {
    "F": "Files, front matter, tables, editions, markup",
    "Q": "Items and banks",
    "L": "Lessons, courses, glossary",
    "B": "Blueprints",
    "D": "Disclosures",
    "R": "Questionnaires",
    "P": "Policy",
    "X": "Import and export",
}


def shown(pattern: str) -> str:
    """A pattern as the page shows it: gaps as …."""
    parts = string.Formatter().parse(pattern)
    return "".join(text + ("" if name is None else "…") for text, name, _, _ in parts).replace("|", "\\|")


def main() -> None:
    """Keep the words before the first heading; write a table for each letter."""
    intro = re.split(r"\n## ", PAGE.read_text(encoding="utf-8"), maxsplit=1)[0].rstrip()
    blocks = [intro]
    for letter, title in TITLES.items():
        rows = [row for row in CODES.values() if row.code.startswith(letter)]
        lines = [f"\n## {title}\n", "| code | 含义 | meaning | 处理 | remedy |", "|---|---|---|---|---|"]
        for row in rows:
            words = (row.message, row.english_message, row.remedy, row.english_remedy)
            lines.append(f"| {' | '.join((row.code, *map(shown, words)))} |")
        blocks.append("\n".join(lines))
    PAGE.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
