"""The fields of the client's profile. Labels, help and choices are message ids."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FieldKind(StrEnum):
    """How a field is typed and checked. Amounts are in ten thousand yuan (万元) unless the label names another unit."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    CHOICE = "choice"
    AMOUNT = "amount"
    PHONE = "phone"
    DATE = "date"
    NUMBER_OF_DOCUMENT = "document-number"


@dataclass(frozen=True, slots=True)
class ProfileStep:
    """One page of the profile."""

    id: str
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Field:
    """``only_if`` = (other field, value) under which the field is asked; ``unit`` stands behind a number."""

    key: str
    step: str
    kinds: tuple[str, ...]
    kind: FieldKind
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    longest: int = 100
    highest: Decimal = Decimal(100_000_000)
    unit: str = ""
    only_if: tuple[str, str] | None = None
    autocomplete: str = ""


INDIVIDUAL = (
    ProfileStep(
        "identity", "Who you are", "As on your identity document. Law requires futures accounts to be in the real name."
    ),
    ProfileStep("contact", "Contact and work", "So that we can reach you, and reach you only."),
    ProfileStep("finances", "Your finances", "What you earn, own and owe decides how much loss you can bear."),
    ProfileStep(
        "experience", "Your experience", "Facts, not self-rating. Experience counts once it has been verified."
    ),
    ProfileStep("declarations", "Declarations", "Please answer truthfully. If something changes later, tell us."),
)
INSTITUTION = (
    ProfileStep("identity", "The institution", "As on its registration document."),
    ProfileStep("people", "The people", "Who represents, acts for and finally controls the institution."),
    ProfileStep("finances", "Finances", "Figures of the last audited year."),
    ProfileStep("experience", "Experience", "Facts, not self-rating. Experience counts once it has been verified."),
    ProfileStep("declarations", "Declarations", "Please answer truthfully. If something changes later, tell us."),
)

_I = ("individual",)
_O = ("institution",)
_BOTH = ("individual", "institution")
_YES_NO = (("no", "No"), ("yes", "Yes"))

PROFILE_FIELDS: tuple[Field, ...] = (
    # identity
    Field("name", "identity", _I, FieldKind.TEXT, "Full name", autocomplete="name"),
    Field("name", "identity", _O, FieldKind.TEXT, "Registered name", autocomplete="organization"),
    Field(
        "document_kind", "identity", _I, FieldKind.CHOICE, "Identity document",
        choices=(("resident", "Resident identity card (18 digits)"), ("passport", "Passport")),
    ),
    Field(
        "document_kind", "identity", _O, FieldKind.CHOICE, "Registration document",
        choices=(("credit-code", "Unified social credit code"),),
    ),
    Field(
        "document_number", "identity", _BOTH, FieldKind.NUMBER_OF_DOCUMENT, "Document number",
        help="It is checked by its own check digit, kept encrypted, and shown masked.", longest=30,
    ),
    Field(
        "nationality", "identity", _I, FieldKind.TEXT, "Nationality", help="Only with a passport.",
        only_if=("document_kind", "passport"),
    ),
    Field(
        "born", "identity", _I, FieldKind.DATE, "Date of birth", help="Only with a passport.",
        only_if=("document_kind", "passport"), autocomplete="bday",
    ),
    Field(
        "nature", "identity", _O, FieldKind.CHOICE, "Nature of the institution",
        choices=(
            ("enterprise", "Enterprise"), ("public", "Public institution"),
            ("financial", "Licensed financial institution"),
            ("fund", "Fund or asset management product"), ("other", "Other organisation"),
        ),
    ),
    Field("scope", "identity", _O, FieldKind.LONG_TEXT, "Business scope", longest=500),
    Field(
        "qualification", "identity", _O, FieldKind.TEXT, "Licence or qualification number", required=False,
        help="Only where the institution needs a licence for its business.",
    ),
    # contact and work; people
    Field("phone", "contact", _I, FieldKind.PHONE, "Mobile number", autocomplete="tel", longest=20),
    Field("address", "contact", _I, FieldKind.LONG_TEXT, "Address", longest=300, autocomplete="street-address"),
    Field(
        "occupation", "contact", _I, FieldKind.CHOICE, "Occupation",
        choices=(
            ("employee", "Employee"), ("public", "Public service"),
            ("self-employed", "Self-employed or business owner"),
            ("professional", "Professional (law, medicine, accounting …)"), ("farmer", "Farming"),
            ("retired", "Retired"), ("student", "Student"), ("none", "Not employed"), ("other", "Other"),
        ),
    ),
    Field("employer", "contact", _I, FieldKind.TEXT, "Employer", required=False),
    Field("representative", "people", _O, FieldKind.TEXT, "Legal representative"),
    Field(
        "agent", "people", _O, FieldKind.TEXT, "Authorised agent",
        help="The person who acts for the institution here.",
    ),
    Field("phone", "people", _O, FieldKind.PHONE, "Agent's phone number", autocomplete="tel", longest=20),
    Field("address", "people", _O, FieldKind.LONG_TEXT, "Registered address", longest=300),
    Field("controller", "people", _O, FieldKind.TEXT, "Actual controller"),
    Field("beneficiary", "people", _O, FieldKind.TEXT, "Beneficial owner"),
    # finances
    Field(
        "income_source", "finances", _I, FieldKind.CHOICE, "Main source of income",
        choices=(
            ("wages", "Wages"), ("business", "Own business"), ("property", "Rent, interest, dividends"),
            ("pension", "Pension"), ("other", "Other"), ("none", "No steady income"),
        ),
    ),
    Field(
        "annual_income", "finances", _I, FieldKind.AMOUNT, "Yearly income, average of the last three years",
        unit="ten thousand yuan",
    ),
    Field(
        "financial_assets", "finances", _BOTH, FieldKind.AMOUNT, "Financial assets",
        help="Deposits, securities, funds, bank wealth products, trusts, insurance, futures.", unit="ten thousand yuan",
    ),
    Field("net_assets", "finances", _O, FieldKind.AMOUNT, "Net assets at the last year-end", unit="ten thousand yuan"),
    Field("debts", "finances", _BOTH, FieldKind.AMOUNT, "Debts", unit="ten thousand yuan"),
    Field(
        "planned_funds", "finances", _BOTH, FieldKind.AMOUNT, "Funds meant for futures",
        help="Only money whose loss would not change your life or business.", unit="ten thousand yuan",
    ),
    Field("fund_source", "finances", _O, FieldKind.TEXT, "Source of the funds"),
    # experience
    Field(
        "education", "experience", _I, FieldKind.CHOICE, "Education",
        choices=(
            ("school", "Secondary school or below"), ("college", "College"), ("bachelor", "Bachelor"),
            ("master", "Master or above"),
        ),
    ),
    Field(
        "experience_years", "experience", _BOTH, FieldKind.AMOUNT,
        "Years of investing in securities, funds, futures, gold or foreign exchange", unit="years", highest=Decimal(80),
    ),
    Field(
        "real_trades", "experience", _BOTH, FieldKind.AMOUNT, "Futures or options trades in the last three years",
        help="Opening and closing count as two; one order filled in parts counts as one.", unit="trades",
    ),
    Field(
        "simulated_days", "experience", _BOTH, FieldKind.AMOUNT, "Days of simulated trading", unit="days",
        highest=Decimal(10_000),
    ),
    Field("simulated_trades", "experience", _BOTH, FieldKind.AMOUNT, "Simulated trades", unit="trades"),
    Field(
        "purpose", "experience", _BOTH, FieldKind.CHOICE, "What you want futures for",
        choices=(("speculation", "To invest or speculate"), ("hedging", "To hedge a business")),
    ),
    # declarations
    Field(
        "futures_staff", "declarations", _I, FieldKind.CHOICE,
        "Do you work for a futures company, exchange, regulator or the futures association?",
        help="The law does not allow their staff to trade futures.", choices=_YES_NO,
    ),
    Field(
        "bad_record", "declarations", _BOTH, FieldKind.CHOICE,
        "Is there a market ban or a serious record of bad credit against you?", choices=_YES_NO,
    ),
    Field(
        "beneficiary_self", "declarations", _I, FieldKind.CHOICE,
        "Will you yourself own and control the account?", choices=(("yes", "Yes"), ("no", "No, somebody else will")),
    ),
    Field(
        "beneficiary", "declarations", _I, FieldKind.TEXT, "Who will own or control it?",
        help="Only if somebody else will.",
        only_if=("beneficiary_self", "no"),
    ),
    Field(
        "tax_residency", "declarations", _BOTH, FieldKind.CHOICE, "Tax residency",
        choices=(
            ("china", "China only"), ("other", "Other country or region only"), ("both", "China and elsewhere"),
        ),
    ),
    Field(
        "claimed_category", "declarations", _I, FieldKind.CHOICE, "Do you apply as a professional investor?",
        help="It gives up special protection, and needs proof of assets or income and of two years' experience.",
        choices=(("ordinary", "No, as an ordinary investor"), ("B", "Yes, and I will hand in proof")),
    ),
    Field(
        "claimed_category", "declarations", _O, FieldKind.CHOICE,
        "Does the institution apply as a professional investor?",
        help="It gives up special protection, and needs proof.",
        choices=(
            ("ordinary", "No, as an ordinary investor"),
            ("A", "Yes, as a licensed financial institution or its product"),
            ("B", "Yes, by net assets, financial assets and experience"),
        ),
    ),
    Field(
        "truthful", "declarations", _BOTH, FieldKind.CHOICE, "All of this is true, accurate and complete.",
        help="If data are withheld or false, the law obliges us to refuse service.",
        choices=(("yes", "I confirm"),),
    ),
)  # fmt: skip
