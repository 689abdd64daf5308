"""The demo: made-up people at different points of the way, each made by the same services that real people use."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from edu.content.library import Library
from edu.demo.exams import sit_exams
from edu.demo.responding import make_response
from edu.domain.items.response import encode_response
from edu.domain.people.person import Origin
from edu.domain.people.profile import ClientKind, steps
from edu.domain.people.profile import fields as fields_of
from edu.domain.people.role import Role
from edu.domain.sitting.attempt import add_months
from edu.domain.sitting.keeping import Save
from edu.domain.suitability.questionnaire import Audience, Questionnaire
from edu.services.following_up import FollowingUp
from edu.services.learning import studying
from edu.services.people import enrolling, identifying, signing_in
from edu.services.sitting import taking
from edu.services.suitability import acknowledging, assessing
from edu.services.suitability.deciding import ONBOARDING
from edu.settings import Settings
from edu.store.engine.database import Database
from edu.store.engine.sealing import Sealer
from edu.store.office import installation
from edu.store.office.installation import InstallationRow
from edu.store.sitting import journal
from edu.store.state import read_state
from edu.web.kit.platform import DemoPerson

_MARK = "created-by"
_ORIGIN = Origin("demo", "127.0.0.1")


class NotOurDatabase(Exception):
    """The demo refuses a database that it did not create."""


@dataclass(frozen=True, slots=True)
class Story:
    """Where a made-up client stands: details ``stated``, course and disclosure ``studied``.

    ``right`` is the share of items responded rightly in the check."""

    login: str
    name: str
    told: str
    kind: ClientKind = ClientKind.INDIVIDUAL
    months_ago: int = 0
    stated: bool = True
    studied: bool = False
    right: float | None = None
    attitude: float | None = None
    gate: bool = False
    verified: Mapping[str, Any] | None = None


_PROVED = {
    "experience_verified": True,
    "experience_years": "6",
    "real_trades": "86",
    "simulated_days": "30",
    "simulated_trades": "64",
}

STORIES = (
    Story("new@demo", "王晓明", "A new client: nothing done yet", stated=False),
    Story("halfway@demo", "李秀兰", "Half-way through the course"),
    Story("failed@demo", "赵志强", "Did not pass the knowledge check", studied=True, right=0.45, attitude=0.6),
    Story("passed@demo", "陈静", "Passed; first tier", studied=True, right=0.93, attitude=0.62),
    Story(
        "experienced@demo", "刘建国", "Passed; experience verified", studied=True, right=1.0, attitude=0.95,
        verified=_PROVED,
    ),
    Story("careful@demo", "张桂英", "Lowest risk class", studied=True, right=0.95, attitude=0.2, gate=True),
    Story(
        "expired@demo", "孙伟", "Result and questionnaire have expired", studied=True, right=0.96, attitude=0.7,
        months_ago=14,
    ),
    Story(
        "company@demo", "海川粮油贸易有限公司", "An institution that hedges", ClientKind.INSTITUTION, studied=True,
        right=0.97, attitude=0.85,
    ),
)  # fmt: skip

_STAFF = (
    ("candidate@demo", "周敏", Role.CANDIDATE, "Member of staff who studies"),
    ("certified@demo", "孙丽", Role.CANDIDATE, "Member of staff with a certificate"),
    ("unmarked@demo", "许强", Role.CANDIDATE, "Member of staff whose exam waits for the marker"),
    ("trainer@demo", "吴老师", Role.TRAINER, "Trainer: banks and findings"),
    ("examiner@demo", "郑考官", Role.EXAMINER, "Examiner: attempts"),
    ("compliance@demo", "冯合规", Role.COMPLIANCE, "Compliance officer: decisions"),
    ("auditor@demo", "何审计", Role.AUDITOR, "Auditor: evidence"),
    ("operator@demo", "钱运维", Role.OPERATOR, "Operator: the system"),
)

PEOPLE = (
    *(DemoPerson(story.login, story.told) for story in STORIES),
    *(DemoPerson(login, told) for login, _, _, told in _STAFF),
)


async def prepare(settings: Settings, library: Library) -> None:
    """Make the demo's database on first use; afterwards bring its tables up to date."""
    database = Database(settings.database_url)
    try:
        state = await read_state(database)
        if state.tables and not await _is_ours(database):
            raise NotOurDatabase(
                "This database was not made by the demo. The demo touches no other; choose another DATA folder."
            )
        if not state.newest:
            from edu.store.upgrading import (
                upgrade,
            )  # loads Alembic, which a start from a database that is ready can spare

            await upgrade(database)
        if not state.tables:
            await _fill(database, library, Sealer(list(settings.number_keys)), settings.firm, datetime.now(UTC))
    finally:
        await database.close()


async def _is_ours(database: Database) -> bool:
    async with database.read() as session:
        return await installation.get_value(session, _MARK) == "demo"


async def _fill(database: Database, library: Library, sealer: Sealer, firm: str, now: datetime) -> None:
    async with database.write() as session:
        session.add(InstallationRow(name=_MARK, value="demo"))
        await session.commit()
    no_password = await signing_in.hash_password(f"{random.SystemRandom().getrandbits(200):x}")
    staff = {
        login: await enrolling.open_staff_account(database, login, name, role, no_password, now - timedelta(days=400))
        for login, name, role, _ in _STAFF
    }
    following = FollowingUp(database, library, firm)
    for number, story in enumerate(STORIES, 1):
        await _Author(database, library, sealer, following, story, number, now).write(no_password)
    await sit_exams(database, library, following, staff, now)


class _Author:
    """Lives one story through the services, a few minutes an act."""

    def __init__(
        self, database: Database, library: Library, sealer: Sealer, following: FollowingUp, story: Story, number: int,
        now: datetime,
    ) -> None:  # fmt: skip
        self.database, self.library, self.sealer, self.following = database, library, sealer, following
        self.story, self.number, self.now = story, number, now
        self.time = add_months(now, -story.months_ago) - timedelta(days=number + 1)
        self.rng = random.Random(number)  # noqa: S311 - the same demo each time
        self.account_id = UUID(int=0)

    def later(self, minutes: float = 2) -> datetime:
        self.time += timedelta(minutes=minutes)
        return self.time

    async def write(self, password_hash: str) -> None:
        story = self.story
        token = ""
        if story.verified:
            token = await enrolling.invite(self.database, story.name, story.kind, story.verified, self.later())
        registration = enrolling.Registration(story.login, story.name, story.kind)
        self.account_id = await enrolling.register(self.database, registration, password_hash, self.later(), token)
        if story.stated:
            await self._state_profile()
        await self._study(whole=story.studied)
        if story.studied:
            await self._acknowledge()
        if story.right is not None:
            await self._sit(story.right)
        if story.attitude is not None:
            await self._respond_to_questionnaire(story.attitude)
        await self.following.follow(self.account_id, self.now if story.months_ago else self.time)

    async def _state_profile(self) -> None:
        kind = self.story.kind
        for step in steps(kind):
            given = {
                field.key: _profile_value(field.key, self.story, self.number) for field in fields_of(kind, step.id)
            }
            async with self.database.write() as session:
                await identifying.finish_step(session, self.account_id, step.id, given, self.sealer, self.later())

    async def _study(self, *, whole: bool) -> None:
        if not self.story.stated:
            return
        lessons = [self.library.lessons[lesson] for lesson in self.library.courses[ONBOARDING.course].lessons]
        for lesson in lessons if whole else lessons[:2]:
            for section in lesson.sections:
                await self._pass_checkpoint(lesson, section)

    async def _pass_checkpoint(self, lesson: Any, section: Any) -> None:
        right_at = 1 if self.rng.random() < 0.8 else 2
        for tried in range(1, right_at + 1):
            async with self.database.write() as session:
                responses = await studying.load_responses(session, self.account_id)
                asked = studying.ask(self.library, lesson, section, self.account_id, responses)
                response = make_response(asked.item, right=tried == right_at)
                await studying.respond(session, lesson, section, asked, response, self.account_id, self.later())

    async def _acknowledge(self) -> None:
        disclosure = self.library.disclosures[ONBOARDING.disclosure]
        for paragraph in disclosure.paragraphs:
            async with self.database.write() as session:
                await acknowledging.confirm(
                    session,
                    disclosure,
                    disclosure.revision,
                    paragraph.id,
                    "zh",
                    self.account_id,
                    self.later(0.5),
                    _ORIGIN,
                )

    async def _sit(self, right: float) -> None:
        blueprint = self.library.blueprints[ONBOARDING.check]
        async with self.database.write() as session:
            attempt_id = await taking.start(session, self.library, blueprint, self.account_id, self.later())
        async with self.database.read() as session:
            sitting = await taking.load_own(session, attempt_id, self.account_id)
        wrong = set(self.rng.sample(range(len(sitting.items)), round(len(sitting.items) * (1 - right))))
        saves = [
            Save(
                attempt_id,
                self.account_id,
                slot,
                encode_response(make_response(item, right=slot not in wrong)),
                True,
                self.later(0.6),
            )
            for slot, item in enumerate(sitting.items)
        ]
        await self.database.write_at_once(lambda connection: journal.append_saves(connection, saves))
        async with self.database.write() as session:
            await taking.hand_in(session, attempt_id, self.account_id, self.later(1))

    async def _respond_to_questionnaire(self, attitude: float) -> None:
        questionnaire = self.library.questionnaires[Audience(self.story.kind.value)]
        chosen = choose_options(questionnaire, attitude, gate=self.story.gate)
        async with self.database.write() as session:
            await assessing.complete(
                session, self.account_id, questionnaire, self.library.policy, chosen, self.later(8), _ORIGIN
            )


def choose_options(questionnaire: Questionnaire, attitude: float, *, gate: bool) -> dict[str, frozenset[str]]:
    """For each question the option whose points are nearest to ``attitude`` of the highest."""
    chosen = {}
    for question in questionnaire.questions:
        gates = [option for option in question.options if option.gate]
        if gates:
            wanted = gates[0] if gate else next(option for option in question.options if not option.gate)
        else:
            highest = max(option.points for option in question.options)
            wanted = min(question.options, key=lambda option: abs(float(option.points) - attitude * float(highest)))
        chosen[question.id] = frozenset({wanted.letter})
    return chosen


def _profile_value(key: str, story: Story, number: int) -> str:
    individual = story.kind is ClientKind.INDIVIDUAL
    values = {
        "name": story.name,
        "document_kind": "resident" if individual else "credit-code",
        "document_number": _resident_number(number) if individual else _credit_code(number),
        "nature": "enterprise",
        "scope": "粮油收购、仓储、加工与贸易",
        "phone": f"1380000{number:04d}",
        "address": "示例省示例市示例路 8 号",
        "occupation": "retired" if story.gate else "employee",
        "representative": "马海川",
        "agent": "黄会计",
        "controller": "马海川",
        "beneficiary": "马海川",
        "income_source": "pension" if story.gate else "wages",
        "annual_income": "12" if story.gate else "36",
        "financial_assets": "3000" if not individual else "80",
        "net_assets": "5200",
        "debts": "0",
        "planned_funds": "600" if not individual else "30",
        "fund_source": "自有资金",
        "education": "bachelor",
        "experience_years": "6" if story.verified else "1",
        "real_trades": "86" if story.verified else "0",
        "simulated_days": "30" if story.verified else "0",
        "simulated_trades": "64" if story.verified else "0",
        "purpose": "speculation" if individual else "hedging",
        "futures_staff": "no",
        "bad_record": "no",
        "beneficiary_self": "yes",
        "tax_residency": "china",
        "claimed_category": "ordinary",
        "truthful": "yes",
    }
    return values.get(key, "")


def _resident_number(number: int) -> str:
    """A number that checks, of a region code that is given to nobody."""
    body = f"990000{1950 + number * 5}0{1 + number % 9}1{number % 10}00{number}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11]


def _credit_code(number: int) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91990000MA0000{number:03d}"
    total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]
