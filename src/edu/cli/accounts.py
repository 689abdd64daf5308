"""Commands that open accounts and invite clients."""

import asyncio
from pathlib import Path

import click

from edu.cli.chosen import choose_settings


@click.command()
@click.option("--login", required=True, help="The name to sign in with.")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["candidate", "trainer", "examiner", "compliance", "auditor", "operator"]),
)
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
@click.password_option(envvar="EDU_PASSWORD", help="EDU_PASSWORD, else asked for.")
def staff(login: str, name: str, role: str, data: Path | None, password: str) -> None:
    """Open an account for a member of staff."""
    from edu.office import open_staff_account

    asyncio.run(open_staff_account(choose_settings(data=data), login, name, role, password))
    click.echo(f"{login} may now sign in as {role}")


@click.command()
@click.option("--login", required=True, help="The name to sign in with.")
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
@click.password_option(envvar="EDU_PASSWORD", help="EDU_PASSWORD, else asked for.")
def password(login: str, data: Path | None, password: str) -> None:
    """Give somebody a new password and end all of that account's sign-ins."""
    from edu.office import reset_password

    asyncio.run(reset_password(choose_settings(data=data), login, password))
    click.echo(f"{login} has a new password")


@click.command()
@click.option("--name", default="", help="The client's name, if known.")
@click.option("--kind", type=click.Choice(["individual", "institution"]), default="individual")
@click.option(
    "--verified",
    default="{}",
    help='Facts that you hold proof of, as JSON, e.g. {"experience_verified": true, "real_trades": "24"}.',
)
@click.option("--data", type=click.Path(path_type=Path), help="EDU_DATA, else ./data.")
def invite(name: str, kind: str, verified: str, data: Path | None) -> None:
    """Make a one-time invitation link for a new client, as an account-opening system would."""
    from edu.office import make_invitation

    path = asyncio.run(make_invitation(choose_settings(data=data), name, kind, verified))
    click.echo(path)


commands = (staff, password, invite)
