"""Comparing and ordering what people type."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import code_key, distinct, even_out, find_codes, is_blank, normal


@pytest.mark.parametrize("code", ["H-017", "h17", "H 017", "h-17", "H\u201117", " h 0017 "])
def test_codes_that_are_the_same(code: str) -> None:
    assert code_key(code) == "H17"


@pytest.mark.parametrize("code", ["H-170", "H-107", "G-017", "H-017B", "H1-7B"])
def test_codes_that_are_not(code: str) -> None:
    assert code_key(code) != "H17"


def test_zero_is_kept() -> None:
    assert code_key("H-000") == "H0" and code_key("H-000 ") == "H0"


def test_numbers_of_any_length_and_script_are_compared() -> None:
    assert code_key("H-" + "0" * 9_999 + "17 ") == code_key("H-" + "0" * 9_999 + "17") == "H17"
    assert code_key("H-\u0660\u0661\u0667") == "H17"
    assert code_key("H-" + "9" * 9_999) == "H" + "9" * 9_999


def test_headings_are_compared_evened_out() -> None:
    assert even_out(" Re\u0301seau\u00a0 social * ") == even_out("RÉSEAU social")
    assert even_out("Raison de l’installation") == even_out("raison de l'installation")


@pytest.mark.parametrize("text", ["", " \t\n", "\u00a0", "\u200b", "\ufeff\u00ad", "\u2060 \u180e", "\u3164", "\u2800"])
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["-", "a\u200b", "\u0301", "\u2801", "\ufffd", "\u200b0"])
def test_what_anybody_sees_is_not(text: str) -> None:
    assert not is_blank(text)


def test_precisions_once_in_french_order() -> None:
    given = ["étudiant", "Zoo", "Étudiant", "emploi", "Œuvre", "ouvrier", "côté", "cote"]
    assert distinct(given) == ["cote", "côté", "emploi", "Étudiant", "Œuvre", "ouvrier", "Zoo"]


@pytest.mark.parametrize(
    "text", ["le ménage H-017 est parti", "(h17)", "H 017", "h\u201117, puis", "vu H-0017.", "MÉNAGE H17"]
)
def test_a_code_inside_a_text_is_found(text: str) -> None:
    assert list(find_codes(text, frozenset({"H17"})))


@pytest.mark.parametrize("text", ["17 ménages", "H. 17", "AH17", "H170", "H-017B", "rue H, 17", ""])
def test_other_texts_hold_no_code(text: str) -> None:
    assert list(find_codes(text, frozenset({"H17"}))) == []


@given(st.text("Hh017 -\n\u0660\u00e9\u00df.", max_size=40))
def test_codes_are_found_wherever_up_to_four_words_make_one(text: str) -> None:
    words = list(re.finditer(r"[^\W_]+", text))
    runs = [words[at : at + number] for number in (1, 2, 3, 4) for at in range(len(words) + 1 - number)]
    joined = [run for run in runs if all(re.fullmatch(r"[\s-]+", text[a.end() : b.start()]) for a, b in pairwise(run))]
    written = [text[run[0].start() : run[-1].end()] for run in joined]
    keys = frozenset({"H17", "H0", "17", "1", "\u00c91", "SS7"})
    assert sorted(find_codes(text, keys)) == sorted(code for code in written if code_key(code) in keys)


def test_accents_are_put_in_order_as_unicode_says_up_to_thirty() -> None:
    assert normal("NFC", "e\u0323\u0302" + "a" * 40) == "\u1ec7" + "a" * 40
    assert even_out("e\u0301" * 40) == even_out("\u00e9" * 40)
    few, many = "\u0301\u0316" * 15, "\u0301\u0316" * 16
    assert normal("NFD", "e" + few) == "e" + "\u0316" * 15 + "\u0301" * 15
    assert normal("NFD", "e" + many) == "e" + "\u0316" * 15 + "\u0301" * 15 + "\u034f\u0316\u0301"
    assert even_out("e" + many) == "\u00e9" + "\u0316" * 15 + "\u0301" * 14 + "\u0316\u0301"
