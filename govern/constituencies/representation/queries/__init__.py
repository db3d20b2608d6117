"""What is asked of this room: who the peers are and whom they carry (`peers`), who helps whom (`support`)."""

from govern.constituencies.representation.queries.peers import (
    DUE_SOON,
    FileView,
    MandateView,
    PeerLine,
    PeerPage,
    Peers,
    carried_on,
    mandate,
    mandate_file,
    mandate_files,
    peer,
    peers,
    who_votes_for,
)
from govern.constituencies.representation.queries.support import (
    SupporterView,
    everybody_supported,
    helped_by,
    support,
    supporters_of,
    supporting,
)

__all__ = [
    "DUE_SOON",
    "FileView",
    "MandateView",
    "PeerLine",
    "PeerPage",
    "Peers",
    "SupporterView",
    "carried_on",
    "everybody_supported",
    "helped_by",
    "mandate",
    "mandate_file",
    "mandate_files",
    "peer",
    "peers",
    "support",
    "supporters_of",
    "supporting",
    "who_votes_for",
]
