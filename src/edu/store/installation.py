"""What this database is: made by the demo or by an operator."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel


class InstallationRow(SQLModel, table=True):
    """One named fact about the database itself."""

    __tablename__ = "installation"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)


async def get_value(session: AsyncSession, name: str) -> str | None:
    """The fact, or ``None`` where it was never noted."""
    row = await session.get(InstallationRow, name)
    return None if row is None else row.value


async def put_value(session: AsyncSession, name: str, value: str) -> None:
    """Note the fact."""
    await session.merge(InstallationRow(name=name, value=value))
