"""Tables of this room: peers and the mandates they carry (`peers`), legal proxies (`proxies`)."""

from govern.constituencies.representation.models.peers import MandateFile, PeerMandate, PeerOffice
from govern.constituencies.representation.models.proxies import ProxyAppointment, ProxyDirection

__all__ = ["MandateFile", "PeerMandate", "PeerOffice", "ProxyAppointment", "ProxyDirection"]
