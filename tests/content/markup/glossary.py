"""A glossary of two terms, and what its markup makes of a text."""

from edu.content.markup import Markup
from edu.domain.learning.lesson import Term

GLOSSARY = {
    "保证金": Term("保证金", "margin", "为保证**履约**而占用，见[[杠杆]]。\n\n可能全部亏掉。", ("履约保证金",)),
    "杠杆": Term("杠杆", "leverage", "以小搏大。"),
}
MARKUP = Markup(GLOSSARY)


def paragraph(text: str) -> str:
    return MARKUP.render(text).removeprefix("<p>").removesuffix("</p>\n")
