"""Languages: the message catalogue, dates, numbers, and the one switch between 投资者 and 交易者."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from edu.domain.refusal import Refused

LANGUAGES = ("zh", "en")
_CHINESE = Path(__file__).parents[1] / "catalogues/zh.po"
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True)
class Language:
    """How to speak to one reader. ``trader`` says 交易者 and trader where the law's older word is 投资者, investor."""

    code: str
    messages: NullTranslations
    zone: ZoneInfo
    trader: bool = False

    @property
    def tag(self) -> str:
        """For ``lang`` attributes."""
        return _TAGS[self.code]

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self._switch(self.messages.gettext(message)) if message else ""

    def ngettext(self, single: str, many: str, count: int) -> str:
        """The message that fits ``count``."""
        return self._switch(self.messages.ngettext(single, many, count))

    def _switch(self, text: str) -> str:
        if not self.trader:
            return text
        return text.replace("投资者", "交易者") if self.code == "zh" else _say_trader(text)

    def say(self, refusal: Refused) -> str:
        """A refusal as a sentence for this reader."""
        values = {
            key: self.moment(value) if isinstance(value, datetime) else value for key, value in refusal.values.items()
        }
        return self.gettext(refusal.message).format(**values)

    def day(self, moment: datetime | date) -> str:
        """A date, in the platform's time zone."""
        local = moment.astimezone(self.zone) if isinstance(moment, datetime) else moment
        return format_date(local, "long", locale=_LOCALES[self.code])

    def moment(self, moment: datetime) -> str:
        """Date and time to the minute, in the platform's time zone."""
        local = moment.astimezone(self.zone)
        pattern = "y年M月d日 HH:mm" if self.code == "zh" else "d MMMM y, HH:mm"
        return format_datetime(local, pattern, locale=_LOCALES[self.code])

    def clock(self, moment: datetime) -> str:
        """The time of day to the second."""
        return _write_clock(int(moment.timestamp()), self.zone)

    def minutes(self, span: timedelta) -> int:
        """Whole minutes."""
        return int(span.total_seconds() // 60)


@lru_cache(maxsize=100)
def _write_clock(second: int, zone: ZoneInfo) -> str:
    """Thousands of receipts say the same second."""
    return datetime.fromtimestamp(second, zone).strftime("%H:%M:%S")


def _say_trader(text: str) -> str:
    for old, new in (
        ("an investor", "a trader"),
        ("An investor", "A trader"),
        ("investor", "trader"),
        ("Investor", "Trader"),
    ):
        text = text.replace(old, new)
    return text


def points(value: Fraction) -> str:
    """Points for a page: exact where two decimals are, else rounded half up."""
    scaled = value * 100
    whole = int(scaled) if scaled.denominator == 1 else int(scaled + Fraction(1, 2))
    text = f"{whole // 100}.{whole % 100:02d}"
    return text.rstrip("0").rstrip(".")


def percent(share: Fraction) -> str:
    """A share as a percentage, rounded down to one decimal, so that 79.97 % never reads as a pass."""
    tenths = int(share * 1000)
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def load_languages(zone: str, client_word: str) -> dict[str, Language]:
    """Every language. English has no catalogue: messages are English sentences as they stand."""
    trader = client_word == "trader"
    messages = {"zh": _load_chinese(), "en": NullTranslations()}
    return {code: Language(code, messages[code], ZoneInfo(zone), trader) for code in LANGUAGES}


def _load_chinese() -> GNUTranslations:
    with _CHINESE.open("rb") as handle:
        catalogue = read_po(handle, locale=_LOCALES["zh"])
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return GNUTranslations(buffer)
