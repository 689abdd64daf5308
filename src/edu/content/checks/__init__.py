"""What only shows when content files are looked at side by side, or as a whole."""

from edu.content.checks.banks import check_banks
from edu.content.checks.bases import check_bases
from edu.content.checks.blueprints import check_blueprints
from edu.content.checks.duplicates import check_duplicates
from edu.content.checks.editions import check_editions
from edu.content.checks.items import check_items
from edu.content.checks.lessons import check_lessons
from edu.content.checks.numbers import check_numbers
from edu.content.checks.policies import check_policies
from edu.content.checks.questionnaires import check_questionnaires
from edu.content.checks.texts import check_texts
from edu.content.finding import Finding
from edu.content.folder import Sources

__all__ = ["run_checks"]

_CHECKS = (
    check_banks, check_bases, check_items, check_numbers, check_duplicates, check_lessons, check_blueprints,
    check_policies, check_questionnaires, check_editions, check_texts,
)  # fmt: skip


def run_checks(sources: Sources) -> list[Finding]:
    """Every finding across files."""
    return [finding for check in _CHECKS for finding in check(sources)]
