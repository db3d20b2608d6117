"""Questions about consultations: how far one opens to somebody (`gate`)."""

from govern.forums.consultations.queries.gate import ConsultationView, consultation, part_of, seen, worked_on

__all__ = ["ConsultationView", "consultation", "part_of", "seen", "worked_on"]
