"""The manifest of a QTI 2.1 package: resources, their files and their metadata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from edu.domain.items.item import Difficulty, Item
from edu.domain.items.traits import traits_of
from edu.interchange.qti.elements import LOCATION, in_namespace, make

_NAMESPACE = "http://www.imsglobal.org/xsd/imscp_v1p1"

_LOM = "http://ltsc.ieee.org/xsd/LOM"
_QTI = "http://www.imsglobal.org/xsd/imsqti_metadata_v2p1"
_SCHEMAS = (
    (_NAMESPACE, "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"),
    (_LOM, "http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd"),
    (_QTI, "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_metadata_v2p1p1.xsd"),
)

_DIFFICULTY: Mapping[Difficulty, str] = {
    Difficulty.EASY: "easy",
    Difficulty.MEDIUM: "medium",
    Difficulty.HARD: "difficult",
}


@dataclass(frozen=True, slots=True)
class Resource:
    """An item's file, the interaction that stands in it, and the pictures that it names."""

    item: Item
    path: str
    interaction: str
    pictures: Sequence[str]


def write_manifest(resources: Sequence[Resource]) -> etree._Element:
    """The manifest of the standard's own profile of content packaging."""
    root = make(
        "manifest",
        make("metadata", make("schema", text="QTIv2.1 Package"), make("schemaversion", text="1.0.0")),
        make("organizations"),
        make("resources", *(_write_resource(resource, number) for number, resource in enumerate(resources, 1))),
        identifier="MANIFEST",
    )
    written = in_namespace(root, _NAMESPACE, {"lom": _LOM, "imsqti": _QTI})
    written.set(LOCATION, " ".join(part for pair in _SCHEMAS for part in pair))
    return written


def _write_resource(resource: Resource, number: int) -> etree._Element:
    metadata = make("metadata", _write_qti_metadata(resource.item, resource.interaction), _write_lom(resource.item))
    files = (make("file", href=path) for path in (resource.path, *resource.pictures))
    return make(
        "resource", metadata, *files, identifier=f"RES-{number}", type="imsqti_item_xmlv2p1", href=resource.path
    )


def _write_qti_metadata(item: Item, interaction: str) -> etree._Element:
    feedback = "nonadaptive" if item.rationale else "none"
    solution = "false" if traits_of(item).marked else "true"
    return in_namespace(
        make(
            "qtiMetadata",
            make("timeDependent", text="false"),
            make("interactionType", text=interaction),
            make("feedbackType", text=feedback),
            make("solutionAvailable", text=solution),
            make("toolName", text="Zhixian"),
        ),
        _QTI,
    )


def _write_lom(item: Item) -> etree._Element:
    """The topic as a keyword, and the difficulty."""
    general = make("general", make("language", text="zh-CN"))
    if item.topic:
        general.append(make("keyword", make("string", text=item.topic, language="zh-CN")))
    difficulty = make("difficulty", make("source", text="LOMv1.0"), make("value", text=_DIFFICULTY[item.difficulty]))
    return in_namespace(make("lom", general, make("educational", difficulty)), _LOM)
