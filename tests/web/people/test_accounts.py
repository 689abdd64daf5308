"""Registering, invitations, signing in and out, back-off."""

from edu.domain.people.profile import ClientKind
from edu.services.people import enrolling
from tests.house import PASSWORD, House, Visitor

NEW = {"kind": "individual", "name": "王晓明", "login": "wang@example.cn", "password": PASSWORD, "agreed": "yes"}


async def test_register_signs_in_and_leads_home(visitor: Visitor):
    page = await visitor.post("/register", NEW)
    assert page.url.path == "/home"
    assert "王晓明" in page.text


async def test_every_wrong_field_is_named_and_the_rest_kept(visitor: Visitor):
    page = await visitor.post("/register", {"name": "王晓明", "login": "not a login", "password": "short"})
    assert page.status_code == 422
    for key in ("kind", "login", "password", "agreed"):
        assert f'id="{key}-error"' in page.text
    assert 'value="王晓明"' in page.text
    assert "short" not in page.text


async def test_a_login_is_registered_once(house: House, visitor: Visitor):
    await house.make_client(NEW["login"])
    page = await visitor.post("/register", NEW)
    assert page.status_code == 422
    assert 'id="login-error"' in page.text


async def test_an_invitation_works_once(house: House, visitor: Visitor):
    database = house.platform.database
    token = await enrolling.invite(
        database, "刘建国", ClientKind.INDIVIDUAL, {"experience_verified": True}, house.clock()
    )
    page = await visitor.get(f"/join/{token}")
    assert 'value="刘建国"' in page.text

    page = await visitor.post(f"/join/{token}", NEW | {"name": "刘建国"})
    assert page.url.path == "/home"

    async with house.another_visitor() as other:
        page = await other.post(f"/join/{token}", NEW | {"login": "other@example.cn"})
        assert page.status_code == 404


async def test_an_old_invitation_has_expired(house: House, visitor: Visitor):
    token = await enrolling.invite(house.platform.database, "", ClientKind.INDIVIDUAL, {}, house.clock())
    house.clock.turn(days=15)
    assert (await visitor.get(f"/join/{token}")).status_code == 404


async def test_sign_in_and_out(house: House, visitor: Visitor):
    await house.signed_in()
    assert (await visitor.get("/home")).url.path == "/home"
    cookie = house.client.cookies["session"]

    await visitor.post("/sign-out")
    assert (await visitor.get("/home")).url.path == "/sign-in"
    house.client.cookies.set("session", cookie)  # the server has ended it, not only the browser
    assert (await visitor.get("/home")).url.path == "/sign-in"


async def test_a_session_ends_by_itself(house: House, visitor: Visitor):
    await house.signed_in()
    house.clock.turn(hours=3)
    assert (await visitor.get("/home")).url.path == "/sign-in"


async def test_an_unknown_name_and_a_wrong_password_read_alike(house: House, visitor: Visitor):
    await house.make_client()
    wrong = await visitor.post("/sign-in", {"login": "wang@example.cn", "password": "wrong"})
    unknown = await visitor.post("/sign-in", {"login": "nobody@example.cn", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace("wang@example.cn", "") == unknown.text.replace("nobody@example.cn", "")


async def test_many_wrong_passwords_make_one_wait(house: House, visitor: Visitor):
    await house.make_client()
    for _ in range(5):
        await visitor.post("/sign-in", {"login": "wang@example.cn", "password": "wrong"})
    page = await visitor.sign_in("wang@example.cn")
    assert page.status_code == 429

    house.clock.turn(minutes=1)
    assert (await visitor.sign_in("wang@example.cn")).url.path == "/home"


async def test_passwords_are_argon2id_and_tokens_are_digests(house: House):
    await house.signed_in()
    database = house.platform.database
    async with database.read() as session:
        from sqlalchemy import text

        stored = (await session.execute(text("SELECT password_hash FROM accounts"))).scalar_one()
        digest = (await session.execute(text("SELECT token_digest FROM sign_ins"))).scalar_one()
    assert stored.startswith("$argon2id$")
    assert house.client.cookies["session"] != digest


async def test_a_new_password_signs_other_browsers_out(house: House, visitor: Visitor):
    await house.signed_in()
    async with house.another_visitor() as other:
        await other.sign_in("wang@example.cn")
        page = await visitor.post("/account", {"current": PASSWORD, "chosen": "five other words in row"})
        assert "notice-ok" in page.text
        assert (await visitor.get("/home")).url.path == "/home"
        assert (await other.get("/home")).url.path == "/sign-in"
        page = await other.post("/sign-in", {"login": "wang@example.cn", "password": "five other words in row"})
        assert page.url.path == "/home"


async def test_a_new_password_needs_the_old_one_and_some_length(house: House, visitor: Visitor):
    await house.signed_in()
    page = await visitor.post("/account", {"current": "wrong", "chosen": "short"})
    assert page.status_code == 422
    assert 'id="current-error"' in page.text
    assert 'id="chosen-error"' in page.text
