"""What officers and members send to this room: about peers (`peers`)."""

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

__all__ = ["ChoosePeer", "EndMandate", "EndPeer", "GiveMandate", "HowMuch", "NewPeer", "RenewMandate", "SendMandates"]
