"""Tables of this room: the question (`asking`), how people communicate (`profiles`), being asked and being read
(`sitting`), what comes of it (`answers`, and `counted` once nobody's name is kept), tablets that go where there is no
signal (`tablets`)."""

from govern.forums.consultations.models.answers import (
    AttachedTo,
    ConsultationAnswerBack,
    ConsultationAttached,
    ConsultationDecision,
    ConsultationSum,
)
from govern.forums.consultations.models.asking import (
    Consultation,
    ConsultationAdaptation,
    ConsultationAsker,
    ConsultationCard,
    ConsultationCheck,
    ConsultationPhotograph,
    SymbolMeaning,
)
from govern.forums.consultations.models.counted import ConsultationCounted
from govern.forums.consultations.models.profiles import CareLink, CommunicationProfile
from govern.forums.consultations.models.sitting import (
    ConsultationPresent,
    ConsultationReading,
    ConsultationResponse,
    ConsultationSitting,
    PresentAs,
    Through,
)
from govern.forums.consultations.models.tablets import ConsultationTablet

__all__ = [
    "AttachedTo",
    "CareLink",
    "CommunicationProfile",
    "Consultation",
    "ConsultationAdaptation",
    "ConsultationAnswerBack",
    "ConsultationAsker",
    "ConsultationAttached",
    "ConsultationCard",
    "ConsultationCheck",
    "ConsultationCounted",
    "ConsultationDecision",
    "ConsultationPhotograph",
    "ConsultationPresent",
    "ConsultationReading",
    "ConsultationResponse",
    "ConsultationSitting",
    "ConsultationSum",
    "ConsultationTablet",
    "PresentAs",
    "SymbolMeaning",
    "Through",
]
