"""`make bench`: which modules are programs, and what becomes of what they print."""

import ast
from pathlib import Path

import pytest

from bench import __main__ as every

ROOT = Path(__file__).parents[2]
OK, MISSES, CRASHES = "print('a  holds')", "print('b  MISSED')\nprint('c  holds')", "print('d')\nraise SystemExit(3)"


def takes_arguments(file: Path) -> bool:
    names = {node.attr for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if hasattr(node, "attr")}
    return "ArgumentParser" in names


def test_programs_are_those_that_take_arguments():
    """Floors and parts are not run as if they were programs."""
    assert {file.stem for file in (ROOT / "bench").glob("*.py") if takes_arguments(file)} == {
        words[0] for words in every.EMBEDDED
    }


def test_a_database_has_one_name_for_all_programs():
    programs = [words[0] for words in every.ON_POSTGRESQL]
    assert {words[-1] for words in every.ON_POSTGRESQL} == {"postgresql"}
    for program in programs:
        assert 'choices=("sqlite", "postgresql")' in (ROOT / f"bench/{program}.py").read_text(encoding="utf-8"), program


def test_programs_that_know_postgresql_run_there_too():
    assert {words[0] for words in every.ON_POSTGRESQL} == {
        file.stem for file in (ROOT / "bench").glob("*.py") if '"--database"' in file.read_text(encoding="utf-8")
    } - {"__main__"}


@pytest.mark.parametrize(("words", "status"), [((OK, MISSES, OK), 0), ((CRASHES, MISSES), 1)])
def test_it_goes_on_and_tells_at_the_end(
    words: tuple[str, ...],
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    for number, text in enumerate(words):
        (tmp_path / f"p{number}.py").write_text(text)
    monkeypatch.setattr(every, "HERE", tmp_path)
    assert every.run_all([(f"p{number}",) for number in range(len(words))]) == status
    said = capsys.readouterr().out.splitlines()
    told = said[said.index(f"== 1 MISSED, {status} crashed") :]
    assert told[1].endswith("b  MISSED")
    assert [line for line in told if "status 3" in line] == ["p0: ended with status 3"] * status
