"""Comparing and ordering what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.text import (
    code_key,
    distinct,
    even_out,
    french_order,
    is_blank,
    listed,
    normal,
)
from tests.support.cases import cases


@pytest.mark.parametrize(
    "code", ["H-017", "h17", "H 017", "h-17", "H\u201117", " h 0017 "]
)
def test_codes_that_are_the_same(code: str) -> None:
    assert code_key(code) == "H17"


@pytest.mark.parametrize("code", ["H-170", "H-107", "G-017", "H-017B", "H1-7B"])
def test_codes_that_are_not(code: str) -> None:
    assert code_key(code) != "H17"


def test_zero_is_kept() -> None:
    assert code_key("H-000") == "H0" and code_key("H-000 ") == "H0"


def test_numbers_of_any_length_and_script_are_compared() -> None:
    assert (
        code_key("H-" + "0" * 9_999 + "17 ")
        == code_key("H-" + "0" * 9_999 + "17")
        == "H17"
    )
    assert code_key("H-\u0660\u0661\u0667") == "H17"
    assert code_key("H-" + "9" * 9_999) == "H" + "9" * 9_999


def test_headings_are_compared_evened_out() -> None:
    assert even_out(" Re\u0301seau\u00a0 social * ") == even_out("RÉSEAU social")
    assert even_out("Raison de l’installation") == even_out("raison de l'installation")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "\u00a0",
        "\u200b",
        "\ufeff\u00ad",
        "\u2060 \u180e",
        "\u3164",
        "\u2800",
    ],
)
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize(
    "text", ["-", "a\u200b", "\u0301", "\u2801", "\ufffd", "\u200b0"]
)
def test_what_anybody_sees_is_not(text: str) -> None:
    assert not is_blank(text)


def test_precisions_once_whatever_their_apostrophes_case_and_spaces() -> None:
    apostrophes = [
        "aide d’un tiers",
        "aide d'un tiers",
        "Aide d`un tiers",
        "aide dʼun  tiers",
        "AIDE D´UN\u00a0TIERS",
    ]
    assert distinct(apostrophes) == ["AIDE D´UN\u00a0TIERS"]
    assert distinct(["aide", "aidé", "aide."]) == ["aide", "aide.", "aidé"]


def test_signs_count_only_between_texts_otherwise_alike() -> None:
    texts = [
        "aide à",
        "aide d’un tiers",
        "aide aux",
        "aide-soignant",
        "aide",
        "« Zoo »",
        "(abri)",
        "l'eau",
        "lézard",
        "là",
    ]
    assert sorted(texts, key=french_order) == [
        *(
            "(abri)",
            "aide",
            "aide à",
            "aide aux",
            "aide d’un tiers",
            "aide-soignant",
            "là",
            "l'eau",
            "lézard",
            "« Zoo »",
        ),
    ]
    assert sorted(["d’eau", "d'or", "d’air"], key=french_order) == [
        "d’air",
        "d’eau",
        "d'or",
    ]
    assert (
        len(
            {
                french_order(text)
                for text in ("d’eau", "d'eau", "D'eau", "d eau", "deau")
            }
        )
        == 5
    )


@given(st.lists(st.text("aA éÉ’'-.…œz", max_size=6)))
def test_the_order_is_total(texts: list[str]) -> None:
    turned = texts[::-1]
    assert sorted(turned, key=french_order) == sorted(texts, key=french_order)


def test_precisions_once_in_french_order() -> None:
    given = [
        "étudiant",
        "Zoo",
        "Étudiant",
        "emploi",
        "Œuvre",
        "ouvrier",
        "côté",
        "cote",
    ]
    assert distinct(given) == [
        "cote",
        "côté",
        "emploi",
        "Étudiant",
        "Œuvre",
        "ouvrier",
        "Zoo",
    ]


def test_accents_are_put_in_order_as_unicode_says_up_to_thirty() -> None:
    assert normal("NFC", "e\u0323\u0302" + "a" * 40) == "\u1ec7" + "a" * 40
    assert even_out("e\u0301" * 40) == even_out("\u00e9" * 40)
    few, many = "\u0301\u0316" * 15, "\u0301\u0316" * 16
    assert normal("NFD", "e" + few) == "e" + "\u0316" * 15 + "\u0301" * 15
    assert (
        normal("NFD", "e" + many)
        == "e" + "\u0316" * 15 + "\u0301" * 15 + "\u034f\u0316\u0301"
    )
    assert (
        even_out("e" + many)
        == "\u00e9" + "\u0316" * 15 + "\u0301" * 14 + "\u0316\u0301"
    )


@cases(__file__, "lists")
def test_a_list_as_people_write_it(names: str, most: int, said: str) -> None:
    assert listed(names, most) == said
