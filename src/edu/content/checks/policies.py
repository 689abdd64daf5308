"""Policies: bands without gap or overlap, and a complete, monotone matching."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.suitability.policy_file import PolicyFile
from edu.domain.suitability.facts import PRODUCT_GRADES, RISK_CLASSES
from edu.domain.suitability.policy import LOWEST, Permission
from edu.domain.suitability.questionnaire import Audience, Band

AUDIENCE_SHOWN = {Audience.INDIVIDUAL: ("个人", "individuals"), Audience.INSTITUTION: ("机构", "institutions")}
_STRICTNESS = list(Permission)


def check_policies(sources: Sources) -> Iterator[Finding]:
    """Findings of the policy; there is one."""
    for number, file in enumerate(sources.policies):
        if number:
            yield make_finding("F210", file.path, 1, value=file.policy.id, other=next(iter(sources.policies)).path)
        for audience in Audience:
            yield from _check_bands(file, audience)
        missing = list(_check_complete(file))
        yield from missing
        if not missing:
            yield from _check_monotone(file)
        yield from _check_lowest(file)


def _check_bands(file: PolicyFile, audience: Audience) -> Iterator[Finding]:
    own = [band for band in file.policy.bands if band.audience is audience]
    bands = sorted(own, key=lambda band: (band.low, band.high))
    shown = AUDIENCE_SHOWN[audience]
    if not bands:
        yield make_finding("P205", file.path, file.tables["bands"], audience=shown)
        return
    for lower, higher in pairwise(bands):
        if lower.high != higher.low:
            code = "P201" if lower.high < higher.low else "P202"
            low, high = sorted((lower.high, higher.low))
            yield make_finding(code, file.path, _line(file, higher), audience=shown, low=low, high=high)
    if [band.risk_class for band in bands] != list(RISK_CLASSES):
        yield make_finding("P206", file.path, _line(file, bands[0]), audience=shown)


def _line(file: PolicyFile, band: Band) -> int:
    return file.lines.get(f"band {band.id}", file.tables["bands"])


def covers(bands: Sequence[Band], low: Fraction, high: Fraction) -> bool:
    """Whether the bands of one audience reach from ``low`` to ``high``; gaps within are reported elsewhere."""
    return bool(bands) and min(band.low for band in bands) <= low and high <= max(band.high for band in bands)


def _check_complete(file: PolicyFile) -> Iterator[Finding]:
    for row in (LOWEST, *RISK_CLASSES):
        for grade in PRODUCT_GRADES:
            if grade not in file.policy.matching.get(row, {}):
                yield make_finding("P301", file.path, _matching_line(file, row), row=row, grade=grade)


def _check_monotone(file: PolicyFile) -> Iterator[Finding]:
    """A higher class is never stricter, a higher grade never wider; the lowest class stands below C1."""
    order = (LOWEST, *RISK_CLASSES)
    strict = {
        (row, grade): _STRICTNESS.index(file.policy.matching[row][grade]) for row in order for grade in PRODUCT_GRADES
    }
    for place, row in enumerate(order):
        for column, grade in enumerate(PRODUCT_GRADES):
            stricter_than_below = place > 0 and strict[row, grade] > strict[order[place - 1], grade]
            wider_than_before = column > 0 and strict[row, grade] < strict[row, PRODUCT_GRADES[column - 1]]
            if stricter_than_below or wider_than_before:
                yield make_finding("P302", file.path, _matching_line(file, row), row=row, grade=grade)


def _check_lowest(file: PolicyFile) -> Iterator[Finding]:
    for grade, permission in file.policy.matching.get(LOWEST, {}).items():
        if grade != PRODUCT_GRADES[0] and permission is not Permission.BLOCKED:
            yield make_finding("P303", file.path, _matching_line(file, LOWEST), grade=grade)


def _matching_line(file: PolicyFile, row: str) -> int:
    return file.lines.get(f"matching {row}", file.tables["matching"])
