"""The reader of calendar files itself: one that the standard prints is read, and whatever breaks it is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.calendars import NoCalendar, lasting, read

#: After RFC 5545, section 4, with a folded line, an escaped text and a reminder.
GOOD = (
    "BEGIN:VCALENDAR\r\nPRODID:-//xyz Corp//NONSGML PDA Calendar Version 1.0//EN\r\nVERSION:2.0\r\n"
    "BEGIN:VEVENT\r\nDTSTAMP:19960704T120000Z\r\nUID:uid1@example.com\r\nDTSTART:19960918T143000Z\r\n"
    "DTEND:19960920T220000Z\r\nSTATUS:CONFIRMED\r\nSEQUENCE:3\r\nSUMMARY:Networld+Interop Conference\r\n"
    "DESCRIPTION:Networld+Interop Conference and Exhibit\\nAtlanta World Congress\r\n"
    "  Center\\n Atlanta\\, Georgia\r\n"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P2W\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTAMP:19970901T130000Z\r\nUID:uid2@example.com\r\nDTSTART;VALUE=DATE:19971102\r\n"
    "SUMMARY;LANGUAGE=en:Our Blissful Anniversary\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_what_the_standard_prints_is_read() -> None:
    calendar = read(GOOD.encode())
    one, two = calendar.inside
    assert one.text("DESCRIPTION") == (
        "Networld+Interop Conference and Exhibit\nAtlanta World Congress Center\n Atlanta, Georgia"
    )
    assert one.at("DTSTART") == datetime(1996, 9, 18, 14, 30, tzinfo=UTC) and one.number("SEQUENCE") == 3
    assert one.alarms == [timedelta(days=-14)] and two.alarms == []
    assert two.at("DTSTART") == date(1997, 11, 2) and two.text("SUMMARY") == "Our Blissful Anniversary"
    assert lasting("PT15M") == timedelta(minutes=15) and lasting("P1DT2H") == timedelta(hours=26)


BREAKS = {
    "lines end with LF": ("\r\n", "\n"),
    "one line ends with LF": ("VERSION:2.0\r\n", "VERSION:2.0\n"),
    "the last line does not end": ("END:VCALENDAR\r\n", "END:VCALENDAR"),
    "a line is too long": ("SUMMARY:Networld", "SUMMARY:" + "x" * 68),
    "an empty line": ("VERSION:2.0\r\n", "VERSION:2.0\r\n\r\n"),
    "no version": ("VERSION:2.0\r\n", ""),
    "another version": ("VERSION:2.0", "VERSION:1.0"),
    "no UID": ("UID:uid1@example.com\r\n", ""),
    "two UIDs": ("UID:uid1@example.com\r\n", "UID:uid1@example.com\r\nUID:uid1@example.com\r\n"),
    "no DTSTAMP": ("DTSTAMP:19960704T120000Z\r\n", ""),
    "a time of no zone": ("DTSTART:19960918T143000Z", "DTSTART:19960918T143000"),
    "a zone that is not described": ("DTSTART:19960918T143000Z", "DTSTART;TZID=Europe/London:19960918T143000"),
    "a day that is not called one": ("DTSTART;VALUE=DATE:19971102", "DTSTART:19971102"),
    "a day that is none": ("VALUE=DATE:19971102", "VALUE=DATE:19971131"),
    "a day with dashes": ("VALUE=DATE:19971102", "VALUE=DATE:1997-11-02"),
    "it ends before it begins": ("DTEND:19960920", "DTEND:19960820"),
    "it ends on a day": ("DTEND:19960920T220000Z", "DTEND;VALUE=DATE:19960920"),
    "an end and a duration": ("STATUS:CONFIRMED\r\n", "DURATION:PT1H\r\n"),
    "a comma that is not escaped": ("Atlanta\\, Georgia", "Atlanta, Georgia"),
    "a semicolon that is not escaped": ("Atlanta\\, Georgia", "Atlanta; Georgia"),
    "a backslash before nothing": ("Atlanta\\, Georgia", "Atlanta\\: Georgia"),
    "a control character": ("Atlanta\\, Georgia", "Atlanta\x07 Georgia"),
    "a sequence that is no number": ("SEQUENCE:3", "SEQUENCE:three"),
    "a state that there is not": ("STATUS:CONFIRMED", "STATUS:OFF"),
    "an event that does not end": ("END:VALARM\r\nEND:VEVENT\r\n", "END:VALARM\r\n"),
    "a calendar that does not end": ("END:VCALENDAR\r\n", ""),
    "a reminder outside of an event": ("BEGIN:VEVENT\r\nDTSTAMP:1997", "BEGIN:VALARM\r\nDTSTAMP:1997"),
    "a reminder of no length": ("TRIGGER:-P2W", "TRIGGER:-P"),
    "a line without a value": ("SEQUENCE:3", "SEQUENCE"),
    "a parameter twice": ("DTSTART;VALUE=DATE:", "DTSTART;VALUE=DATE;VALUE=DATE:"),
    "small letters in a name": ("SEQUENCE:3", "sequence:3"),
    "something before the calendar": ("BEGIN:VCALENDAR", "X-A:1\r\nBEGIN:VCALENDAR"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_whatever_breaks_the_standard_is_refused(name: str) -> None:
    before, after = BREAKS[name]
    assert GOOD.count(before) >= 1
    with pytest.raises(NoCalendar):
        read(GOOD.replace(before, after, -1 if before == "\r\n" else 1).encode())


def test_a_line_that_is_cut_inside_of_a_letter_is_refused() -> None:
    cut = GOOD.encode().replace(
        b"Networld+Interop Conference\r\n", "Tŷ".encode()[:2] + b"\r\n " + "ŷ".encode()[1:] + b"\r\n"
    )
    with pytest.raises(NoCalendar, match="cut inside of a letter"):
        read(cut)
