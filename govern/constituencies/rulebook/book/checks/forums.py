"""Forum layers, answers to recommendations, and deciding by consent: everything leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

NEEDED_FOR_CONSENT = ("bodies", "rounds_max", "objection", "absent_hours", "fallback", "review_months")


def layers_refer_to_what_exists(tables: Tables) -> Iterator[Problem]:
    layers = {layer.id for layer in tables.forum_layers}
    bodies = {body.id for body in tables.bodies}
    for number, layer in enumerate(tables.forum_layers):
        if layer.linked_to is not None and layer.linked_to not in layers:
            wrong = Sentence("It is linked to “{layer}”, which is no [[forum_layer]] here.", layer=layer.linked_to)
            yield Problem(("forum_layer", number, "linked_to"), wrong)
        if layer.body is not None and layer.body not in bodies:
            wrong = Sentence("“{body}” is no [[body]] here.", body=layer.body)
            yield Problem(("forum_layer", number, "body"), wrong)


def the_top_layer_sends_nobody_up(tables: Tables) -> Iterator[Problem]:
    top = max(layer.order for layer in tables.forum_layers)
    for number, layer in enumerate(tables.forum_layers):
        if layer.order == top and layer.delegates_up and layer.body is None:
            wrong = Sentence("It is the top layer and sends delegates to nowhere. Write delegates_up = 0.")
            yield Problem(("forum_layer", number, "delegates_up"), wrong)


def reasons_are_for_known_answers(tables: Tables) -> Iterator[Problem]:
    for answer in tables.recommendation.reasons_required:
        if answer not in tables.recommendation.dispositions:
            wrong = Sentence(
                "“{answer}” cannot need reasons, for it is not one of the answers. Add it to the answers first.",
                answer=answer,
            )
            yield Problem(("recommendation", "reasons_required"), wrong)


def consent_is_fully_described(tables: Tables) -> Iterator[Problem]:
    for key in NEEDED_FOR_CONSENT:
        if tables.consent.enabled and getattr(tables.consent, key) is None:
            yield Problem(("consent", key), Sentence("“{key}” is needed where consent is enabled.", key=key))


def consent_refers_to_what_exists(tables: Tables) -> Iterator[Problem]:
    consent = tables.consent
    if not consent.enabled:
        return
    for body in consent.bodies or ():
        if body not in {known.id for known in tables.bodies} | {"general"}:
            yield Problem(("consent", "bodies"), Sentence("“{body}” is no [[body]] here.", body=body))
    votes = {f"vote:{kind.id}" for kind in tables.resolutions}
    known_fallbacks = ("none", "parent", "vote:majority", *sorted(votes))
    if consent.fallback is not None and consent.fallback not in known_fallbacks:
        wrong = Sentence("What happens without consent is unknown. Write one of: {known}.", known=known_fallbacks)
        yield Problem(("consent", "fallback"), wrong)


CHECKS = (
    layers_refer_to_what_exists,
    the_top_layer_sends_nobody_up,
    reasons_are_for_known_answers,
    consent_is_fully_described,
    consent_refers_to_what_exists,
)
