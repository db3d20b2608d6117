"""What is asked of this room: who the peers are and whom they carry (`peers`)."""

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

__all__ = [
    "DUE_SOON",
    "FileView",
    "MandateView",
    "PeerLine",
    "PeerPage",
    "Peers",
    "carried_on",
    "mandate",
    "mandate_file",
    "mandate_files",
    "peer",
    "peers",
    "who_votes_for",
]
