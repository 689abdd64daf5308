"""Chance that is the same for all time."""

from edu.domain.sitting.chance import Chance


def test_chance_uses_nothing_but_random():
    class Only(Chance):
        def getrandbits(self, k: int, /) -> int:
            raise AssertionError("not promised for all time")

    chance = Only(3)
    letters = list("ABCD")
    chance.shuffle(letters)
    assert sorted(letters) == list("ABCD")
    assert {chance.choice("AB") for _ in range(30)} == {"A", "B"}
    assert {chance.below(3) for _ in range(60)} == {0, 1, 2}
