"""What a rehearsal came to: counts and times, beside the targets that it must meet."""

from collections.abc import Sequence
from dataclasses import dataclass

START_P99 = 2000.0
SAVE_P99 = 100.0


@dataclass(frozen=True, slots=True)
class Times:
    """How often something was done, and how long it took in milliseconds."""

    count: int = 0
    p50_ms: float = 0
    p99_ms: float = 0
    per_second: float = 0

    @classmethod
    def of(cls, seconds: Sequence[float], lasted: float = 0) -> "Times":
        """From single times; ``lasted`` is how long the whole of it took."""
        if not seconds:
            return cls()
        ordered = sorted(seconds)
        middle, last = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        rate = len(ordered) / lasted if lasted else 0
        return cls(len(ordered), round(middle * 1000, 1), round(last * 1000, 1), round(rate, 1))


@dataclass(frozen=True, slots=True)
class Target:
    """``value`` must be below ``most``, or be 0 where ``most`` is 0."""

    name: str
    value: float
    most: float
    unit: str = ""

    @property
    def holds(self) -> bool:
        """It is met."""
        return self.value < self.most if self.most else self.value == 0


@dataclass(frozen=True, slots=True)
class Figures:
    """``saves`` are those at the real pace, ``burst`` those that everybody sent as fast as receipts came."""

    blueprint: str
    people: int
    starts: Times
    refused: int
    pages: Times
    saves: Times
    burst: Times
    hand_ins: Times
    errors: int
    acknowledged: int
    lost: int
    falsely_saved: int
    memory_at_start: float
    memory_at_end: float
    wrong: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the rehearsal is judged by; the times are of one machine that also plays all candidates."""
        return (
            Target("start-p99", self.starts.p99_ms, START_P99, "ms"),
            Target("refused", self.refused, 0),
            Target("save-p99", self.saves.p99_ms, SAVE_P99, "ms"),
            Target("not-finished", self.people - self.hand_ins.count, 0),
            Target("errors", self.errors, 0),
            Target("lost", self.lost, 0),
            Target("falsely-saved", self.falsely_saved, 0),
            Target("wrong", len(self.wrong), 0),
        )

    @property
    def holds(self) -> bool:
        """Every target is met, and something was done."""
        return self.acknowledged > 0 and all(target.holds for target in self.targets)
