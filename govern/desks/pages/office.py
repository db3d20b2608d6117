"""Where an officer lands: one list of tasks, and the ways to the lists."""

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.desks import queries
from govern.identity.rules import day_of
from govern.minutes.returns.queries import plan as returns
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

#: The lists of the office, by what they are about: what allows each, its name, its address.
LISTS = (
    (
        Sentence("Meetings and minutes"),
        (
            (Permission.OFFICE_SEE, Sentence("Year plan"), "office/year"),
            (Permission.OFFICE_SEE, Sentence("Meetings"), "office/meetings"),
            (Permission.MINUTES_WRITE, Sentence("Minutes from before"), "office/minutes/past"),
            (Permission.BALLOT_PREPARE, Sentence("Papers issued"), "office/papers"),
            (Permission.RECORD_SEE, Sentence("Audit record"), "office/record"),
        ),
    ),
    (
        Sentence("Votes"),
        (
            (Permission.OFFICE_SEE, Sentence("Votes"), "office/ballots"),
            (Permission.RECORD_SEE, Sentence("Votes to look into"), "office/scrutiny"),
            (Permission.CONSENT_RUN, Sentence("Consent rounds"), "office/consent"),
            (Permission.BALLOT_PREPARE, Sentence("What if: try numbers against the rules"), "office/what-if"),
        ),
    ),
    (
        Sentence("Members"),
        (
            (Permission.REGISTER_SEE, Sentence("Register of members"), "office/register"),
            (Permission.REGISTER_APPROVE, Sentence("Bring in members from a file"), "office/register/imports"),
            (Permission.REGISTER_APPROVE, Sentence("Deaths that were noted"), "office/deaths"),
            (Permission.REGISTER_EDIT, Sentence("Who delivers whose care"), "office/care"),
            (Permission.REGISTER_SEE, Sentence("Peers and whom they carry"), "office/peers"),
            (Permission.REGISTER_APPROVE, Sentence("Bring in mandates from a file"), "office/peers/files"),
            (Permission.REGISTER_SEE, Sentence("Who helps whom to vote"), "office/supporters"),
        ),
    ),
    (
        Sentence("Board and forums"),
        (
            (Permission.BOARD_EDIT, Sentence("Boards and seats"), "office/boards"),
            (Permission.BOARD_EDIT, Sentence("Instructions, questions and answers"), "office/boards/instructions"),
            (Permission.FORUM_FOUND, Sentence("Forums and who leads them"), "office/forums"),
            (Permission.RECOMMENDATION_ANSWER, Sentence("Answers to what forums ask"), "office/recommendations"),
            (Permission.OFFICE_SEE, Sentence("Voices: who took part in a year"), "office/voices"),
        ),
    ),
    (
        Sentence("Rules and settings"),
        (
            (Permission.OFFICE_SEE, Sentence("Rules of the society"), "office/rules"),
            (Permission.OFFICE_SEE, Sentence("Officers"), "office/officers"),
            (Permission.PEOPLE_LET_IN, Sentence("Let somebody in who is locked out"), "office/let-in"),
            (Permission.OFFICE_SEE, Sentence("A tablet at the desk"), "office/tablet"),
            (Permission.MEETING_CALL, Sentence("Whom people call"), "office/settings/contact"),
            (Permission.MAIL_SETTINGS, Sentence("Outbox"), "office/outbox"),
            (Permission.MAIL_SETTINGS, Sentence("Mail settings"), "office/settings/mail"),
            (Permission.OFFICE_SEE, Sentence("My password, authenticator and passkeys"), "me/sign-in"),
        ),
    ),
)


@get("/office", name="office", guards=[holding(Permission.OFFICE_SEE)])
async def office(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    found = await queries.office(reading, visitor.person_id, visitor.permissions, door.language.code, door.at)
    allowed = [
        (about, [(words, address) for permission, words, address in lists if visitor.may(permission)])
        for about, lists in LISTS
    ]
    year = await returns.plan(reading, day_of(door.at), door.language.code)
    return page(
        request,
        "desks/office.html",
        section="office",
        office=found,
        ways=[(about, lists) for about, lists in allowed if lists],
        year_late=year.late,
        year_next=year.next[: returns.NEXT],
    )


HANDLERS = [office]
