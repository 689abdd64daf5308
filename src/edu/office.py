"""Acts of the operator from the command line."""

import json
from datetime import UTC, datetime

import click

from edu.domain.people.profile import ClientKind
from edu.domain.people.role import Role
from edu.domain.refusal import Refused
from edu.services.people import enrolling, signing_in
from edu.settings import Settings
from edu.store.engine.database import Database
from edu.store.upgrading import upgrade


async def open_staff_account(settings: Settings, login: str, name: str, role: str, password: str) -> None:
    """An account for a member of staff; the tables are made where there are none."""
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        password_hash = await signing_in.hash_password(password)
        await enrolling.open_staff_account(database, login, name, Role(role), password_hash, datetime.now(UTC))
    except Refused as refusal:
        raise click.ClickException("; ".join(map(str, getattr(refusal, "fields", {"": refusal}).values()))) from refusal
    finally:
        await database.close()


async def reset_password(settings: Settings, login: str, password: str) -> None:
    """A new password for somebody who has forgotten the old one."""
    database = Database(settings.database_url)
    try:
        await signing_in.reset_password(database, login, password, datetime.now(UTC))
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    finally:
        await database.close()


async def make_invitation(settings: Settings, name: str, kind: str, verified: str) -> str:
    """The path of a new one-time link."""
    try:
        facts = json.loads(verified)
    except json.JSONDecodeError as error:
        raise click.UsageError(f"--verified is not JSON: {error}") from error
    if not isinstance(facts, dict) or not set(facts) <= enrolling.VERIFIABLE:
        raise click.UsageError(f"--verified takes an object with any of: {', '.join(sorted(enrolling.VERIFIABLE))}")
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        token = await enrolling.invite(database, name, ClientKind(kind), facts, datetime.now(UTC))
    finally:
        await database.close()
    return f"/join/{token}"
