"""What officers and members send to this room: about peers (`peers`)."""

from govern.constituencies.representation.forms.peers import (
    EndMandate,
    EndPeer,
    GiveMandate,
    NewPeer,
    RenewMandate,
    SendMandates,
)

__all__ = ["EndMandate", "EndPeer", "GiveMandate", "NewPeer", "RenewMandate", "SendMandates"]
