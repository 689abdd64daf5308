"""Raised and lowered text in plain signs: 10² and H₂O, or ``^(…)`` and ``_(…)`` where there are no such signs."""

_RAISED = str.maketrans("0123456789+-=()niₓ−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱₓ⁻")
_LOWERED = str.maketrans("0123456789+-=()aeox−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ₋")
_UP, _DOWN = frozenset("0123456789+-=()ni−"), frozenset("0123456789+-=()aeox−")


def raise_text(text: str) -> str:
    """``text`` as an exponent."""
    return text.translate(_RAISED) if set(text) <= _UP else f"^({text})"


def lower_text(text: str) -> str:
    """``text`` as an index."""
    return text.translate(_LOWERED) if set(text) <= _DOWN else f"_({text})"
