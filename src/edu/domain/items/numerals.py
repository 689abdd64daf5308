"""Chinese numerals, everyday and financial, as exact decimals."""

import re
from decimal import Decimal

_DIGITS = {
    sign: value
    for value, signs in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for sign in signs
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_VARIANTS = str.maketrans({"負": "负", "點": "点", "萬": "万", "億": "亿", "廿": "二十", "卅": "三十"})
_PLAIN = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+")
_LONGEST = 40


def read_plain(text: str) -> Decimal | None:
    """The value of digits without a sign, such as 3500, 3,500 and .05; ``None`` when it is anything else."""
    return Decimal(text.replace(",", "")) if _PLAIN.fullmatch(text) else None


def read_chinese(text: str) -> Decimal | None:
    """The value of a numeral such as 三千五百, 两万, 负一百二, 三点一四, 3.5万; ``None`` when it is anything else.

    十 alone is ten; a digit after a unit stands for the next lower one (一百二 is 120, 三千五 is 3,500) unless 零 comes
    between; digits without units are read in turn (二〇二六 is 2026).
    """
    text = text.translate(_VARIANTS)
    if not text or len(text) > _LONGEST:
        return None
    if text[0] == "负":
        value = _read_unsigned(text[1:])
        return None if value is None else -value
    return _read_unsigned(text)


_MONEY = re.compile(
    r"(?:人民币|rmb|¥|￥)?(?P<yuan>.+?)[元圆](?:(?P<jiao>.)角)?(?:零?(?P<fen>.)分)?(?P<whole>[整正]?)", re.I
)


def read_money(text: str) -> Decimal | None:
    """The value of an amount written out as on a cheque: 叁仟伍佰元整, 壹万贰仟元伍角陆分; ``None`` for anything else.

    It ends in 整 (or 正), or has 角 or 分, or is in capital numerals: a bare 3500元 is a number with a unit.
    """
    if not 2 <= len(text) <= _LONGEST:
        return None
    match = _MONEY.fullmatch(text)
    if match is None or not (match["whole"] or match["jiao"] or match["fen"] or _CAPITALS & set(match["yuan"])):
        return None
    yuan = _read_head(match["yuan"])
    small = [_read_head(match[name] or "零") for name in ("jiao", "fen")]
    if yuan is None or any(value is None or value >= 10 for value in small):
        return None
    return sum((Decimal(value or 0) / 10**place for place, value in enumerate(small, 1)), yuan)


_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")


def _read_unsigned(text: str) -> Decimal | None:
    for sign, factor in reversed(_MYRIADS.items()):
        head, found, tail = text.partition(sign)
        if not found:
            continue
        high, low = _read_head(head), _read_tail(tail, factor)
        if high is None or low is None or low >= factor or (tail and high % 1):
            return None  # 五万三万 and 3.5万五 are no numbers
        return high * factor + low
    return _read_decimal(text)


def _read_head(text: str) -> Decimal | None:
    """What stands before 万 or 亿: a Chinese numeral, or plain digits as in 3.5万."""
    plain = read_plain(text)
    return _read_unsigned(text) if plain is None else plain


def _read_tail(text: str, factor: int) -> Decimal | None:
    if not text:
        return Decimal(0)
    if len(text) == 1 and _DIGITS.get(text):
        return Decimal(_DIGITS[text]) * factor / 10
    return _read_unsigned("零" + text if text[0] == "点" else text)


def _read_decimal(text: str) -> Decimal | None:
    whole, point, fraction = text.partition("点")
    start = _read_below_myriad(whole)
    if start is None or not point:
        return start
    if not fraction or any(sign not in _DIGITS for sign in fraction):
        return None
    return start + Decimal("0." + "".join(str(_DIGITS[sign]) for sign in fraction))


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
        if unit >= last_unit or digit == 0 or (digit is None and unit != 10):
            return None
        total += (1 if digit is None else digit) * unit
        digit, last_unit, skipped = None, unit, False
    if digit == 0:
        return None
    if digit:
        total += digit * (1 if skipped or last_unit == 10 else last_unit // 10)
    return Decimal(total)
