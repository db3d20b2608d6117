"""What officers and members send to this room: about peers (`peers`) and supporters (`support`)."""

from govern.constituencies.representation.forms.peers import (
    ChoosePeer,
    EndMandate,
    EndPeer,
    FindMember,
    GiveMandate,
    HowMuch,
    NewPeer,
    NoteChoice,
    RenewMandate,
    SendMandates,
)
from govern.constituencies.representation.forms.support import NameSupporter, RecordWish

__all__ = [
    "ChoosePeer",
    "EndMandate",
    "EndPeer",
    "FindMember",
    "GiveMandate",
    "HowMuch",
    "NameSupporter",
    "NewPeer",
    "NoteChoice",
    "RecordWish",
    "RenewMandate",
    "SendMandates",
]
