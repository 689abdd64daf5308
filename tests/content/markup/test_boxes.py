"""Boxes for risks, notes, examples and calculations."""

import pytest

from tests.content.markup.glossary import MARKUP


@pytest.mark.parametrize(
    ("name", "language", "box", "label"),
    [
        ("风险", "zh", "risk", "风险"), ("risk", "en", "risk", "Risk"), ("风险", "en", "risk", "Risk"),
        ("提示", "zh", "note", "提示"), ("例", "zh", "example", "例"), ("例 一手合约", "zh", "example", "例：一手合约"),
        ("example One lot", "en", "example", "Example: One lot"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fence", [":::", "：：：", "::::"])
def test_box(fence: str, name: str, language: str, box: str, label: str):
    html = MARKUP.render(f"{fence} {name}\n**小心**\n{fence}\n之后", language=language)
    assert html == (
        f'<aside class="box box-{box}" role="note"><p class="box-label">{label}</p>\n'
        "<p><strong>小心</strong></p>\n</aside>\n<p>之后</p>\n"
    )


def test_calculation_keeps_its_lines():
    html = MARKUP.render("::: 计算\n占用：4,000 × 10 × 2 = 80,000 元\n2 * 3 * 4 = 24\n都不计手续费\n:::\n")
    assert html == (
        '<aside class="box box-calculation" role="note"><p class="box-label">计算</p>\n<ul class="calculation">\n'
        '<li><span class="calculation-terms">占用：4,000 × 10 × 2</span> <span class="calculation-sign">=</span> '
        '<span class="calculation-value">80,000 元</span></li>\n'
        '<li><span class="calculation-terms">2 * 3 * 4</span> <span class="calculation-sign">=</span> '
        '<span class="calculation-value">24</span></li>\n'
        '<li class="calculation-remark">都不计手续费</li>\n</ul>\n</aside>\n'
    )
