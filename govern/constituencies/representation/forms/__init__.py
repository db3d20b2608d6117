"""What officers and members send to this room: about peers (`peers`) and supporters (`support`)."""

from govern.constituencies.representation.forms.peers import (
    ChoosePeer,
    EndMandate,
    EndPeer,
    GiveMandate,
    HowMuch,
    NewPeer,
    RenewMandate,
    SendMandates,
)
from govern.constituencies.representation.forms.support import NameSupporter, RecordWish

__all__ = [
    "ChoosePeer",
    "EndMandate",
    "EndPeer",
    "GiveMandate",
    "HowMuch",
    "NameSupporter",
    "NewPeer",
    "RecordWish",
    "RenewMandate",
    "SendMandates",
]
