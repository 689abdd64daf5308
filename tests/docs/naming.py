"""Places that documents name, as `layer/file.py: Name` or `folder/file`, and whether they are there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PLACE = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_0-9-]+\.[a-z]+)?|[a-z_]+\.py)(?:: ([A-Za-z_.]+))?`")
_HOUSES = (ROOT / "src/edu", ROOT, ROOT / "src/edu/web")


def find_places(text: str) -> Iterator[tuple[str, str]]:
    """Every file or folder with a code's ending in backticks, and the name behind it, or ""."""
    for found in _PLACE.finditer(text):
        yield found[1], found[2] or ""


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
