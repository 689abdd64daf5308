"""Places that documents name, as `layer/file.py: Name` or `folder/file`, and whether they are there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PLACE = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_0-9-]+\.[a-z]+)?|[a-z_]+\.(?:py|toml))(?::\s+([A-Za-z_.]+))?`")
_NAME = re.compile(r"([A-Za-z_]+)(?:\.([A-Za-z_]+))?(?:=\w+)?")
_COMMAND = re.compile(r"(make|edu) ([a-z-]+)\b.*|(--[a-z-]+)")
_HOUSES = (ROOT / "src/edu", ROOT, ROOT / "src/edu/web")


def find_places(text: str) -> Iterator[tuple[str, str]]:
    """Every file or folder with a code's ending in backticks, and the name behind it, or ""."""
    for found in _PLACE.finditer(text):
        yield found[1], found[2] or ""


def find_words(text: str) -> Iterator[str]:
    """Everything else in backticks."""
    for found in re.finditer(r"`([^`]+)`", text):
        if not _PLACE.fullmatch(found[0]):
            yield found[1]


def is_known(word: str) -> bool:
    """Whether a word in backticks is a command that there is, or a name that the code or its texts have.

    ``attempts.get`` must be said by some module that defines it, ``Item.revision`` be in the body of its class.
    """
    command = _COMMAND.fullmatch(word)
    if command and command[1] == "make":
        return bool(re.search(rf"^{command[2]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    if command:
        return bool(re.search(rf'"{command[2] or command[3]}"', "".join(_sources("cli"))))
    name = _NAME.fullmatch(word)
    if name is None:
        return False
    if name[2] is None:
        return any(re.search(rf"\b{name[1]}\b", source) for source in _sources("."))
    owners = list((ROOT / "src/edu").rglob(f"{name[1]}.py" if name[1].islower() else "*.py"))
    wanted = [name[2]] if name[1].islower() else [name[1], name[2]]
    return any(_defines(file, wanted) for file in owners)


@cache
def _sources(folder: str) -> tuple[str, ...]:
    return tuple(file.read_text(encoding="utf-8") for file in (ROOT / "src/edu" / folder).rglob("*.py"))


def is_there(place: str, name: str) -> bool:
    """Whether the file exists, below the checkout or the package, and defines the name."""
    files = [house / place for house in _HOUSES if (house / place).exists()]
    return bool(files) and (not name or any(_defines(file, name.split(".")) for file in files))


def _defines(file: Path, names: list[str]) -> bool:
    body: list[ast.stmt] = ast.parse(file.read_text(encoding="utf-8")).body
    for name in names:
        found = [node for node in body if name in _names_of(node)]
        if not found:
            return False
        body = found[0].body if isinstance(found[0], ast.ClassDef) else []
    return True


def _names_of(node: ast.stmt) -> set[str]:
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return {node.name}
        case ast.AnnAssign(target=ast.Name() as target):
            return {target.id}
        case ast.Assign():
            return {target.id for target in node.targets if isinstance(target, ast.Name)}
        case _:
            return set()
