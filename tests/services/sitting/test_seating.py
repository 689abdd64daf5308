"""A room's page is told what has changed since it was last told, and nothing else."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from edu.domain.sitting.attempt import AttemptState
from edu.services.sitting.seating import Board, Seat
from tests.house import NOON

A, B = uuid4(), uuid4()


def a_seat(attempt: UUID, **differences: object) -> Seat:
    values: dict[str, object] = {
        "attempt": attempt, "name": "王晓明", "login": "wang", "state": AttemptState.STARTED, "started_at": NOON,
        "deadline": NOON, "answered": 0, "count": 3, "receipts": 0, "saved_at": None, "seen_at": NOON, "signals": {},
        "minutes": 0, "awaiting": False, "passed": None, "cut_short": False,
    }  # fmt: skip
    return Seat(**values | differences)  # type: ignore[arg-type]


@pytest.fixture
def board() -> Board:
    """Two who write, both there."""
    made = Board()
    made.put([a_seat(A), a_seat(B)], NOON)
    return made


def changed(board: Board, since: str) -> list[UUID] | None:
    found = board.list_changed(since)
    return None if found is None else [seat.attempt for seat, _ in found]


def test_a_save_is_told_once(board: Board):
    since = board.version
    board.put([a_seat(A), a_seat(B, receipts=1)], NOON)
    assert changed(board, since) == [B]
    assert changed(board, board.version) == []


def test_a_page_that_was_told_earlier_is_told_all_that_came_since(board: Board):
    since = board.version
    board.put([a_seat(A), a_seat(B, receipts=1)], NOON)
    board.put([a_seat(A, minutes=10), a_seat(B, receipts=1)], NOON)
    assert changed(board, since) == [A, B]


def test_that_a_page_is_still_there_is_no_change(board: Board):
    since, later = board.version, NOON + timedelta(seconds=5)
    board.put([a_seat(A, seen_at=later), a_seat(B, seen_at=later)], later)
    assert (board.version, changed(board, since)) == (since, [])


def test_that_a_page_went_away_is_one(board: Board):
    since, later = board.version, NOON + timedelta(seconds=11)
    board.put([a_seat(A, seen_at=later), a_seat(B)], later)
    assert changed(board, since) == [B]
    assert [connected for _, connected in board.seats] == [True, False]


@pytest.mark.parametrize("seats", [[B, A], [A], [A, B, uuid4()]])
def test_who_came_went_or_moved_means_the_whole_table(board: Board, seats: list[UUID]):
    since = board.version
    board.put([a_seat(attempt) for attempt in seats], NOON)
    assert changed(board, since) is None


@pytest.mark.parametrize("since", ["", "x", "-", "-1", "elsewhere-1", "{}-", "{}-x", "{}-99", "{}-0", "{}-99999999999"])
def test_what_this_process_never_told_means_the_whole_table(board: Board, since: str):
    assert changed(board, since.format(board.version.partition("-")[0])) is None
