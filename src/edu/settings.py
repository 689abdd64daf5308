"""Settings, from the environment (``EDU_…``) or from the command line."""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent
_DEMO_FIRM = "示范期货有限公司（虚构）"
_LONGEST_FIRM = 100
MOST_WORKERS = 64


def find_folder(name: str) -> Path:
    """A folder that travels inside the wheel as ``_name`` and stands at the top of a checkout."""
    packaged = _PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else _CHECKOUT / name


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the platform runs and what it runs on.

    ``csrf_secret`` signs forms; ``number_keys`` are Fernet keys, newest first, that seal identity numbers. With several
    nodes both must be the same on each: give them as EDU_CSRF_SECRET and EDU_NUMBER_KEYS.
    """

    host: str
    port: int
    data: Path
    database_url: str
    content: Path
    templates: Path
    csrf_secret: str
    number_keys: tuple[str, ...]
    demo: bool = False
    secure_cookies: bool = False
    client_word: str = "investor"
    """What the law calls a client in the interface: ``investor`` (投资者) or ``trader`` (交易者); FACTS T7."""
    time_zone: str = "Asia/Shanghai"
    firm: str = ""
    """The firm's name, as it stands at the foot of every page and on certificates."""
    workers: int = 1
    """Working processes on one port; more than one on PostgreSQL only."""


class BadSetting(Exception):
    """A setting has a value that cannot be used; the message names it."""


def read_settings(
    environment: Mapping[str, str] | None = None,
    *,
    port: int | None = None,
    host: str | None = None,
    data: Path | None = None,
    workers: int | None = None,
    demo: bool = False,
) -> Settings:
    """Settings from the environment, overruled by what the command line names. Makes the data folder and its keys."""
    env = os.environ if environment is None else environment
    folder = (data or Path(env.get("EDU_DATA", "data"))).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / ("demo.sqlite3" if demo else "zhixian.sqlite3")
    default_url = f"sqlite+aiosqlite:///{file}"
    url = default_url if demo else env.get("EDU_DATABASE_URL", default_url)
    word = env.get("EDU_CLIENT_WORD", "investor")
    if word not in {"investor", "trader"}:
        raise BadSetting(f"EDU_CLIENT_WORD is {word!r}; it must be investor or trader.")
    return Settings(
        host=host or env.get("EDU_HOST", "127.0.0.1"),
        port=port if port is not None else _read_port(env.get("EDU_PORT", "8000")),
        data=folder,
        database_url=url,
        content=Path(env["EDU_CONTENT"]).resolve() if env.get("EDU_CONTENT") else find_folder("content"),
        templates=find_folder("templates"),
        csrf_secret=env.get("EDU_CSRF_SECRET") or _keep_secret(folder / "csrf.key", lambda: secrets.token_hex(32)),
        number_keys=tuple(
            (env.get("EDU_NUMBER_KEYS") or _keep_secret(folder / "number.key", _make_number_key)).split()
        ),
        demo=demo,
        secure_cookies=env.get("EDU_SECURE_COOKIES", "0") == "1",
        client_word=word,
        time_zone=env.get("EDU_TIME_ZONE", "Asia/Shanghai"),
        firm=_read_firm(env.get("EDU_FIRM", _DEMO_FIRM if demo else "")),
        workers=1 if demo else _read_workers(env.get("EDU_WORKERS", "1") if workers is None else str(workers), url),
    )


def _read_firm(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > _LONGEST_FIRM:
        raise BadSetting(f"EDU_FIRM has {len(name)} characters; it must have {_LONGEST_FIRM} at most.")
    return name


def _read_workers(text: str, url: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST_WORKERS):
        raise BadSetting(f"EDU_WORKERS is {text!r}; it must be a number from 1 to {MOST_WORKERS}.")
    if int(text) > 1 and url.startswith("sqlite"):
        raise BadSetting(
            f"{text} workers need PostgreSQL (EDU_DATABASE_URL): SQLite takes one writing process."
            f" {text} 个工作进程需要 PostgreSQL（EDU_DATABASE_URL）：SQLite 只容一个写进程。"
        )
    return int(text)


def _read_port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSetting(f"EDU_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def _keep_secret(file: Path, make: Callable[[], str]) -> str:
    """The secret in ``file``, made on first use, readable by its owner only."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        secret = make()
        handle.write(secret + "\n")
        return secret


def _make_number_key() -> str:
    """A Fernet key: 32 random bytes in URL-safe base64 (as ``Fernet.generate_key``, without loading cryptography)."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
