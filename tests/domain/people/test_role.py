"""Duties that must stay apart are never in one role."""

from uuid import UUID

import pytest

from edu.domain.people.person import Person
from edu.domain.people.role import DUTIES, Duty, Role, may

STAFF_DUTIES = set(Duty) - {Duty.BE_ASSESSED, Duty.STUDY, Duty.SIT_EXAMS}


@pytest.mark.parametrize(
    ("duty", "other"),
    [
        (Duty.SEE_BANKS, Duty.SEE_ATTEMPTS),  # who writes items does not see how one's own clients sat them
        (Duty.SEE_BANKS, Duty.SEE_DECISIONS),
        (Duty.SIT_EXAMS, Duty.SEE_BANKS),  # who sits an exam sees neither its items nor its room
        (Duty.SIT_EXAMS, Duty.INVIGILATE),
        (Duty.SIT_EXAMS, Duty.MARK),
        (Duty.SEE_SYSTEM, Duty.SEE_DECISIONS),  # who runs the machine has no business with clients' data
        (Duty.SEE_SYSTEM, Duty.SEE_ATTEMPTS),
        (Duty.SEE_SYSTEM, Duty.SEE_LEDGER),
    ],
)
def test_duties_kept_apart(duty: Duty, other: Duty):
    assert not [role for role, duties in DUTIES.items() if {duty, other} <= duties]


def test_who_is_assessed_has_no_duty_of_the_staff():
    for role, duties in DUTIES.items():
        assert Duty.BE_ASSESSED not in duties or not duties & STAFF_DUTIES, role
    assert [role for role in Role if may(role, Duty.BE_ASSESSED)] == [Role.CLIENT]
    assert not DUTIES[Role.CANDIDATE] & STAFF_DUTIES


def test_each_role_has_duties_and_each_duty_has_somebody():
    assert DUTIES.keys() == set(Role)
    assert all(DUTIES.values())
    assert set().union(*DUTIES.values()) == set(Duty)


def test_a_person_may_what_the_role_may():
    trainer = Person(UUID(int=1), "周敏", Role.TRAINER)
    assert {duty for duty in Duty if trainer.may(duty)} == DUTIES[Role.TRAINER]
