"""Bodies that are no form, cookies nobody gave, headers nobody expects: refused with a sentence, never a 500."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from govern.web.door import FORM_FIELD
from tests.security.conftest import House
from tests.security.walk import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def too_large() -> AsyncIterator[bytes]:
    for _ in range(40):
        yield b"x" * 65_536


@pytest.mark.parametrize("way", ["with its length", "in pieces", "as parts"])
@pytest.mark.parametrize("path", ["sign-in", "office/meetings/new"])
async def test_a_body_over_the_limit_is_refused_with_a_sentence(house: House, way: str, path: str) -> None:
    officer, where = house.visitor("secretary"), f"/en/{house.here.short}/{path}"
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in officer.cookies.items())}
    form = cookie | {"content-type": "application/x-www-form-urlencoded"}
    if way == "with its length":
        answer = await house.client.post(where, content=b"a=" + b"x" * 1_000_000, headers=form)
    elif way == "in pieces":
        answer = await house.client.post(where, content=too_large(), headers=form)
    else:
        answer = await house.client.post(where, files={"file": b"x" * 1_100_000}, headers=cookie)
    assert answer.status_code == 413
    assert "too large" in answer.text and "<h1" in answer.text


async def test_a_file_over_its_own_limit_is_refused_with_a_sentence(house: House) -> None:
    officer, where = house.visitor("secretary"), f"/en/{house.here.short}/office/register/imports"
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in officer.cookies.items())}
    with_token = {FORM_FIELD: officer.token(where)}
    answer = await house.client.post(
        where, data=with_token, files={"file": ("m.csv", b"x" * 30_000_000)}, headers=cookie
    )
    assert answer.status_code in {413, 422} and "<h1" in answer.text


BODIES = {
    "parts without an end": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n',
    ),
    "parts without a boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "parts without a name": ("multipart/form-data; boundary=x", b"--x\r\n\r\nabc\r\n--x--\r\n"),
    "too many parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 3000 + b"--x--\r\n",
    ),
    "letters of no alphabet": ("application/x-www-form-urlencoded", b"_csrf_token=%ff%fe&a=%ED%A0%80&%00=%00"),
    "raw bytes": ("application/x-www-form-urlencoded", bytes(range(256))),
    "parts of no alphabet": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="_csrf_token"\r\n\r\n\xff\xfe\xed\xa0\x80\r\n--x--\r\n',
    ),
    "a charset nobody knows": ("application/x-www-form-urlencoded; charset=klingon", b"a=b"),
    "a part in a charset nobody knows": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Type: text/plain; charset=klingon\r\n\r\nb\r\n--x--",
    ),
    "JSON": ("application/json", b'{"a": '),
    "MessagePack": ("application/x-msgpack", b"\xc1"),
    "no kind": ("", b"a=b"),
    "many names": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(60_000))),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", ["sign-in", "office/meetings/new", "office/register/imports"])
async def test_a_body_that_is_no_form_is_refused(house: House, body: str, path: str) -> None:
    officer, (kind, content) = house.visitor("secretary"), BODIES[body]
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in officer.cookies.items())}
    answer = await house.client.post(
        f"/en/{house.here.short}/{path}", content=content, headers=cookie | {"content-type": kind}
    )
    assert answer.status_code in {403, 413, 422}, answer.status_code
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    "cookie",
    [
        "s-tair-nant=\x01", "s-tair-nant=" + "x" * 8000, "p-tair-nant=%ff; s-tair-nant=ŵ", "s-tair-nant", "=;;=",
        "l-tair-nant=12.cream.easy", "l-tair-nant=9.cream.easy", "l-tair-nant=.cream.easy", "l-tair-nant=²..",
        "l-tair-nant=3.<b>.easy", "d-tair-nant=" + "A" * 3000,
    ],
)  # fmt: skip
async def test_a_cookie_nobody_gave_is_nothing(house: House, cookie: str) -> None:
    at = f"/en/{house.here.short}"
    for path, status in (("", 200), ("/look", 200), ("/home", 303)):
        request = house.client.build_request("GET", at + path)
        request.headers.raw.append((b"cookie", cookie.encode()))
        answer = await house.client.send(request)
        assert answer.status_code == status, path
        assert not re.search(r'data-text="(?![1-4]")', answer.text) and "<b>.easy" not in answer.text


async def test_headers_nobody_expects_break_nothing(house: House) -> None:
    at, odd = f"/en/{house.here.short}", "\x7f" * 10 + "ÿ" * 200
    for name in ("user-agent", "accept-language", "accept", "x-forwarded-for", "origin", "sec-fetch-site", "referer"):
        visitor: Visitor = house.visitor()
        cookie = "; ".join(f"{n}={v}" for n, v in visitor.cookies.items())
        headers = httpx.Headers({"cookie": cookie, name: odd}, encoding="latin-1")
        got = await house.client.get(at, headers=headers)
        fields = {FORM_FIELD: visitor.token(f"{at}/sign-in/letter"), "code": "ABCD"}
        posted = await house.client.post(f"{at}/sign-in/letter", data=fields, headers=headers)
        assert (got.status_code, posted.status_code < 500) == (200, True), name
