"""The independent checker of a sealed ballot: `python3 -I verify.py bundle.zip`.

It needs Python 3.11 or later and nothing else. It was written apart from the society's own software, from the page
docs/bundle.md alone. It is joined from small files, which follow one another here; read them in this order.

MIT License

Copyright (c) 2026 The govern authors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from functools import cache
from functools import cached_property
from functools import partial
from pathlib import Path
import base64
import binascii
import ctypes
import ctypes.util
import hashlib
import json
import platform
import re
import secrets
import sys
import unicodedata
import zipfile
import zlib


# --------------------------------------------------------------------------------------------------------------------
# ed25519.py
# Ed25519 signatures checked in plain Python (RFC 8032), as strictly as libsodium does.
#
# MIT licence. Slow and simple on purpose: one signature takes some milliseconds, and every line can be read.
# --------------------------------------------------------------------------------------------------------------------


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

#: A point of the curve in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z (RFC 8032, 5.1.4).
Point = tuple[int, int, int, int]
IDENTITY: Point = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """RFC 8032, 5.1.4."""
    one = (a[1] - a[0]) * (b[1] - b[0]) % P
    two = (a[1] + a[0]) * (b[1] + b[0]) % P
    three = 2 * a[3] * b[3] * D % P
    four = 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    result = IDENTITY
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decode(text: bytes) -> Point | None:
    """The point of 32 bytes, or None where they are not the one encoding of a point (RFC 8032, 5.1.3)."""
    if len(text) != 32:
        return None
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(squared, (P + 3) // 8, P)
    if (x * x - squared) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - squared) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


_BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is good: cofactorless, S below the order, A and R canonical and not of small order."""
    if len(signature) != 64 or _BASE is None:
        return False
    key, nonce = decode(public_key), decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or s >= ORDER:
        return False
    if same(times(8, key), IDENTITY) or same(times(8, nonce), IDENTITY):
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    return same(times(s, _BASE), add(nonce, times(challenge, key)))


# --------------------------------------------------------------------------------------------------------------------
# words.py
# The 1,024 words of SLIP-39, in which the fingerprint of a manifest is written. MIT licence.
# --------------------------------------------------------------------------------------------------------------------


LIST = """
academic acid acne acquire acrobat activity actress adapt adequate adjust admit adorn adult advance advocate
afraid again agency agree aide aircraft airline airport ajar alarm album alcohol alien alive alpha already alto
aluminum always amazing ambition amount amuse analysis anatomy ancestor ancient angel angry animal answer
antenna anxiety apart aquatic arcade arena argue armed artist artwork aspect auction august aunt average
aviation avoid award away axis axle beam beard beaver become bedroom behavior being believe belong benefit best
beyond bike biology birthday bishop black blanket blessing blimp blind blue body bolt boring born both boundary
bracelet branch brave breathe briefing broken brother browser bucket budget building bulb bulge bumpy bundle
burden burning busy buyer cage calcium camera campus canyon capacity capital capture carbon cards careful cargo
carpet carve category cause ceiling center ceramic champion change charity check chemical chest chew chubby
cinema civil class clay cleanup client climate clinic clock clogs closet clothes club cluster coal coastal
coding column company corner costume counter course cover cowboy cradle craft crazy credit cricket criminal
crisis critical crowd crucial crunch crush crystal cubic cultural curious curly custody cylinder daisy damage
dance darkness database daughter deadline deal debris debut decent decision declare decorate decrease deliver
demand density deny depart depend depict deploy describe desert desire desktop destroy detailed detect device
devote diagnose dictate diet dilemma diminish dining diploma disaster discuss disease dish dismiss display
distance dive divorce document domain domestic dominant dough downtown dragon dramatic dream dress drift drink
drove drug dryer duckling duke duration dwarf dynamic early earth easel easy echo eclipse ecology edge editor
educate either elbow elder election elegant element elephant elevator elite else email emerald emission emperor
emphasis employer empty ending endless endorse enemy energy enforce engage enjoy enlarge entrance envelope envy
epidemic episode equation equip eraser erode escape estate estimate evaluate evening evidence evil evoke exact
example exceed exchange exclude excuse execute exercise exhaust exotic expand expect explain express extend
extra eyebrow facility fact failure faint fake false family famous fancy fangs fantasy fatal fatigue favorite
fawn fiber fiction filter finance findings finger firefly firm fiscal fishing fitness flame flash flavor flea
flexible flip float floral fluff focus forbid force forecast forget formal fortune forward founder fraction
fragment frequent freshman friar fridge friendly frost froth frozen fumes funding furl fused galaxy game garbage
garden garlic gasoline gather general genius genre genuine geology gesture glad glance glasses glen glimpse goat
golden graduate grant grasp gravity gray greatest grief grill grin grocery gross group grownup grumpy guard
guest guilt guitar gums hairy hamster hand hanger harvest have havoc hawk hazard headset health hearing heat
helpful herald herd hesitate hobo holiday holy home hormone hospital hour huge human humidity hunting husband
hush husky hybrid idea identify idle image impact imply improve impulse include income increase index indicate
industry infant inform inherit injury inmate insect inside install intend intimate invasion involve iris island
isolate item ivory jacket jerky jewelry join judicial juice jump junction junior junk jury justice kernel
keyboard kidney kind kitchen knife knit laden ladle ladybug lair lamp language large laser laundry lawsuit
leader leaf learn leaves lecture legal legend legs lend length level liberty library license lift likely lilac
lily lips liquid listen literary living lizard loan lobe location losing loud loyalty luck lunar lunch lungs
luxury lying lyrics machine magazine maiden mailman main makeup making mama manager mandate mansion manual
marathon march market marvel mason material math maximum mayor meaning medal medical member memory mental
merchant merit method metric midst mild military mineral minister miracle mixed mixture mobile modern modify
moisture moment morning mortgage mother mountain mouse move much mule multiple muscle museum music mustang nail
national necklace negative nervous network news nuclear numb numerous nylon oasis obesity object observe obtain
ocean often olympic omit oral orange orbit order ordinary organize ounce oven overall owner paces pacific
package paid painting pajamas pancake pants papa paper parcel parking party patent patrol payment payroll
peaceful peanut peasant pecan penalty pencil percent perfect permit petition phantom pharmacy photo phrase
physics pickup picture piece pile pink pipeline pistol pitch plains plan plastic platform playoff pleasure plot
plunge practice prayer preach predator pregnant premium prepare presence prevent priest primary priority
prisoner privacy prize problem process profile program promise prospect provide prune public pulse pumps punish
puny pupal purchase purple python quantity quarter quick quiet race racism radar railroad rainbow raisin random
ranked rapids raspy reaction realize rebound rebuild recall receiver recover regret regular reject relate
remember remind remove render repair repeat replace require rescue research resident response result retailer
retreat reunion revenue review reward rhyme rhythm rich rival river robin rocky romantic romp roster round royal
ruin ruler rumor sack safari salary salon salt satisfy satoshi saver says scandal scared scatter scene scholar
science scout scramble screw script scroll seafood season secret security segment senior shadow shaft shame
shaped sharp shelter sheriff short should shrimp sidewalk silent silver similar simple single sister skin skunk
slap slavery sled slice slim slow slush smart smear smell smirk smith smoking smug snake snapshot sniff society
software soldier solution soul source space spark speak species spelling spend spew spider spill spine spirit
spit spray sprinkle square squeeze stadium staff standard starting station stay steady step stick stilt story
strategy strike style subject submit sugar suitable sunlight superior surface surprise survive sweater swimming
swing switch symbolic sympathy syndrome system tackle tactics tadpole talent task taste taught taxi teacher
teammate teaspoon temple tenant tendency tension terminal testify texture thank that theater theory therapy
thorn threaten thumb thunder ticket tidy timber timely ting tofu together tolerate total toxic tracks traffic
training transfer trash traveler treat trend trial tricycle trip triumph trouble true trust twice twin type
typical ugly ultimate umbrella uncover undergo unfair unfold unhappy union universe unkind unknown unusual
unwrap upgrade upstairs username usher usual valid valuable vampire vanish various vegan velvet venture verdict
verify very veteran vexed victim video view vintage violence viral visitor visual vitamins vocal voice volume
voter voting walnut warmth warn watch wavy wealthy weapon webcam welcome welfare western width wildlife window
wine wireless wisdom withdraw wits wolf woman work worthy wrap wrist writing wrote year yelp yield yoga zero
"""
WORDS = LIST.split()


# --------------------------------------------------------------------------------------------------------------------
# reading.py
# Reading a bundle: a zip that is never unpacked to disk, documents that have one spelling, hashes with a purpose.
#
# MIT licence; standard library only. Everything that is read was written by somebody whom nobody has to trust, so every
# size is bounded before it is used, and whatever is not as docs/bundle.md says raises `Refusal` with plain words.
# --------------------------------------------------------------------------------------------------------------------


Plain = str | int | bool | list["Plain"] | dict[str, "Plain"]

MANY_FILES = 200_000
LARGEST_FILE = 512 * 2**20
LARGEST_BUNDLE = 2 * 2**30
LARGEST_DOCUMENT = 64 * 2**20
LARGEST_LINE = 2**20
MANY_VALUES = 4_000_000
LARGEST_NUMBER = 2**53
DEEPEST = 16
FIXED = [
    *("manifest.json", "roll.json", "log.jsonl", "heads.json", "facts.json", "counted.json", "slips.json"),
    *("result.json", "verify.py", "README.txt", "checksums.json"),
]
PROOF_NAME = re.compile(
    r"mix/c[1-9]\d{0,3}-s[1-9]\d{0,3}-[1-9]\d?\.json|partial/c[1-9]\d{0,3}-s[1-9]\d{0,3}-t[1-9]\d{0,2}\.json"
)


class Refusal(Exception):
    """What was read is not as it has to be; the message says what."""


class Archive:
    """The files of a bundle by name, each read into memory when it is asked for and never onto the disk."""

    def __init__(self, path: str) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, UnicodeError, OverflowError):
            raise Refusal("this is not a zip file") from None
        if len(entries) > MANY_FILES:
            raise Refusal(f"the bundle has more than {MANY_FILES} files")
        if self._zip.comment:
            raise Refusal("the bundle carries a remark outside its files")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._take(entry)
        if sum(entry.file_size for entry in entries) > LARGEST_BUNDLE:
            raise Refusal("the bundle is larger than two gigabytes")
        if missing := sorted(set(FIXED) - set(self._entries)):
            raise Refusal(f"the bundle lacks {', '.join(missing)}")

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        if name in self._entries:
            raise Refusal(f"the file {name[:80]!r} is in the bundle twice")
        if name != entry.orig_filename or (name not in FIXED and not PROOF_NAME.fullmatch(name)):
            raise Refusal(f"the file {name[:80]!r} does not belong in a bundle")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1:
            raise Refusal(f"the file {name} is packed in a way that a bundle does not use")
        if entry.file_size > LARGEST_FILE:
            raise Refusal(f"the file {name} is too large")
        self._entries[name] = entry

    def names(self) -> list[str]:
        return sorted(self._entries)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file in pieces of a megabyte at most, and no more than it says that it has."""
        left = self._entries[name].file_size
        try:
            with self._zip.open(self._entries[name]) as file:
                while piece := file.read(2**20):
                    left -= len(piece)
                    if left < 0:
                        raise Refusal(f"the file {name} is larger than it says")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
            raise Refusal(f"the file {name} cannot be unpacked") from None
        if left:
            raise Refusal(f"the file {name} is shorter than it says")

    def read(self, name: str, limit: int = LARGEST_DOCUMENT) -> bytes:
        if name not in self._entries:
            raise Refusal(f"the file {name} is not there")
        if self._entries[name].file_size > limit:
            raise Refusal(f"the file {name} is larger than {limit} bytes")
        return b"".join(self.pieces(name))

    def sha256(self, name: str) -> bytes:
        hashed = hashlib.sha256()
        for piece in self.pieces(name):
            hashed.update(piece)
        return hashed.digest()

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, each ended by a newline and short enough."""
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            if max(map(len, (*whole, rest))) > LARGEST_LINE:
                raise Refusal(f"a line of {name} is too long")
            yield from whole
        if rest:
            raise Refusal(f"the last line of {name} has no end")


def parsed(raw: bytes) -> Plain:
    """The document in these bytes; refused where it would not be written with the very same bytes."""
    if raw.count(b",") > MANY_VALUES or raw.count(b"[") + raw.count(b"{") > MANY_VALUES:
        raise Refusal("a document has too many parts")
    try:
        value: Plain = json.loads(
            raw.decode("utf-8"),
            parse_int=_whole,
            parse_float=_no_float,
            parse_constant=_no_float,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError):
        raise Refusal("a document cannot be read") from None
    if written(value) != raw:
        raise Refusal("a document is not written in its one way")
    return value


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= LARGEST_NUMBER:
        raise Refusal("a number is too large")
    return int(text)


def _no_float(text: str) -> int:
    raise Refusal("a number has a fraction")


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("a name stands twice in a document")
    return found


def written(value: Plain) -> bytes:
    """RFC 8785 for these documents: the one way to write them."""
    return json.dumps(_ordered(value, 0), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _ordered(value: Plain, depth: int) -> Plain:
    if depth > DEEPEST:
        raise Refusal("a document is too deep")
    if isinstance(value, dict):
        for name in value:
            _proper(name)
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name], depth + 1) for name in names}
    if isinstance(value, list):
        return [_ordered(item, depth + 1) for item in value]
    if isinstance(value, str):
        _proper(value)
    elif not isinstance(value, int):
        raise Refusal("a document holds something that is neither text nor a number")
    return value


def _proper(text: str) -> None:
    if text.isascii() and text.isprintable():
        return
    if not unicodedata.is_normalized("NFC", text) or any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise Refusal("a text holds characters that it may not hold")


class Doc:
    """A document with its names, read one by one with the kind that each has to be of."""

    def __init__(self, value: Plain) -> None:
        if not isinstance(value, dict):
            raise Refusal("a document is not a list of names")
        self.plain = value

    def has(self, name: str) -> bool:
        return name in self.plain

    def text(self, name: str) -> str:
        value = self.plain.get(name)
        if not isinstance(value, str):
            raise Refusal(f"{name} is not a text")
        return value

    def number(self, name: str) -> int:
        value = self.plain.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refusal(f"{name} is not a whole number")
        return value

    def flag(self, name: str) -> bool:
        value = self.plain.get(name)
        if not isinstance(value, bool):
            raise Refusal(f"{name} is neither true nor false")
        return value

    def raw(self, name: str) -> bytes:
        return unspelled(self.text(name))

    def fraction(self, name: str) -> Fraction:
        return fraction(self.text(name))

    def doc(self, name: str) -> Doc:
        return Doc(self.plain.get(name, ""))

    def all(self, name: str) -> list[Plain]:
        value = self.plain.get(name)
        if not isinstance(value, list):
            raise Refusal(f"{name} is not a list")
        return value

    def docs(self, name: str) -> list[Doc]:
        return [Doc(item) for item in self.all(name)]

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(Doc({name: item}).text(name) for item in self.all(name))

    def numbers(self, name: str) -> tuple[int, ...]:
        return tuple(Doc({name: item}).number(name) for item in self.all(name))

    def pairs(self, name: str) -> dict[str, int]:
        inner = self.doc(name)
        return {key: inner.number(key) for key in inner.plain}


def unspelled(text: str) -> bytes:
    """base64url without padding and without spare bits."""
    try:
        raw = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error):
        raise Refusal("bytes are not written in base64url") from None
    if spelled(raw) != text:
        raise Refusal("bytes are not written in their one way")
    return raw


def spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def fraction(text: str) -> Fraction:
    if not re.fullmatch(r"-?\d{1,60}/\d{1,60}", text, re.ASCII) or text.endswith("/0"):
        raise Refusal("a fraction is not written as num/den")
    over, under = (int(part) for part in text.split("/"))
    if under == 0 or f"{Fraction(over, under).numerator}/{Fraction(over, under).denominator}" != text:
        raise Refusal("a fraction is not in lowest terms")
    return Fraction(over, under)


def digest(kind: str, raw: bytes) -> bytes:
    """The hash of a document of this kind."""
    tag = b"covote/v1/" + kind.encode()
    return hashlib.sha256(len(tag).to_bytes(4, "big") + tag + raw).digest()


# --------------------------------------------------------------------------------------------------------------------
# shapes.py
# What every document of a bundle holds: its names and the kind of each. Anything more or less is refused.
#
# MIT licence; standard library only. A shape is a mapping of names; a name that ends in `?` may be left out. A list of
# one shape stands for a list of such, `ANY` in the place of a name for names that are free.
# --------------------------------------------------------------------------------------------------------------------


Shape = str | dict[str, "Shape"] | list["Shape"]

ANY = "*"
MOMENT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
CHANNELS = ("room", "direct", "paper", "proxy_directed", "proxy_free", "peer")
APPOINTED = ("proxy_directed", "proxy_free", "peer")
HANDLE = re.compile(r"[a-z2-7]{16}")

FLOOR: Shape = {
    "id": "label",
    "least": "few",
    "held": "few",
    "places": "few",
    "options": ["text"],
    "elsewhere": {ANY: "few"},
}
MANIFEST: Shape = {
    "v": "count",
    "ballot_id": "name",
    "society": "text",
    "title": "text",
    "contests": [
        {
            "id": "name",
            "kind": "resolution|ranking|set",
            "text_hash": "hash",
            "options": [
                {"id": "name", "text_hash": "hash", "photograph?": {"sha256": "hash", "shows": {ANY: "text"}}}
            ],
            "at_most": "count",
            "seats": "count",
            "rule_id": "name",
            "rule_params": "free",
            "allow_abstain": "flag",
        }
    ],
    "styles": [{"id": "name", "constituencies": ["text"], "weight": "fraction", "contests": ["text"]}],
    "roll_hash": "hash",
    "roll_size": "count",
    "opens": "moment",
    "closes": "moment",
    "level": "everyday|agm|contested",
    "sealing": "slips",
    "precedence": ["channel"],
    "early_vote_if_attending": "discount|keep",
    "privacy_floor": "count",
    "trackers": "flag",
    "election_key": "hash",
    "feldman": ["hash"],
    "trustees": [{"i": "count", "name": "text", "sign_pk": "hash", "X_i": "hash"}],
    "k": "count",
    "mixers": [{"name": "text", "pk": "hash"}],
    "witnesses": [{"name": "text", "pk": "hash"}],
    "k_w": "count",
    "log_origin": "text",
    "log_pk": "hash",
    "tellers": [{"name": "text", "pk": "hash"}],
    "verifier_sha256?": "hash",
}
ROLL: Shape = [{"handle": "handle", "style": "name", "units": "count"}]
LEAVES: dict[str, dict[str, Shape]] = {
    "open": {"manifest_hash": "hash"},
    "appoint": {
        "handle": "handle",
        "channel": "proxy_directed|proxy_free|peer",
        "holder_hash": "hash",
        "contests?": ["text"],
    },
    "revoke": {"authority": "count"},
    "envelope": {
        "sealed": {
            "manifest_hash": "hash",
            "style": "name",
            "ticket": "hash",
            "slips": [{"contest": "name", "box": "box"}],
        },
        "handle": "handle",
        "nonce": "nonce",
        "channel": "room|direct|proxy_directed|proxy_free|peer",
        "authority?": "count",
    },
    "test": {"sealed_hash": "hash", "slips": ["hash"]},
    "paper-in": {"handle": "handle", "batch": "name"},
    "arrive": {"handle": "handle"},
    "leave": {"handle": "handle"},
    "taken": {},
    "strike": {"handle": "handle", "reason": "label", "officers": ["text"]},
    "incident": {"text_hash": "hash"},
    "epoch": {"prev_head": {"size": "count", "root": "hash"}, "officers": ["text"]},
    "close": {},
    "paper-batch": {
        "batch": "name",
        "style": "name",
        "papers": "count",
        "missing": "count",
        "slips": [{"contest": "name", "slips": ["thirty"], "spoilt": "count"}],
        "tellers": ["text"],
    },
    "facts": {"facts_hash": "hash"},
    "casting-vote": {"contest": "name", "side": "for|against"},
    "withdrawn": {"reason": "label"},
}
HEADS: Shape = {"heads": ["bytes"]}
COUNTED: Shape = {
    "counted": [{"index": "count", "handle": "handle", "channel": "channel", "authority?": "count"}],
    "displaced": [
        {
            "index": "count",
            "handle": "handle",
            "channel": "channel",
            "why": "late|struck|ended|attending|outranked|replaced",
            "by": "count",
        }
    ],
}
POINTS = ("t1", "t2", "t3", "t4_b", "t4_a")
SCALARS = ("s1", "s2", "s3", "s4")
MIX: Shape = {
    "contest": "name",
    "style": "name",
    "stage": "count",
    "mixer": "text",
    **dict.fromkeys(("outputs", "c", "c_hat", "t_hat", "s_hat", "s_prime"), "bytes"),
    **dict.fromkeys(POINTS + SCALARS, "hash"),
    "signature": "signature",
}
PARTIAL: Shape = {
    "contest": "name",
    "style": "name",
    "trustee": "count",
    "shares": "bytes",
    "challenge": "hash",
    "answer": "hash",
    "signature": "signature",
}
SLIPS: Shape = {"slips": [{"contest": "name", "style": "name", "slips": ["thirty"], "unreadable": ["hash"]}]}
FACTS: Shape = {
    "seed?": "hash",
    "order": ["text"],
    "quorum?": {"of": "meeting|ballot", "counted?": "few", "required": "few", "quorate?": "flag"},
    "contests": [
        {
            "contest": "name",
            "present": {ANY: "few"},
            "withdrawn": ["text"],
            "caps": [{"id": "label", "held": "few"}],
            "floors": [FLOOR],
        }
    ],
}
RESULT: Shape = {
    "ballot_id": "name",
    "manifest_hash": "hash",
    "log_size": "count",
    "log_root": "hash",
    "roll": {ANY: "count"},
    "voted": {ANY: "count"},
    "ways": {ANY: "count"},
    "quorate": "flag",
    "contests": "free",
}
CHECKSUMS: Shape = {"files": [{"path": "text", "sha256": "hash"}]}
RECEIPT: Shape = {"envelope": "free", "index": "count", "checkpoint": "bytes", "proof": ["hash"]}

#: how large a number may be, and how long a text
MOST = {"count": 2**53 - 1, "few": 1_000_000}
LETTERS = {"text": 2000, "label": 200, "name": 64}
LENGTHS = {"hash": 32, "box": 128, "nonce": 16, "thirty": 30, "signature": 64}


def fit(value: Plain, shape: Shape, where: str) -> None:
    """Refuses a document that does not have just the names and kinds of its shape."""
    if isinstance(shape, list):
        if not isinstance(value, list):
            raise Refusal(f"{where} is not a list")
        for item in value:
            fit(item, shape[0], where)
    elif isinstance(shape, dict):
        _names(Doc(value), shape, where)
    else:
        _single(value, shape, where)


def _names(doc: Doc, shape: dict[str, Shape], where: str) -> None:
    if ANY in shape:
        for name, value in doc.plain.items():
            fit(value, shape[ANY], f"{where}.{name[:40]}")
        return
    known = {name.rstrip("?") for name in shape}
    if strange := sorted(set(doc.plain) - known):
        raise Refusal(f"{where} has a name that it may not have: {strange[0][:40]!r}")
    for name, inner in shape.items():
        plain_name = name.rstrip("?")
        if plain_name in doc.plain:
            fit(doc.plain[plain_name], inner, f"{where}.{plain_name}")
        elif not name.endswith("?"):
            raise Refusal(f"{where} lacks {plain_name}")


def _single(value: Plain, kind: str, where: str) -> None:
    if kind == "free":
        return
    if kind == "flag":
        good = isinstance(value, bool)
    elif kind in MOST:
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST[kind]
    else:
        good = isinstance(value, str) and _is(value, kind)
    if not good:
        raise Refusal(f"{where} is not of its kind")


def _is(text: str, kind: str) -> bool:
    if kind in LETTERS:
        return 1 <= len(text) <= LETTERS[kind]
    if kind in LENGTHS:
        return len(unspelled(text)) == LENGTHS[kind]
    simple: dict[str, Callable[[str], bool]] = {
        "bytes": lambda t: len(unspelled(t)) >= 0,
        "fraction": lambda t: fraction(t) >= 0,
        "moment": _moment,
        "handle": lambda t: HANDLE.fullmatch(t) is not None,
        "channel": lambda t: t in CHANNELS,
    }
    return simple[kind](text) if kind in simple else text in kind.split("|")


def _moment(text: str) -> bool:
    """A second of UTC that there is."""
    try:
        return MOMENT.fullmatch(text) is not None and bool(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"))
    except ValueError:
        return False


def leaf(value: Plain) -> Doc:
    """A leaf of the log, of a kind that there is."""
    doc = Doc(value)
    kind = doc.text("kind")
    if kind not in LEAVES:
        raise Refusal(f"there is no leaf of the kind {kind[:40]!r}")
    fit(value, {"kind": "text", **LEAVES[kind]}, kind)
    if kind == "envelope" and doc.has("authority") != (doc.text("channel") in APPOINTED):
        raise Refusal("an envelope names an appointment just where its channel needs one")
    return doc


# --------------------------------------------------------------------------------------------------------------------
# group.py
# ristretto255 (RFC 9496): points as their 32 canonical bytes, and many multiples summed at once.
#
# MIT licence. Plain Python by itself; where libsodium is there it multiplies single points, which is some ten times
# faster. Large sums are made by Pippenger's buckets either way. No point is ever taken on trust: `Group.decode` refuses
# whatever is not the one spelling of a point, and the identity too.
# --------------------------------------------------------------------------------------------------------------------


BASE = bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
NOTHING = bytes(32)
D2 = 2 * D % P
ONE_MINUS_D_SQUARED = (1 - D * D) % P
D_MINUS_ONE_SQUARED = (D - 1) * (D - 1) % P
SODIUM_NAMES = ("sodium", "libsodium")

#: y+x, y-x and 2dxy of an affine point: what adding it needs.
Ready = tuple[int, int, int]


def root_of_ratio(u: int, v: int) -> tuple[bool, int]:
    """RFC 9496, 4.2: whether u/v is a square, and the root of it or of it times the root of minus one."""
    v3 = v * v * v % P
    r = u * v3 * pow(u * v3 * v3 * v % P, (P - 5) // 8, P) % P
    check = v * r * r % P
    u %= P
    if check in (-u % P, -u * ROOT_OF_MINUS_ONE % P):
        r = r * ROOT_OF_MINUS_ONE % P
    return check in (u, -u % P), P - r if r & 1 else r


_, ONE_OVER_ROOT_A_MINUS_D = root_of_ratio(1, (-1 - D) % P)
_ROOT = root_of_ratio((-D - 1) % P, 1)[1]
ROOT_AD_MINUS_ONE = P - _ROOT if (P - _ROOT) % 2 else _ROOT


def ristretto(raw: bytes) -> Point | None:
    """RFC 9496, 4.3.1: the point of 32 bytes, or None where they are not the one spelling of a point."""
    s = int.from_bytes(raw, "little")
    if len(raw) != 32 or s >= P or s & 1:
        return None
    square = s * s % P
    u1, u2 = (1 - square) % P, (1 + square) % P
    u2_square = u2 * u2 % P
    v = (-(D * u1 % P * u1) - u2_square) % P
    good, inverse = root_of_ratio(1, v * u2_square % P)
    den_x = inverse * u2 % P
    x = 2 * s * den_x % P
    x = P - x if x & 1 else x
    y = u1 * (inverse * den_x % P * v % P) % P
    t = x * y % P
    return None if not good or t & 1 or y == 0 else (x, y, 1, t)


def spelling(point: Point) -> bytes:
    """RFC 9496, 4.3.2."""
    x0, y0, z0, t0 = point
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    _, inverse = root_of_ratio(1, u1 * u2 % P * u2 % P)
    den1, den2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = den1 * den2 % P * t0 % P
    x, y, den = x0, y0, den2
    if t0 * z_inverse % P & 1:
        x, y, den = y0 * ROOT_OF_MINUS_ONE % P, x0 * ROOT_OF_MINUS_ONE % P, den1 * ONE_OVER_ROOT_A_MINUS_D % P
    if x * z_inverse % P & 1:
        y = P - y
    s = den * (z0 - y) % P
    return (P - s if s & 1 else s).to_bytes(32, "little")


def _mapped(raw: bytes) -> Point:
    """RFC 9496, 4.3.4, MAP."""
    t = int.from_bytes(raw, "little") & (2**255 - 1)
    r = ROOT_OF_MINUS_ONE * t % P * t % P
    u = (r + 1) * ONE_MINUS_D_SQUARED % P
    v = (-1 - r * D) * (r + D) % P
    square, s = root_of_ratio(u, v)
    c = P - 1
    if not square:
        s = s * t % P
        s, c = (s if s & 1 else P - s), r
    n = (c * (r - 1) % P * D_MINUS_ONE_SQUARED - v) % P
    w0, w1 = 2 * s * v % P, n * ROOT_AD_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def plus(a: Point, b: Point) -> Point:
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = t1 * D2 % P * t2 % P, 2 * z1 * z2 % P
    e, h, f, g = f - e, f + e, h - g, h + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def twice(a: Point) -> Point:
    x, y, z, _ = a
    xx, yy, zz = x * x % P, y * y % P, 2 * z * z % P
    h = xx + yy
    e, g = h - (x + y) * (x + y) % P, xx - yy
    f = zz + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _plus_ready(a: Point, b: Ready) -> Point:
    x, y, z, t = a
    c, d = (y - x) * b[1] % P, (y + x) * b[0] % P
    k, z = t * b[2] % P, z + z
    e, h, f, g = d - c, d + c, z - k, z + k
    return e * f % P, g * h % P, f * g % P, e * h % P


def _minus_ready(a: Point, b: Ready) -> Point:
    x, y, z, t = a
    c, d = (y - x) * b[0] % P, (y + x) * b[1] % P
    k, z = t * b[2] % P, z + z
    e, h, f, g = d - c, d + c, z + k, z - k
    return e * f % P, g * h % P, f * g % P, e * h % P


def _digits(scalar: int, width: int, count: int) -> list[int]:
    """The number in digits of `width` bits, each from -2^(width-1) to 2^(width-1)."""
    mask, half, digits = (1 << width) - 1, 1 << (width - 1), []
    for _ in range(count):
        digit = scalar & mask
        scalar >>= width
        if digit > half:
            digit -= mask + 1
            scalar += 1
        digits.append(digit)
    return digits


def summed(terms: list[tuple[int, Ready]]) -> Point:
    """The sum of all multiples, by Pippenger's buckets. Scalars are from 0 to the order."""
    if not terms:
        return IDENTITY
    width = max(3, min(13, len(terms).bit_length() - 1))
    longest = max(scalar.bit_length() for scalar, _ in terms)
    count = longest // width + 1
    written = [(_digits(scalar, width, count), point) for scalar, point in terms]
    total = IDENTITY
    for place in range(count - 1, -1, -1):
        for _ in range(width):
            total = twice(total)
        buckets: list[Point | None] = [None] * ((1 << (width - 1)) + 1)
        for digits, point in written:
            if digit := digits[place]:
                size = digit if digit > 0 else -digit
                at = buckets[size] or IDENTITY
                buckets[size] = _plus_ready(at, point) if digit > 0 else _minus_ready(at, point)
        running: Point | None = None
        for bucket in reversed(buckets[1:]):
            if bucket is not None:
                running = bucket if running is None else plus(running, bucket)
            if running is not None:
                total = plus(total, running)
    return total


def few(terms: list[tuple[int, Ready]]) -> Point:
    """The sum of a few multiples, with doublings in common. A scalar next to the order is a small one below 0."""
    terms = [(s, r) if 2 * s < ORDER else (ORDER - s, (r[1], r[0], P - r[2])) for s, r in terms]
    count = max((scalar.bit_length() for scalar, _ in terms), default=0) // 4 + 1
    tables, written = [], []
    for scalar, point in terms:
        table = [IDENTITY, _plus_ready(IDENTITY, point)]
        for _ in range(7):
            table.append(_plus_ready(table[-1], point))
        tables.append(table)
        written.append(_digits(scalar, 4, count))
    total = IDENTITY
    for place in range(count - 1, -1, -1):
        total = twice(twice(twice(twice(total)))) if total is not IDENTITY else total
        for table, digits in zip(tables, written, strict=True):
            if (digit := digits[place]) > 0:
                total = plus(total, table[digit])
            elif digit:
                x, y, z, t = table[-digit]
                total = plus(total, (P - x, y, z, P - t))
    return total


def _base_table() -> list[list[Ready]]:
    """The multiples 1 to 8 of 16^i G, for every i."""
    start, rows = ristretto(BASE), []
    assert start is not None
    for _ in range(64):
        row, point = [], start
        for _ in range(8):
            inverse = pow(point[2], -1, P)
            x, y = point[0] * inverse % P, point[1] * inverse % P
            row.append(((y + x) % P, (y - x) % P, x * y % P * D2 % P))
            point = plus(point, start)
        rows.append(row)
        start = twice(twice(twice(twice(start))))
    return rows


class Group:
    """The group on 32-byte points. What was decoded once is remembered until `forget`."""

    def __init__(self, *, plain: bool) -> None:
        self._ready: dict[bytes, Ready] = {}
        self._base: list[list[Ready]] = []
        self._sodium = None if plain else _library()
        self.words = "plain Python" if self._sodium is None else "Python with libsodium"

    def forget(self) -> None:
        self._ready.clear()

    def valid(self, raw: bytes) -> bool:
        """Whether these are the canonical bytes of a point other than the identity."""
        if raw in self._ready:
            return True
        if self._sodium is not None and (
            raw == NOTHING or not self._sodium.crypto_core_ristretto255_is_valid_point(raw)
        ):
            return False
        point = None if raw == NOTHING else ristretto(raw)
        if point is not None:
            x, y, _, t = point
            self._ready[raw] = ((y + x) % P, (y - x) % P, t * D2 % P)
        return point is not None

    def ready(self, raw: bytes) -> Ready:
        if not self.valid(raw):
            raise Refusal("a point is not written canonically, or is the identity")
        return self._ready[raw]

    def sum(self, terms: list[tuple[int, bytes]]) -> bytes:
        """The sum of the multiples, as bytes."""
        if len(terms) >= 8:
            return spelling(self.point(terms))
        if self._sodium is not None:
            return self._small(terms)
        total = few([(scalar % ORDER, self.ready(raw)) for scalar, raw in terms if raw != BASE])
        for scalar in (scalar for scalar, raw in terms if raw == BASE):
            total = plus(total, self._of_base(scalar % ORDER))
        return spelling(total)

    def _of_base(self, scalar: int) -> Point:
        self._base = self._base or _base_table()
        total = IDENTITY
        for row, digit in zip(self._base, _digits(scalar, 4, 64), strict=True):
            if digit:
                total = _plus_ready(total, row[digit - 1]) if digit > 0 else _minus_ready(total, row[-digit - 1])
        return total

    def point(self, terms: list[tuple[int, bytes]]) -> Point:
        return summed([(scalar % ORDER, self.ready(raw)) for scalar, raw in terms])

    def vanishes(self, terms: list[tuple[int, bytes]]) -> bool:
        """Whether the sum is the identity of the group, whichever of its four curve points stands for it."""
        x, y, _, _ = self.point(terms)
        return x == 0 or y == 0

    def mapped(self, raw: bytes) -> bytes:
        """RFC 9496, 4.3.4: the point of 64 bytes."""
        if self._sodium is not None:
            out = ctypes.create_string_buffer(32)
            self._sodium.crypto_core_ristretto255_from_hash(out, raw)
            return out.raw
        return spelling(plus(_mapped(raw[:32]), _mapped(raw[32:])))

    def _small(self, terms: list[tuple[int, bytes]]) -> bytes:
        assert self._sodium is not None
        total, out = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
        for scalar, raw in terms:
            number = (scalar % ORDER).to_bytes(32, "little")
            if raw == BASE:
                failed = self._sodium.crypto_scalarmult_ristretto255_base(out, number)
            else:
                self.ready(raw)
                failed = self._sodium.crypto_scalarmult_ristretto255(out, number, raw)
            if failed:
                continue
            if self._sodium.crypto_core_ristretto255_add(total, total.raw, out.raw):
                raise Refusal("points cannot be added")
        return total.raw


def _library() -> ctypes.CDLL | None:
    """libsodium with the functions that are needed, or None. An option only: every check stands without it."""
    for name in SODIUM_NAMES:
        found = ctypes.util.find_library(name)
        if found is None:
            continue
        try:
            library = ctypes.CDLL(found)
            for needed in ("from_hash", "add", "is_valid_point"):
                getattr(library, f"crypto_core_ristretto255_{needed}")
            if library.sodium_init() >= 0 and library.crypto_scalarmult_ristretto255_base:
                return library
        except (OSError, AttributeError):
            continue
    return None


def number_of(raw: bytes) -> int:
    """A scalar of 32 bytes, which has to be below the order."""
    number = int.from_bytes(raw, "little")
    if len(raw) != 32 or number >= ORDER:
        raise Refusal("a number of a proof is not below the order of the group")
    return number


def wide(raw: bytes) -> int:
    return int.from_bytes(raw, "little") % ORDER


def hash_of(tag: str, *parts: bytes | int) -> bytes:
    """H: SHA-512 over the tag and the parts, each with its length before it."""
    return hashlib.sha512(joined_parts("covote/v1/" + tag, *parts)).digest()


def joined_parts(*parts: str | bytes | int) -> bytes:
    """lp: each part with its length in four bytes before it; a number is eight bytes."""
    out = []
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part if isinstance(part, bytes) else part.to_bytes(8, "big")
        out += [len(raw).to_bytes(4, "big"), raw]
    return b"".join(out)


# --------------------------------------------------------------------------------------------------------------------
# proofs.py
# The proofs of a sealed ballot: that a slip is its maker's own, that a mix changed none, that an opening is true.
#
# MIT licence; standard library only. Equation by equation after the statement of the proof (docs/bundle.md, section 7).
# A mix is checked as one sum: every equation times a fresh random weight of 128 bits, drawn when all is in memory.
# --------------------------------------------------------------------------------------------------------------------


#: A slip sealed: A and B, 32 bytes each.
Pair = tuple[bytes, bytes]


def points_of(raw: bytes, count: int, what: str) -> list[bytes]:
    """So many points of 32 bytes out of one row of bytes."""
    if len(raw) != 32 * count:
        raise Refusal(f"{what} are not as many as the slips")
    return [raw[at : at + 32] for at in range(0, len(raw), 32)]


def check_knowledge(group: Group, key: bytes, box: bytes, label: bytes) -> None:
    """A ‖ B ‖ χ ‖ σ: whoever made the slip knew what seals it, under this label."""
    a, b = box[:32], box[32:64]
    challenge, answer = number_of(box[64:96]), number_of(box[96:])
    if not (group.valid(a) and group.valid(b)):
        raise Refusal("a slip is not made of two points")
    w = group.sum([(answer, BASE), (-challenge, a)])
    if wide(hash_of("pok", key, a, b, w, label)) != challenge:
        raise Refusal("a slip's proof of knowledge is false")


class Generators:
    """h_0, h_1, … made by hashing, so that nobody knows a relation between them; never read from anywhere."""

    def __init__(self, group: Group) -> None:
        self._group, self._made = group, [group.mapped(hash_of("shuffle-gen", 0))]

    def upto(self, count: int) -> list[bytes]:
        """h_0 … h_count."""
        while len(self._made) <= count:
            self._made.append(self._group.mapped(hash_of("shuffle-gen", len(self._made))))
        return self._made[: count + 1]


@dataclass(frozen=True, slots=True)
class Mix:
    """One mixer's outputs and proof, in commitment form."""

    outputs: list[Pair]
    c: list[bytes]
    c_hat: list[bytes]
    t: tuple[bytes, bytes, bytes, bytes, bytes]
    t_hat: list[bytes]
    s: tuple[int, int, int, int]
    s_hat: list[int]
    s_prime: list[int]

    @classmethod
    def of(cls, raw: dict[str, bytes], count: int) -> Mix:
        flat = points_of(raw["outputs"], 2 * count, "the outputs of a mix")

        def points(name: str) -> list[bytes]:
            return points_of(raw[name], count, "the parts of a mix's proof")

        t1, t2, t3, t4_b, t4_a = (raw[name] for name in ("t1", "t2", "t3", "t4_b", "t4_a"))
        s1, s2, s3, s4 = (number_of(raw[name]) for name in ("s1", "s2", "s3", "s4"))
        return cls(
            list(zip(flat[::2], flat[1::2], strict=True)),
            points("c"),
            points("c_hat"),
            (t1, t2, t3, t4_b, t4_a),
            points("t_hat"),
            (s1, s2, s3, s4),
            [number_of(part) for part in points("s_hat")],
            [number_of(part) for part in points("s_prime")],
        )


class Terms:
    """A sum of multiples that is being put together, each point once."""

    def __init__(self) -> None:
        self._of: dict[bytes, int] = {}

    def add(self, scalar: int, point: bytes) -> None:
        self._of[point] = (self._of.get(point, 0) + scalar) % ORDER

    def list(self) -> list[tuple[int, bytes]]:
        return [(scalar, point) for point, scalar in self._of.items() if scalar]


def check_mix(group: Group, generators: Generators, key: bytes, context: bytes, inputs: list[Pair], mix: Mix) -> None:
    """The outputs are the inputs in another order under new covers: equations 9 to 14."""
    count = len(inputs)
    if count == 0 or len(mix.outputs) != count:
        raise Refusal("a mix has nothing to mix, or puts out more or fewer than it took")
    h = generators.upto(count)
    flat_in, flat_out = _flat(inputs), _flat(mix.outputs)
    for point in (key, *flat_in, *flat_out, *mix.c, *mix.c_hat, *mix.t, *mix.t_hat):
        if not group.valid(point):
            raise Refusal("a mix holds what is not a point")
    join = b"".join
    d = hash_of("shuffle-st", context, count, key, join(h), join(flat_in), join(flat_out), join(mix.c))
    u = [wide(hash_of("shuffle-u", d, place)) for place in range(count)]
    kappa = wide(hash_of("shuffle-c", d, join(mix.c_hat), *mix.t, join(mix.t_hat)))
    if not group.vanishes(_weighed(key, inputs, mix, h, u, kappa)):
        raise Refusal("the proof of a mix is false")


def _flat(pairs: list[Pair]) -> list[bytes]:
    return [point for pair in pairs for point in pair]


def _weighed(
    key: bytes, inputs: list[Pair], mix: Mix, h: list[bytes], u: list[int], kappa: int
) -> list[tuple[int, bytes]]:
    """Every equation's right side less its left, each times its own fresh weight, in one sum that has to vanish."""
    count = len(inputs)
    w1, w2, w3, w4b, w4a = (secrets.randbits(128) for _ in range(5))
    chain = [secrets.randbits(128) for _ in range(count)]
    terms, product = Terms(), 1
    for number in u:
        product = product * number % ORDER
    s1, s2, s3, s4 = mix.s
    answers = sum(w * s for w, s in zip(chain, mix.s_hat, strict=True))
    terms.add(w1 * s1 + w2 * s2 + w3 * s3 - w4a * s4 + answers, BASE)
    terms.add(-w4b * s4, key)
    terms.add(w2 * kappa * product, h[0])
    terms.add(-w2 * kappa, mix.c_hat[-1])
    for weight, t in zip((w1, w2, w3, w4b, w4a), mix.t, strict=True):
        terms.add(-weight, t)
    for place in range(count):
        s, weight = mix.s_prime[place], chain[place]
        terms.add(-w1 * kappa - w3 * kappa * u[place], mix.c[place])
        terms.add(w1 * kappa + w3 * s, h[place + 1])
        for index, w in ((1, w4b), (0, w4a)):
            terms.add(w * s, mix.outputs[place][index])
            terms.add(-w * kappa * u[place], inputs[place][index])
        terms.add(weight * s, mix.c_hat[place - 1] if place else h[0])
        terms.add(-weight * kappa, mix.c_hat[place])
        terms.add(-weight, mix.t_hat[place])
    return terms.list()


def check_opening(
    group: Group,
    key_part: bytes,
    context: bytes,
    ciphertexts: list[Pair],
    shares: list[bytes],
    challenge: int,
    answer: int,
) -> None:
    """One trustee's shares are x times each A, with the x of their public part: equations 19 and 20."""
    count = len(ciphertexts)
    if count == 0 or len(shares) != count:
        raise Refusal("an opening has more or fewer shares than there are slips")
    for point in (key_part, *_flat(ciphertexts), *shares):
        if not group.valid(point):
            raise Refusal("an opening holds what is not a point")
    delta = hash_of("dleq-st", context, key_part, count, b"".join(_flat(ciphertexts)), b"".join(shares))
    weights = [wide(hash_of("dleq-w", delta, place)) for place in range(count)]
    a = group.sum([(w, pair[0]) for w, pair in zip(weights, ciphertexts, strict=True)])
    d = group.sum(list(zip(weights, shares, strict=True)))
    if not (group.valid(a) and group.valid(d)):
        raise Refusal("an opening adds up to nothing")
    first = group.sum([(answer, BASE), (-challenge, key_part)])
    second = group.sum([(answer, a), (-challenge, d)])
    if wide(hash_of("dleq", delta, a, d, first, second)) != challenge:
        raise Refusal("the proof of an opening is false")


def feldman_part(group: Group, commitments: list[bytes], number: int) -> bytes:
    """X_i, the public part of trustee i: Σ i^j F_j."""
    return group.sum([(pow(number, place, ORDER), point) for place, point in enumerate(commitments)])


def opened(group: Group, ciphertexts: list[Pair], shares: dict[int, list[bytes]]) -> list[bytes]:
    """The points that the slips held: B less the sum of λ_i D_i, by Lagrange at 0 over the trustees given.

    The coefficients are small fractions, so all is summed times their common denominator first, and divided once for
    each different outcome."""
    numbers = sorted(shares)
    common = 1
    for i in numbers:
        for j in numbers:
            common *= abs(j - i) or 1
    small = {}
    for i in numbers:
        over, under = common, 1
        for j in numbers:
            over, under = (over * j, under * (j - i)) if j != i else (over, under)
        small[i] = over // under
    back, known, points = pow(common, -1, ORDER), dict[bytes, bytes](), []
    for place, (_, b) in enumerate(ciphertexts):
        scaled = _small_sum(group, common, b, [(small[i], shares[i][place]) for i in numbers])
        if scaled not in known:
            known[scaled] = scaled if scaled == bytes(32) else group.sum([(back, scaled)])
        points.append(known[scaled])
    return points


def _small_sum(group: Group, common: int, b: bytes, parts: list[tuple[int, bytes]]) -> bytes:
    return group.sum([(common, b), *((-number, share) for number, share in parts)])


def context_of(manifest_hash: bytes, contest: str, style: str, stage: str | bytes) -> bytes:
    return joined_parts(manifest_hash, contest, style, stage)


# --------------------------------------------------------------------------------------------------------------------
# tree.py
# The log's tree (RFC 6962) and its signed heads (C2SP checkpoints, signed notes and cosignatures).
#
# MIT licence; standard library only.
# --------------------------------------------------------------------------------------------------------------------


LOG_SIGNS, WITNESS_SIGNS = b"\x01", b"\x04"
NUMBER = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)
NAME = re.compile(r"[^\s+]+")
LONGEST_NOTE = 16_384
#: the last second of the year 9999
LAST_SECOND = 253_402_300_799


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The hashes of all leaves, and the root that the tree had at every size that is asked for."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        self._whole: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        if size == 0:
            return hashlib.sha256(b"").digest()
        return self._root(0, size)

    def _root(self, start: int, end: int) -> bytes:
        count = end - start
        if count == 1:
            return self.leaves[start]
        key = (start, end)
        if key in self._whole:
            return self._whole[key]
        left = 1 << (count - 1).bit_length() - 1
        found = node_hash(self._root(start, start + left), self._root(start + left, end))
        if count & (count - 1) == 0:
            self._whole[key] = found
        return found


def root_by_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """RFC 9162, 2.1.3.2: the root to which this path leads, or None where it does not fit the size."""
    if not 0 <= index < size:
        return None
    first, last, node = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if first & 1 or first == last:
            node = node_hash(step, node)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, step)
        first, last = first >> 1, last >> 1
    return node if last == 0 else None


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head as it was read: nothing of it is checked yet but its form."""

    origin: str
    size: int
    root: bytes
    time: int
    text: str
    signatures: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, note: bytes) -> Head:
        try:
            whole = note.decode("utf-8")
        except UnicodeDecodeError:
            raise Refusal("a head is not text") from None
        if len(whole) > LONGEST_NOTE:
            raise Refusal("a head is too long")
        text, found, rest = whole.partition("\n\n")
        lines = text.split("\n")
        if not found or len(lines) != 4 or not rest.endswith("\n") or not lines[3].startswith("time "):
            raise Refusal("a head is not a checkpoint of four lines")
        size, time = lines[1], lines[3].removeprefix("time ")
        if not _is_name(lines[0]) or not NUMBER.fullmatch(size) or not NUMBER.fullmatch(time):
            raise Refusal("a head's name, size or time is none")
        if int(time) > LAST_SECOND:
            raise Refusal("a head's time is too late")
        root = standard(lines[2])
        if len(root) != 32:
            raise Refusal("a head's root is not 32 bytes")
        signatures = tuple(_signature(line) for line in rest[:-1].split("\n"))
        return cls(lines[0], int(size), root, int(time), text + "\n", signatures)

    def signed_by_log(self, name: str, key: bytes) -> bool:
        """Whether the log has signed it, in one line."""
        mark = _mark(name, LOG_SIGNS, key)
        mine = [raw for signer, raw in self.signatures if signer == name and raw[:4] == mark]
        return self.origin == name and len(mine) == 1 and verify(key, self.text.encode(), mine[0][4:])

    def seen_by(self, name: str, key: bytes) -> bool:
        """Whether this witness has cosigned the head."""
        return any(self._cosigned(raw, key) for raw in self._lines_of(name, key))

    def says_true_of(self, name: str, key: bytes) -> bool:
        """Whether no line by this witness's key is false, and there are not two."""
        lines = self._lines_of(name, key)
        return len(lines) <= 1 and all(self._cosigned(raw, key) for raw in lines)

    def _lines_of(self, name: str, key: bytes) -> list[bytes]:
        mark = _mark(name, WITNESS_SIGNS, key)
        return [raw for signer, raw in self.signatures if signer == name and raw[:4] == mark]

    def _cosigned(self, raw: bytes, key: bytes) -> bool:
        time = int.from_bytes(raw[4:12], "big")
        message = f"cosignature/v1\ntime {time}\n{self.text}".encode()
        return len(raw) == 76 and time <= LAST_SECOND and verify(key, message, raw[12:])


def _mark(name: str, kind: bytes, key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def _is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and text.isprintable()


def _signature(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not _is_name(parts[1]) or len(raw := standard(parts[2])) < 5:
        raise Refusal("a head's signature line cannot be read")
    return parts[1], raw


def standard(text: str) -> bytes:
    """Base64 with padding, in its one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise Refusal("a head holds what is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Refusal("a head holds base64 that is not written in its one way")
    return raw


# --------------------------------------------------------------------------------------------------------------------
# slips.py
# What is on a slip: thirty bytes in a point of the group, and the marks in thirty bytes.
#
# MIT licence; standard library only.
# --------------------------------------------------------------------------------------------------------------------


KINDS = {"resolution": 1, "ranking": 2, "set": 3}
VERSION = 1
BITS = 232
COUNTERS = 128

Marks = tuple[int, ...]


def point_of(group: Group, thirty: bytes) -> bytes:
    """The first of the candidates for these thirty bytes that is a point; empty where there is none."""
    for counter in range(COUNTERS):
        raw = bytes([counter << 1]) + thirty + b"\x00"
        if group.valid(raw):
            return raw
    return b""


def thirty_of(group: Group, point: bytes) -> bytes | None:
    """The thirty bytes that a point stands for, or None where it is not the one point for any."""
    thirty = point[1:31]
    return thirty if point_of(group, thirty) == point else None


def marks_of(kind: str, options: int, at_most: int, thirty: bytes) -> Marks | None:
    """The options marked, in order, or None where the slip is spoilt."""
    if thirty[0] != KINDS[kind] << 4 | VERSION:
        return None
    bits = int.from_bytes(thirty[1:], "big")
    marks = _set(bits) if kind == "set" else _row(bits)
    if marks is None or len(set(marks)) != len(marks) or len(marks) > at_most:
        return None
    return marks if all(1 <= mark <= options for mark in marks) else None


def _set(bits: int) -> Marks:
    return tuple(place + 1 for place in range(BITS) if bits >> place & 1)


def _row(bits: int) -> Marks | None:
    """Numbers of six bits from the highest bits down; then nothing but noughts."""
    marks: list[int] = []
    for place in range(BITS // 6):
        mark = bits >> (BITS - 6 * (place + 1)) & 63
        if mark == 0:
            return tuple(marks) if bits & ((1 << (BITS - 6 * place)) - 1) == 0 else None
        marks.append(mark)
    return tuple(marks) if bits & ((1 << (BITS % 6)) - 1) == 0 else None


# --------------------------------------------------------------------------------------------------------------------
# selecting.py
# What counts: `select` of docs/bundle.md, section 6, from the log alone.
#
# MIT licence; standard library only.
# --------------------------------------------------------------------------------------------------------------------


PROXIES = ("proxy_directed", "proxy_free")


@dataclass(frozen=True, slots=True)
class Vote:
    """An envelope or a paper as it stands in the log."""

    index: int
    handle: str
    channel: str
    authority: int | None
    contests: tuple[str, ...] | None

    def row(self) -> dict[str, str | int]:
        row: dict[str, str | int] = {"index": self.index, "handle": self.handle, "channel": self.channel}
        return row if self.authority is None else {**row, "authority": self.authority}


@dataclass(slots=True)
class History:
    """What the log says about its votes, by the index of the leaf that says it."""

    leaves: list[Doc]
    appointments: dict[int, Doc] = field(default_factory=dict)
    revoked: dict[int, int] = field(default_factory=dict)
    struck: dict[str, int] = field(default_factory=dict)
    close: int | None = None
    taken: int | None = None
    there: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        now: set[str] = set()
        for index, leaf in enumerate(self.leaves):
            kind = leaf.text("kind")
            if kind == "appoint":
                self.appointments[index] = leaf
            elif kind == "revoke":
                self.revoked.setdefault(leaf.number("authority"), index)
            elif kind == "strike":
                self.struck.setdefault(leaf.text("handle"), index)
            elif kind == "close" and self.close is None:
                self.close = index
            elif kind == "taken" and self.taken is None:
                self.taken, self.there = index, frozenset(now)
            elif kind == "arrive":
                now.add(leaf.text("handle"))
            elif kind == "leave":
                now.discard(leaf.text("handle"))

    def appointment(self, vote: Vote) -> Doc | None:
        """The appointment that a vote stands on, if it is an earlier one of its handle and channel."""
        found = self.appointments.get(-1 if vote.authority is None else vote.authority)
        if found is None or vote.authority is None or vote.authority >= vote.index:
            return None
        right = found.text("handle") == vote.handle and found.text("channel") == vote.channel
        return found if right else None

    def votes(self) -> list[Vote]:
        votes = []
        for index, leaf in enumerate(self.leaves):
            kind = leaf.text("kind")
            if kind not in ("envelope", "paper-in"):
                continue
            channel = "paper" if kind == "paper-in" else leaf.text("channel")
            authority = leaf.number("authority") if leaf.has("authority") else None
            cited = self.appointments.get(-1 if authority is None else authority)
            contests = cited.texts("contests") if cited is not None and cited.has("contests") else None
            votes.append(Vote(index, leaf.text("handle"), channel, authority, contests))
        return votes

    def aside(self, vote: Vote, rule: str) -> tuple[str, int] | None:
        """Why a vote is set aside before votes are compared, and the leaf that does it."""
        if self.close is not None and vote.index > self.close:
            return "late", self.close
        if vote.handle in self.struck:
            return "struck", self.struck[vote.handle]
        if vote.channel in APPOINTED:
            if self.appointment(vote) is None:
                return "ended", vote.index
            assert vote.authority is not None
            if vote.authority in self.revoked:
                return "ended", self.revoked[vote.authority]
        early = self.taken is not None and vote.index < self.taken and vote.handle in self.there
        if rule == "discount" and vote.channel == "direct" and early and self.taken is not None:
            return "attending", self.taken
        return None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which votes count, and what displaced each of the others."""

    counted: list[Vote]
    displaced: list[tuple[Vote, str, int]]


def select(history: History, precedence: tuple[str, ...], rule: str) -> Selection:
    standing: dict[str, list[Vote]] = {}
    counted: list[Vote] = []
    displaced: list[tuple[Vote, str, int]] = []
    for vote in history.votes():
        if reason := history.aside(vote, rule):
            displaced.append((vote, *reason))
        else:
            standing.setdefault(vote.handle, []).append(vote)
    for handle in sorted(standing):
        votes = standing[handle]
        winner = max(votes, key=lambda vote: (-precedence.index(vote.channel), vote.index))
        other = _other_part(votes, winner)
        counted += [winner] if other is None else [winner, other]
        for vote in votes:
            if vote in (winner, other):
                continue
            if other is not None and vote.channel == other.channel:
                displaced.append((vote, "replaced", other.index))
            else:
                displaced.append((vote, "replaced" if vote.channel == winner.channel else "outranked", winner.index))
    return Selection(counted, sorted(displaced, key=lambda one: one[0].index))


def _other_part(votes: list[Vote], winner: Vote) -> Vote | None:
    """The other proxy's part of a shared paper: the last one standing, if no contest is in both."""
    if winner.channel not in PROXIES or winner.contests is None:
        return None
    channel = PROXIES[1 - PROXIES.index(winner.channel)]
    last = max((vote for vote in votes if vote.channel == channel), key=lambda vote: vote.index, default=None)
    if last is None or last.contests is None or set(last.contests) & set(winner.contests):
        return None
    return last


# --------------------------------------------------------------------------------------------------------------------
# limiting.py
# Caps and floors: who may still be elected, and who may not be let go, all of them looked at together.
#
# MIT licence; standard library only. docs/bundle.md, section 9, says the same in words. Options that come under the
# same caps and floors are alike, so a choice is told by how many of each kind are in it.
# --------------------------------------------------------------------------------------------------------------------


#: Which of the caps and floors an option comes under, by their place; the caps come first.
Kind = frozenset[int]
#: What a choice is worth: asked-for places that it gives, the same floor by floor, and places that it fills.
Worth = tuple[int, tuple[int, ...], int]
Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many of some options may be elected here, and how many have to be."""

    caps: tuple[tuple[int, frozenset[int]], ...] = ()
    floors: tuple[tuple[int, frozenset[int]], ...] = ()


class Open:
    """The places that are open while options are elected: how many, and what each cap and floor leaves of them."""

    def __init__(self, limits: Limits, seats: int, left: Iterable[int]) -> None:
        self.sets = [under for _, under in (*limits.caps, *limits.floors)]
        self.caps = len(limits.caps)
        self.seats = seats
        self.rooms = tuple(max(0, room) for room, _ in limits.caps)
        asked = tuple(max(0, need) for _, need in ((u, n) for n, u in limits.floors))
        #: a floor that cannot be kept from the start asks for what can be
        self.needs = worth_of(self._kinds(left), self.rooms, asked, seats)[1]

    def kind(self, option: int) -> Kind:
        return frozenset(place for place, under in enumerate(self.sets) if option in under)

    def _kinds(self, options: Iterable[int]) -> Counter[Kind]:
        return Counter(map(self.kind, options))

    def full(self, option: int) -> bool:
        return any(self.rooms[place] <= 0 for place in self.kind(option) if place < self.caps)

    def elect(self, option: int) -> None:
        self.rooms, self.needs = _after(self.kind(option), self.rooms, self.needs)
        self.seats -= 1

    def barred(self, left: set[int]) -> set[int]:
        """Who of those left cannot be elected without a cap being broken or a floor not being kept."""
        able = {
            kind: can_be(kind, self._kinds(left), self.rooms, self.needs, self.seats) for kind in self._kinds(left)
        }
        return {option for option in left if not able[self.kind(option)]}

    def guarded(self, left: set[int]) -> set[int]:
        """Without whom the best choice from those left would be a worse one."""
        kinds = self._kinds(left)
        most = worth_of(kinds, self.rooms, self.needs, self.seats)
        missed = {
            kind: worth_of(kinds - Counter([kind]), self.rooms, self.needs, self.seats) < most for kind in kinds
        }
        return {option for option in left if missed[self.kind(option)]}

    def all_fit(self, left: set[int]) -> bool:
        return worth_of(self._kinds(left), self.rooms, (), self.seats)[2] == len(left)

    def safe(self, equal: Iterable[int], left: set[int]) -> list[int]:
        """Who of some that are equal is elected in whatever order they are taken; as on the paper."""
        here = sorted(equal)
        kinds = self._kinds(left)
        sure = {
            kind: _sure(kind, self._kinds(here) - Counter([kind]), kinds, self.rooms, self.needs, self.seats)
            for kind in self._kinds(here)
        }
        return [option for option in here if sure[self.kind(option)]]


def _after(kind: Kind, rooms: Numbers, needs: Numbers) -> tuple[Numbers, Numbers]:
    """What is left of caps and floors once one of a kind is elected."""
    caps = len(rooms)
    fewer = tuple(room - (place in kind) for place, room in enumerate(rooms))
    return fewer, tuple(max(0, need - (caps + place in kind)) for place, need in enumerate(needs))


def can_be(kind: Kind, left: Counter[Kind], rooms: Numbers, needs: Numbers, seats: int) -> bool:
    """Whether one of this kind, who is among those left, can be elected with every cap and floor kept."""
    if seats < 1 or any(rooms[place] <= 0 for place in kind if place < len(rooms)):
        return False
    fewer, still = _after(kind, rooms, needs)
    return worth_of(left - Counter([kind]), fewer, still, seats - 1)[0] == sum(still)


def _sure(kind: Kind, others: Counter[Kind], left: Counter[Kind], rooms: Numbers, needs: Numbers, seats: int) -> bool:
    """Whether one of a kind can be elected after any of the equal others that could be taken before it."""
    seen = set()
    ways = [(others, left, rooms, needs, seats)]
    while ways:
        waiting, rest, room, need, places = ways.pop()
        if not can_be(kind, rest, room, need, places):
            return False
        for other in waiting:
            taken = waiting - Counter([other])
            state = (frozenset(taken.items()), frozenset(rest.items()))
            if state not in seen and can_be(other, rest, room, need, places):
                seen.add(state)
                ways.append((taken, rest - Counter([other]), *_after(other, room, need), places - 1))
    return True


def worth_of(left: Counter[Kind], rooms: Numbers, needs: Numbers, seats: int) -> Worth:
    """The best that can be chosen from those left: first the most asked-for places, then the most of the floor that
    is named first, and so on, then the most places filled."""
    groups = sorted(left.items(), key=lambda group: (not group[0], sorted(group[0])))
    caps, floors = len(rooms), len(needs)

    @cache
    def best(at: int, room: Numbers, need: Numbers, places: int) -> Worth:
        if at == len(groups):
            return 0, (0,) * floors, 0
        kind, number = groups[at]
        most = min([number, places, *(room[place] for place in kind if place < caps)])
        found: Worth = (-1, (), 0)
        for some in range(most, most - 1 if not kind else -1, -1):
            given = tuple(min(some, asked) if caps + place in kind else 0 for place, asked in enumerate(need))
            rest = best(
                at + 1,
                tuple(free - some if place in kind else free for place, free in enumerate(room)),
                tuple(asked - got for asked, got in zip(need, given, strict=True)),
                places - some,
            )
            each = tuple(one + other for one, other in zip(given, rest[1], strict=True))
            found = max(found, (sum(each), each, some + rest[2]))
        return found

    usable = sum(left.values())
    return best(0, tuple(min(room, usable) for room in rooms), needs, max(0, min(seats, usable)))


# --------------------------------------------------------------------------------------------------------------------
# electing.py
# Elections: the single transferable vote as in Scotland, and most marks; with caps and floors.
#
# MIT licence; standard library only. All arithmetic is exact. docs/bundle.md, section 9, says the same in words.
# --------------------------------------------------------------------------------------------------------------------


#: The value of one paper is written in hundred-thousandths.
ONE = 100_000


@dataclass(frozen=True, slots=True)
class Won:
    option: int
    stage: int
    by_lot: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """The votes of every option at the end of a stage; None for whoever is no longer in the count."""

    votes: tuple[Fraction | None, ...]
    lost: Fraction


@dataclass(frozen=True, slots=True)
class Elected:
    won: tuple[Won, ...]
    stages: tuple[Stage, ...]
    quota: int | None = None


@dataclass(slots=True)
class Pile:
    """Papers with the same marks left to read, of the same value each."""

    marks: Marks
    number: Fraction
    value: int


@dataclass(slots=True)
class Transferable:
    """The Scottish Local Government Elections Order 2011, with caps and floors."""

    seats: int
    luck: dict[int, int]
    open: Open
    out: set[int]
    piles: dict[int, list[Pile]]
    votes: dict[int, Fraction]
    valid: Fraction = Fraction(0)
    won: list[Won] = field(default_factory=list)
    elected: set[int] = field(default_factory=set)
    surplus: set[int] = field(default_factory=set)
    stages: list[Stage] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    #: who cannot be elected any more, and whose papers wait to move on
    barred: set[int] = field(default_factory=set)

    @property
    def quota(self) -> int:
        return int(self.valid / (self.seats + 1)) + 1

    @property
    def standing(self) -> set[int]:
        """Who can still be given papers."""
        return set(self.votes) - self.out - self.elected - self.barred

    def run(self) -> Elected:
        self.close_stage()
        while self.open.seats and self.standing:
            if self.barred:
                self.exclude(self._next_barred())
            elif self.surplus:
                self.hand_on(self.largest_surplus())
            else:
                self.exclude(self.lowest(self.standing - self.open.guarded(self.standing)))
            self.close_stage()
        return Elected(tuple(self.won), tuple(self.stages), self.quota)

    def _next_barred(self) -> int:
        """The fewest votes first; of those without any, where nothing moves, the first on the paper."""
        if not any(self.votes[option] for option in self.barred):
            return min(self.barred)
        without = [option for option in self.barred if not self.votes[option]]
        return min(without) if without else self.lowest(self.barred)

    def close_stage(self) -> None:
        """Elects whoever has the quota or is left for the last places, and writes the stage down."""
        self._bar()
        while ready := {option for option in self.standing if self.open.seats and self.votes[option] >= self.quota}:
            most = max(self.votes[option] for option in ready)
            equal = {option for option in ready if self.votes[option] == most}
            safe = self.open.safe(equal, self.standing) if len(equal) > 1 else sorted(equal)
            if safe:
                self.elect(safe[0])
            else:
                best, by_lot = self._first(equal, max, self.luck.__getitem__)
                self.elect(best, by_lot=by_lot)
            self._bar()
        if (left := self.standing) and self.open.all_fit(left):
            for option in sorted(left, key=lambda option: (-self.votes[option], option)):
                self.elect(option)
        if self.open.seats and not self.standing:
            self._call_back()
        gone = self.out - self.elected
        votes = tuple(None if option in gone else self.votes[option] for option in sorted(self.votes))
        self.stages.append(Stage(votes, self.valid - sum(self.votes.values())))

    def _bar(self) -> None:
        if self.open.seats:
            self.barred |= self.open.barred(self.standing)

    def _call_back(self) -> None:
        """Places that would stay empty go to those excluded whom no cap bars, the last to go out first."""
        for option in reversed(self.excluded):
            if self.open.seats and not self.open.full(option):
                self.elect(option)

    def elect(self, option: int, *, by_lot: bool = False) -> None:
        self.elected.add(option)
        self.open.elect(option)
        self.won.append(Won(option, len(self.stages) + 1, by_lot))
        if self.votes[option] > self.quota:
            self.surplus.add(option)

    def _first(
        self, tied: set[int], end: Callable[[set[Fraction]], Fraction], luck: Callable[[int], int]
    ) -> tuple[int, bool]:
        """The one with most (or fewest) votes at the latest stage at which they differed, or by lot; and whether only
        the lot decided."""
        for stage in reversed(self.stages):
            then = {option: stage.votes[option - 1] or Fraction(0) for option in tied}
            tied = {option for option in tied if then[option] == end(set(then.values()))}
        return min(tied, key=luck), len(tied) > 1

    def lowest(self, among: set[int]) -> int:
        fewest = min(self.votes[option] for option in among)
        tied = {option for option in among if self.votes[option] == fewest}
        return self._first(tied, min, lambda option: -self.luck[option])[0]

    def largest_surplus(self) -> int:
        most = max(self.votes[option] for option in self.surplus)
        tied = {option for option in self.surplus if self.votes[option] == most}
        return self._first(tied, max, self.luck.__getitem__)[0]

    def exclude(self, option: int) -> None:
        self.excluded.append(option)
        self.out.add(option)
        self.barred.discard(option)
        piles, self.piles[option], self.votes[option] = self.piles[option], [], Fraction(0)
        for pile in piles:
            self.deal(pile)

    def hand_on(self, option: int) -> None:
        """Every paper of the option goes on at its value times surplus over votes, cut off at five places."""
        self.surplus.discard(option)
        total, quota = self.votes[option], Fraction(self.quota)
        piles, self.piles[option], self.votes[option] = self.piles[option], [], quota
        for pile in piles:
            self.deal(Pile(pile.marks, pile.number, int((total - quota) * pile.value / total)))

    def deal(self, pile: Pile) -> None:
        """A pile goes to the next option that is in the count and neither elected nor past electing."""
        still = self.standing
        for place, mark in enumerate(pile.marks):
            if mark in still:
                self.piles[mark].append(Pile(pile.marks[place + 1 :], pile.number, pile.value))
                self.votes[mark] += pile.number * pile.value / ONE
                return


def transferable(
    papers: dict[Marks, Fraction], options: int, seats: int, luck: dict[int, int], withdrawn: set[int], limits: Limits
) -> Transferable:
    """A count before its first stage. `luck`: option -> rank of its lot, the smallest the luckiest."""
    everybody = range(1, options + 1)
    left = Open(limits, seats, set(everybody) - withdrawn)
    count = Transferable(
        seats, luck, left, set(withdrawn), {o: [] for o in everybody}, dict.fromkeys(everybody, Fraction(0))
    )
    for marks in sorted(papers):
        kept = tuple(mark for mark in marks if mark not in withdrawn)
        if kept:
            count.valid += papers[marks]
            count.deal(Pile(kept, papers[marks], ONE))
    return count


def most_marks(
    papers: dict[Marks, Fraction], options: int, seats: int, luck: dict[int, int], withdrawn: set[int], limits: Limits
) -> Elected:
    """Most marks first; who would break a cap or a floor is passed over (invariants 57 and 58)."""
    totals = [
        None if option in withdrawn else sum((n for marks, n in papers.items() if option in marks), Fraction(0))
        for option in range(1, options + 1)
    ]
    votes = {option: total for option, total in enumerate(totals, 1) if total is not None}
    left, places = set(votes), Open(limits, seats, votes)
    won: list[Won] = []

    def elect(option: int, *, by_lot: bool) -> None:
        left.discard(option)
        places.elect(option)
        won.append(Won(option, 1, by_lot))

    for number in sorted(set(votes.values()), reverse=True):
        equal = {option for option in left if votes[option] == number}
        barred = places.barred(left) & equal if places.seats else equal
        left -= barred
        for option in (sure := places.safe(equal - barred, left)):
            elect(option, by_lot=False)
        for option in sorted(equal - barred - set(sure), key=luck.__getitem__):
            if places.seats and option not in places.barred(left):
                elect(option, by_lot=True)
            left.discard(option)
    return Elected(tuple(won), (Stage(tuple(totals), Fraction(0)),))


# --------------------------------------------------------------------------------------------------------------------
# resolving.py
# Yes or no: heads with ceilings, or colleges with weights; thresholds, turnout, majorities of every group.
#
# MIT licence; standard library only. All arithmetic is exact. docs/bundle.md, section 9, says the same in words.
# --------------------------------------------------------------------------------------------------------------------


NOUGHT, ONE_WHOLE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
SHARE: Shape = {"op": "gt|ge", "of": "fraction"}
RULE_OF_RESOLUTION: Shape = {
    "rule": {
        "op": "gt|ge",
        "of": "fraction",
        "base": "cast|papers|present|entitled",
        "basis": "omov|college_weighted",
        "each_class?": SHARE,
        "turnout?": {"op": "gt|ge", "of": "fraction", "blank_counts": "flag", "least?": "count"},
        "abstentions": "exclude|count_against",
        "tie": "lost|chair_casting",
    },
    "groups": [{"id": "name", "weight?": "fraction", "ceiling?": "fraction", "barred": "flag"}],
    "classes": "flag",
    "colleges?": {
        "result": "proportional|block",
        "vacant": "redistribute|count_against|fail",
        "silent": "redistribute|count_against|fail",
        "ceiling?": "fraction",
    },
    "cap_basis": "cast|entitled",
}


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of one group: for, against, blank, spoilt; how many might have voted, and were at the meeting."""

    yes: int = 0
    no: int = 0
    blank: int = 0
    spoilt: int = 0
    entitled: int = 0
    present: int = 0

    def __add__(self, other: Votes) -> Votes:
        return Votes(
            self.yes + other.yes,
            self.no + other.no,
            self.blank + other.blank,
            self.spoilt + other.spoilt,
            self.entitled + other.entitled,
            self.present + other.present,
        )


@dataclass(frozen=True, slots=True)
class Motion:
    """What a resolution is counted from. `heads` has every voter once, by the first group of their style; `members`
    has every group with all whose style names it."""

    params: Doc
    heads: dict[str, Votes]
    members: dict[str, Votes]
    quorate: bool
    #: the chair's casting vote, `for` or `against`; empty where none was used
    chair: str = ""

    @property
    def rule(self) -> Doc:
        return self.params.doc("rule")

    def groups(self) -> list[Doc]:
        """The groups that are asked, in the order of the rule."""
        return [group for group in self.params.docs("groups") if not group.flag("barred")]

    def of(self, group: str) -> Votes:
        return self.heads.get(group, Votes())

    def base(self, votes: Votes, base: str) -> int:
        """How many of these the base takes in."""
        if base == "entitled":
            return votes.entitled
        if base == "present":
            return votes.present
        cast = votes.yes + votes.no
        if base == "papers":
            return cast + votes.blank + votes.spoilt
        return cast + (votes.blank if self.rule.text("abstentions") == "count_against" else 0)


@dataclass(frozen=True, slots=True)
class Shares:
    """What stands for and against, and the base that it is a share of; `broken`: a college fails it by itself."""

    yes: Fraction
    no: Fraction
    base: Fraction
    broken: bool = False

    @property
    def reached(self) -> Fraction:
        return self.yes / self.base if self.base else NOUGHT


@dataclass(frozen=True, slots=True)
class Verdict:
    carried: bool
    reached: Fraction
    needed: Fraction
    more_than: bool


def check_rule(params: Plain) -> None:
    fit(params, RULE_OF_RESOLUTION, "the rule of a resolution")
    groups = [group.text("id") for group in Doc(params).docs("groups")]
    if len(set(groups)) != len(groups):
        raise Refusal("the rule of a resolution names a group twice")


def verdict(motion: Motion) -> Verdict:
    """Whether a resolution is carried, by its rule and by every test beside it."""
    rule = motion.rule
    weighted = rule.text("basis") == "college_weighted" and motion.params.has("colleges")
    shares = _by_colleges(motion) if weighted else _by_heads(motion)
    carried = over(shares.reached, rule) or _chair_carries(motion, shares)
    carried = carried and bool(shares.base) and not shares.broken and motion.quorate
    carried = carried and _turnout_reached(motion) and _every_class(motion)
    return Verdict(carried, shares.reached, fraction(rule.text("of")), rule.text("op") == "gt")


def over(share: Fraction, asked: Doc) -> bool:
    needed = fraction(asked.text("of"))
    return share > needed if asked.text("op") == "gt" else share >= needed


def _chair_carries(motion: Motion, shares: Shares) -> bool:
    """A casting vote decides a tie where the rule gives one and more than half is needed (invariant 35)."""
    rule = motion.rule
    half = shares.reached == HALF == fraction(rule.text("of")) and rule.text("op") == "gt"
    tied = half and shares.yes == shares.no and rule.text("tie") == "chair_casting"
    if motion.chair and not tied:
        raise Refusal("a casting vote was used where there is no tie, or where the rule gives none")
    return motion.chair == "for"


def _by_heads(motion: Motion) -> Shares:
    """Heads; the votes of a group with a ceiling scaled by one factor, so that they are no larger a share (W5)."""
    groups, base = motion.groups(), motion.rule.text("base")
    measure = motion.params.text("cap_basis")
    measured = {group.text("id"): motion.base(motion.of(group.text("id")), measure) for group in groups}
    free = sum(measured[group.text("id")] for group in groups if not group.has("ceiling"))
    yes = no = whole = NOUGHT
    for group in groups:
        votes, factor = motion.of(group.text("id")), ONE_WHOLE
        if group.has("ceiling") and group.fraction("ceiling") < 1 and measured[group.text("id")]:
            ceiling = group.fraction("ceiling")
            factor = min(ONE_WHOLE, free * ceiling / (1 - ceiling) / measured[group.text("id")])
        yes += factor * votes.yes
        no += factor * votes.no
        whole += factor * motion.base(votes, base)
    return Shares(yes, no, whole)


def _by_colleges(motion: Motion) -> Shares:
    """W1 to W4: who is vacant and who is silent goes as the rule says, the ceiling holds where it can."""
    colleges, base = motion.params.doc("colleges"), motion.rule.text("base")
    block = colleges.text("result") == "block"
    weights: dict[str, Fraction] = {}
    against: set[str] = set()
    broken = False
    for group in motion.groups():
        name, votes = group.text("id"), motion.of(group.text("id"))
        if not group.has("weight"):
            continue
        if votes.entitled and motion.base(votes, "cast"):
            if not block or votes.yes != votes.no:
                weights[name] = group.fraction("weight")
            continue
        way = colleges.text("silent" if votes.entitled else "vacant")
        broken = broken or way == "fail"
        if way == "count_against":
            weights[name] = group.fraction("weight")
            against.add(name)
    ceiling = colleges.fraction("ceiling") if colleges.has("ceiling") else None
    yes = no = NOUGHT
    shares = shares_of(weights, ceiling)
    for name, share in shares.items():
        votes = motion.of(name)
        whole = motion.base(votes, base)
        if name in against or not whole:
            no += share if name in against else NOUGHT
        elif block:
            yes, no = (yes + share, no) if votes.yes > votes.no else (yes, no + share)
        else:
            yes, no = yes + share * Fraction(votes.yes, whole), no + share * Fraction(votes.no, whole)
    return Shares(yes, no, ONE_WHOLE if shares else NOUGHT, broken)


def shares_of(weights: dict[str, Fraction], ceiling: Fraction | None) -> dict[str, Fraction]:
    """The weights of those who are left, brought to one; none over the ceiling, where that is possible."""
    weights = {group: weight for group, weight in weights.items() if weight}
    whole = sum(weights.values())
    shares = {group: weight / whole for group, weight in weights.items()}
    if ceiling is None or len(weights) * ceiling < 1:
        return shares
    fixed = set[str]()
    while above := {group for group, share in shares.items() if group not in fixed and share > ceiling}:
        fixed |= above
        rest = sum(weight for group, weight in weights.items() if group not in fixed)
        left = 1 - ceiling * len(fixed)
        shares = {group: ceiling if group in fixed else left * weight / rest for group, weight in weights.items()}
    return shares


def _turnout_reached(motion: Motion) -> bool:
    if not motion.rule.has("turnout"):
        return True
    asked = motion.rule.doc("turnout")
    whole = sum((motion.of(group.text("id")) for group in motion.groups()), Votes())
    came = whole.yes + whole.no + (whole.blank if asked.flag("blank_counts") else 0)
    if asked.has("least"):
        return came >= asked.number("least")
    return over(Fraction(came, whole.entitled) if whole.entitled else NOUGHT, asked)


def _every_class(motion: Motion) -> bool:
    """Every group with somebody who might vote carries it by itself (invariant 41)."""
    if not motion.rule.has("each_class"):
        return True
    asked = motion.rule.doc("each_class")
    for group in motion.groups():
        table = motion.members if motion.params.flag("classes") else motion.heads
        votes = table.get(group.text("id"), Votes())
        whole = motion.base(votes, "cast")
        if votes.entitled and not (whole and over(Fraction(votes.yes, whole), asked)):
            return False
    return True


# --------------------------------------------------------------------------------------------------------------------
# counting.py
# The count of a whole ballot from its slips and facts: what `result.json` has to say (docs/bundle.md, 8 and 9).
#
# MIT licence; standard library only.
# --------------------------------------------------------------------------------------------------------------------


RULE_OF_ELECTION: Shape = {
    "body": "text",
    "constituency": "text",
    "lots_commitment": "text",
    "caps": [{"id": "label", "limit": "count", "places": "count", "options": ["text"]}],
}
RANKED, MARKED = ("stv", "av"), ("block_vote", "approval")


@dataclass(frozen=True, slots=True)
class Box:
    """The slips of one contest and style: how often each choice stands there, and how many are spoilt."""

    choices: Counter[Marks]
    spoilt: int

    @property
    def all(self) -> int:
        return sum(self.choices.values()) + self.spoilt


@dataclass(slots=True)
class Tally:
    """What the count is made of. `roll` and `voted` are numbers of people by style."""

    manifest: Doc
    facts: Doc
    boxes: dict[tuple[str, str], Box]
    roll: dict[str, int]
    voted: dict[str, int]
    #: contest -> the side of the chair's casting vote
    chair: dict[str, str]
    #: body, and cap or floor -> contest -> options elected there that come under it, of the contests counted already
    under: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    #: body and row of seats -> how many were elected there, in the contests counted already
    seated: dict[tuple[str, str], int] = field(default_factory=dict)
    outcomes: dict[str, Plain] = field(default_factory=dict)

    def styles_of(self, contest: str) -> list[Doc]:
        return [style for style in self.manifest.docs("styles") if contest in style.texts("contests")]

    def quorate(self) -> bool:
        if not self.facts.has("quorum"):
            return True
        quorum = self.facts.doc("quorum")
        if quorum.text("of") == "ballot":
            if quorum.has("counted") or quorum.has("quorate"):
                raise Refusal("the quorum of a ballot is counted, not told")
            return sum(self.voted.values()) >= quorum.number("required")
        if quorum.flag("quorate") and quorum.number("counted") < quorum.number("required"):
            raise Refusal("the meeting is said to be quorate with fewer than are required")
        return quorum.flag("quorate")

    def count(self) -> list[Plain]:
        """Every contest in the order that the facts give; the entries in the manifest's order."""
        contests = {contest.text("id"): contest for contest in self.manifest.docs("contests")}
        told = {entry.text("contest"): entry for entry in self.facts.docs("contests")}
        if list(told) != list(contests) or len(told) != len(self.facts.all("contests")):
            raise Refusal("the facts do not have one entry for every contest, in order")
        if sorted(self.facts.texts("order")) != sorted(contests):
            raise Refusal("the facts do not give an order of all contests")
        _check_seed(self.facts, list(contests.values()))
        for contest in self.facts.texts("order"):
            self.outcomes[contest] = self._outcome(contests[contest], told[contest])
        return [
            {"contest": contest, "slips": self._slips(contest), "outcome": self.outcomes[contest]}
            for contest in contests
        ]

    def _slips(self, contest: str) -> list[Plain]:
        rows: list[Plain] = []
        for style in self.styles_of(contest):
            box = self.boxes[contest, style.text("id")]
            choices: list[Plain] = [{"marks": list(m), "number": n} for m, n in sorted(box.choices.items())]
            rows.append({"style": style.text("id"), "choices": choices, "spoilt": box.spoilt})
        return rows

    def _outcome(self, contest: Doc, entry: Doc) -> Plain:
        rule = contest.text("rule_id")
        if contest.text("kind") == "resolution" and rule == "resolution":
            return self._resolution(contest, entry)
        if entry.pairs("present"):
            raise Refusal("the facts tell of an election what belongs to a resolution")
        withdrawn = _numbers(contest, entry.texts("withdrawn"))
        papers = self._papers(contest)
        options = len(contest.docs("options"))
        if contest.text("kind") == "set" and rule == "option":
            fit(contest.doc("rule_params").plain, {"weight": "text"}, "the rule of a choice")
            if entry.all("caps") or entry.all("floors"):
                raise Refusal("the facts tell of a choice what belongs to an election")
            counts = [sum(n for marks, n in papers.items() if option in marks) for option in range(1, options + 1)]
            return {"counts": list(map(int, counts))}
        ranked, marked = contest.text("kind") == "ranking" and rule in RANKED, rule in MARKED
        if not ranked and not (marked and contest.text("kind") == "set"):
            raise Refusal("a contest is counted by a rule that this checker does not know")
        fit(contest.doc("rule_params").plain, RULE_OF_ELECTION, "the rule of an election")
        if rule == "av" and contest.number("seats") != 1:
            raise Refusal("the alternative vote fills one place")
        luck = _luck(self.facts, contest)
        limits = self._limits(contest, entry)
        seats = contest.number("seats")
        if not self.styles_of(contest.text("id")):
            elected = most_marks({tuple(range(1, options + 1)): Fraction(1)}, options, seats, luck, withdrawn, limits)
        elif ranked:
            elected = transferable(papers, options, seats, luck, withdrawn, limits).run()
        else:
            elected = most_marks(papers, options, seats, luck, withdrawn, limits)
        if not self.quorate():
            return _election(replace(elected, won=()))
        self._note(contest, entry, {one.option for one in elected.won})
        return _election(elected)

    def _papers(self, contest: Doc) -> dict[Marks, Fraction]:
        papers: dict[Marks, Fraction] = {}
        for style in self.styles_of(contest.text("id")):
            for marks, number in self.boxes[contest.text("id"), style.text("id")].choices.items():
                papers[marks] = papers.get(marks, Fraction(0)) + number
        return papers

    def _resolution(self, contest: Doc, entry: Doc) -> Plain:
        check_rule(contest.doc("rule_params").plain)
        if entry.all("withdrawn") or entry.all("caps") or entry.all("floors"):
            raise Refusal("the facts tell of a resolution what belongs to an election")
        heads: dict[str, Votes] = {}
        members: dict[str, Votes] = {}
        for style in self.styles_of(contest.text("id")):
            box, groups = self.boxes[contest.text("id"), style.text("id")], style.texts("constituencies")
            choices = box.choices
            votes = Votes(choices[1,], choices[2,], choices[()], box.spoilt, self.roll[style.text("id")])
            heads[groups[0]] = heads.get(groups[0], Votes()) + votes
            for group in groups:
                members[group] = members.get(group, Votes()) + votes
        present = entry.pairs("present")
        if set(present) - set(heads):
            raise Refusal("the facts tell of somebody present in a group that does not vote")
        for group, number in present.items():
            heads[group] += Votes(present=number)
        chair = self.chair.get(contest.text("id"), "")
        found = verdict(Motion(contest.doc("rule_params"), heads, members, self.quorate(), chair))
        return {
            "carried": found.carried,
            "reached": fraction_text(found.reached),
            "needed": fraction_text(found.needed),
            "more_than": found.more_than,
        }

    def _limits(self, contest: Doc, entry: Doc) -> Limits:
        """Caps and floors as they bind here, with what is held already and what earlier contests have filled."""
        params = contest.doc("rule_params")
        rules = {cap.text("id"): cap for cap in params.docs("caps")}
        if tuple(cap.text("id") for cap in entry.docs("caps")) != tuple(rules) or len(rules) != len(
            params.all("caps")
        ):
            raise Refusal("the facts do not say of each cap how much of it is held")
        floors_of = [floor.text("id") for floor in entry.docs("floors")]
        if len(set(floors_of)) != len(floors_of):
            raise Refusal("the facts name a floor twice")
        caps, floors = [], []
        for cap in entry.docs("caps"):
            rule = rules[cap.text("id")]
            earlier = self.under.get((params.text("body"), cap.text("id")), {})
            room = rule.number("limit") - cap.number("held") - sum(earlier.values())
            caps.append((max(0, room), frozenset(_numbers(contest, rule.texts("options")))))
        for floor in entry.docs("floors"):
            filled = self.under.get((params.text("body"), floor.text("id")), {})
            rest = sum(
                max(0, seats - self.seated.get((params.text("body"), row), 0))
                for row, seats in floor.pairs("elsewhere").items()
            )
            need = floor.number("least") - floor.number("held") - sum(filled.values()) - rest
            floors.append((max(0, need), frozenset(_numbers(contest, floor.texts("options")))))
        return Limits(tuple(caps), tuple(floors))

    def _note(self, contest: Doc, entry: Doc, elected: set[int]) -> None:
        """For the contests that are counted later: how many of those elected here come under each cap and floor."""
        params = contest.doc("rule_params")
        row = (params.text("body"), params.text("constituency"))
        self.seated[row] = self.seated.get(row, 0) + len(elected)
        for limit in (*params.docs("caps"), *entry.docs("floors")):
            number = len(elected & _numbers(contest, limit.texts("options")))
            self.under.setdefault((params.text("body"), limit.text("id")), {})[contest.text("id")] = number


def _numbers(contest: Doc, options: tuple[str, ...]) -> set[int]:
    places = {option.text("id"): place for place, option in enumerate(contest.docs("options"), 1)}
    if set(options) - set(places) or len(set(options)) != len(options):
        raise Refusal("the facts name an option that is not on the paper, or name one twice")
    return {places[option] for option in options}


def _check_seed(facts: Doc, contests: list[Doc]) -> None:
    """The seed of the lots is the one that the manifest was sealed with (invariant 53)."""
    elections = [contest for contest in contests if contest.text("rule_id") in RANKED + MARKED]
    if facts.has("seed") != bool(elections):
        raise Refusal("the facts have a seed just where somebody is elected")
    for contest in elections:
        if digest("lot-commitment", facts.raw("seed")).hex() != contest.doc("rule_params").text("lots_commitment"):
            raise Refusal("the seed of the lots is not the one that was promised before the vote")


def _luck(facts: Doc, contest: Doc) -> dict[int, int]:
    """Option -> the rank of its lot, from nought, the luckiest first."""
    seed, options = facts.text("seed"), [option.text("id") for option in contest.docs("options")]
    lots = {o: digest("lot", written([seed, contest.text("id"), o])) for o in options}
    ranked = sorted(options, key=lambda option: lots[option])
    return {place: ranked.index(option) for place, option in enumerate(options, 1)}


def _election(elected: Elected) -> Plain:
    stages: list[Plain] = [
        {
            "votes": ["" if votes is None else fraction_text(votes) for votes in stage.votes],
            "lost": fraction_text(stage.lost),
        }
        for stage in elected.stages
    ]
    won: list[Plain] = [{"option": one.option, "stage": one.stage, "by_lot": one.by_lot} for one in elected.won]
    found: dict[str, Plain] = {"elected": won, "stages": stages}
    return found if elected.quota is None else {**found, "quota": fraction_text(Fraction(elected.quota))}


def fraction_text(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def lot_commitment(seed: bytes) -> str:
    return digest("lot-commitment", seed).hex()


def result_head(manifest: Doc, manifest_hash: bytes, size: int, root: bytes) -> dict[str, Plain]:
    return {
        "ballot_id": manifest.text("ballot_id"),
        "manifest_hash": spelled(manifest_hash),
        "log_size": size,
        "log_root": spelled(root),
    }


# --------------------------------------------------------------------------------------------------------------------
# opening.py
# A bundle in memory: its documents once they are found to be written well, and what follows from them.
#
# MIT licence; standard library only. What could not be read is refused again by whoever asks for it, so that every
# check says for itself that it could not be made.
# --------------------------------------------------------------------------------------------------------------------


DOCUMENTS: dict[str, Shape] = {
    "manifest.json": MANIFEST,
    "roll.json": ROLL,
    "heads.json": HEADS,
    "facts.json": FACTS,
    "counted.json": COUNTED,
    "slips.json": SLIPS,
    "result.json": RESULT,
    "checksums.json": CHECKSUMS,
}
PROOF = re.compile(r"(mix|partial)/c(\d+)-s(\d+)-t?(\d+)\.json")

#: A contest and a style by their ids.
Cell = tuple[str, str]


class Bundle:
    """Everything that is in a bundle, read once."""

    def __init__(self, path: str, *, plain: bool) -> None:
        self.group = Group(plain=plain)
        self.generators = Generators(self.group)
        self.archive = Archive(path)
        self.failures: list[str] = []
        self._documents: dict[str, Plain] = {}
        self._raw: dict[str, bytes] = {}
        self._leaves: list[Doc] | None = None
        self.leaf_hashes: list[bytes] = []
        self._proofs: dict[str, dict[Cell, dict[int, Doc]]] = {"mix": {}, "partial": {}}
        #: what came out of the last mix, and the points that were opened, by contest and style
        self.mixed: dict[Cell, list[Pair]] = {}
        self.read_all()

    def read_all(self) -> None:
        for name, shape in DOCUMENTS.items():
            self._attempt(name, partial(self._read, name, shape))
        self._attempt("log.jsonl", self._read_log)
        for name in self.archive.names():
            if PROOF.fullmatch(name):
                self._attempt(name, partial(self._read_proof, name))

    def _attempt(self, name: str, reading: Callable[[], None]) -> None:
        try:
            reading()
        except Refusal as why:
            self.failures.append(f"{name}: {why}")

    def _read(self, name: str, shape: Shape) -> None:
        raw = self.archive.read(name)
        value = parsed(raw)
        fit(value, shape, name)
        self._documents[name], self._raw[name] = value, raw

    def _read_log(self) -> None:
        leaves, hashes = [], []
        for line in self.archive.lines("log.jsonl"):
            try:
                leaves.append(leaf(parsed(line)))
            except Refusal as why:
                raise Refusal(f"leaf {len(leaves)}: {why}") from None
            hashes.append(leaf_hash(line))
        self._leaves, self.leaf_hashes = leaves, hashes

    def _read_proof(self, name: str) -> None:
        """A mix or a partial, filed under the contest and style that its name tells."""
        found = PROOF.fullmatch(name)
        assert found is not None
        what, number = found[1], int(found[4])
        value = parsed(self.archive.read(name))
        fit(value, MIX if what == "mix" else PARTIAL, name)
        contests, styles = self.manifest.docs("contests"), self.manifest.docs("styles")
        if int(found[2]) > len(contests) or int(found[3]) > len(styles):
            raise Refusal("there is no such contest or style")
        doc, cell = Doc(value), (contests[int(found[2]) - 1].text("id"), styles[int(found[3]) - 1].text("id"))
        place = doc.number("stage" if what == "mix" else "trustee")
        if (doc.text("contest"), doc.text("style"), place) != (*cell, number):
            raise Refusal("it is about another contest, style or number than its name tells")
        self._proofs[what].setdefault(cell, {})[number] = doc

    def document(self, name: str) -> Plain:
        if name not in self._documents:
            raise Refusal(f"{name} could not be read")
        return self._documents[name]

    def raw(self, name: str) -> bytes:
        self.document(name)
        return self._raw[name]

    @property
    def manifest(self) -> Doc:
        return Doc(self.document("manifest.json"))

    @cached_property
    def manifest_hash(self) -> bytes:
        return digest("manifest", self.raw("manifest.json"))

    @cached_property
    def contests(self) -> dict[str, Doc]:
        return {contest.text("id"): contest for contest in self.manifest.docs("contests")}

    @cached_property
    def styles(self) -> dict[str, tuple[str, ...]]:
        """Style -> its contests."""
        return {style.text("id"): style.texts("contests") for style in self.manifest.docs("styles")}

    @cached_property
    def roll(self) -> dict[str, str]:
        """Handle -> style."""
        return {row.text("handle"): row.text("style") for row in self.rows}

    @property
    def rows(self) -> list[Doc]:
        return Doc({"roll": self.document("roll.json")}).docs("roll")

    @property
    def leaves(self) -> list[Doc]:
        if self._leaves is None:
            raise Refusal("log.jsonl could not be read")
        return self._leaves

    @cached_property
    def tree(self) -> Tree:
        if not self.leaves:
            raise Refusal("the log is empty")
        return Tree(self.leaf_hashes)

    @cached_property
    def heads(self) -> list[Head]:
        notes = Doc(self.document("heads.json")).texts("heads")
        if not notes:
            raise Refusal("there is no head")
        return [Head.of(unspelled(note)) for note in notes]

    @property
    def facts(self) -> Doc:
        return Doc(self.document("facts.json"))

    @cached_property
    def history(self) -> History:
        return History(self.leaves)

    @cached_property
    def selection(self) -> Selection:
        return select(self.history, self.manifest.texts("precedence"), self.manifest.text("early_vote_if_attending"))

    @cached_property
    def cells(self) -> list[Cell]:
        """Every contest and style that go together, in the manifest's order of styles and of the style's contests."""
        order = list(self.contests)
        return [
            (contest, style)
            for style, contests in self.styles.items()
            for contest in sorted(contests, key=order.index)
        ]

    @cached_property
    def inputs(self) -> dict[Cell, list[Pair]]:
        """The covers that the first mix takes: those of the counted envelopes, sorted."""
        found: dict[Cell, list[Pair]] = {cell: [] for cell in self.cells}
        for vote in self.selection.counted:
            if vote.channel == "paper":
                continue
            sealed = self.leaves[vote.index].doc("sealed")
            for slip in sealed.docs("slips"):
                cell = (slip.text("contest"), sealed.text("style"))
                if cell not in found:
                    raise Refusal("a counted envelope holds a slip of another style")
                found[cell].append((slip.raw("box")[:32], slip.raw("box")[32:64]))
        return {cell: sorted(pairs) for cell, pairs in found.items()}

    def mixes(self, cell: Cell) -> dict[int, Doc]:
        return self._proofs["mix"].get(cell, {})

    def partials(self, cell: Cell) -> dict[int, Doc]:
        return self._proofs["partial"].get(cell, {})

    def strange_cells(self) -> list[Cell]:
        found = set(self._proofs["mix"]) | set(self._proofs["partial"])
        return sorted(found - {cell for cell in self.cells if self.inputs[cell]})

    @cached_property
    def batches(self) -> list[Doc]:
        return [leaf for leaf in self.leaves if leaf.text("kind") == "paper-batch"]

    @cached_property
    def published(self) -> dict[Cell, Doc]:
        """slips.json by contest and style, which have to be all of them in order."""
        entries = Doc(self.document("slips.json")).docs("slips")
        found = [(entry.text("contest"), entry.text("style")) for entry in entries]
        if found != self.cells:
            raise Refusal("slips.json does not have every contest and style in order")
        return dict(zip(found, entries, strict=True))

    def read_slips(self, cell: Cell, slips: list[bytes]) -> tuple[Counter[Marks], int]:
        """How often each choice stands on these slips, and how many are spoilt."""
        contest = self.contests[cell[0]]
        options, at_most, kind = len(contest.docs("options")), contest.number("at_most"), contest.text("kind")
        choices: Counter[Marks] = Counter()
        for thirty, number in Counter(slips).items():
            marks = marks_of(kind, options, at_most, thirty)
            if marks is not None:
                choices[marks] += number
        return choices, len(slips) - sum(choices.values())

    @cached_property
    def verifier_hash(self) -> bytes:
        return hashlib.sha256(b"".join(self.archive.pieces("verify.py"))).digest()


# --------------------------------------------------------------------------------------------------------------------
# checking_log.py
# Checks V1 to V15: the files, the manifest, the roll, the log and its heads, the envelopes, and what counts.
#
# MIT licence; standard library only. A check raises `Refusal` where it fails, and otherwise says what it found.
# --------------------------------------------------------------------------------------------------------------------


AFTER_CLOSE = ("strike", "incident", "epoch", "paper-batch", "facts", "casting-vote", "envelope", "paper-in")
ONLY_AFTER = ("paper-batch", "facts", "casting-vote")
TRUSTEES = 255
RANKS, OPTIONS = BITS // 6, 63


@dataclass(slots=True)
class Finding:
    """What a check found, in plain words; warnings beside it."""

    words: str
    warnings: list[str] = field(default_factory=list)


def need(good: bool, otherwise: str) -> None:
    if not good:
        raise Refusal(otherwise)


def fingerprint_of(manifest_hash: bytes) -> list[str]:
    number = int.from_bytes(manifest_hash[:15], "big")
    return [WORDS[number >> shift & 1023] for shift in range(110, -1, -10)]


def v1(b: Bundle) -> Finding:
    need(
        not b.failures,
        "; ".join(b.failures[:5]) + (f"; and {len(b.failures) - 5} more" if len(b.failures) > 5 else ""),
    )
    listed = Doc(b.document("checksums.json")).docs("files")
    paths = [entry.text("path") for entry in listed]
    need(
        paths == [name for name in b.archive.names() if name != "checksums.json"],
        "the list of checksums is not of all files in order",
    )
    wrong = [entry.text("path") for entry in listed if b.archive.sha256(entry.text("path")) != entry.raw("sha256")]
    need(not wrong, f"the checksum of {', '.join(wrong[:3])} is not right")
    return Finding(f"{len(paths)} files match their checksums, every document is written in its one way")


def v2(b: Bundle, words: str | None) -> Finding:
    manifest = b.manifest
    check_manifest(manifest)
    first = b.leaves[0] if b.leaves else None
    need(first is not None and first.text("kind") == "open", "the log does not begin with the opening")
    assert first is not None
    need(first.raw("manifest_hash") == b.manifest_hash, "the log was opened with another manifest")
    twelve = fingerprint_of(b.manifest_hash)
    if words is None:
        return Finding(
            "the manifest is the log's", [f"compare these twelve words with the notice: {' '.join(twelve)}"]
        )
    need(
        words.lower().replace("-", " ").split() == twelve,
        "the manifest has another fingerprint than the twelve words given",
    )
    return Finding("the manifest is the log's, and has the twelve words of the notice")


def check_manifest(manifest: Doc) -> None:
    """What section 3 of docs/bundle.md asks of a manifest beyond its shape."""
    need(manifest.number("v") == 1, "the manifest is of another version")
    need(sorted(manifest.texts("precedence")) == sorted(CHANNELS), "the precedence is not of the six channels")
    need(manifest.number("privacy_floor") > 0, "the privacy floor is at least one")
    need(manifest.number("k_w") <= len(manifest.docs("witnesses")), "more witnesses are needed than there are")
    need(len(manifest.text("log_origin")) <= 255, "the name of the log is too long")
    need(manifest.text("opens") < manifest.text("closes"), "the ballot closes before it opens")
    contests = [contest.text("id") for contest in manifest.docs("contests")]
    styles = [style.text("id") for style in manifest.docs("styles")]
    need(bool(contests) and len(set(contests)) == len(contests), "two contests have one id, or there is none")
    need(bool(styles) and len(set(styles)) == len(styles), "two styles have one id, or there is none")
    for contest in manifest.docs("contests"):
        options = [option.text("id") for option in contest.docs("options")]
        need(len(set(options)) == len(options), "two options of a contest have one id")
        kind, most = contest.text("kind"), contest.number("at_most")
        top, ranks = {"resolution": (2, 1), "ranking": (OPTIONS, RANKS), "set": (BITS, BITS)}[kind]
        need(
            0 < len(options) <= top and 0 < most <= min(len(options), ranks) and contest.number("seats") <= BITS,
            "a contest has more options, marks or places than there can be",
        )
        for option in contest.docs("options"):
            shows = not option.has("photograph") or option.doc("photograph").doc("shows").plain
            need(bool(shows), "a photograph is not told of in words")
        need(kind != "resolution" or (len(options) == 2 and most == 1), "a resolution is for or against")
        election = bool(contest.doc("rule_params").has("body"))
        need(not election or contest.number("seats") > 0, "an election has no place to fill")
    for style in manifest.docs("styles"):
        groups, mine = style.texts("constituencies"), style.texts("contests")
        need(bool(mine) and style.fraction("weight") > 0, "a style has no contest or no weight")
        need(bool(groups) and "+".join(groups) == style.text("id"), "a style has another id than its groups")
        need(
            mine == tuple(c for c in contests if c in mine) and len(set(mine)) == len(mine),
            "a style's contests are not the ballot's in order",
        )


def v3(b: Bundle) -> Finding:
    handles = [row.text("handle") for row in b.rows]
    need(digest("roll", b.raw("roll.json")) == b.manifest.raw("roll_hash"), "the roll is not the one of the manifest")
    need(len(handles) == b.manifest.number("roll_size"), "the roll has another size than the manifest says")
    need(handles == sorted(set(handles)), "a handle stands twice on the roll, or the roll is out of order")
    need(all(row.text("style") in b.styles for row in b.rows), "a style on the roll is not in the manifest")
    need(all(row.number("units") == 1 for row in b.rows), "a row of the roll has more than one vote")
    per_style = ", ".join(f"{style} {number}" for style, number in sorted(Counter(b.roll.values()).items()))
    return Finding(f"{len(handles)} people on the roll: {per_style}")


def v4(b: Bundle) -> Finding:
    manifest, k = b.manifest, b.manifest.number("k")
    commitments = [unspelled(point) for point in manifest.texts("feldman")]
    trustees = manifest.docs("trustees")
    numbers = [trustee.number("i") for trustee in trustees]
    need(max((*numbers, k)) <= TRUSTEES, "a number of trustees is too large")
    need(1 <= k <= len(trustees) and len(commitments) == k, "as many commitments as trustees that open are needed")
    need(
        sorted(set(numbers)) == sorted(numbers) and all(numbers), "the trustees' numbers are not distinct from one on"
    )
    need(all(b.group.valid(point) for point in commitments), "a commitment is not a point")
    need(commitments[0] == manifest.raw("election_key"), "the commitments are to another key")
    for trustee in trustees:
        part = feldman_part(b.group, commitments, trustee.number("i"))
        need(
            part != bytes(32) and part == trustee.raw("X_i"),
            f"the key of trustee {trustee.number('i')} does not follow from the commitments",
        )
    keys = [trustee.raw("sign_pk") for trustee in trustees]
    for role in ("mixers", "witnesses"):
        keys += [one.raw("pk") for one in manifest.docs(role)]
        names = [one.text("name") for one in manifest.docs(role)]
        need(len(set(names)) == len(names), f"two of the {role} have one name")
    need(len(set(keys)) == len(keys), "two trustees, mixers or witnesses have one key")
    warnings = []
    if manifest.text("level") != "everyday" and (k < 2 or manifest.number("k_w") < 2):
        warnings.append("one trustee or one witness is enough here, which is few for this level")
    return Finding(f"{k} of {len(trustees)} trustees open; their keys follow from the commitments", warnings)


def v5(b: Bundle) -> Finding:
    final, manifest = b.heads[-1], b.manifest
    need(final.size == len(b.leaves), "the last head is of another size than the log")
    need(final.root == b.tree.root(final.size), "the root made from all leaves is not the one of the last head")
    need(
        final.signed_by_log(manifest.text("log_origin"), manifest.raw("log_pk")),
        "the log has not signed the last head",
    )
    return Finding(f"{final.size} leaves make the root that the log signed")


def v6(b: Bundle) -> Finding:
    manifest, last = b.manifest, 0
    witnesses = [(one.text("name"), one.raw("pk")) for one in manifest.docs("witnesses")]
    for head in b.heads:
        good = all(head.says_true_of(name, key) for name, key in witnesses)
        need(good, f"under the head of size {head.size} a witness has two lines, or one that is not theirs")
        need(last <= head.size <= len(b.leaves), "the heads are not in the order of their sizes")
        need(head.root == b.tree.root(head.size), f"the tree never had the head of size {head.size}")
        need(
            head.signed_by_log(manifest.text("log_origin"), manifest.raw("log_pk")),
            f"the log has not signed the head of size {head.size}",
        )
        last = head.size
    seen = [
        one.text("name") for one in manifest.docs("witnesses") if b.heads[-1].seen_by(one.text("name"), one.raw("pk"))
    ]
    need(
        len(seen) >= manifest.number("k_w"),
        f"{len(seen)} of the witnesses have signed the last head, {manifest.number('k_w')} are needed",
    )
    times = [head.time for head in b.heads]
    warnings = [] if times == sorted(times) else ["the clock of the log went back between two heads"]
    return Finding(
        f"{len(b.heads)} heads, each one that the tree has had; {len(seen)} witnesses signed the last", warnings
    )


def v8(b: Bundle) -> Finding:
    kinds = [leaf.text("kind") for leaf in b.leaves]
    need(kinds[:1] == ["open"] and kinds.count("open") == 1, "the log does not open once, at its beginning")
    need("withdrawn" not in kinds, "the ballot was withdrawn: nothing of it is opened")
    need(kinds.count("close") == 1, "the log does not close once")
    need(kinds.count("taken") <= 1, "the vote in the room was taken twice")
    need("facts" in kinds, "the log does not hold the facts of the count")
    close = kinds.index("close")
    need(all(kind in AFTER_CLOSE for kind in kinds[close + 1 :]), "something came after the close that may not")
    need(
        not any(kind in ONLY_AFTER for kind in kinds[:close]),
        "papers were read, facts told or a tie decided before the close",
    )
    facts = [leaf for leaf in b.leaves if leaf.text("kind") == "facts"][-1]
    need(facts.raw("facts_hash") == digest("facts", b.raw("facts.json")), "the facts are not those of the log")
    for index, leaf in enumerate(b.leaves):
        if leaf.has("handle"):
            need(leaf.text("handle") in b.roll, f"leaf {index} is about a handle that is not on the roll")
        if leaf.text("kind") == "revoke":
            cited = b.history.appointments.get(leaf.number("authority"))
            need(cited is not None and leaf.number("authority") < index, f"leaf {index} ends no earlier appointment")
    late = sum(1 for kind in kinds[close:] if kind in ("envelope", "paper-in"))
    warnings = [f"{late} votes came after the close and do not count"] if late else []
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(Counter(kinds).items()))
    return Finding(f"the leaves stand in a lawful order: {told}", warnings)


def envelopes(b: Bundle) -> list[tuple[int, Doc]]:
    return [(index, leaf) for index, leaf in enumerate(b.leaves) if leaf.text("kind") == "envelope"]


def v9(b: Bundle) -> Finding:
    found = envelopes(b)
    for index, leaf in found:
        sealed, handle = leaf.doc("sealed"), leaf.text("handle")
        need(b.roll.get(handle) == sealed.text("style"), f"the envelope at {index} has not the style of its handle")
        need(sealed.raw("manifest_hash") == b.manifest_hash, f"the envelope at {index} was made for another ballot")
        ticket = digest("ticket", handle.encode() + leaf.raw("nonce"))
        need(sealed.raw("ticket") == ticket, f"the ticket of the envelope at {index} is not its handle's")
        contests = b.styles[sealed.text("style")]
        cited = b.history.appointments.get(leaf.number("authority")) if leaf.has("authority") else None
        if cited is not None and cited.has("contests"):
            contests = tuple(contest for contest in contests if contest in cited.texts("contests"))
        held = tuple(slip.text("contest") for slip in sealed.docs("slips"))
        need(held == contests, f"the envelope at {index} does not hold one slip for each of its contests")
    return Finding(f"{len(found)} envelopes are in order")


def v10(b: Bundle) -> Finding:
    key, number, false = b.manifest.raw("election_key"), 0, list[int]()
    for index, leaf in envelopes(b):
        sealed = leaf.doc("sealed")
        for slip in sealed.docs("slips"):
            label = joined_parts(b.manifest_hash, slip.text("contest"), sealed.text("style"), sealed.raw("ticket"))
            number += 1
            try:
                check_knowledge(b.group, key, slip.raw("box"), label)
            except Refusal:
                false.append(index)
    need(
        not false,
        f"{len(false)} of {number} slips have a false proof of knowledge, the first in the envelope at {false[:1]}",
    )
    return Finding(f"{number} slips, each with a true proof of knowledge")


def v11(b: Bundle) -> Finding:
    covers: Counter[bytes] = Counter()
    tested, cast = set[bytes](), list[bytes]()
    for leaf in b.leaves:
        if leaf.text("kind") == "test":
            need(bool(leaf.texts("slips")), "a test holds no slip")
            covers.update(unspelled(a) for a in leaf.texts("slips"))
            tested.add(leaf.raw("sealed_hash"))
        elif leaf.text("kind") == "envelope":
            covers.update(slip.raw("box")[:32] for slip in leaf.doc("sealed").docs("slips"))
            cast.append(digest("sealed", written(leaf.doc("sealed").plain)))
    twice = sum(1 for number in covers.values() if number > 1)
    need(twice == 0, f"{twice} covers stand in the log more than once")
    need(not tested & set(cast), "an envelope that was opened as a test was cast")
    return Finding(f"{len(covers)} covers, all different; none of {len(tested)} tested envelopes was cast")


def v12(b: Bundle) -> Finding:
    if b.manifest.text("level") == "contested":
        return Finding(
            "this version of the bundle has no voters' codes", ["the level says that there should be codes"]
        )
    return Finding("no voters' codes at this level")


def v13(b: Bundle) -> Finding:
    holders: Counter[bytes] = Counter()
    for index, leaf in b.history.appointments.items():
        if leaf.has("contests"):
            mine, style = leaf.texts("contests"), b.roll.get(leaf.text("handle"), "")
            need(
                bool(mine) and set(mine) <= set(b.styles.get(style, ())),
                f"the appointment at {index} is for contests that its handle has not",
            )
            need(len(set(mine)) == len(mine), f"the appointment at {index} names a contest twice")
        if index not in b.history.revoked:
            holders[leaf.raw("holder_hash")] += 1
    for vote in b.selection.counted:
        if vote.authority is not None:
            need(b.history.appointment(vote) is not None, f"the vote at {vote.index} counts without an appointment")
    counted = sum(1 for vote in b.selection.counted if vote.authority is not None)
    most = max(holders.values(), default=0)
    return Finding(
        f"{len(b.history.appointments)} appointments, {counted} votes by them count; one holder has {most} at most"
    )


def expected_counted(b: Bundle) -> Plain:
    """What counted.json has to say."""
    return {
        "counted": [dict(vote.row()) for vote in b.selection.counted],
        "displaced": [
            {"index": vote.index, "handle": vote.handle, "channel": vote.channel, "why": why, "by": by}
            for vote, why, by in b.selection.displaced
        ],
    }


def v14(b: Bundle) -> Finding:
    need(b.raw("counted.json") == written(expected_counted(b)), "what counts by the log is not what the bundle says")
    return Finding(
        f"{len(b.selection.counted)} votes count and {len(b.selection.displaced)} do not, as the log gives it"
    )


CHECKS: dict[str, Callable[[Bundle], Finding]] = {
    "V1": v1, "V3": v3, "V4": v4, "V5": v5, "V6": v6, "V8": v8, "V9": v9,
    "V10": v10, "V11": v11, "V12": v12, "V13": v13, "V14": v14,
}  # fmt: skip


# --------------------------------------------------------------------------------------------------------------------
# checking_count.py
# Checks V15 to V24 and V7: sums, mixes, openings, papers, the count, what officers did; and receipts.
#
# MIT licence; standard library only. A check raises `Refusal` where it fails, and otherwise says what it found.
# --------------------------------------------------------------------------------------------------------------------


LARGEST_RECEIPT = 2**20
STAGES = 32
ROWS = ("outputs", "c", "c_hat", "t_hat", "s_hat", "s_prime")


def v7(b: Bundle, receipts: list[bytes]) -> Finding:
    if not receipts:
        return Finding("no receipt was given")
    return Finding(" ".join(_receipt(b, raw) for raw in receipts))


def _receipt(b: Bundle, raw: bytes) -> str:
    need(len(raw) <= LARGEST_RECEIPT, "a receipt is too large")
    value = parsed(raw.strip())
    fit(value, RECEIPT, "the receipt")
    receipt = Doc(value)
    envelope: dict[str, Plain] = {**receipt.doc("envelope").plain, "kind": "envelope"}
    leaf(envelope)
    index, head = receipt.number("index"), Head.of(receipt.raw("checkpoint"))
    hashed = leaf_hash(written(envelope))
    path = [unspelled(step) for step in receipt.texts("proof")]
    need(
        head.signed_by_log(b.manifest.text("log_origin"), b.manifest.raw("log_pk")),
        "the log has not signed the receipt's head",
    )
    need(root_by_path(hashed, index, head.size, path) == head.root, "the receipt's proof does not lead to its head")
    need(head.size <= len(b.leaves) and head.root == b.tree.root(head.size), "the tree never had the receipt's head")
    need(b.leaf_hashes[index] == hashed, "another leaf stands where the receipt says that its envelope is")
    if any(vote.index == index for vote in b.selection.counted):
        return f"The envelope of the receipt is leaf {index}, and it was counted."
    why, by = next((why, by) for vote, why, by in b.selection.displaced if vote.index == index)
    return f"The envelope of the receipt is leaf {index}; it was not counted ({why}, by leaf {by})."


def _voted(b: Bundle) -> dict[str, int]:
    """Style -> people with an envelope or a paper that was there."""
    handles = {vote.handle for vote in b.selection.counted if vote.channel != "paper"}
    voted = Counter(b.roll[handle] for handle in handles)
    for batch in b.batches:
        voted[batch.text("style")] += batch.number("papers") - batch.number("missing")
    return {style: voted[style] for style in b.styles}


def _roll(b: Bundle) -> dict[str, int]:
    heads = Counter(style for handle, style in b.roll.items() if handle not in b.history.struck)
    return {style: heads[style] for style in b.styles}


def _ways(b: Bundle) -> dict[str, int]:
    ways = Counter(vote.channel for vote in b.selection.counted if vote.channel not in ("room", "direct", "paper"))
    missing = sum(batch.number("missing") for batch in b.batches)
    ways["paper"] = sum(batch.number("papers") for batch in b.batches) - missing
    ways["no_paper"] = missing
    return {channel: number for channel, number in ways.items() if number}


def v15(b: Bundle) -> Finding:
    roll, voted, struck = _roll(b), _voted(b), len(b.history.struck)
    papers = sum(1 for vote in b.selection.counted if vote.channel == "paper")
    handles = {vote.handle for vote in b.selection.counted}
    none = len(b.roll) - len(handles) - struck
    need(none >= 0 and not handles & set(b.history.struck), "more count than are on the roll")
    for cell, entry in b.published.items():
        need(
            len(entry.all("slips")) + len(entry.all("unreadable")) == len(b.inputs[cell]),
            f"{cell[0]}, {cell[1]}: there are not as many slips as counted envelopes",
        )
    result = Doc(b.document("result.json"))
    need(result.pairs("roll") == roll, "the result gives another roll")
    need(result.pairs("voted") == voted, "the result gives another number of voters")
    need(result.pairs("ways") == _ways(b), "the result gives other ways of voting")
    words = f"{len(b.roll)} on the roll: {len(handles) - papers} by envelope, {papers} by paper, {none} not at all"
    return Finding(f"{words}, {struck} struck; the result says the same")


def v16(b: Bundle) -> Finding:
    need(not b.strange_cells(), "there is a mix or an opening where there is nothing to open")
    same = slips = 0
    most = max((len(b.mixes(cell)) for cell in b.inputs), default=0)
    need(most <= STAGES, "there are more mixes than there can be")
    for cell, pairs in b.inputs.items():
        mixes = b.mixes(cell)
        whole = sorted(mixes) == list(range(1, most + 1)) or not pairs
        need(whole, f"{cell[0]}, {cell[1]}: a mix is missing")
        before = set(pairs)
        for stage in sorted(mixes):
            outputs = mixes[stage].raw("outputs")
            need(
                len(outputs) == 64 * len(pairs),
                f"{cell[0]}, {cell[1]}: mix {stage} puts out more or fewer than it took",
            )
            after = {(outputs[at : at + 32], outputs[at + 32 : at + 64]) for at in range(0, len(outputs), 64)}
            need(len(after) == len(pairs), f"{cell[0]}, {cell[1]}: mix {stage} puts something out twice")
            same, before = same + len(before & after), after
        slips += len(pairs)
    warnings = [f"{same} covers came out of a mix as they went in"] if same else []
    return Finding(
        f"{slips} slips of the counted envelopes go into the mixes of {len(b.inputs)} contests and styles", warnings
    )


def _signed(doc: Doc, kind: str, key: bytes) -> bool:
    unsigned = {name: value for name, value in doc.plain.items() if name != "signature"}
    return verify(key, digest(f"{kind}-signature", written(unsigned)), doc.raw("signature"))


def v17(b: Bundle) -> Finding:
    manifest, key, number = b.manifest, b.manifest.raw("election_key"), 0
    mixers = {mixer.text("name"): mixer.raw("pk") for mixer in manifest.docs("mixers")}
    fewest = 1 if manifest.text("level") == "everyday" else 2
    by: dict[int, str] = {}
    for cell, first in b.inputs.items():
        if not first:
            continue
        pairs, mixes, where = first, b.mixes(cell), f"{cell[0]}, {cell[1]}"
        names = [mixes[stage].text("mixer") for stage in sorted(mixes)]
        need(len(names) >= fewest, f"{where}: {len(names)} mixes, {fewest} are needed")
        need(
            len(set(names)) == len(names) and set(names) <= set(mixers),
            f"{where}: a mixer is not the manifest's, or mixed twice",
        )
        for stage in sorted(mixes):
            doc = mixes[stage]
            need(
                by.setdefault(stage, doc.text("mixer")) == doc.text("mixer"), f"two mixers made parts of mix {stage}"
            )
            need(_signed(doc, "mix", mixers[doc.text("mixer")]), f"{where}: mix {stage} is not signed by its mixer")
            mix = Mix.of({name: doc.raw(name) for name in (*ROWS, *POINTS, *SCALARS)}, len(pairs))
            try:
                check_mix(b.group, b.generators, key, context_of(b.manifest_hash, *cell, f"mix-{stage}"), pairs, mix)
            except Refusal as why:
                raise Refusal(f"{where}: mix {stage}: {why}") from None
            pairs, number = mix.outputs, number + 1
        b.mixed[cell] = pairs
    return Finding(f"{number} mixes, each with a true proof: nothing was added, lost or changed")


def _mixed(b: Bundle, cell: Cell) -> list[tuple[bytes, bytes]]:
    if cell not in b.mixed:
        raise Refusal("the mixes are not good, so what they put out cannot be opened")
    return b.mixed[cell]


def v18(b: Bundle) -> Finding:
    trustees = {trustee.number("i"): trustee for trustee in b.manifest.docs("trustees")}
    number, k = 0, b.manifest.number("k")
    for cell in (cell for cell, pairs in b.inputs.items() if pairs):
        ciphertexts, where = _mixed(b, cell), f"{cell[0]}, {cell[1]}"
        partials = b.partials(cell)
        need(len(partials) >= k, f"{where}: {len(partials)} trustees opened, {k} are needed")
        for i, doc in sorted(partials.items()):
            need(i in trustees, f"{where}: there is no trustee {i}")
            need(
                _signed(doc, "partial", trustees[i].raw("sign_pk")),
                f"{where}: the opening of trustee {i} is not signed",
            )
            shares = points_of(doc.raw("shares"), len(ciphertexts), "the shares of an opening")
            challenge, answer = (int.from_bytes(doc.raw(name), "little") for name in ("challenge", "answer"))
            context = context_of(b.manifest_hash, *cell, "decrypt")
            try:
                check_opening(b.group, trustees[i].raw("X_i"), context, ciphertexts, shares, challenge, answer)
            except Refusal as why:
                raise Refusal(f"{where}: trustee {i}: {why}") from None
            number += 1
    return Finding(f"{number} openings by trustees, each with a true proof")


def v19(b: Bundle) -> Finding:
    k, number, unreadable = b.manifest.number("k"), 0, 0
    for cell, pairs in b.inputs.items():
        entry = b.published[cell]
        slips, strange = (
            [unspelled(s) for s in entry.texts("slips")],
            [unspelled(s) for s in entry.texts("unreadable")],
        )
        found: list[bytes] = []
        left: list[bytes] = []
        if pairs:
            partials = b.partials(cell)
            shares = {
                i: points_of(partials[i].raw("shares"), len(pairs), "the shares of an opening")
                for i in sorted(partials)[:k]
            }
            need(len(shares) == k, "too few trustees have opened")
            for point, times in Counter(opened(b.group, _mixed(b, cell), shares)).items():
                thirty = thirty_of(b.group, point)
                (left if thirty is None else found).extend([point if thirty is None else thirty] * times)
        need(
            sorted(found) == slips and sorted(left) == strange,
            f"{cell[0]}, {cell[1]}: other slips were opened than are published",
        )
        number, unreadable = number + len(slips), unreadable + len(strange)
    return Finding(f"{number + unreadable} slips are what the covers held; {unreadable} of them cannot be read")


def v20(b: Bundle) -> Finding:
    tellers = {teller.text("name") for teller in b.manifest.docs("tellers")}
    winners = Counter(b.roll[vote.handle] for vote in b.selection.counted if vote.channel == "paper")
    small, read, found = 0, set[tuple[str, str]](), Counter[str]()
    for batch in b.batches:
        style = batch.text("style")
        where = f"batch {batch.text('batch')}, {style}"
        key = (batch.text("batch"), style)
        need(key not in read and style in winners, f"{where}: read twice, or nothing of it counts")
        read.add(key)
        papers, missing = batch.number("papers"), batch.number("missing")
        found[style] += papers
        need(papers > 0 and missing <= papers, f"{where}: more papers are missing than there are")
        names = batch.texts("tellers")
        known = not tellers or set(names) <= tellers
        need(len(names) == 2 and len(set(names)) == 2 and known, f"{where}: not read by two tellers")
        rows = batch.docs("slips")
        need(tuple(row.text("contest") for row in rows) == b.styles[style], f"{where}: not one row for each contest")
        for row in rows:
            slips = [unspelled(slip) for slip in row.texts("slips")]
            need(slips == sorted(slips), f"{where}: slips out of order")
            need(len(slips) + row.number("spoilt") == papers - missing, f"{where}: not as many slips as papers")
            need(b.read_slips((row.text("contest"), style), slips)[1] == 0, f"{where}: a slip is written wrongly")
        small += papers - missing < b.manifest.number("privacy_floor")
    for style in winners:
        need(found[style] == winners[style], f"{style}: {found[style]} papers were read, {winners[style]} count")
    warnings = [f"{small} batches are smaller than the privacy floor"] if small else []
    return Finding(f"{sum(winners.values())} papers in {len(read)} batches, each read by two tellers", warnings)


def _boxes(b: Bundle) -> dict[Cell, Box]:
    boxes = {}
    for cell, entry in b.published.items():
        choices, spoilt = b.read_slips(cell, [unspelled(slip) for slip in entry.texts("slips")])
        boxes[cell] = Box(choices, spoilt + len(entry.all("unreadable")))
    for batch in b.batches:
        for row in batch.docs("slips"):
            cell = (row.text("contest"), batch.text("style"))
            if cell not in boxes:
                raise Refusal("papers of a contest that is not theirs")
            choices, spoilt = b.read_slips(cell, [unspelled(slip) for slip in row.texts("slips")])
            boxes[cell] = Box(boxes[cell].choices + choices, boxes[cell].spoilt + spoilt + row.number("spoilt"))
    return boxes


def expected_result(b: Bundle) -> Plain:
    """What result.json has to say."""
    casting = [one for one in b.leaves if one.text("kind") == "casting-vote"]
    chair = {one.text("contest"): one.text("side") for one in casting}
    motions = {contest for contest, doc in b.contests.items() if doc.text("kind") == "resolution"}
    need(len(chair) == len(casting) and set(chair) <= motions, "a casting vote is used twice, or on no resolution")
    tally = Tally(b.manifest, b.facts, _boxes(b), _roll(b), _voted(b), chair)
    return {
        **result_head(b.manifest, b.manifest_hash, len(b.leaves), b.tree.root(len(b.leaves))),
        "roll": dict(tally.roll),
        "voted": dict(tally.voted),
        "ways": dict(_ways(b)),
        "contests": tally.count(),
        "quorate": tally.quorate(),
    }


def v21(b: Bundle) -> Finding:
    expected = expected_result(b)
    if written(expected) != b.raw("result.json"):
        declared = Doc(b.document("result.json"))
        plain = Doc(expected).plain
        wrong = sorted(n for n in plain if written(plain[n]) != written(declared.plain.get(n, "")))
        raise Refusal(f"the count gives another result than the one declared ({', '.join(wrong) or 'contests'})")
    return Finding(f"{len(b.contests)} contests counted anew; the result is the same, byte for byte")


def v22(b: Bundle) -> Finding:
    floor = b.manifest.number("privacy_floor")
    small = [f"{contest}, {style}: {box.all}" for (contest, style), box in _boxes(b).items() if 0 < box.all < floor]
    warnings = [f"few enough to guess who voted how: {'; '.join(small[:20])}"] if small else []
    return Finding(f"the privacy floor is {floor}; {len(small)} published groups are below it", warnings)


def v23(b: Bundle) -> Finding:
    told, warnings = Counter[str](), []
    for index, one in enumerate(b.leaves):
        kind = one.text("kind")
        if kind == "strike":
            officers = one.texts("officers")
            need(len(officers) == 2 and len(set(officers)) == 2, f"the strike at {index} is not by two officers")
            warnings.append(f"leaf {index}: a handle was struck ({one.text('reason')[:80]})")
        elif kind == "incident":
            warnings.append(
                f"leaf {index}: something happened that the record shows ({spelled(one.raw('text_hash'))})"
            )
        elif kind == "epoch":
            officers, head = one.texts("officers"), one.doc("prev_head")
            need(len(officers) == 2 and len(set(officers)) == 2, f"the restart at {index} is not by two officers")
            size = head.number("size")
            known = size <= index and b.tree.root(size) == head.raw("root")
            ending = "nothing was lost" if known else "what came after it may be lost"
            warnings.append(f"leaf {index}: the server was restored; outside it size {size} was last seen; {ending}")
        else:
            continue
        told[kind] += 1
    if sum(one.text("kind") == "facts" for one in b.leaves) > 1:
        warnings.append("what the count is told was fixed more than once; the last holds")
    words = ", ".join(f"{number} {kind}" for kind, number in sorted(told.items())) or "none"
    return Finding(f"actions of officers: {words}", warnings)


def v24(b: Bundle) -> Finding:
    machine = f"Python {platform.python_version()}, {b.group.words}"
    if not b.manifest.has("verifier_sha256"):
        return Finding(machine, ["the manifest names no checker"])
    need(
        b.verifier_hash == b.manifest.raw("verifier_sha256"),
        "verify.py in the bundle is not the one that the manifest names",
    )
    return Finding(f"verify.py is the one that the manifest names; {machine}")


COUNT_CHECKS: dict[str, Callable[[Bundle], Finding]] = {
    "V15": v15, "V16": v16, "V17": v17, "V18": v18, "V19": v19,
    "V20": v20, "V21": v21, "V22": v22, "V23": v23, "V24": v24,
}  # fmt: skip


# --------------------------------------------------------------------------------------------------------------------
# command.py
# `python3 -I verify.py bundle.zip [--receipt FILE] [--fingerprint "twelve words"] [--plain]`: the command.
#
# MIT licence; standard library only. Prints each check as PASS, WARN or FAIL. Ends with 0 where none failed, with 1
# where one did, and with 2 where it was called in another way. `--plain` leaves libsodium aside even where it is there.
# --------------------------------------------------------------------------------------------------------------------


USAGE = 'usage: python3 -I verify.py bundle.zip [--receipt FILE]... [--fingerprint "twelve words"] [--plain]'
ALL = [f"V{number}" for number in range(1, 25)]


class Misuse(Exception):
    """The command was not given what it needs."""


@dataclass(slots=True)
class Asked:
    bundle: str = ""
    receipts: list[bytes] = field(default_factory=list)
    words: str | None = None
    plain: bool = False


def asked_for(arguments: list[str]) -> Asked:
    asked, rest = Asked(), list(arguments)
    while rest:
        given = rest.pop(0)
        if given == "--plain":
            asked.plain = True
        elif given in ("--receipt", "--fingerprint") and rest:
            value = rest.pop(0)
            if given == "--receipt":
                asked.receipts.append(Path(value).read_bytes())
            else:
                asked.words = value
        elif given.startswith("--") or asked.bundle:
            raise Misuse
        else:
            asked.bundle = given
    if not asked.bundle or not Path(asked.bundle).is_file():
        raise Misuse
    return asked


def verdicts(asked: Asked) -> list[tuple[str, str, str]]:
    """Every check with PASS, WARN or FAIL and its words, in order."""
    try:
        bundle = Bundle(asked.bundle, plain=asked.plain)
    except Refusal as why:
        return [("V1", "FAIL", str(why)), *((name, "FAIL", "not looked at: there is no bundle") for name in ALL[1:])]
    checks: dict[str, Callable[[Bundle], Finding]] = {
        **CHECKS,
        **COUNT_CHECKS,
        "V2": lambda b: v2(b, asked.words),
        "V7": lambda b: v7(b, asked.receipts),
    }
    return [(name, *_verdict(checks[name], bundle)) for name in ALL]


def _verdict(check: Callable[[Bundle], Finding], bundle: Bundle) -> tuple[str, str]:
    try:
        found = check(bundle)
    except Refusal as why:
        return "FAIL", str(why)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        MemoryError,
        RecursionError,
        TypeError,
        ValueError,
    ) as trouble:
        return "FAIL", f"could not be checked ({type(trouble).__name__})"
    if found.warnings:
        return "WARN", "; ".join([found.words, *found.warnings])
    return "PASS", found.words


def printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def main(arguments: list[str]) -> int:
    try:
        asked = asked_for(arguments)
    except (Misuse, OSError, ValueError):
        print(USAGE, file=sys.stderr)
        return 2
    found = verdicts(asked)
    for name, verdict, words in found:
        line = printable(f"{name:4} {verdict}  {words}")
        print(line.encode(sys.stdout.encoding or "ascii", "replace").decode(sys.stdout.encoding or "ascii"))
    failed = sum(1 for _, verdict, _ in found if verdict == "FAIL")
    print(f"{failed} of {len(found)} checks failed." if failed else "Every check was passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
