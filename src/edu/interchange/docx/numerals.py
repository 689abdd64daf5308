"""A number in each of Word's ways to write it."""

from collections.abc import Callable, Mapping

_CHINESE = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LARGEST = 9_999


def write_numeral(number: int, number_format: str) -> str:
    """``number`` as ``number_format`` (Word's ``numFmt``) has it; plain digits where the format is not known."""
    if not 0 <= number <= _LARGEST:
        return str(number)
    return _FORMATS.get(number_format, str)(number)


def _letter(number: int) -> str:
    """A, B … Z, AA, BB …: Word repeats the letter."""
    if not number:
        return ""
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _count(number: int, digits: str, units: str) -> str:
    """十二, 二十, 一百零五; with the financial signs 壹拾贰."""
    text, gap = "", False
    for place, sign in zip((1000, 100, 10, 1), (*units, ""), strict=True):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + sign
            gap = False
        else:
            gap = True
    return text or digits[0]


def _chinese(number: int) -> str:
    text = _count(number, _CHINESE, "千百十")
    return text.removeprefix("一") if 10 <= number < 20 else text


def _legal(number: int) -> str:
    return _count(number, _LEGAL, "仟佰拾")


def _digits(number: int) -> str:
    return "".join(_CHINESE[int(sign)] if sign != "0" else "〇" for sign in str(number))


def _signs(first: str, last: int) -> Callable[[int], str]:
    """Signs of Unicode that stand in a row: ① ⑴ ⒈."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= last else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in str(number))


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "decimalZero": lambda number: f"{number:02d}",
    "none": lambda number: "",
    "bullet": lambda number: "",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _signs("①", 20),
    "decimalEnclosedCircleChinese": _signs("①", 20),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "koreanDigital", "ordinalText", "cardinalText"), _chinese,
    ),
}  # fmt: skip
