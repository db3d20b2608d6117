"""Tables of this room: peers and the mandates they carry (`peers`), proxies (`proxies`), supporters (`support`)."""

from govern.constituencies.representation.models.peers import MandateFile, PeerMandate, PeerOffice
from govern.constituencies.representation.models.proxies import ProxyAppointment, ProxyDirection
from govern.constituencies.representation.models.support import Supporter

__all__ = ["MandateFile", "PeerMandate", "PeerOffice", "ProxyAppointment", "ProxyDirection", "Supporter"]
