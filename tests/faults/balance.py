"""What all campaigns of this process came to together."""

from edu.rehearsal.comparing import Reconciliation


class Balance:
    """Adds comparisons up."""

    def __init__(self) -> None:
        self.acknowledged = self.found = self.falsely_saved = 0

    def add(self, comparison: Reconciliation) -> None:
        self.acknowledged += comparison.acknowledged
        self.found += comparison.found
        self.falsely_saved += comparison.falsely_saved

    def __str__(self) -> str:
        return str(Reconciliation(self.acknowledged, self.found, self.falsely_saved))


BALANCE = Balance()
