"""Whether the platform works, for balancers and operators."""

from typing import Any

from litestar import Request, Response, get
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from edu.web.kit.platform import Platform


@get("/healthz", include_in_schema=False)
async def healthz(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """200 when the database answers, else 503."""
    platform: Platform = request.app.state.platform
    try:
        async with platform.database.read() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return Response({"status": "database unavailable"}, status_code=503)
    return Response({"status": "ok"}, headers={"Cache-Control": "no-store"})
