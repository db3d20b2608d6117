"""Which test shows each threat of ballot-protocol 5 (T1 to T29). `test_table.py` checks that each of these is there.

A threat without a test here is named with whoever's step it waits for; the table is whole when none is left.
"""

from __future__ import annotations

HERE = "tests/ballots/checking/test_threats.py::"
SEAL = "tests/ballots/seal/"
LIFE = "tests/ballots/lifecycle/"
SECOND = "tests/ballots/verifier/"

THREATS: dict[str, tuple[str, ...]] = {
    "T1": (),
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
    "T7": (),
    "T8": ("tests/ballots/test_casting.py::test_the_same_form_in_both_processes_at_once_makes_one_envelope",),
    "T9": (
        SEAL + "test_elgamal.py::test_a_copied_slip_is_not_sound_elsewhere",
        SEAL + "test_elgamal.py::test_a_slip_made_from_another_is_not_sound",
    ),
    "T10": (),
    "T11": (SEAL + "test_cheating_mixers.py::test_every_cheat_is_refused_in_just_the_equations_against_it",),
    "T12": (SEAL + "test_statements.py::test_every_public_input_changed_by_one_bit_is_refused",),
    "T13": (
        HERE + "test_t13_a_bundle_whose_mixes_are_proved_with_other_generators_is_refused",
        SEAL + "test_cheating_mixers.py::"
        "test_a_mixer_who_knows_the_generators_logarithms_is_refused_since_they_are_made_again",
    ),
    "T14": (
        SEAL + "test_opening.py::test_the_partial_of_another_trustee_is_refused",
        SEAL + "test_opening.py::test_a_part_by_another_share_is_refused_though_all_others_are_right",
    ),
    "T15": (SEAL + "test_sharing.py::test_a_wrong_share_is_seen_by_its_holder_alone",),
    "T16": (SEAL + "test_opening.py::test_the_partial_of_the_list_before_the_mix_is_refused",),
    "T17": (
        SECOND + "test_counting.py::test_a_slip_has_one_way_to_be_written",
        SEAL + "test_elgamal.py::test_marks_in_the_spare_bytes_are_refused",
    ),
    "T18": ("tests/security/test_logs.py::test_logs_of_a_whole_walk_name_nobody_and_nothing_typed",),
    "T19": (),
    "T20": (),
    "T21": (
        HERE + "test_t21_every_published_group_below_the_floor_is_named_and_no_other",
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
    "T25": (),
    "T26": ("tests/ballots/test_casting.py::test_a_busy_evening_commits_votes_together_and_answers_each",),
    "T27": (LIFE + "test_closing.py::test_the_clock_does_not_close_early_but_the_officer_may",),
    "T28": (
        HERE + "test_t28_whatever_a_file_holds_there_are_twenty_four_verdicts",
        HERE + "test_t28_deep_and_wide_documents_end_in_words",
        SECOND + "test_reading.py::test_a_zip_bomb_ends_with_one_and_not_with_the_machine",
        SECOND + "test_reading.py::test_a_bundle_with_noise_in_it_has_a_verdict",
    ),
    "T29": (),
}

#: Threats whose test is another step's, and which step.
LEFT = {
    "T1": "the scan of a disk for a choice in clear",
    "T7": "the server that swaps choices, caught by test envelopes",
    "T10": "voters' codes, at the level Contested",
    "T19": "the booth's pages of one size",
    "T20": "words for voters; no test can show it",
    "T25": "accounts taken over by mail: the tests of signing in",
    "T29": "the zip application of the tools, built twice",
}
