"""What is asked of this room: who the peers are and whom they carry (`peers`), who was named for a meeting
(`proxies`)."""

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
from govern.constituencies.representation.queries.proxies import (
    ProxyView,
    holders_here,
    proxies_held,
    proxies_standing,
    proxies_with,
    proxy,
    proxy_of,
    proxy_register,
)

__all__ = [
    "DUE_SOON",
    "FileView",
    "MandateView",
    "PeerLine",
    "PeerPage",
    "Peers",
    "ProxyView",
    "carried_on",
    "holders_here",
    "mandate",
    "mandate_file",
    "mandate_files",
    "peer",
    "peers",
    "proxies_held",
    "proxies_standing",
    "proxies_with",
    "proxy",
    "proxy_of",
    "proxy_register",
    "who_votes_for",
]
