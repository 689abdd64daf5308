"""A paragraph of Word as stretches of text; what is no text is reported where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from edu.content.finding import Findings
from edu.interchange.docx.formulas import write_eq_field, write_equation
from edu.interchange.docx.numbering import Numbering
from edu.interchange.docx.package import WordPackage
from edu.interchange.docx.stretch import WordStretch
from edu.interchange.docx.styles import Look, Styles, read_look
from edu.interchange.docx.symbols import read_symbol
from edu.interchange.docx.words import MC, A, M, R, V, W, number_of, val_of
from edu.interchange.raised_text import lower_text, raise_text

TAB = "    "
NO_PICTURE = "〔图〕"
"""Stands where a picture was that could not be taken."""

_DEEPEST = 40


@dataclass(slots=True)
class WordParagraph:
    """``number`` counts all paragraphs; ``label`` is Word's automatic number; ``boxes`` are its text boxes."""

    number: int
    label: str = ""
    stretches: list[WordStretch] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A field that is being read: its code until its result begins."""

    code: str = ""
    result: bool = False


class ParagraphReader:
    """Reads paragraphs in the order of the document: numbers, fields and counts go on from one to the next."""

    def __init__(self, package: WordPackage, findings: Findings) -> None:
        self.package, self.findings = package, findings
        self.pictures: dict[str, bytes] = {}
        self.revisions = 0
        self.slanted = 0
        self._styles = Styles(package.parts.get("styles"))
        self._numbering = Numbering(package.parts.get("numbering"))
        self._fields: list[_Field] = []
        self._count = 0
        self._now = WordParagraph(0)

    def read(self, element: etree._Element) -> WordParagraph:
        """The paragraph, without what was deleted."""
        self._count += 1
        self._now = WordParagraph(self._count)
        self._fields = [
            code for code in self._fields if code.result
        ]  # a code that never ends would swallow all the rest
        properties = element.find(f"{W}pPr")
        look = Look()
        if properties is not None:
            style_name = val_of(properties, "pStyle")
            look = self._styles.find(style_name).look if style_name else look
            self._now.label = self._label(properties, style_name)
        self._walk(element, look, 0)
        self._join_scripts()
        self.slanted += any(stretch.look.italic and stretch.text.strip() for stretch in self._now.stretches)
        return self._now

    def report(self, what: tuple[str, str]) -> None:
        """Something did not come over."""
        self.findings.add("X101", max(self._now.number, 1), what=what)

    def report_change(self, what: tuple[str, str], now: tuple[str, str]) -> None:
        """Something became something else."""
        self.findings.add("X102", max(self._now.number, 1), what=what, now=now)

    def _label(self, properties: etree._Element, style_name: str) -> str:
        numbers = properties.find(f"{W}numPr")
        style = self._styles.find(style_name)
        list_id = val_of(numbers, "numId") or style.list_id
        if not list_id or list_id == "0":
            return ""
        default = style.level if style.level is not None else self._numbering.level_of_style(list_id, style_name)
        return self._numbering.label(list_id, number_of(numbers, "ilvl", default))

    def _walk(self, parent: etree._Element, look: Look, depth: int) -> None:
        for child in parent if depth < _DEEPEST else ():
            take = _TAKERS.get(child.tag)
            if take is not None:
                take(self, child, look, depth + 1)

    def _add(self, text: str, look: Look, *, own: bool = False) -> None:
        if not text or (self._fields and not all(code.result for code in self._fields)):
            return
        last = self._now.stretches[-1] if self._now.stretches else None
        if last is not None and last.look == look and last.own == own:
            self._now.stretches[-1] = replace(last, text=last.text + text)
        else:
            self._now.stretches.append(WordStretch(text, look, own))

    def _join_scripts(self) -> None:
        """Raised and lowered text in plain signs."""
        shown = []
        for place, stretch in enumerate(self._now.stretches):
            if stretch.look.script and not stretch.own and stretch.text.strip():
                show = raise_text if stretch.look.script == "superscript" else lower_text
                text = show(stretch.text.strip())
                shown.append(text)
                self._now.stretches[place] = replace(stretch, text=text)
        if shown:
            now = "、".join(shown)
            self.report_change(("上下标", "raised or lowered text"), (now, now))

    def _take_run(self, run: etree._Element, look: Look, depth: int) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None:
            style = val_of(properties, "rStyle")
            look = read_look(properties, _over(look, self._styles.find(style).look) if style else look)
        if look.hidden or look.struck:
            self._report_look(run, look)
        self._walk(run, look, depth)

    def _report_look(self, run: etree._Element, look: Look) -> None:
        text = "".join(piece.text or "" for piece in run.iter(f"{W}t")).strip()
        if text and look.hidden:
            self.report_change((f"隐藏的文字“{text}”", f"the hidden text {text}"), ("普通文字", "ordinary text"))
        elif text:
            self.report((f"“{text}”的删除线", f"the line through {text}"))

    def _take_text(self, element: etree._Element, look: Look, depth: int) -> None:
        self._add((element.text or "").replace("\n", " ").replace("\xa0", " "), look)

    def _take_tab(self, element: etree._Element, look: Look, depth: int) -> None:
        self._add(TAB, look)

    def _take_break(self, element: etree._Element, look: Look, depth: int) -> None:
        if element.get(f"{W}type", "textWrapping") == "textWrapping":
            self._add("\n", look)

    def _take_hyphen(self, element: etree._Element, look: Look, depth: int) -> None:
        self._add("-", look)

    def _take_symbol(self, element: etree._Element, look: Look, depth: int) -> None:
        font, code = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        sign = read_symbol(font, code)
        if not sign:
            self.report((f"{font} 字体的符号 {code}", f"the sign {code} of the font {font}"))
        self._add(sign, look)

    def _take_inserted(self, element: etree._Element, look: Look, depth: int) -> None:
        self.revisions += 1
        self._walk(element, look, depth)

    def _pass_deleted(self, element: etree._Element, look: Look, depth: int) -> None:
        self.revisions += 1

    def _take_alternative(self, element: etree._Element, look: Look, depth: int) -> None:
        """One of two ways to say the same: the newer one, where it says something."""
        for name in ("Choice", "Fallback"):
            branch = element.find(MC + name)
            if branch is not None and next(branch.iter(f"{A}blip", f"{V}imagedata", f"{W}t"), None) is not None:
                self._walk(branch, look, depth)
                return

    def _take_drawing(self, element: etree._Element, look: Look, depth: int) -> None:
        boxes = list(element.iter(f"{W}txbxContent"))
        self._now.boxes += boxes
        found = False
        for blip in element.iter(f"{A}blip", f"{V}imagedata"):
            relation = blip.get(f"{R}embed") or blip.get(f"{R}id") or blip.get(f"{R}link")
            if relation:
                found = True
                self._add_picture(relation, look)
        if not found and not boxes:
            self.report(("图形或图表", "a drawing or chart"))

    def _add_picture(self, relation: str, look: Look) -> None:
        name, data = self.package.picture(relation)
        if data is None:
            self.report(
                (f"图片 {name}（只收 PNG、JPEG、GIF），原处写“{NO_PICTURE}”",
                 f"the picture {name}, which is not PNG, JPEG or GIF; {NO_PICTURE} stands in its place")
            )  # fmt: skip
            self._add(NO_PICTURE, look, own=True)
            return
        self.pictures[name] = data
        self._add(f"![图]({name})", look, own=True)

    def _take_object(self, element: etree._Element, look: Look, depth: int) -> None:
        self.report(
            (f"嵌入对象（公式编辑器、Visio 等），原处写“{NO_PICTURE}”",
             f"an embedded object, such as an equation of an older editor; {NO_PICTURE} stands in its place")
        )  # fmt: skip
        self._add(NO_PICTURE, look, own=True)

    def _take_formula(self, element: etree._Element, look: Look, depth: int) -> None:
        text = " ".join(write_equation(element).split())
        if text:
            self._add(text, look)
            self.report_change(("公式", "an equation"), (f"“{text}”", text))

    def _take_field_mark(self, element: etree._Element, look: Look, depth: int) -> None:
        kind = element.get(f"{W}fldCharType", "")
        if kind == "begin" and len(self._fields) < _DEEPEST:
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop(), look)

    def _end_field(self, ended: _Field, look: Look) -> None:
        words = ended.code.split()
        name = words[0].upper() if words else ""
        if name == "EQ":
            text = write_eq_field(ended.code)
            self._add(text, look)
            self.report_change(("EQ 域公式", "an EQ field"), (f"“{text}”", text))
        elif name == "HYPERLINK" and len(words) > 1 and not words[1].startswith("\\"):
            self._report_address(words[1].strip('"“”'))

    def _take_code(self, element: etree._Element, look: Look, depth: int) -> None:
        if self._fields and not self._fields[-1].result and len(self._fields[-1].code) < 10_000:
            self._fields[-1].code += element.text or ""

    def _take_link(self, element: etree._Element, look: Look, depth: int) -> None:
        relation = self.package.relations.get(element.get(f"{R}id", ""))
        if relation is not None:
            self._report_address(relation.target)
        self._walk(element, look, depth)

    def _report_address(self, address: str) -> None:
        self.report((f"链接的地址 {address}（文字保留）", f"the address {address} of a link, whose words stay"))

    def _take_note(self, element: etree._Element, look: Look, depth: int) -> None:
        kind = _NOTES[element.tag]
        text = self.package.texts.get((kind, element.get(f"{W}id", "")), "")
        name, english = _NOTE_NAMES[kind]
        self.report((f"{name}“{text}”", f"the {english} {text}"))

    def _take_ruby(self, element: etree._Element, look: Look, depth: int) -> None:
        base = element.find(f"{W}rubyBase")
        if base is not None:
            self._walk(base, look, depth)
            self.report(("字上的拼音", "the reading above a word"))


def _over(look: Look, style: Look) -> Look:
    """A character style on top of the paragraph's look."""
    return Look(*(getattr(style, name) or getattr(look, name) for name in Look.__dataclass_fields__))


_NOTES = {
    f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes", f"{W}commentReference": "comments",
}  # fmt: skip
_NOTE_NAMES = {"footnotes": ("脚注", "footnote"), "endnotes": ("尾注", "endnote"), "comments": ("批注", "comment")}

_Taker = Callable[[ParagraphReader, etree._Element, Look, int], None]
_TAKERS: Mapping[str, _Taker] = {
    f"{W}r": ParagraphReader._take_run,
    f"{W}t": ParagraphReader._take_text,
    f"{W}tab": ParagraphReader._take_tab,
    f"{W}ptab": ParagraphReader._take_tab,
    f"{W}br": ParagraphReader._take_break,
    f"{W}cr": ParagraphReader._take_break,
    f"{W}noBreakHyphen": ParagraphReader._take_hyphen,
    f"{W}sym": ParagraphReader._take_symbol,
    f"{W}ins": ParagraphReader._take_inserted,
    f"{W}moveTo": ParagraphReader._take_inserted,
    f"{W}del": ParagraphReader._pass_deleted,
    f"{W}moveFrom": ParagraphReader._pass_deleted,
    f"{W}drawing": ParagraphReader._take_drawing,
    f"{W}pict": ParagraphReader._take_drawing,
    f"{W}object": ParagraphReader._take_object,
    f"{MC}AlternateContent": ParagraphReader._take_alternative,
    f"{M}oMath": ParagraphReader._take_formula,
    f"{W}fldChar": ParagraphReader._take_field_mark,
    f"{W}instrText": ParagraphReader._take_code,
    f"{W}hyperlink": ParagraphReader._take_link,
    f"{W}ruby": ParagraphReader._take_ruby,
    **dict.fromkeys(_NOTES, ParagraphReader._take_note),
    **dict.fromkeys(
        (f"{W}smartTag", f"{W}sdt", f"{W}sdtContent", f"{W}fldSimple", f"{W}customXml", f"{W}dir", f"{W}bdo",
         f"{M}oMathPara"),
        ParagraphReader._walk,
    ),
}  # fmt: skip
