"""A copy of the repository in which mutmut works: the checkout itself is never changed."""

import ast
import subprocess
from pathlib import Path

from tools.mutation.parts import Part

ROOT = Path(__file__).parents[2]
SCRATCH = ROOT / ".mutation"
_KNOWN_TO_MUTMUT = {"staticmethod", "classmethod"}


def make_copy(name: str, part: Part) -> Path:
    """What git knows of, with decorators spelt out in the code that is mutated, and mutmut's settings."""
    copy = SCRATCH / name.replace("/", "-")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    for path in filter(None, listed.stdout.decode().split("\0")):
        source, target = ROOT / path, copy / path
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    for pattern in part.code:
        for file in copy.glob(pattern.replace("/*", "/**/*.py")):
            file.write_text(spell_out_decorators(file.read_text(encoding="utf-8")), encoding="utf-8")
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(_settings_of(part))
    return copy


def _settings_of(part: Part) -> str:
    beside = ["bench", "content", "docs", "templates", "tools", *(path.name for path in ROOT.glob("*.md")), "Makefile"]
    return "\n".join(
        [
            "\n[tool.mutmut]",
            'source_paths = ["src/"]',
            f"only_mutate = {list(part.code)}",
            f"also_copy = {beside}",
            "use_git_change_detection = false",
            'pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "tools.mutation.cold_caches"]',
            f"pytest_add_cli_args_test_selection = {[*part.tests, '-m', 'not browser and not postgres and not slow']}",
            "",
        ]
    )


def spell_out_decorators(text: str) -> str:
    """``@property`` above a function as ``name = property(name)`` below it: mutmut leaves decorated functions alone."""
    lines = text.splitlines()
    for function in sorted(_decorated(ast.parse(text)), key=lambda node: node.lineno, reverse=True):
        written = function.name
        for decorator in reversed(function.decorator_list):
            written = f"{ast.unparse(decorator)}({written})"
        first = function.decorator_list[0].lineno - 1
        lines[function.end_lineno : function.end_lineno] = [f"{' ' * function.col_offset}{function.name} = {written}"]
        del lines[first : function.lineno - 1]
    return "\n".join(lines) + "\n"


def _decorated(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.decorator_list
        and not {ast.unparse(decorator) for decorator in node.decorator_list} <= _KNOWN_TO_MUTMUT
    ]
