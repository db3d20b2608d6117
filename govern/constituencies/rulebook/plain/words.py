"""Words that rulebooks use in their lists, each with a text; a word a society made up itself stays as written.

One table a kind of list. The phrases stand after a colon, so they need no article and no mutation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from govern.sentences import Sentence

#: Kinds of decision that have no name of their own in the file.
KINDS = {
    "ordinary": Sentence("Ordinary resolution"),
    "special": Sentence("Special resolution"),
    "extraordinary": Sentence("Extraordinary resolution"),
    "major_investment": Sentence("Large investment"),
    "conversion": Sentence("Conversion into a company"),
    "amalgamation": Sentence("Joining another society"),
    "leave_provider": Sentence("Leaving the provider"),
}
#: What resolutions are used for, and what bodies may decide on.
MATTERS = {
    "accounts": Sentence("the accounts"),
    "advisory": Sentence("advice to the board"),
    "agm_time_and_place": Sentence("time and place of the annual general meeting"),
    "amalgamate_society": Sentence("joining another society"),
    "appoint_board": Sentence("appointing the board"),
    "budget": Sentence("the budget"),
    "budget_proposal": Sentence("proposing the budget"),
    "care_quality": Sentence("the quality of care"),
    "change_name": Sentence("a new name"),
    "change_rules": Sentence("changing the rules"),
    "change_weights": Sentence("changing what each group counts for"),
    "community_hub": Sentence("a community hub"),
    "consultation": Sentence("asking people for their views"),
    "contracts": Sentence("contracts"),
    "convert_to_company": Sentence("becoming a company"),
    "direction": Sentence("where the society is going"),
    "dismiss_board": Sentence("dismissing the board"),
    "dispose_third_of_assets": Sentence("giving up a third or more of what the society owns"),
    "dissolve": Sentence("dissolving the society"),
    "elect_board": Sentence("electing the board"),
    "expel_member": Sentence("expelling a member"),
    "fleet": Sentence("the vehicles"),
    "holidays": Sentence("holidays"),
    "instruct_company": Sentence("instructions to the company"),
    "investment": Sentence("investments"),
    "joint_bids": Sentence("bids made together"),
    "liability": Sentence("liability"),
    "local_recruitment": Sentence("finding workers locally"),
    "manage_business": Sentence("running the business"),
    "membership": Sentence("membership"),
    "membership_fee": Sentence("the membership fee"),
    "merge_or_sell": Sentence("merging or selling"),
    "money": Sentence("money"),
    "name_and_branding": Sentence("the name and how we look"),
    "pay_and_benefits_principles": Sentence("principles of pay and benefits"),
    "plans": Sentence("plans"),
    "provider_contracts": Sentence("contracts with providers"),
    "purpose": Sentence("the purpose of the society"),
    "regulation": Sentence("what regulators ask"),
    "remove_council_member": Sentence("removing a member of the council"),
    "remuneration": Sentence("pay of the board"),
    "reports": Sentence("reports"),
    "rota": Sentence("the rota"),
    "service_design": Sentence("how the service is made"),
    "services": Sentence("services"),
    "shared_services": Sentence("shared services"),
    "staff_policy": Sentence("rules for staff"),
    "staffing": Sentence("who works here"),
    "strategy": Sentence("plans for the years to come"),
    "surplus": Sentence("how to use money left over"),
    "team_starting": Sentence("starting teams"),
    "transfer_to_company": Sentence("passing everything to a company"),
    "transfer_to_society": Sentence("passing everything to another society"),
    "unspent_funds": Sentence("money that was not spent"),
    "vehicle_choice": Sentence("choosing vehicles"),
    "visits": Sentence("visits"),
    "what_works": Sentence("what works and what does not"),
    "wind_up": Sentence("closing the society down"),
    "withdraw_from_provider": Sentence("leaving the provider"),
}
#: What somebody needs to belong to a group.
CONDITIONS = {
    "contract_of_employment": Sentence("having a contract of employment"),
    "disabled_person": Sentence("being a disabled person"),
    "economic_social_cultural_interest": Sentence("having an economic, social or cultural interest"),
    "family_or_ally": Sentence("being family or an ally"),
    "founder_at_incorporation": Sentence("being a founder when the society was registered"),
    "holds_community_share": Sentence("holding a community share"),
    "holds_community_shares": Sentence("holding community shares"),
    "holds_direct_payment": Sentence("having a direct payment"),
    "holds_investor_shares": Sentence("holding investor shares"),
    "holds_one_share": Sentence("holding one share"),
    "linked_supported_person_not_member": Sentence("a link to a supported person who is not a member"),
    "lives_locally": Sentence("living locally"),
    "provides_care": Sentence("providing care"),
    "public_body": Sentence("being a public body"),
    "qualifying_labour": Sentence("having worked here enough"),
    "qualifying_shares": Sentence("holding enough shares"),
    "qualifying_use": Sentence("having used the services enough"),
    "receives_service": Sentence("getting a service"),
    "receives_support": Sentence("getting support"),
    "receives_support_min_2h_week": Sentence("getting at least 2 hours of support a week"),
    "receives_support_or_family": Sentence("getting support, or being family of somebody who does"),
    "regular_labour": Sentence("working here regularly"),
    "shared_values": Sentence("sharing our values"),
    "supports_objects": Sentence("supporting the aims of the society"),
    "two_months_support": Sentence("having had support for two months"),
    "two_stage_training": Sentence("training in two stages"),
    "unpaid_activity": Sentence("working here without pay"),
    "uses_or_directs_support": Sentence("using support or directing it"),
    "uses_services": Sentence("using the services"),
    "work_relationship": Sentence("working here"),
    "works_for_coop": Sentence("working for the co-operative"),
}
EVENTS = {
    "support_ends": Sentence("support ends"),
    "employment_ends": Sentence("employment ends"),
}
#: What limits and groups count people as.
COUNTED = {
    "volunteer": Sentence("volunteers"),
    "employee": Sentence("employees"),
    "disadvantaged": Sentence("disadvantaged workers"),
    "mutual_member": Sentence("members by mutual exchange"),
}
#: What a limit is counted for each of.
EACH = {"member_organisation": Sentence("member organisation")}
INVITED = {
    "family_carer": Sentence("family carers"),
    "invited_by_person": Sentence("people whom the person invites"),
}
ANSWERS = {
    "adopt": Sentence("doing it"),
    "amend": Sentence("doing it with changes"),
    "answer": Sentence("answering"),
    "refer": Sentence("passing it on"),
    "hold": Sentence("waiting"),
    "decline": Sentence("saying no"),
}
APPEALS = {
    "same_circle": Sentence("the same circle"),
    "care_and_counsel": Sentence("the Care and Counsel circle"),
}
METHODS = {
    "talking_mats": Sentence("Talking Mats"),
    "objects_of_reference": Sentence("objects of reference"),
    "photo_choice": Sentence("choosing photos"),
    "signed": Sentence("signing"),
    "eye_gaze": Sentence("eye gaze"),
    "try_it": Sentence("trying it out"),
    "observation": Sentence("watching carefully"),
    "spoken": Sentence("talking"),
}
EVIDENCE = {
    "stated": Sentence("saying it"),
    "chosen": Sentence("choosing it"),
}
RETURNS = {
    "AR30": Sentence("annual return (AR30)"),
    "CS01": Sentence("confirmation statement (CS01)"),
    "bilancio": Sentence("yearly accounts (bilancio)"),
    "comptes_annuels": Sentence("yearly accounts (comptes annuels)"),
    "rapport_annuel": Sentence("yearly report (rapport annuel)"),
}
REGULATORS = {
    "charity_commission": Sentence("the Charity Commission"),
    "companies_house": Sentence("Companies House"),
    "fca": Sentence("the Financial Conduct Authority"),
    "quebec_minister": Sentence("the minister of Quebec"),
    "rcs": Sentence("the register of commerce (RCS)"),
    "registro_imprese": Sentence("the register of businesses (registro delle imprese)"),
}
FORMATS = {
    "standard": Sentence("standard"),
    "easy_read": Sentence("Easy Read"),
    "welsh": Sentence("Welsh"),
    "large_print": Sentence("large print"),
    "audio": Sentence("audio"),
    "braille": Sentence("braille"),
    "bsl": Sentence("British Sign Language"),
    "photo_story": Sentence("photo story"),
    "spoken": Sentence("spoken"),
}


def said(word: str, texts: Mapping[str, Sentence]) -> Sentence | str:
    """The text of one word of the file; a word without one is only made readable."""
    return texts.get(word) or word.replace("_", " ")


def matter_words(matter: str) -> Sentence | str:
    """What a matter is called that the rules give to a kind of decision."""
    return said(matter, MATTERS)


def listed(words: Iterable[str], texts: Mapping[str, Sentence]) -> tuple[Sentence | str, ...]:
    """The texts of a list of words, in the file's order."""
    return tuple(said(word, texts) for word in words)
