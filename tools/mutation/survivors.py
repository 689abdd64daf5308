"""The list of mutants that may live, with a reason each: `tests/mutation/survivors.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping

from tools.mutation.copying import ROOT
from tools.mutation.mutants import Mutant

LIST = ROOT / "tests/mutation/survivors.toml"
Key = tuple[str, str, str]

_GUARD = re.compile(r",?\s*strict=\w+|,\s*(?=\))")
"""``zip(strict=True)`` says that lengths agree by construction: without it nothing changes, and no test can tell."""


def read_reasons() -> Mapping[Key, str]:
    """Why each may live."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8")).get("survivor", [])
    return {(entry["where"], entry["was"], entry["now"]): entry["reason"] for entry in listed}


def may_live(mutant: Mutant, reasons: Mapping[Key, str]) -> bool:
    """It is on the list, or only takes a guard away."""
    return mutant.key in reasons or _GUARD.sub("", mutant.was) == _GUARD.sub("", mutant.now)


def write_entries(survivors: Iterable[Mutant]) -> str:
    """Entries to add to the list; the reasons are left to whoever adds them."""
    return "\n".join(
        f"[[survivor]]\nwhere = '{mutant.where}'\nwas = {_quoted(mutant.was)}\nnow = {_quoted(mutant.now)}\n"
        'reason = ""\n'
        for mutant in survivors
    )


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
