"""New clients: by themselves, or through a one-time invitation link."""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from edu.domain.people.login import check_login, check_password, fold_login
from edu.domain.people.profile import ClientKind
from edu.domain.people.role import Role
from edu.domain.refusal import Invalid, NotThere, Refused
from edu.store.engine.database import Database
from edu.store.evidence import ledger
from edu.store.people import accounts, invitations
from edu.store.people.accounts import AccountRow
from edu.store.people.clients import ClientRow
from edu.store.people.invitations import InvitationRow

INVITATION_LASTS = timedelta(days=14)
VERIFIABLE = frozenset(
    {
        "experience_verified",
        "experience_years",
        "real_trades",
        "simulated_days",
        "simulated_trades",
        "category_verified",
        "activity",
    }
)
"""Facts that an invitation may carry, because its sender holds the proof."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What the form asks for, checked. The password is hashed before the transaction, because that takes its time."""

    login: str
    name: str
    kind: ClientKind


@dataclass(frozen=True, slots=True)
class Invitation:
    """What its sender knows of whom they invite."""

    name: str
    client_kind: str


def check_registration(login: str, password: str, name: str, kind: str, agreed: bool) -> Registration:
    """The registration in canonical form, or :class:`Invalid` with a sentence for each wrong field."""
    wrong: dict[str, Refused] = {}
    folded = fold_login(login)
    try:
        folded = check_login("" if _has_control_character(login) else login)
    except Refused as refusal:
        wrong["login"] = refusal
    try:
        check_password(password, folded)
    except Refused as refusal:
        wrong["password"] = refusal
    if not 1 <= len(name.strip()) <= 100 or _has_control_character(name):
        wrong["name"] = Refused("Please give your name, of at most 100 characters.")
    if kind not in set(ClientKind):
        wrong["kind"] = Refused("Please choose one of the options.")
    if not agreed:
        wrong["agreed"] = Refused("Please confirm that you have read how we use your data.")
    if wrong:
        raise Invalid(wrong)
    return Registration(folded, name.strip(), ClientKind(kind))


def _has_control_character(text: str) -> bool:
    """What no keyboard types; PostgreSQL keeps no zero character, and a log must not be steered by a name."""
    return any(unicodedata.category(sign) == "Cc" for sign in text.strip())


async def register(
    database: Database, registration: Registration, password_hash: str, now: datetime, invitation: str = ""
) -> UUID:
    """Open a client's account, and use the invitation up in the same transaction."""
    async with database.write() as session:
        verified: Mapping[str, Any] = {}
        account = AccountRow(
            id=uuid4(), login=registration.login, name=registration.name, password_hash=password_hash,
            role=Role.CLIENT, created_at=now,
        )  # fmt: skip
        if await accounts.get_by_login(session, registration.login) is not None:
            raise _login_taken()
        try:
            await accounts.add(session, account)
        except IntegrityError as error:
            raise _login_taken() from error
        if invitation:
            row = _check_open(await invitations.get(session, digest_link(invitation)), now)
            if not await invitations.redeem(session, row.token_digest, account.id, now):
                raise NotThere(_GONE)
            verified = row.verified
        session.add(
            ClientRow(
                account_id=account.id,
                kind=registration.kind.value,
                stated={"name": registration.name},
                verified=dict(verified),
                updated_at=now,
                decision_due_at=now,
            )
        )
        ledger.append(
            session,
            "registered",
            now,
            account.id,
            account.id,
            kind=registration.kind.value,
            invited=bool(invitation),
        )
        await session.commit()
    return account.id


def _login_taken() -> Invalid:
    return Invalid({"login": Refused("This sign-in name cannot be registered. If it is yours, please sign in.")})


_GONE = "This invitation link has been used or has expired. Please ask for a new one."


def _check_open(row: InvitationRow | None, now: datetime) -> InvitationRow:
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise NotThere(_GONE)
    return row


def digest_link(token: str) -> str:
    """What is kept of an invitation's token."""
    return sha256(token.encode()).hexdigest()


async def get_invitation(database: Database, token: str, now: datetime) -> Invitation:
    """The invitation behind a link that still works."""
    async with database.read() as session:
        row = _check_open(await invitations.get(session, digest_link(token)), now)
    return Invitation(row.name, row.client_kind)


async def invite(database: Database, name: str, kind: ClientKind, verified: Mapping[str, Any], now: datetime) -> str:
    """The token of a new one-time link. ``verified`` are facts that the sender holds proof of."""
    token = secrets.token_urlsafe(24)
    async with database.write() as session:
        session.add(
            InvitationRow(
                token_digest=digest_link(token),
                name=name,
                client_kind=kind.value,
                verified=dict(verified),
                created_at=now,
                expires_at=now + INVITATION_LASTS,
            )
        )
        ledger.append(session, "invited", now, None, None, kind=kind.value, verified=sorted(verified))
        await session.commit()
    return token


async def open_staff_account(
    database: Database, login: str, name: str, role: Role, password_hash: str, now: datetime
) -> UUID:
    """An account for a member of staff."""
    async with database.write() as session:
        if await accounts.get_by_login(session, fold_login(login)) is not None:
            raise _login_taken()
        account = AccountRow(login=fold_login(login), name=name, role=role, password_hash=password_hash, created_at=now)
        await accounts.add(session, account)
        ledger.append(session, "staff-account", now, account.id, None, role=role.value)
        await session.commit()
    return account.id
