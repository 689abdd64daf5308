"""Pictures of items, by the digest of their bytes: the address of one says nothing about any other."""

import re
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from edu.content.items.pictures import picture_type
from edu.domain.refusal import NotThere
from edu.services.sitting import taking
from edu.web.kit.guards import signed_in
from edu.web.kit.visit import Visit

_KEPT = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Disposition": "inline"}


@get("/pictures/{digest:str}", guards=[signed_in])
async def picture(visit: NamedDependency[Visit], digest: FromPath[str]) -> Response[Any]:
    """One picture: from the library, or as it was frozen with a form."""
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise NotThere("There is no such page.")
    data = visit.platform.library.pictures.get(digest)
    if data is None:
        async with visit.platform.database.read() as session:
            data = await taking.load_picture(session, digest)
    return Response(data, media_type=picture_type(data), headers=_KEPT)
