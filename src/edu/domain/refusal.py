"""Why an act is refused, in words a reader may see."""


class Refused(Exception):
    """An act that the rules do not allow.

    The message is an English sentence that a reader may see; it is a message id of the catalogues, with named
    values in braces, e.g. ``Refused("wait until {time}", time="10:40")``.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class NotThere(Refused):
    """The thing does not exist, or belongs to somebody else: the two are not told apart."""


class Conflict(Refused):
    """The act came too early, too late, twice, or from a page that is out of date."""


class NotNow(Refused):
    """It cannot be kept at this moment; nothing was, and trying again is harmless."""


class NotRight(Refused):
    """What was given is not right: a name, a code, a tick that is missing."""


class NotAllowed(Refused):
    """The person's role does not include this act."""


class Invalid(NotRight):
    """What was given is wrong; ``fields`` maps a field's name to the sentence to show beside it."""

    def __init__(self, fields: dict[str, Refused]) -> None:
        super().__init__("Please check the marked fields; what you entered has been kept.")
        self.fields = fields
