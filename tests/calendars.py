"""A strict reader of calendar files, after RFC 5545 alone: nothing of the library that writes them is used here.

It takes the part of the standard that this service writes, and refuses all else with `NoCalendar`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import msgspec

LONGEST = 75
NAME = re.compile(r"[A-Z0-9-]+")
PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')
ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
DURATION = re.compile(r"([+-]?)P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
#: 3.6.1: none of these twice in one event. 3.6: in a calendar the first two once each.
ONCE = {
    "VCALENDAR": ("PRODID", "VERSION", "CALSCALE", "METHOD"),
    "VEVENT": (
        *(
            "UID",
            "DTSTAMP",
            "DTSTART",
            "DTEND",
            "DURATION",
            "CLASS",
            "CREATED",
            "DESCRIPTION",
            "GEO",
            "LAST-MODIFIED",
        ),
        *("LOCATION", "ORGANIZER", "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "URL", "RECURRENCE-ID"),
    ),
    "VALARM": ("ACTION", "TRIGGER", "DESCRIPTION", "DURATION", "REPEAT"),
}
NEEDED = {
    "VCALENDAR": ("PRODID", "VERSION"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART"),
    "VALARM": ("ACTION", "TRIGGER"),
}
INSIDE = {"": ("VCALENDAR",), "VCALENDAR": ("VEVENT",), "VEVENT": ("VALARM",), "VALARM": ()}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "UID", "PRODID", "X-WR-CALNAME"}
STATES = ("TENTATIVE", "CONFIRMED", "CANCELLED")


class NoCalendar(ValueError):
    """The file is none by the standard; the words say where it is not."""


class Value(msgspec.Struct, frozen=True):
    """What stands after a property's name: its parameters and its value as written."""

    parameters: dict[str, str]
    written: str


class Part(msgspec.Struct):
    """A component: its properties by name, and the components in it."""

    kind: str
    values: dict[str, list[Value]] = {}
    inside: list[Part] = []

    def has(self, name: str) -> bool:
        return name in self.values

    def one(self, name: str) -> Value:
        found = self.values.get(name, [])
        if len(found) != 1:
            raise NoCalendar(f"{self.kind} has {name} {len(found)} times")
        return found[0]

    def text(self, name: str) -> str:
        """Of a text what it says, of anything else what is written."""
        written = self.one(name).written
        return unescaped(name, written) if name in TEXTS else written

    def number(self, name: str) -> int:
        written = self.one(name).written
        if not re.fullmatch(r"\d+", written):
            raise NoCalendar(f"{name} is no number: {written}")
        return int(written)

    def at(self, name: str) -> date | datetime:
        """A day, where the parameter VALUE says so, or a moment in UTC: this service writes no other times."""
        value = self.one(name)
        whole_day = value.parameters == {"VALUE": "DATE"}
        if not whole_day and value.parameters not in ({}, {"VALUE": "DATE-TIME"}):
            raise NoCalendar(f"{name} has parameters {value.parameters}")
        try:
            if whole_day:
                return _strictly(value.written, "%Y%m%d").date()
            return _strictly(value.written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise NoCalendar(f"{name} is no day and no moment in UTC: {value.written}") from None

    @property
    def alarms(self) -> list[timedelta]:
        """How long before or after the start each reminder comes."""
        return [lasting(part.one("TRIGGER").written) for part in self.inside]


def _strictly(written: str, form: str) -> datetime:
    found = datetime.strptime(written, form)  # noqa: DTZ007  the caller says which zone
    if found.strftime(form) != written:
        raise ValueError(written)
    return found


def read(content: bytes) -> Part:
    """The calendar of a file: its own properties, and its events in the order they stand. Raises NoCalendar."""
    whole = Part("", {}, [])
    open_ = [whole]
    for line in content_lines(content):
        name, value = property_in(line)
        if name == "BEGIN":
            if value.written not in INSIDE[open_[-1].kind]:
                raise NoCalendar(f"{value.written} stands in {open_[-1].kind or 'the file'}")
            part = Part(value.written, {}, [])
            open_[-1].inside.append(part)
            open_.append(part)
        elif name == "END":
            if value.written != open_[-1].kind:
                raise NoCalendar(f"{value.written} ends where {open_[-1].kind or 'nothing'} is open")
            check(open_.pop())
        elif len(open_) == 1:
            raise NoCalendar(f"{name} stands outside of the calendar")
        else:
            open_[-1].values.setdefault(name, []).append(value)
    if len(open_) != 1 or len(whole.inside) != 1:
        raise NoCalendar("the file is not one whole calendar")
    return whole.inside[0]


def content_lines(content: bytes) -> list[str]:
    """3.1: lines end with CR LF, have 75 octets at most, and go on where the next begins with a space."""
    if not content.endswith(b"\r\n"):
        raise NoCalendar("the last line does not end")
    found: list[str] = []
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        if b"\r" in line or b"\n" in line:
            raise NoCalendar(f"a line ends without CR LF: {line!r}")
        if len(line) > LONGEST or not line:
            raise NoCalendar(f"a line has {len(line)} octets")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            raise NoCalendar(f"a line is cut inside of a letter, or is not UTF-8: {line!r}") from None
        if text[0] not in " \t":
            found.append(text)
        elif found:
            found[-1] += text[1:]
        else:
            raise NoCalendar("the first line goes on")
    return found


def property_in(line: str) -> tuple[str, Value]:
    name = NAME.match(line)
    if name is None:
        raise NoCalendar(f"a line has no name: {line}")
    at, parameters = name.end(), {}
    while found := PARAMETER.match(line, at):
        if found[1] in parameters:
            raise NoCalendar(f"{found[1]} stands twice: {line}")
        parameters[found[1]] = found[2].strip('"')
        at = found.end()
    if line[at : at + 1] != ":":
        raise NoCalendar(f"a line has no value: {line}")
    written = line[at + 1 :]
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", written):
        raise NoCalendar(f"a control character stands in {name[0]}")
    return name[0], Value(parameters, written)


def unescaped(name: str, written: str) -> str:
    """3.3.11: a backslash stands before a comma, a semicolon, a backslash and an n, and before nothing else."""
    if re.search(r"[,;]", ESCAPED.sub("", written)):
        raise NoCalendar(f"a comma or a semicolon is not escaped in {name}: {written}")

    def meant(found: re.Match[str]) -> str:
        if found[1] not in (",", ";", "\\", "n", "N"):
            raise NoCalendar(f"nothing stands behind a backslash in {name}: {written}")
        return "\n" if found[1] in "nN" else found[1]

    return ESCAPED.sub(meant, written)


def lasting(written: str) -> timedelta:
    """3.3.6."""
    found = DURATION.fullmatch(written)
    if found is None or not any(found.groups()[1:]) or written.endswith("T"):
        raise NoCalendar(f"this is no duration: {written}")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def check(part: Part) -> None:
    """What must stand in a component, what may stand once, and that each value is what its property says."""
    for name in NEEDED[part.kind]:
        part.one(name)
    for name in ONCE[part.kind]:
        if part.has(name):
            part.one(name)
    for name in TEXTS & part.values.keys():
        part.text(name)
    if part.kind == "VCALENDAR" and part.text("VERSION") != "2.0":
        raise NoCalendar("the calendar is not of version 2.0")
    if part.kind == "VALARM":
        lasting(part.one("TRIGGER").written)
    if part.kind == "VEVENT":
        check_event(part)


def check_event(event: Part) -> None:
    begins = event.at("DTSTART")
    if not isinstance(event.at("DTSTAMP"), datetime):
        raise NoCalendar("DTSTAMP is a day")
    if event.has("DTEND") and event.has("DURATION"):
        raise NoCalendar("an event has an end and a duration")
    if event.has("DTEND"):
        ends = event.at("DTEND")
        if type(ends) is not type(begins) or not begins < ends:
            raise NoCalendar(f"an event ends at {ends} and begins at {begins}")
    if event.has("SEQUENCE"):
        event.number("SEQUENCE")
    if event.has("STATUS") and event.text("STATUS") not in STATES:
        raise NoCalendar(f"an event is {event.text('STATUS')}")
