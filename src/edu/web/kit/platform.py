"""What every page stands on: database, content, languages, templates, clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from jinja2 import Environment

from edu.content.finding import Finding
from edu.content.library import Library
from edu.content.markup import Markup
from edu.services.following_up import FollowingUp
from edu.services.people.signing_in import Recognised
from edu.services.sitting.exposing import Exposures
from edu.services.sitting.saving import Desk
from edu.services.sitting.seating import Seating
from edu.services.sitting.taking import Admission
from edu.services.sitting.tallying import Supplies
from edu.services.sitting.watching import Watch
from edu.settings import Settings
from edu.store.engine.database import Database
from edu.store.engine.sealing import Sealer
from edu.web.kit.i18n import Language


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A one-click account of the demo. ``story`` is a message id that says where this person stands."""

    login: str
    story: str


@dataclass(frozen=True)
class Platform:
    """Made once at start. ``clock`` gives aware UTC times; ``advice`` are the findings that the content has."""

    settings: Settings
    database: Database
    library: Library
    markups: dict[str, Markup]
    languages: dict[str, Language]
    environments: dict[str, Environment]
    sealer: Sealer
    clock: Callable[[], datetime]
    advice: tuple[Finding, ...]
    demo_people: tuple[DemoPerson, ...]

    @cached_property
    def recognised(self) -> Recognised:
        """Who was behind a session a moment ago; one for each process."""
        return Recognised()

    @cached_property
    def following(self) -> FollowingUp:
        """Does what acts entail; one for each process."""
        return FollowingUp(self.database, self.library, self.settings.firm)

    @cached_property
    def exposures(self) -> Exposures:
        """Items that were shown too often; one for each process."""
        return Exposures(self.database)

    @cached_property
    def supplies(self) -> Supplies:
        """What exams are drawn from, as sittings have shown it; one for each process."""
        return Supplies(self.database)

    @cached_property
    def watch(self) -> Watch:
        """What running sittings are told; one for each process."""
        return Watch(self.database)

    @cached_property
    def seating(self) -> Seating:
        """How the seats of exam rooms stand; one for each process."""
        return Seating(self.database)

    @cached_property
    def admission(self) -> Admission:
        """Lets in whoever starts; one for each process."""
        return Admission(self.database)

    @cached_property
    def desk(self) -> Desk:
        """Takes the responses of running attempts; one for each process."""
        return Desk(self.database)
