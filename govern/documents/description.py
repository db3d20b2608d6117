"""A paper as text that is kept: all it says, in one order, so that it can be printed again word for word.

The same paper gives the same text, and the text gives the same paper. Its `mark` is the hash of that text; a paper's
own mark is no part of it. A part that a later service adds must have a default: older texts do not have it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date

import msgspec

from govern.documents import document as parts
from govern.documents import kitchen
from govern.documents.document import Document

#: Every kind of part by its name.
PARTS: dict[str, type[msgspec.Struct]] = {
    name: kind
    for room in (parts, kitchen)
    for name, kind in vars(room).items()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
}


def described(document: Document) -> str:
    """The paper as text, without its mark."""
    return json.dumps(
        _packed(msgspec.structs.replace(document, mark="")), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def mark_of(description: str) -> str:
    """The hash of a description: SHA-256, in 64 signs."""
    return hashlib.sha256(description.encode()).hexdigest()


def document_of(description: str) -> Document:
    """The paper again, with its mark."""
    found = _unpacked(json.loads(description))
    assert isinstance(found, Document)
    return msgspec.structs.replace(found, mark=mark_of(description))


def matter_of(document: Document) -> str:
    """The hash of what a paper says, without its number, its day and where the record stood."""
    day = date.min
    labels = msgspec.structs.replace(document.labels, made_on="")
    bare = msgspec.structs.replace(document, number="", audit_hash="", made_on=day, labels=labels)
    return mark_of(described(bare))


def _packed(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        fields = {name: _packed(getattr(value, name)) for name in value.__struct_fields__}
        return {"is": type(value).__name__, **fields}
    if isinstance(value, (tuple, list)):
        return [_packed(one) for one in value]
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return str(value) if isinstance(value, str) else value


def _unpacked(value: object) -> object:
    if isinstance(value, list):
        return tuple(_unpacked(one) for one in value)
    if not isinstance(value, dict):
        return value
    if "is" in value:
        return PARTS[value["is"]](**{name: _unpacked(one) for name, one in value.items() if name != "is"})
    if "set" in value:
        return frozenset(value["set"])
    if "bytes" in value:
        return base64.b64decode(value["bytes"])
    return date.fromisoformat(value["day"])
