"""Validate an exported QTI package against the standard's own schemas, which may not be copied into this repository.

Get them from 1EdTech (imsqti_v2p1.xsd, and qtiv2p1_imscpv1p2_v1p0.xsd or imscp_v1p1.xsd with what they import) and run
``python tools/validate_qti.py FOLDER-WITH-SCHEMAS package.zip``. Exit status 1 names what is not valid.
"""

import sys
import zipfile
from pathlib import Path

from lxml import etree

_MANIFESTS = ("qtiv2p1_imscpv1p2_v1p0.xsd", "imscp_v1p1.xsd")


def main(folder: Path, package: Path) -> int:
    """The number of files that are not valid."""
    items = etree.XMLSchema(etree.parse(folder / "imsqti_v2p1.xsd"))
    manifest = etree.XMLSchema(etree.parse(next(folder / name for name in _MANIFESTS if (folder / name).exists())))
    wrong = 0
    with zipfile.ZipFile(package) as archive:
        for name in filter(lambda name: name.endswith(".xml"), archive.namelist()):
            schema = manifest if name == "imsmanifest.xml" else items
            if not schema.validate(etree.fromstring(archive.read(name))):
                wrong += 1
                print(f"{name}: {schema.error_log.last_error}")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), Path(sys.argv[2])) else 0)
