"""Items one by one: options that are alike, negations that are overlooked, rationales that name the wrong key."""

import re
from collections.abc import Iterator

from edu.content.finding import Finding, make_finding
from edu.content.folder import Sources
from edu.content.items.item_file import Bank
from edu.content.same_text import fold_option
from edu.domain.items.item import Item
from edu.domain.items.lettering import references
from edu.domain.items.traits import traits_of

_ALL_ABOVE = re.compile(
    r"(?:以|如)?上(?:述|面)?(?:各项|选项|所有|所有选项|三项|几项)?"
    r"(?:全部|都|均|全|皆)(?:是|对|正确|不是|不对|不正确|错|错误)?"
    r"|(?:all|none|both|any) of the above",
    re.IGNORECASE,
)
# 不 alone is no negated question (不计手续费，…): it must be the question's own verb, right before the brackets or
# before 的是, or stand between 哪 and the question mark.
_WRONG = (
    r"(?:不|没有?)(?:正确|属于|包括|包含|符合|恰当|适当|合适|合理|准确|合规"
    r"|得|应当?|该|能够?|可以|会|需要|必|是|对)"
    r"|错误|有误"
)
_END = r"\s*[（(]\s*[）)]"
_NEGATED = (
    re.compile(rf"({_WRONG})(?:的(?:是|有|说法是|做法是)?|要求的是)?{_END}"),
    re.compile(rf"(?:下列|以下|哪)[^，。；！？]*?({_WRONG})[^，。；！？（(]{{0,8}}的(?:是|有){_END}"),
    re.compile(rf"(?:下列|以下)[^。；！？]*?[，中]\s*({_WRONG})[^，。；！？（(]{{0,8}}的(?:是|有){_END}"),
    re.compile(rf"哪[一些个项种类]*[^，。；！？]{{0,12}}?({_WRONG})[^，。；！？]{{0,10}}[？?]"),
)
_KEY_CLAIM = re.compile(
    r"(?:故\s*(?:应\s*)?选\s*|答案\s*(?:是|为|选|[:：])\s*)"
    r"([A-J](?:\s*[、，,和与及]?\s*[A-J])*)(?![A-Za-z])"
)


def check_items(sources: Sources) -> Iterator[Finding]:
    """Findings of every item."""
    for bank in sources.banks:
        for item in bank.items:
            yield from _check_item(bank, item)


def _check_item(bank: Bank, item: Item) -> Iterator[Finding]:
    line = bank.lines[item.id]
    yield from _check_options(bank, item, line)
    yield from _check_rationale(bank, item, line)
    negation = find_bare_negation(item.stem)
    if negation and traits_of(item).chosen:
        yield make_finding("Q307", bank.path, line, words=negation)


def _check_options(bank: Bank, item: Item, line: int) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for option in item.options:
        same = fold_option(option.text)
        if same in seen:
            yield make_finding("Q303", bank.path, line, first=seen[same], second=option.letter)
        seen.setdefault(same, option.letter)
        if _ALL_ABOVE.fullmatch(option.text.strip(" 。.")):
            yield make_finding("Q304", bank.path, line, text=option.text)


def _check_rationale(bank: Bank, item: Item, line: int) -> Iterator[Finding]:
    if not item.options:
        return
    known = {option.letter for option in item.options}
    strange = sorted(references(item.rationale) - known)
    if strange:
        yield make_finding("Q306", bank.path, line, letters="、".join(strange))
    for match in _KEY_CLAIM.finditer(item.rationale) if traits_of(item).chosen else ():
        claimed = set(re.findall("[A-J]", match[1]))
        if claimed != item.keys and not claimed - known:
            yield make_finding(
                "Q305", bank.path, line, letters="".join(sorted(claimed)), keys="".join(sorted(item.keys))
            )


def find_bare_negation(stem: str) -> str:
    """The negation that asks for what is wrong and is not within ``**``, or an empty text."""
    plain = re.sub(r"\*\*[^*]*\*\*", lambda match: "＊" * len(match[0]), stem)
    return next((match[1] for pattern in _NEGATED if (match := pattern.search(plain))), "")
