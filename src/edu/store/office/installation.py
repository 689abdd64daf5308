"""What this database is: made by the demo or by an operator."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, select

from edu.store.engine.inserts import insert


class InstallationRow(SQLModel, table=True):
    """One named fact about the database itself."""

    __tablename__ = "installation"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)


async def get_value(session: AsyncSession, name: str) -> str | None:
    """The fact, or ``None`` where it was never noted."""
    query = select(col(InstallationRow.value)).where(col(InstallationRow.name) == name)
    return (await session.execute(query)).scalar_one_or_none()


async def put_value(session: AsyncSession, name: str, value: str) -> None:
    """Note the fact, in place of what was noted before."""
    statement = insert(session, InstallationRow).values(name=name, value=value)
    await session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
