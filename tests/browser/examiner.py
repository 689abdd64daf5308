"""An examiner at a browser, in the room of one exam."""

from playwright.sync_api import Locator, Page

from edu.domain.people.role import Role
from tests.browser.candidate import Candidate, sign_in
from tests.browser.chinese import chinese
from tests.browser.exam_house import ExamHouse


class Examiner:
    """Ticks a candidate and acts on their sitting."""

    def __init__(self, page: Page, house: ExamHouse, exam: str) -> None:
        self.page = page
        sign_in(page, house.make_staff(Role.EXAMINER, "郑考官"))
        page.goto(f"/staff/rooms/{exam}")

    def row(self, candidate: Candidate) -> Locator:
        """The candidate's line in the table."""
        return self.page.locator("#seats tbody tr", has_text=candidate.login)

    def tick(self, candidate: Candidate) -> None:
        """Choose the candidate's sitting."""
        self.row(candidate).locator('[name="seat"]').check()

    def extend(self, candidate: Candidate, minutes: int, words: str) -> None:
        """More time."""
        self.page.locator("#minutes").fill(str(minutes))
        self._act(candidate, words, "Give more time")

    def tell(self, candidate: Candidate, words: str) -> None:
        """A message."""
        self._act(candidate, words, "Send the message")

    def end(self, candidate: Candidate, words: str) -> None:
        """The end of the sitting, after the question whether it is meant."""
        self._act(candidate, words, "End these sittings")
        self.page.locator('button[value="end"]').click()

    def take_back_the_end(self) -> None:
        """Within the minute in which that is possible."""
        self.page.locator('button[value="undo"]').click()

    def _act(self, candidate: Candidate, words: str, button: str) -> None:
        self.tick(candidate)
        self.page.locator("#words").fill(words)
        self.page.get_by_role("button", name=chinese(button)).click()
