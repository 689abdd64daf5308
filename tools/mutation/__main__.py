"""``python -m tools.mutation [--again] [PART ...]``: all parts, or some; ``--again``: what lived or has changed."""

import argparse
import shutil
from dataclasses import dataclass

from tools.mutation.copying import SCRATCH, make_copy
from tools.mutation.mutants import (
    Mutant,
    forget_living,
    is_held_by_types,
    is_held_by_words,
    mutmut,
    prepare_types,
    read_mutant,
    read_verdicts,
)
from tools.mutation.parts import PARTS
from tools.mutation.survivors import may_live, read_reasons, write_entries


@dataclass(frozen=True, slots=True)
class Outcome:
    """``all`` mutants of a part, and who noticed how many."""

    part: str
    all: int
    tests: int
    types: int
    words: int
    survivors: tuple[Mutant, ...]

    @property
    def share(self) -> float:
        """Noticed, in percent."""
        return 100 * (self.all - len(self.survivors)) / self.all if self.all else 100.0


def run(name: str, *, again: bool) -> Outcome:
    """Mutate one part, and look at what lived."""
    if not again:
        shutil.rmtree(SCRATCH / name.replace("/", "-"), ignore_errors=True)
    copy = make_copy(name, PARTS[name])
    forget_living(copy)
    mutmut(copy, "run", "--max-children", "1")
    verdicts = read_verdicts(copy)
    living = [read_mutant(copy, mutant) for mutant, noticed in verdicts.items() if not noticed]
    unsaid = [mutant for mutant in living if not is_held_by_words(mutant)]
    prepare_types(copy)
    untyped = [mutant for mutant in unsaid if not is_held_by_types(mutant, copy)]
    types, words = len(unsaid) - len(untyped), len(living) - len(unsaid)
    return Outcome(name, len(verdicts), sum(verdicts.values()), types, words, tuple(untyped))


def main() -> None:
    """Print a line a part, then whatever lived without a reason; fail where there is any, or a part has too little."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which; all of them when none is named")
    parser.add_argument("--again", action="store_true", help="only what lived last time, or has changed since")
    given = parser.parse_args()
    reasons = read_reasons()
    new: list[Mutant] = []
    failed = False
    print(f"{'part':<22}{'mutants':>8}{'tests':>8}{'types':>8}{'words':>8}{'live':>8}{'noticed':>10}")
    for name in given.parts or PARTS:
        done = run(name, again=given.again)
        low = done.share < PARTS[name].least
        failed |= low
        figures = (done.all, done.tests, done.types, done.words, len(done.survivors))
        counts = "".join(f"{figure:>8}" for figure in figures)
        told = f"  MISSED: {PARTS[name].least} % is asked" if low else ""
        print(f"{name:<22}{counts}{done.share:>9.1f}%{told}", flush=True)
        new += [mutant for mutant in done.survivors if not may_live(mutant, reasons)]
    if new:
        print("\nThese live and have no reason in tests/mutation/survivors.toml:\n\n" + write_entries(new))
    raise SystemExit(bool(new) or failed)


if __name__ == "__main__":
    main()
