"""All the checks, over banks that stand in a test."""

from edu.content.checks import run_checks
from edu.content.folder import Sources
from edu.content.shelf import Shelf
from tests.content.reading import a_bank


def codes_of(*bodies: str) -> list[str]:
    banks = {str(n): a_bank(body) for n, body in enumerate(bodies)}
    found = run_checks(Sources("content", banks=Shelf(banks)))
    return [finding.code for finding in found if finding.code != "Q112"]


def an_item(number: int, stem: str, options: str = "一个 另一个", key: str = "A", rationale: str = "略。") -> str:
    lines = "\n".join(f"- {letter}. {text}" for letter, text in zip("ABCDEFGHIJ", options.split(), strict=False))
    return f"## {stem}\n\n{lines}\n\n编号：x-{number}\n答案：{key}\n解析：{rationale}\n\n"
