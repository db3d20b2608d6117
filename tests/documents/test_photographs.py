"""Photographs: what may be sent, what is refused by its head alone, and what is left of what was sent."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from govern.documents import photographs
from govern.errors import NotValid, Unavailable

PLACE = b"Pont Street 7"


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **saved: Any) -> bytes:
    """Left half red, right half blue."""
    picture = Image.new(mode, size, "red")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "blue"), (size[0] // 2, 0))
    out = io.BytesIO()
    picture.save(out, kind, **saved)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def with_a_place(turned: int = 1) -> Image.Exif:
    said = Image.Exif()
    said[0x0112] = turned
    said[0x010E] = PLACE.decode()
    said.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (3.0, 10.0, 0.0)})
    return said


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_of_three_kinds_becomes_a_jpeg(kind: str) -> None:
    made, size = photographs.remade(a_picture(kind))
    assert size == (60, 40) == opened(made).size
    assert opened(made).format == "JPEG"
    left, right = opened(made).getpixel((10, 20)), opened(made).getpixel((50, 20))
    assert isinstance(left, tuple) and isinstance(right, tuple)
    assert left[0] > 200 and right[2] > 200


def test_where_it_was_taken_and_everything_else_that_was_said_is_gone() -> None:
    sent = a_picture(exif=with_a_place(), comment=PLACE, icc_profile=b"x" * 200 + PLACE, xmp=b"<x>" + PLACE + b"</x>")
    assert opened(sent).getexif().get_ifd(0x8825) and PLACE in sent
    made, _ = photographs.remade(sent)
    assert PLACE not in made and not opened(made).getexif().get_ifd(0x8825)
    assert not dict(opened(made).getexif())
    assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_place_is_gone_from_other_kinds_too(kind: str) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", PLACE.decode())
    extra: dict[str, Any] = {"pnginfo": told} if kind == "PNG" else {}
    sent = a_picture(kind, exif=with_a_place(), **extra)
    assert PLACE in sent
    made, _ = photographs.remade(sent)
    assert PLACE not in made and not dict(opened(made).getexif())


def test_a_picture_taken_sideways_stands_upright() -> None:
    made, size = photographs.remade(a_picture(exif=with_a_place(turned=6)))
    assert size == (40, 60)
    top = opened(made).getpixel((20, 10))
    assert isinstance(top, tuple) and top[0] > 200


def test_a_large_picture_is_made_smaller_and_a_small_one_is_left() -> None:
    assert photographs.remade(a_picture(size=(3200, 2000)))[1] == (1600, 1000)
    assert photographs.remade(a_picture(size=(1599, 10)))[1] == (1599, 10)


def test_what_is_see_through_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (255, 0, 0, 0)).save(out, "PNG")
    seen = opened(photographs.remade(out.getvalue())[0]).getpixel((4, 4))
    assert seen == (255, 255, 255)


def _gif() -> bytes:
    return a_picture("GIF")


CUT_JPEG, CUT_WEBP = a_picture()[:30], a_picture("WEBP")[:22]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture at all",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        _gif(),
        CUT_JPEG,
        CUT_WEBP,
        a_picture()[:-200],
        b"\xff\xd8\xff\xe0" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IHDR" + bytes(8),
        b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IHDR" + struct.pack(">II", 9, 9) + b"rubbish" * 9,
        b"RIFF" + bytes(4) + b"WEBPVP9 " + bytes(30),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotValid, match="JPEG, PNG or WebP") as refusal:
        photographs.remade(content)
    assert refusal.value.field == "photograph"


def test_a_file_that_is_too_big_is_refused() -> None:
    with pytest.raises(NotValid, match="too big"):
        photographs.remade(a_picture() + bytes(photographs.MOST_BYTES))


def a_bomb(kind: str) -> bytes:
    """A few bytes that say they are 30,000 dots wide and high, or make a machine read the same picture again."""
    many = 30_000
    if kind == "PNG":
        head = struct.pack(">IIBBBBB", many, many, 8, 2, 0, 0, 0)
        data = zlib.compress(bytes(1000))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
        )
    if kind == "JPEG":
        sent = bytearray(a_picture())
        at = sent.index(b"\xff\xc0")
        sent[at + 5 : at + 9] = struct.pack(">HH", many, many)
        return bytes(sent)
    if kind == "passes":
        return a_picture() + b"\xff\xda\x00" * 200
    if kind == "VP8 ":
        sent = bytearray(a_picture("WEBP"))
        sent[26:30] = struct.pack("<HH", 16_000, 16_000)
        return bytes(sent)
    if kind == "VP8L":
        sent = bytearray(a_picture("WEBP", lossless=True))
        sent[21:25] = struct.pack("<I", 15_999 | 15_999 << 14)
        return bytes(sent)
    return b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + (many - 1).to_bytes(3, "little") * 2 + bytes(40)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "passes", "VP8 ", "VP8L", "VP8X"])
def test_a_picture_that_would_burst_is_refused_before_it_is_opened(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    sent = a_bomb(kind)
    monkeypatch.setattr(Image, "open", never)
    with pytest.raises(NotValid, match="too large to be opened safely"):
        photographs.remade(sent)


def test_a_head_that_says_two_sizes_is_no_picture() -> None:
    sent = a_picture()
    at = sent.index(b"\xff\xc0")
    (length,) = struct.unpack(">H", sent[at + 2 : at + 4])
    again = bytearray(sent[at : at + 2 + length])
    again[5:9] = struct.pack(">HH", 30_000, 30_000)
    with pytest.raises(NotValid):
        photographs.remade(sent[: at + 2 + length] + bytes(again) + sent[at + 2 + length :])


def test_a_drawing_with_a_palette_is_made_smaller_without_steps() -> None:
    drawn = Image.new("P", (3200, 3200))
    drawn.putpalette([0, 0, 0, 255, 255, 255] + [0] * 762)
    drawn.paste(1, (1601, 0, 3200, 3200))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    between = opened(photographs.remade(out.getvalue())[0]).getpixel((800, 800))
    assert isinstance(between, tuple) and 40 < between[0] < 215


async def test_it_is_kept_under_a_random_name_and_known_by_its_hash(tmp_path: Path) -> None:
    kept = await photographs.keep(tmp_path, a_picture())
    other = await photographs.keep(tmp_path, a_picture())
    assert kept.id != other.id and (kept.width, kept.height) == (60, 40)
    file = tmp_path / "photographs" / f"{kept.id}.jpg"
    assert photographs.content_of(tmp_path, kept) == file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(b"another")
    with pytest.raises(Unavailable):
        photographs.content_of(tmp_path, kept)
    photographs.forget(tmp_path, kept.id)
    photographs.forget(tmp_path, kept.id)
    assert not file.exists()


def test_no_photograph_is_without_words() -> None:
    assert photographs.described("  People by \n the sea ") == "People by the sea"
    for words in (None, "  "):
        with pytest.raises(NotValid, match="cannot see it"):
            photographs.described(words)
    with pytest.raises(NotValid, match="400"):
        photographs.described("x" * 401)
