"""Tables of this room: peers and the mandates they carry (`peers`)."""

from govern.constituencies.representation.models.peers import MandateFile, PeerMandate, PeerOffice

__all__ = ["MandateFile", "PeerMandate", "PeerOffice"]
