"""Which test shows each threat of ballot-protocol 5 (T1 to T29). `test_table.py` checks that each of these is there.

Where a test shows a part of a threat only, `PARTLY` says what it does not show, and who does.
"""

from __future__ import annotations

HERE = "tests/ballots/checking/test_threats.py::"
SEAL = "tests/ballots/seal/"
LIFE = "tests/ballots/lifecycle/"
PAGES = "tests/ballots/pages/"
TOOLS = "tests/ballots/duties/"
SECOND = "tests/ballots/verifier/"
CHEATS = "tests/ballots/checking/test_cheats.py::"
RESERVED = "tests/ballots/checking/test_reserved.py::"
PRESSURE = PAGES + "test_pressure.py::"

THREATS: dict[str, tuple[str, ...]] = {
    "T1": (
        "tests/durability/test_canary.py::test_no_choice_is_anywhere_in_clear_before_the_count",
        "tests/durability/test_canary_in_a_booth.py::test_neither_the_service_nor_the_booth_has_a_choice_in_clear",
        PAGES + "test_leaks.py::test_a_test_and_its_file_leave_no_choice_and_no_number_behind",
    ),
    "T2": (
        HERE + "test_t2_every_byte_of_a_leaf_changed_fails_the_log_and_the_receipt",
        "tests/ballots/checking/test_agreement.py::test_no_mutant_is_accepted_by_either_and_they_agree_on_every_one",
    ),
    "T3": (
        HERE + "test_t3_a_vote_that_the_server_made_is_in_order_and_only_its_owner_can_tell",
        HERE + "test_t3_a_sample_finds_stuffing_just_as_often_as_the_formula_says",
        HERE + "test_t3_sixty_contacts_find_five_in_a_hundred_nineteen_times_in_twenty",
    ),
    "T4": (HERE + "test_t4_what_was_dropped_is_missed_by_the_heads_and_by_its_receipt",),
    "T5": (
        LIFE
        + "test_recovering.py::test_a_box_put_back_takes_no_envelope_signs_no_head_does_not_close_and_is_not_counted",
    ),
    "T6": (
        HERE + "test_t6_two_heads_of_one_key_show_a_split_view_in_one_step",
        HERE + "test_t6_two_heads_are_compared_as_a_function_of_heads_and_proof",
    ),
    "T7": (
        LIFE + "test_testing.py::test_a_server_that_swaps_choices_is_caught_as_often_as_the_formula_says",
        PAGES + "test_testing.py::test_a_server_that_swaps_choices_shows_it_on_its_own_page",
    ),
    "T8": (
        "tests/ballots/test_copies.py::test_the_same_envelope_from_two_sessions_goes_in_once",
        "tests/ballots/test_casting.py::test_the_same_form_in_both_processes_at_once_makes_one_envelope",
    ),
    "T9": (
        "tests/ballots/test_copies.py::test_a_copy_of_what_is_in_the_box_is_refused_in_a_sentence",
        "tests/ballots/test_copies.py::test_whoever_knows_the_number_of_a_slip_cannot_use_it_twice",
        SEAL + "test_elgamal.py::test_a_copied_slip_is_not_sound_elsewhere",
        SEAL + "test_elgamal.py::test_a_slip_made_from_another_is_not_sound",
    ),
    "T10": (
        RESERVED + "test_t10_both_verifiers_refuse_whatever_bears_a_slot_a_code_or_new_keys",
        RESERVED + "test_t10_no_leaf_with_one_is_ever_read_so_select_never_sees_it",
        RESERVED + "test_t10_a_roll_with_keys_of_voters_is_refused_by_both",
        RESERVED + "test_t10_a_vote_that_calls_itself_contested_is_warned_of_since_it_has_no_codes",
        RESERVED + "test_t10_without_slots_a_vote_forged_over_another_is_told_by_its_owners_receipt",
        PAGES + "test_ceremony.py::test_the_level_is_chosen_where_a_vote_is_written",
    ),
    "T11": (
        SEAL + "test_cheating_mixers.py::test_every_cheat_is_refused_in_just_the_equations_against_it",
        CHEATS + "test_no_cheat_is_accepted",
        CHEATS + "test_weights_that_can_be_foreseen_would_be_cheated_and_fresh_ones_are_not",
        TOOLS + "test_mixer.py::test_t11_a_cheating_mixer_is_refused_by_the_next_mixer_and_by_scrutineers",
    ),
    "T12": (
        SEAL + "test_statements.py::test_every_public_input_changed_by_one_bit_is_refused",
        CHEATS + "test_nothing_that_is_changed_in_a_proof_or_in_what_it_speaks_of_is_accepted",
    ),
    "T13": (
        HERE + "test_t13_a_bundle_whose_mixes_are_proved_with_other_generators_is_refused",
        SEAL + "test_cheating_mixers.py::"
        "test_a_mixer_who_knows_the_generators_logarithms_is_refused_since_they_are_made_again",
        CHEATS + "test_a_mixer_who_knows_the_generators_logarithms_is_not_accepted",
        CHEATS + "test_one_relation_between_two_generators_is_not_accepted",
    ),
    "T14": (
        SEAL + "test_opening.py::test_the_partial_of_another_trustee_is_refused",
        SEAL + "test_opening.py::test_a_part_by_another_share_is_refused_though_all_others_are_right",
        TOOLS + "test_trustee.py::test_t14_with_the_share_of_another_ballot_nothing_is_opened",
    ),
    "T15": (
        SEAL + "test_sharing.py::test_a_wrong_share_is_seen_by_its_holder_alone",
        TOOLS + "test_trustee.py::test_t15_a_lying_dealer_is_found_and_nothing_is_signed",
    ),
    "T16": (
        SEAL + "test_opening.py::test_the_partial_of_the_list_before_the_mix_is_refused",
        TOOLS + "test_trustee.py::test_t16_the_envelopes_of_the_log_are_not_opened",
    ),
    "T17": (
        SECOND + "test_counting.py::test_a_slip_has_one_way_to_be_written",
        SEAL + "test_elgamal.py::test_marks_in_the_spare_bytes_are_refused",
    ),
    "T18": (
        PAGES + "test_leaks.py::test_a_fault_in_a_page_of_voting_tells_nothing_of_the_choice",
        "tests/security/test_logs.py::test_logs_of_a_whole_walk_name_nobody_and_nothing_typed",
    ),
    "T19": (
        PAGES + "test_leaks.py::test_the_lengths_of_forms_and_pages_over_all_answers_are_measured",
        PAGES + "test_leaks.py::test_the_hidden_field_of_the_check_page_is_as_long_whatever_is_chosen",
    ),
    "T20": (
        PRESSURE + "test_t20_after_the_vote_nothing_differs_by_what_was_chosen",
        PRESSURE + "test_t20_the_first_code_does_not_say_before_the_count_that_its_voter_voted_again",
        PRESSURE + "test_t20_nothing_on_the_way_comes_from_elsewhere_and_there_is_no_tracker",
        PRESSURE + "test_t20_each_residual_stands_on_the_page_of_every_level_and_in_the_document",
        PRESSURE + "test_t20_the_page_shows_every_residual_in_both_languages",
        PAGES + "test_sending.py::test_a_choice_stands_in_no_address_and_no_header",
        PAGES + "test_sending.py::test_one_may_vote_again_until_the_close_and_the_page_says_so",
        PAGES + "test_testing.py::test_nobody_gets_the_numbers_of_an_envelope_that_is_not_a_test",
        SEAL + "test_selecting.py::test_a_stronger_channel_wins_whichever_came_first",
        SEAL + "test_selecting.py::test_paper_stands_where_the_manifest_puts_it",
        "tests/stories/test_every_way_sealed.py::test_every_way_of_voting_is_sealed_counted_and_verified",
    ),
    "T21": (
        HERE + "test_t21_every_published_group_below_the_floor_is_named_and_no_other",
        "tests/ballots/rules/test_publishing.py::"
        "test_no_number_of_the_turnout_nor_what_follows_from_the_total_is_below_the_floor",
        LIFE + "test_preparing.py::test_a_small_group_is_decided_on_before_opening_and_told",
    ),
    "T22": (SEAL + "test_histories.py::test_random_lives_select_as_the_members_acts_say",),
    "T23": (
        LIFE + "test_paper_entries.py::test_two_who_differ_look_at_the_paper_and_enter_it_again",
        LIFE + "test_paper_entries.py::test_the_same_teller_twice_is_refused",
    ),
    "T24": (
        HERE + "test_t24_a_strike_stands_in_the_bundle_with_its_two_officers_and_takes_its_handle_off_the_roll",
        LIFE + "test_closing.py::test_a_strike_needs_two_officers_and_takes_the_vote_out_of_the_count",
    ),
    "T25": (
        "tests/identity/lifecycle/test_links.py::test_a_link_works_once",
        "tests/identity/lifecycle/test_links.py::test_a_link_is_too_old_after_ten_minutes",
        "tests/identity/lifecycle/test_links.py::test_a_link_asked_for_by_somebody_else_does_not_sign_them_in",
    ),
    "T26": (
        "tests/durability/test_what_fails.py::test_a_crowd_of_fifty_at_once_loses_no_vote_and_doubles_none",
        "tests/ballots/test_casting.py::test_a_busy_evening_commits_votes_together_and_answers_each",
    ),
    "T27": (
        "tests/durability/test_what_fails.py::test_with_clocks_ten_minutes_apart_nothing_comes_after_the_close",
        LIFE + "test_closing.py::test_the_clock_does_not_close_early_but_the_officer_may",
    ),
    "T28": (
        HERE + "test_t28_whatever_a_file_holds_there_are_twenty_four_verdicts",
        HERE + "test_t28_deep_and_wide_documents_end_in_words",
        SECOND + "test_reading.py::test_a_zip_bomb_ends_with_one_and_not_with_the_machine",
        SECOND + "test_reading.py::test_a_bundle_with_noise_in_it_has_a_verdict",
    ),
    "T29": (TOOLS + "test_whole_ceremony.py::test_t29_the_tools_are_built_twice_with_the_same_bytes",),
}

#: What the tests of a threat do not show, and who does.
PARTLY = {
    "T10": "the slots themselves come with the level Contested; until then whatever bears one is refused",
    "T20": "what people do to each other beside a screen is tried by three people, by docs/pressure.md",
}
