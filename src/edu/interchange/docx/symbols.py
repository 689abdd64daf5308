"""Signs that Word keeps as a place in a symbol font."""

_SYMBOL = {
    0x61: "α", 0x62: "β", 0x63: "χ", 0x64: "δ", 0x65: "ε", 0x66: "φ", 0x67: "γ", 0x68: "η", 0x6C: "λ", 0x6D: "μ",
    0x70: "π", 0x71: "θ", 0x72: "ρ", 0x73: "σ", 0x74: "τ", 0x77: "ω", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA3: "≤",
    0xA5: "∞", 0xAE: "→", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0xFC: "√", 0xFB: "×", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0xE0: "→",
    0xD8: "➢", 0xF0: "→",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "√", 0x52: "☑", 0x4F: "×", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def read_symbol(font: str, code: str) -> str:
    """The sign in Unicode, empty where it is not known."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    return _FONTS.get(font.strip().casefold(), {}).get(place & 0xFF, "")
