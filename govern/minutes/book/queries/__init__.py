"""Questions about what is remembered: `minutes`, what is `taken` live, how it is `agreed`, in `easy` words, the
`books`, the audit `trail`; `more_on_paper` says what of them stands on a paper beside the entries."""

from govern.documents.symbols import called
from govern.minutes.book.queries.agreed import (
    AgreeingItem,
    CommentView,
    ConfidentialView,
    PublicLine,
    agreeing_items,
    annex_of,
    comments_of,
    correctable,
    is_public,
    may_be_public,
    public_minutes,
)
from govern.minutes.book.queries.books import (
    Book,
    BookLine,
    BookVerdict,
    bodies_with_books,
    book_of,
    books,
    verify_book,
)
from govern.minutes.book.queries.easy import EasyLine, EasyPage, easy_page, easy_paper
from govern.minutes.book.queries.minutes import EntryView, MinutesPage, PresenceView, minutes_of, minutes_page
from govern.minutes.book.queries.taken import (
    ActionView,
    CarriedPage,
    LivePage,
    NoteView,
    action,
    carried_page,
    line,
    live_page,
    my_actions,
)
from govern.minutes.book.queries.trail import Trail, TrailLine, subjects_of_meeting, trail

__all__ = [
    "ActionView",
    "AgreeingItem",
    "Book",
    "BookLine",
    "BookVerdict",
    "CarriedPage",
    "CommentView",
    "ConfidentialView",
    "EasyLine",
    "EasyPage",
    "EntryView",
    "LivePage",
    "MinutesPage",
    "NoteView",
    "PresenceView",
    "PublicLine",
    "Trail",
    "TrailLine",
    "action",
    "agreeing_items",
    "annex_of",
    "bodies_with_books",
    "book_of",
    "books",
    "called",
    "carried_page",
    "comments_of",
    "correctable",
    "easy_page",
    "easy_paper",
    "is_public",
    "line",
    "live_page",
    "may_be_public",
    "minutes_of",
    "minutes_page",
    "my_actions",
    "public_minutes",
    "subjects_of_meeting",
    "trail",
    "verify_book",
]
