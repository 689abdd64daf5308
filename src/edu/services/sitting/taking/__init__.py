"""Sitting a check or an exam: enter, start, respond, hand in, expire, and look at the result."""

from edu.services.sitting.taking.admitting import AlreadyOpen, Entrance
from edu.services.sitting.taking.ending import end_overdue, finish_part, hand_in
from edu.services.sitting.taking.entering import Admission, enter, start
from edu.services.sitting.taking.entry_code import WrongCode, check_code
from edu.services.sitting.taking.looking import (
    OwnAttempt,
    Sitting,
    count_waiting,
    list_own_attempts,
    load_own,
    load_picture,
    load_sitting,
    opens_again,
)
from edu.store.sitting.endings import NotHandedIn

__all__ = [
    "Admission",
    "AlreadyOpen",
    "Entrance",
    "NotHandedIn",
    "OwnAttempt",
    "Sitting",
    "WrongCode",
    "check_code",
    "count_waiting",
    "end_overdue",
    "enter",
    "finish_part",
    "hand_in",
    "list_own_attempts",
    "load_own",
    "load_picture",
    "load_sitting",
    "opens_again",
    "start",
]  # fmt: skip
