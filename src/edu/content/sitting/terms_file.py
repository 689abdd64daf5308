"""The terms of a sitting as a blueprint's front matter gives them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from edu.content.syntax.amount_text import read_duration, read_share
from edu.content.syntax.field_line import narrow
from edu.content.syntax.front_matter import Entry, FrontMatter, Key
from edu.domain.sitting.terms import Layout, Navigation, Release, Sitters, Terms, Window

CHINA = timezone(timedelta(hours=8))
"""Times in blueprints are Beijing time: one zone, no summer time."""

TERM_KEYS = (
    Key("对象", "sitters"), Key("开放时间", "window"), Key("统一开考", "together"), Key("候考", "waiting"),
    Key("入场码", "entry-code"), Key("诚信承诺", "honour"), Key("诚信承诺英文", "honour-english"),
    Key("导航", "navigation"), Key("版式", "layout"), Key("成绩发布", "release"), Key("宽限", "grace"),
    Key("证书", "certificate"), Key("曝光上限", "exposure"),
)  # fmt: skip

_YES: Mapping[str, bool] = {"是": True, "否": False, "yes": True, "no": False}
_SITTERS = {"客户": Sitters.CLIENTS, "员工": Sitters.STAFF, "clients": Sitters.CLIENTS, "staff": Sitters.STAFF}
_NAVIGATION = {
    "自由": Navigation.FREE, "按大题顺序": Navigation.FORWARD, "free": Navigation.FREE, "forward": Navigation.FORWARD,
}  # fmt: skip
_LAYOUT = {
    "逐题": Layout.ONE_BY_ONE, "整卷": Layout.ONE_PAGE,
    "one-by-one": Layout.ONE_BY_ONE, "one-page": Layout.ONE_PAGE,
}  # fmt: skip
_RELEASE = {
    "交卷后": Release.AT_ONCE, "阅卷后": Release.AFTER_MARKING,
    "at-once": Release.AT_ONCE, "after-marking": Release.AFTER_MARKING,
}  # fmt: skip
_MOMENT = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*(\d{1,2}):(\d{2})")
_LONGEST_GRACE = timedelta(minutes=10)


def read_terms(front: FrontMatter) -> Terms:
    """The terms, with defaults for what is not said: staff sit the form on one page, clients one question a page."""
    sitters = front.choice("sitters", _SITTERS, Sitters.CLIENTS)
    usual = Layout.ONE_PAGE if sitters is Sitters.STAFF else Layout.ONE_BY_ONE
    window, together = _read_window(front), front.choice("together", _YES, default=False)
    if together and window is None:
        front.findings.add("B108", front.entry("together").line)
    release, release_at = _read_release(front)
    plain = Terms()
    return Terms(
        sitters=sitters,
        window=window,
        together=together and window is not None,
        waiting=_read_time(front, "waiting", plain.waiting, timedelta(hours=4), "15 分钟"),
        entry_code=front.choice("entry-code", _YES, default=False),
        honour=front.text("honour"),
        honour_english=front.text("honour-english"),
        navigation=front.choice("navigation", _NAVIGATION, Navigation.FREE),
        layout=front.choice("layout", _LAYOUT, usual),
        release=release,
        release_at=release_at,
        grace=_read_time(front, "grace", plain.grace, _LONGEST_GRACE, "60 秒"),
        certificate=front.choice("certificate", _YES, default=False),
        exposure=read_share(front.text("exposure")) if _is_share(front) else None,
    )


def read_moment(text: str) -> datetime | None:
    """``2026-12-01 09:00``, Beijing time."""
    match = _MOMENT.fullmatch(narrow(text).strip())
    try:
        return datetime(*map(int, match.groups()), tzinfo=CHINA) if match else None  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def _read_window(front: FrontMatter) -> Window | None:
    entry = front.entry("window")
    if not entry.value:
        return None
    parts = re.split(r"\s*(?:至|到|to|~|～|—)\s*", entry.value)
    moments = [read_moment(part) for part in parts]
    if len(moments) != 2 or moments[0] is None or moments[1] is None:
        _report(front, entry, "2026-12-01 09:00 至 2026-12-01 18:00")
        return None
    if moments[0] >= moments[1]:
        front.findings.add("B109", entry.line)
        return None
    return Window(moments[0], moments[1])


def _read_release(front: FrontMatter) -> tuple[Release, datetime | None]:
    entry = front.entry("release")
    known = {name.casefold(): value for name, value in _RELEASE.items()}
    if not entry.value or entry.value.casefold() in known:
        return known.get(entry.value.casefold(), Release.AT_ONCE), None
    moment = read_moment(entry.value)
    if moment is None:
        _report(front, entry, "交卷后、阅卷后，或 2026-12-05 18:00")
        return Release.AT_ONCE, None
    return Release.AT_DATE, moment


def _read_time(front: FrontMatter, key: str, default: timedelta, longest: timedelta, example: str) -> timedelta:
    entry = front.entry(key)
    value = read_duration(entry.value) if entry.value else default
    if value is None or value > longest:
        _report(front, entry, example)
        return default
    return value


def _is_share(front: FrontMatter) -> bool:
    entry = front.entry("exposure")
    if entry.value and read_share(entry.value) is None:
        _report(front, entry, "30%")
    return bool(entry.value)


def _report(front: FrontMatter, entry: Entry, example: str) -> None:
    front.findings.add("F208", entry.line, name=entry.name, value=entry.value, example=example)
