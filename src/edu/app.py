"""Put the parts together: settings in, a Litestar application out."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import structlog
from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler
from sqlalchemy.exc import SQLAlchemyError
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

from edu.content.finding import Finding
from edu.content.library import Library, load_library
from edu.content.markup import Markup
from edu.services.sitting import invigilating
from edu.settings import Settings
from edu.store.engine.database import Database
from edu.store.engine.sealing import Sealer
from edu.web.banks import banks
from edu.web.items import pictures
from edu.web.kit import errors, security, static_files
from edu.web.kit.gate import Gate
from edu.web.kit.i18n import load_languages
from edu.web.kit.platform import DemoPerson, Platform
from edu.web.kit.short_way import list_swift
from edu.web.kit.templating import make_environment
from edu.web.kit.visit import provide_form, provide_visit
from edu.web.learning import lessons
from edu.web.office import front, health, ledger, system
from edu.web.people import accounts, notices, onboarding, profiles
from edu.web.sitting import attempt_list, certificates, checks, exams, marking, results, rooms, saves, sheets
from edu.web.sitting.attempts.acts import AttemptController
from edu.web.suitability import cases, decisions, disclosures, questionnaires

_LOG = structlog.get_logger()
SWEEP_EVERY_SECONDS = 20
FOLD_EVERY_SECONDS = 1

ROUTES: tuple[ControllerRouterHandler, ...] = (
    front.FrontController,
    accounts.AccountController,
    accounts.PasswordController,
    onboarding.OnboardingController,
    profiles.ProfileController,
    notices.NoticeController,
    lessons.LessonController,
    disclosures.DisclosureController,
    checks.CheckController,
    AttemptController,
    sheets.SheetController,
    results.ResultController,
    exams.ExamController,
    rooms.RoomController,
    marking.MarkingController,
    certificates.CertificateController,
    certificates.VerificationController,
    certificates.CertificateListController,
    questionnaires.QuestionnaireController,
    decisions.DecisionController,
    banks.BankController,
    attempt_list.AttemptListController,
    cases.DecisionListController,
    ledger.LedgerController,
    system.SystemController,
    health.healthz,
    static_files.static_file,
    pictures.picture,
)


class ContentNotReady(Exception):
    """The content has findings that must be mended before the platform starts."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


def read_content(settings: Settings) -> tuple[Library, tuple[Finding, ...]]:
    """The content with advice on it, or :class:`ContentNotReady` with everything that is wrong with it."""
    loaded = load_library(settings.content)
    if loaded.library is None or loaded.wrong:
        raise ContentNotReady(loaded.wrong or loaded.findings)
    return loaded.library, loaded.findings


def now_utc() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


def make_platform(
    settings: Settings,
    library: Library,
    advice: tuple[Finding, ...],
    demo_people: tuple[DemoPerson, ...],
    clock: Callable[[], datetime],
) -> Platform:
    """Everything that pages stand on."""
    languages = load_languages(settings.time_zone, settings.client_word)
    return Platform(
        settings=settings,
        database=Database(settings.database_url),
        library=library,
        markups={code: Markup(library.terms(code)[0]) for code in languages},
        languages=languages,
        environments={code: make_environment(settings.templates, language) for code, language in languages.items()},
        sealer=Sealer(list(settings.number_keys)),
        clock=clock,
        advice=advice,
        demo_people=demo_people,
    )


def make_app(platform: Platform) -> Litestar:
    """The application; it sweeps in the background for what falls due."""
    configure_log()
    app = make_routes(platform.settings)
    stand_on(app, platform)
    return app


def make_routes(settings: Settings) -> Litestar:
    """The application before it has a platform; :func:`stand_on` gives it one."""
    return Litestar(
        route_handlers=ROUTES,
        dependencies={"visit": Provide(provide_visit), "form": Provide(provide_form)},
        middleware=[security.SessionMiddleware],
        csrf_config=security.make_csrf_config(settings),
        exception_handlers=errors.ERROR_HANDLERS,
        response_headers=security.HEADERS,
        request_max_body_size=1_000_000,
        openapi_config=None,
        lifespan=[_sweeping],
        debug=False,
    )


def stand_on(app: Litestar, platform: Platform) -> None:
    """Give ``app``, fresh from :func:`make_routes`, its platform, and the gate in front."""
    app.state = State({"platform": platform})
    app.asgi_handler = Gate(app.asgi_handler, platform, saves.SAVE_HANDLERS, list_swift(app))


def configure_log() -> None:
    """One JSON object a line, traces without the values of variables: these may be passwords or people's data."""
    without_values = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            without_values,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@asynccontextmanager
async def _sweeping(app: Litestar) -> AsyncIterator[None]:
    platform: Platform = app.state.platform
    await platform.following.note_content(platform.clock())
    async with platform.database.write() as session:
        await invigilating.open_rooms(session, platform.library, platform.clock())
    await _sweep_once(platform)  # what fell due while nobody served, before anybody waits for the writer
    tasks = [asyncio.create_task(work(platform)) for work in (_sweep_for_ever, _fold_for_ever)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await platform.admission.close()
        await platform.desk.close()
        await platform.following.close()
        await platform.database.close()


async def _sweep_for_ever(platform: Platform) -> None:
    while True:
        await platform.following.rest(SWEEP_EVERY_SECONDS)
        await _sweep_once(platform)


async def _sweep_once(platform: Platform) -> None:
    try:
        await sweep(platform)
    except (SQLAlchemyError, OSError) as error:  # a database that is away comes back; the next round finds the rest
        _LOG.error("sweep", exc_info=error)


async def _fold_for_ever(platform: Platform) -> None:
    while platform.database.is_sqlite:
        await asyncio.sleep(FOLD_EVERY_SECONDS)
        try:
            await platform.database.fold_log()
        except (SQLAlchemyError, OSError, sqlite3.Error) as error:
            _LOG.error("fold", exc_info=error)


async def sweep(platform: Platform) -> None:
    """Do what has fallen due and no act has done."""
    await platform.following.sweep(platform.clock())
