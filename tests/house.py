"""A whole platform on a temporary database, with a clock that the test turns."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.types import ASGIApp
from sqlalchemy import text

from edu.app import make_platform, make_routes, read_content, stand_on
from edu.content.library import Library
from edu.domain.people.person import Origin
from edu.domain.people.profile import ClientKind
from edu.domain.people.role import Role
from edu.services.people import enrolling
from edu.settings import Settings, find_folder
from edu.store.engine.database import Database
from edu.store.engine.sealing import Sealer
from edu.store.upgrading import upgrade
from edu.web.kit.platform import Platform

NOON = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)  # noon in Shanghai
PASSWORD = "four words in a row"
HERE = Origin("a test", "127.0.0.1")


class Clock:
    """Stands still until a test turns it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **span: float) -> None:
        """On by so much, e.g. ``turn(minutes=31)``."""
        self.now += timedelta(**span)


@cache
def shipped_library() -> Library:
    """The real content, read once."""
    return read_content(make_settings(Path("."), "sqlite+aiosqlite://"))[0]


@cache
def password_hash() -> str:
    """Cheap to check: a hash says itself how dear it is, and nearly every test signs somebody in."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_settings(data: Path, url: str, **differences: object) -> Settings:
    """Settings that touch nothing outside ``data``."""
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": 8000,
        "data": data,
        "database_url": url,
        "content": find_folder("content"),
        "templates": find_folder("templates"),
        "csrf_secret": "s" * 64,
        "number_keys": (Fernet.generate_key().decode(),),
    }
    return Settings(**(values | differences))  # type: ignore[arg-type]


class Visitor:
    """A browser without a screen: keeps cookies, follows redirects, and sends each form's token."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client

    async def get(self, path: str, **headers: str) -> Response:
        return await self.client.get(path, headers=headers)

    async def post(
        self,
        path: str,
        fields: Mapping[str, str | list[str]] | None = None,
        *,
        htmx: bool = False,
        follow: bool = True,
    ) -> Response:
        if "csrf" not in self.client.cookies:
            await self.client.get("/privacy")
        data = dict(fields or {}) | {"_csrf_token": self.client.cookies["csrf"]}
        headers = {"HX-Request": "true"} if htmx else {}
        return await self.client.post(path, data=data, headers=headers, follow_redirects=follow)

    async def sign_in(self, login: str) -> Response:
        return await self.post("/sign-in", {"login": login, "password": PASSWORD})


class House:
    """The platform, its clock, and people."""

    def __init__(self, platform: Platform, clock: Clock, app: Litestar, client: AsyncClient) -> None:
        self.platform, self.clock, self.app, self.client = platform, clock, app, client
        self.visitor = Visitor(client)

    @property
    def library(self) -> Library:
        return self.platform.library

    async def make_client(self, login: str = "wang@example.cn", kind: ClientKind = ClientKind.INDIVIDUAL) -> UUID:
        """A registered client with :data:`PASSWORD`."""
        registration = enrolling.Registration(login, "王晓明", kind)
        return await enrolling.register(self.platform.database, registration, password_hash(), self.clock())

    async def make_staff(self, role: Role) -> UUID:
        """A member of staff who signs in as ``ROLE@firm``."""
        login = f"{role.value}@firm.cn"
        return await enrolling.open_staff_account(
            self.platform.database, login, "周敏", role, password_hash(), self.clock()
        )

    async def signed_in(self, login: str = "wang@example.cn", kind: ClientKind = ClientKind.INDIVIDUAL) -> UUID:
        """A new client, signed in with the house's own visitor."""
        account_id = await self.make_client(login, kind)
        await self.visitor.sign_in(login)
        return account_id

    @asynccontextmanager
    async def another_visitor(self) -> AsyncIterator[Visitor]:
        """A second browser."""
        async with make_http_client(self.app) as client:
            yield Visitor(client)


def make_http_client(app: ASGIApp) -> AsyncClient:
    """A browser's connection, in this very event loop: the database's connections belong to it."""
    return AsyncClient(
        transport=ASGITransport(app=cast(Any, app), raise_app_exceptions=False),
        base_url="http://zhixian.test",
        follow_redirects=True,
    )


@cache
def _compiled_platform() -> Platform:
    """Languages, templates and markup, made once: compiling them is most of what a new platform costs."""
    return make_platform(make_settings(Path("."), "sqlite+aiosqlite://"), shipped_library(), (), (), Clock())


_TABLES: list[bytes] = []


async def make_tables(database: Database) -> None:
    """All migrations: on SQLite a copy of a file in which they have run, on PostgreSQL where they have not yet run."""
    if not database.is_sqlite:
        async with database.engine.connect() as connection:
            is_made = await connection.scalar(text("SELECT to_regclass('alembic_version')"))
        if not is_made:
            await upgrade(database)
        return
    if _TABLES:
        _file_of(database).write_bytes(_TABLES[0])
        return
    await upgrade(database)
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("ROLLBACK")
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    _TABLES.append(_file_of(database).read_bytes())


def _file_of(database: Database) -> Path:
    return Path(database.url.removeprefix("sqlite+aiosqlite:///"))


@cache
def _compiled_routes(csrf_secret: str, secure_cookies: bool) -> Litestar:
    """Routes without a platform, made once: working out their signatures takes a tenth of a second."""
    return make_routes(replace(_compiled_platform().settings, csrf_secret=csrf_secret, secure_cookies=secure_cookies))


def _make_app(platform: Platform) -> Litestar:
    """What :func:`edu.app.make_app` makes, on the routes of every other house."""
    app = copy(_compiled_routes(platform.settings.csrf_secret, platform.settings.secure_cookies))
    stand_on(app, platform)
    return app


@asynccontextmanager
async def open_house(data: Path, url: str, **differences: object) -> AsyncIterator[House]:
    """A platform with empty tables."""
    clock = Clock()
    settings = make_settings(data, url, **differences)
    platform = replace(
        _compiled_platform(),
        settings=settings,
        database=Database(url),
        sealer=Sealer(list(settings.number_keys)),
        clock=clock,
    )
    await make_tables(platform.database)
    app = _make_app(platform)  # without its lifespan: a test sweeps when its story says so
    async with make_http_client(app) as client:
        yield House(platform, clock, app, client)
    await platform.following.close()
    await platform.database.close()


def value_of(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, f"the page has no field {name}"
    return found[1]
