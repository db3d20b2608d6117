"""Questions about consultations: how far one opens to somebody (`gate`), who delivers whose care (`care`)."""

from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.queries.gate import ConsultationView, consultation, part_of, seen, worked_on

__all__ = ["ConsultationView", "consultation", "delivers_care", "part_of", "seen", "worked_on"]
