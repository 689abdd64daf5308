"""The glossary: terms, synonyms and both languages."""

from edu.content.learning.glossary_file import read_glossary
from tests.content.reading import read_sound


def test_glossary():
    glossary = read_sound(
        read_glossary,
        "## 保证金\n\n同义：履约保证金、押金\n一种担保。\n\n说明：可能亏掉。\n\n## margin call {#追保}\nA call.\n",
    ).glossary
    assert glossary["保证金"].synonyms == ("履约保证金", "押金")
    assert glossary["保证金"].text == "一种担保。\n\n说明：可能亏掉。"
    assert (glossary["追保"].shown, glossary["追保"].name) == ("margin call", "追保")
