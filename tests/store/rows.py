"""Rows for tests of the store, each naming only what its test is about."""

from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import SQLModel

from edu.domain.items.response import chosen, encode_response
from edu.domain.people.role import Role
from edu.domain.sitting.attempt import AttemptState
from edu.domain.sitting.form import Form, Slot
from edu.store.engine.database import Database
from edu.store.engine.encoding import to_json
from edu.store.people.accounts import AccountRow
from edu.store.people.clients import ClientRow
from edu.store.sitting.attempts import AttemptRow, FormRow, ResponseEventRow
from edu.store.sitting.certificates import CertificateRow
from edu.store.suitability import decisions
from edu.store.suitability.decisions import DecisionRow, Renewal
from tests.house import NOON

FORM = Form("check", 7, tuple(Slot(f"i{n}", f"r{n}", "一", Fraction(5, 2), ("B", "A")) for n in range(3)))


def an_account(login: str = "wang@example.cn", role: Role = Role.CLIENT, name: str = "王晓明") -> AccountRow:
    return AccountRow(id=uuid4(), login=login, name=name, password_hash="", role=role, created_at=NOON)


def a_client(account_id: UUID, **differences: Any) -> ClientRow:
    values: dict[str, Any] = {"account_id": account_id, "kind": "individual", "updated_at": NOON}
    return ClientRow(**values | differences)


def an_attempt(candidate: UUID, *, minutes: int = 0, **differences: Any) -> AttemptRow:
    """Started ``minutes`` after noon, for half an hour."""
    attempt, started = uuid4(), NOON + timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "id": attempt, "candidate_id": candidate, "blueprint": "check", "title": "检查", "cut": "4/5",
        "validity_months": 12, "frozen": FormRow(attempt_id=attempt, body=to_json(FORM)),
        "state": AttemptState.STARTED, "started_at": started, "deadline": started + timedelta(minutes=30),
    } | differences  # fmt: skip
    return AttemptRow(**{"closes_at": values["deadline"]} | values)


def an_event(attempt: UUID, slot: int, number: int, letters: str = "A", minutes: int = 1) -> ResponseEventRow:
    return ResponseEventRow(
        attempt_id=attempt, slot=slot, number=number, response=encode_response(chosen(letters)),
        received_at=NOON + timedelta(minutes=minutes),
    )  # fmt: skip


def a_decision(account_id: UUID, standing: str = "incomplete", **differences: Any) -> DecisionRow:
    values: dict[str, Any] = {
        "account_id": account_id, "decided_at": NOON, "policy_revision": "p1", "facts": "{}", "outcome": "{}",
        "standing": standing, "risk_class": "none", "tier": "none",
    }  # fmt: skip
    return DecisionRow(**values | differences)


def a_certificate(attempt: UUID, holder: UUID, number: str, name: str, **differences: Any) -> CertificateRow:
    values: dict[str, Any] = {
        "attempt_id": attempt, "account_id": holder, "number": number, "name": name, "blueprint": "check",
        "title": "检查", "issued_at": NOON, "expires_at": NOON + timedelta(days=365),
    }  # fmt: skip
    return CertificateRow(**values | differences)


async def keep_decision(database: Database, account_id: UUID, standing: str) -> None:
    """A committed decision in place of the latest of a client of whom nothing is due."""
    async with database.read() as session:
        before = await decisions.get_latest(session, account_id)
    renewal = Renewal(account_id, None, None, a_decision(account_id, standing), before)
    await database.write_at_once(lambda connection: decisions.keep_renewals(connection, [renewal], str, NOON))


async def keep(database: Database, *rows: SQLModel) -> None:
    """Commit the rows, those named first before those that refer to them."""
    async with database.write() as session:
        for row in rows:
            session.add(row)
            await session.flush()
        await session.commit()


async def keep_account(database: Database, login: str = "wang@example.cn", name: str = "王晓明") -> UUID:
    """A committed account's id."""
    account = an_account(login, name=name)
    await keep(database, account)
    return account.id


async def keep_client(database: Database, login: str = "wang@example.cn", **differences: Any) -> UUID:
    """A committed client's id."""
    account_id = await keep_account(database, login)
    await keep(database, a_client(account_id, **differences))
    return account_id
