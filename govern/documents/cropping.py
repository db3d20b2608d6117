"""A part of a photograph that lies in the society's folder, cut out here so that nobody needs a script for it.

Whole, or a square: at the left or the top, in the middle, at the right or the bottom; and how near it is. The part is
a photograph of its own with a file of its own; what was cut away is gone once the first one is forgotten.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from PIL import Image

from govern.documents.photographs import FOLDER, QUALITY, Photograph, content_of
from govern.sentences import Sentence
from govern.society import write_secret


class CropPart(StrEnum):
    """Which part of the picture stays."""

    WHOLE = "whole"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


CROP_WORDS = {
    CropPart.WHOLE: Sentence("The whole picture"),
    CropPart.FIRST: Sentence("A square at the left or the top"),
    CropPart.MIDDLE: Sentence("A square in the middle"),
    CropPart.LAST: Sentence("A square at the right or the bottom"),
}


class Near(StrEnum):
    """How near it is: all of the square, two thirds of it, half of it."""

    FAR = "far"
    NEARER = "nearer"
    CLOSE = "close"


NEAR_WORDS = {
    Near.FAR: Sentence("As it is"),
    Near.NEARER: Sentence("Nearer"),
    Near.CLOSE: Sentence("Close"),
}
_SHARE = {Near.FAR: (1, 1), Near.NEARER: (2, 3), Near.CLOSE: (1, 2)}


def cropped(content: bytes, part: CropPart, near: Near) -> tuple[bytes, tuple[int, int]]:
    """The part as a new JPEG and its size. `content` is a picture of ours, made anew when it came."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as whole:
        sheet = whole.convert("RGB").crop(box_of(whole.size, part, near))
    made = io.BytesIO()
    sheet.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue(), sheet.size


def box_of(size: tuple[int, int], part: CropPart, near: Near) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part that stays."""
    width, height = size
    over, under = _SHARE[near]
    if part is CropPart.WHOLE:
        wide, tall = max(1, width * over // under), max(1, height * over // under)
    else:
        wide = tall = max(1, min(size) * over // under)
    along = {CropPart.FIRST: 0, CropPart.WHOLE: 1, CropPart.MIDDLE: 1, CropPart.LAST: 2}[part]
    lies = width >= height
    left = (width - wide) * (along if lies else 1) // 2
    top = (height - tall) * (1 if lies else along) // 2
    return left, top, left + wide, top + tall


async def keep_part(uploads: Path, photograph: Photograph, part: CropPart, near: Near) -> Photograph:
    """The part under a random name of its own. Raises `Unavailable` where the whole is lost."""
    return await asyncio.to_thread(_keep, uploads, photograph, part, near)


def _keep(uploads: Path, photograph: Photograph, part: CropPart, near: Near) -> Photograph:
    made, (width, height) = cropped(content_of(uploads, photograph), part, near)
    kept = Photograph(uuid4(), width, height, hashlib.sha256(made).digest())
    write_secret(uploads / FOLDER / f"{kept.id}.jpg", made)
    return kept
