"""What is asked and said at Tair Nant's annual meeting, in English and Welsh (the Welsh awaits a speaker's check)."""

from __future__ import annotations

from govern.ballots.lifecycle import Wording
from govern.ballots.rules import EasyLine, Readers

AGM = {"en": "Annual general meeting 2026", "cy": "Cyfarfod cyffredinol blynyddol 2026"}
PLACE = {
    "en": "Pont-y-gof Hall, Tregarth Road",
    "cy": "Neuadd Pont-y-gof, Ffordd Tregarth",
}
ACCESS = {
    "en": "Step-free. Quiet room. Easy Read papers. Tell Carys if you need a lift or a signer.",
    "cy": "Dim grisiau. Ystafell dawel. Papurau Hawdd eu Deall. Dywedwch wrth Carys os oes angen lifft neu arwyddwr.",
}
REPORTS = {"en": "The year's report and accounts", "cy": "Adroddiad a chyfrifon y flwyddyn"}
REPORTS_TEXT = {
    "en": "The board says what was done this year and what it cost.",
    "cy": "Mae'r bwrdd yn dweud beth a wnaed eleni a faint gostiodd.",
}
SATURDAYS = {"en": "Should Tŷ Nant open on Saturdays?", "cy": "A ddylai Tŷ Nant agor ar ddydd Sadwrn?"}
SATURDAYS_TEXT = {
    "en": "That Tŷ Nant opens on Saturdays from 10 to 4, from April 2027, at a cost of £31,200 a year.",
    "cy": "Bod Tŷ Nant yn agor ar ddydd Sadwrn o 10 tan 4, o Ebrill 2027, ar gost o £31,200 y flwyddyn.",
}
NAME = {
    "en": "Should our rules say “people supported”?",
    "cy": "A ddylai ein rheolau ddweud “pobl sy'n cael cymorth”?",
}
NAME_TEXT = {
    "en": "That the words “service users” are replaced by “people supported” throughout the rules.",
    "cy": "Bod y geiriau “defnyddwyr gwasanaeth” yn cael eu newid i “pobl sy'n cael cymorth” drwy'r rheolau.",
}
SEATS = {"en": "Who should join the board?", "cy": "Pwy ddylai ymuno â'r bwrdd?"}

SATURDAYS_WORDING = Wording(
    title=SATURDAYS,
    question=SATURDAYS,
    full_text=SATURDAYS_TEXT,
    yes_means={
        "en": "Tŷ Nant opens on Saturdays from 10 to 4, from April 2027.",
        "cy": "Mae Tŷ Nant yn agor ar ddydd Sadwrn o 10 tan 4, o Ebrill 2027.",
    },
    no_means={
        "en": "Tŷ Nant stays closed on Saturdays, as it is now.",
        "cy": "Mae Tŷ Nant yn aros ar gau ar ddydd Sadwrn, fel y mae nawr.",
    },
    easy_title={"en": "Tŷ Nant on Saturdays", "cy": "Tŷ Nant ar ddydd Sadwrn"},
    easy_lines={
        "en": (
            EasyLine("pictures/ty-nant.svg", "Tŷ Nant is closed on Saturdays now."),
            EasyLine("pictures/envelope.svg", "You are asked if it should open on Saturdays."),
            EasyLine("vendor/symbols/openmoji-yes.svg", "Yes means it opens."),
            EasyLine("vendor/symbols/openmoji-no.svg", "No means it stays closed."),
        ),
        "cy": (
            EasyLine("pictures/ty-nant.svg", "Mae Tŷ Nant ar gau ar ddydd Sadwrn nawr."),
            EasyLine("pictures/envelope.svg", "Gofynnir i chi a ddylai agor ar ddydd Sadwrn."),
            EasyLine("vendor/symbols/openmoji-yes.svg", "Mae O blaid yn golygu ei fod yn agor."),
            EasyLine("vendor/symbols/openmoji-no.svg", "Mae Yn erbyn yn golygu ei fod yn aros ar gau."),
        ),
    },
    easy_readers=Readers.TWO,
    ask_whom="Carys, 01632 960 123",
)
NAME_WORDING = Wording(
    title=NAME,
    question=NAME,
    full_text=NAME_TEXT,
    yes_means={
        "en": "The rules will say “people supported”.",
        "cy": "Bydd y rheolau'n dweud “pobl sy'n cael cymorth”.",
    },
    no_means={"en": "The rules stay as they are.", "cy": "Mae'r rheolau'n aros fel y maent."},
    easy_title={"en": "A word in our rules", "cy": "Gair yn ein rheolau"},
    easy_lines={
        "en": (
            EasyLine("pictures/blank-paper.svg", "Our rules use an old word for people who get support."),
            EasyLine("pictures/easy-read.svg", "You are asked if we should change the word."),
        ),
        "cy": (
            EasyLine("pictures/blank-paper.svg", "Mae ein rheolau'n defnyddio hen air am bobl sy'n cael cymorth."),
            EasyLine("pictures/easy-read.svg", "Gofynnir i chi a ddylem newid y gair."),
        ),
    },
    easy_readers=Readers.ONE,
    ask_whom="Carys, 01632 960 123",
)
SEATS_WORDING = Wording(
    title=SEATS,
    question=SEATS,
    easy_title={"en": "New people on the board", "cy": "Pobl newydd ar y bwrdd"},
    easy_lines={
        "en": (
            EasyLine("pictures/person-ana.svg", "Five people want to join the board. There are three places."),
            EasyLine("pictures/envelope.svg", "You put them in order. Say who you like best first."),
            EasyLine("pictures/stop.svg", "You can stop when you have said enough names."),
        ),
        "cy": (
            EasyLine("pictures/person-ana.svg", "Mae pump o bobl eisiau ymuno â'r bwrdd. Mae tri lle."),
            EasyLine(
                "pictures/envelope.svg", "Rydych chi'n eu rhoi mewn trefn. Dywedwch pwy yw'r gorau gennych yn gyntaf."
            ),
            EasyLine("pictures/stop.svg", "Gallwch stopio pan fyddwch wedi dweud digon o enwau."),
        ),
    },
    easy_readers=Readers.ONE,
    ask_whom="Gwilym Hâf",
)
