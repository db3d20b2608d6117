"""What officers and members send to this room: about peers (`peers`) and supporters (`support`)."""

from govern.constituencies.representation.forms.peers import (
    EndMandate,
    EndPeer,
    GiveMandate,
    NewPeer,
    RenewMandate,
    SendMandates,
)
from govern.constituencies.representation.forms.support import NameSupporter, RecordWish

__all__ = [
    "EndMandate",
    "EndPeer",
    "GiveMandate",
    "NameSupporter",
    "NewPeer",
    "RecordWish",
    "RenewMandate",
    "SendMandates",
]
