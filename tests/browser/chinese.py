"""What a page says in Chinese, by the message that its template names."""

from typing import Any

from edu.web.kit.i18n import load_languages

_CHINESE = load_languages("Asia/Shanghai", "investor")["zh"]


def chinese(message: str, **gaps: Any) -> str:
    """The message as a Chinese reader sees it, e.g. ``chinese("Question %(number)s", number=3)``."""
    said = _CHINESE.gettext(message)
    return said % gaps if gaps else said
