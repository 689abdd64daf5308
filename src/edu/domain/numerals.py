"""Chinese numerals, everyday and financial, as exact decimals."""

from decimal import Decimal

_DIGITS = {
    sign: value
    for value, signs in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for sign in signs
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_LONGEST = 40


def read_chinese(text: str) -> Decimal | None:
    """The value of a numeral such as 三千五百, 两万, 负一百二, 三点一四, 3.5万; ``None`` when it is anything else.

    十 alone is ten; a digit after a unit stands for the next lower one (一百二 is 120, 三千五 is 3,500) unless 零 comes
    between; digits without units are read in turn (二〇二六 is 2026).
    """
    if not text or len(text) > _LONGEST:
        return None
    if text[0] in "负負":
        value = read_chinese(text[1:])
        return None if value is None or value < 0 else -value
    whole, point, fraction = text.partition("点")
    if point:
        if not fraction or any(sign not in _DIGITS for sign in fraction):
            return None
        start = _read_whole(whole)
        return None if start is None else start + Decimal("0." + "".join(str(_DIGITS[sign]) for sign in fraction))
    return _read_whole(text)


def _read_whole(text: str) -> Decimal | None:
    for sign, factor in reversed(_MYRIADS.items()):
        head, found, tail = text.rpartition(sign)
        if not found:
            continue
        high = _read_head(head)
        if high is None:
            return None
        low = _read_tail(tail, factor)
        return None if low is None else high * factor + low
    return _read_below_myriad(text)


def _read_head(text: str) -> Decimal | None:
    """What stands before 万 or 亿: a Chinese numeral, or plain digits as in 3.5万."""
    if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit():
        return Decimal(text)
    return _read_whole(text)


def _read_tail(text: str, factor: int) -> Decimal | None:
    if not text:
        return Decimal(0)
    if len(text) == 1 and _DIGITS.get(text):
        return Decimal(_DIGITS[text]) * factor / 10
    return _read_whole(text)


def _read_below_myriad(text: str) -> Decimal | None:
    if not text or any(sign not in _DIGITS and sign not in _UNITS for sign in text):
        return None
    if all(sign in _DIGITS for sign in text):
        return Decimal("".join(str(_DIGITS[sign]) for sign in text))
    total, digit, last_unit, skipped = 0, None, 10**5, False
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
            skipped = skipped or digit == 0
            continue
        unit = _UNITS[sign]
        if unit >= last_unit or (digit is None and not (unit == 10 and total == 0)):
            return None
        total += (1 if digit is None else digit) * unit
        digit, last_unit, skipped = None, unit, False
    if digit:
        total += digit * (1 if skipped or last_unit == 10 else last_unit // 10)
    return Decimal(total)
