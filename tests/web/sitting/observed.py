"""What sittings have said of items: every second one was failed by all who met it."""

from fractions import Fraction
from uuid import UUID

from edu.domain.sitting.blueprint import Blueprint
from edu.domain.sitting.facility import ENOUGH
from edu.services.sitting import tallying
from edu.services.sitting.taking import Sitting
from edu.store.sitting.tallies import TallyRow
from tests.house import House
from tests.walking import load_sitting


async def observe(house: House, blueprint: Blueprint) -> Fraction:
    """Tallies after which forms must be drawn otherwise; what each is then expected to earn."""
    plain = house.library.supply(blueprint)
    async with house.platform.database.write() as session:
        for item in plain.items[::2]:
            session.add(TallyRow(revision=item.revision, item=item.id, count=ENOUGH * 10, earned=0.0))
        await session.commit()
    seen = await tallying.read_observed(house.platform.database)
    supply = tallying.make_supply(house.library, blueprint, seen)
    assert supply.expected_points < plain.expected_points * Fraction(3, 4)
    return supply.expected_points


async def expect(house: House, blueprint: Blueprint, attempt: UUID, candidate: UUID) -> Fraction:
    """What the form that somebody was given is expected to earn, by what was observed."""
    sitting: Sitting = await load_sitting(house, attempt, candidate)
    seen = await tallying.read_observed(house.platform.database)
    shares = tallying.make_supply(house.library, blueprint, seen).expected_shares
    return sum((slot.points * shares[slot.item] for slot in sitting.attempt.form.slots), Fraction(0))
