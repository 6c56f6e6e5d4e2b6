"""The words that people type for a line of a list: what they mean, or that they mean
none. Declared as ``synonymes`` and ``no_values`` in form.yaml.
"""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.edition.form import Form
from pipeline.edition.questions import ChoiceList
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.findings.messages import hint, sentence
from pipeline.findings.near_names import MOST_LABELS
from pipeline.findings.suggestions import with_hints
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Submission
from pipeline.model.text import bare, even_out
from tests.support.cases import beside
from tests.support.faults import FORM

WORDS = beside(__file__.replace("synonyms", "natural_words"))["words"][1:]
LISTS = [(edition, name) for edition in homes() for name in load_form(edition).lists]


def told(form: Form, name: str, typed: str) -> tuple[list[str], str]:
    """The labels that are suggested for a word in a column of a list, and the words in
    which this is said.
    """
    sheet, field = next(
        (sheet, field) for sheet, field in form.fields() if field.list == name
    )
    facts = {"colonne": field.heading, "valeur": typed}
    problem = Problem("hors-liste", CellRef(sheet.title, 5, "A"), facts)
    (found,) = with_hints(form, Submission("", {}), [problem])
    labels = found.facts.get("piste", "")
    said = hint(found) or found.facts.get("a_faire", "")
    assert sentence(found).endswith(said)
    return labels.split(" » ou « ") if labels else [], said


def judged(name: str, typed: str, right: str | tuple[str, ...]) -> str:
    """Whether what is told of a word is right, less than that, or wrong."""
    labels, said = told(FORM, name, typed)
    if isinstance(right, str):
        return "right" if right in said and not labels else "wrong"
    if sorted(labels) == sorted(right):
        return "right"
    is_less = not labels or (right and {*right} < {*labels})
    return "less" if is_less else "wrong"


def test_of_sixty_natural_words_nearly_all_are_understood_and_none_wrongly() -> None:
    found = {(name, typed): judged(name, typed, right) for name, typed, right in WORDS}
    times = Counter(found.values())
    assert len(found) == 60
    assert times["wrong"] == 0, [word for word in found if found[word] == "wrong"]
    assert times["right"] >= 54, [word for word in found if found[word] != "right"]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        (
            "statuts",
            "CPAS",
            "« CPAS » : RIS (revenu d'intégration), ou Autre (aide équivalente, autre"
            " revenu ou aucun) ?",
        ),
        (
            "modes",
            "Visite à domicile",
            "« Visite à domicile » : Rencontré sur site (sur l'équipement HP), ou Visite"
            " au nouveau domicile (après le relogement) ?",
        ),
        (
            "decisions",
            "refusé",
            "« refusé » : Rejet temporaire (le logement peut être amélioré, le dossier reste en cours), ou Rejet définitif"
            " (le dossier est clos) ?",
        ),
        ("decisions", "en attente", "Tant qu'il n'y a pas de décision, laissez « Décision » vide."),
        ("modes", "Pas de réponse", "Sans réponse, ce n'est pas un contact : effacez la ligne."),
        ("statuts", "chômeurs", "Serait-ce « Chômage » ?"),
    ],
)  # fmt: skip
def test_what_a_word_may_mean_is_said_in_words(
    name: str, typed: str, said: str
) -> None:
    assert told(FORM, name, typed)[1] == said


@pytest.mark.parametrize("typed", ["CPAS", "refus", "refusé", "visite à domicile"])
@pytest.mark.parametrize("name", [*FORM.lists])
def test_words_that_mean_several_things_never_get_a_single_hint(
    name: str, typed: str
) -> None:
    if any(field.list == name for _, field in FORM.fields()):
        assert len(told(FORM, name, typed)[0]) != 1


@pytest.mark.parametrize("name", ["destinations", "problemes", "raisons"])
def test_social_housing_never_gets_a_single_hint(name: str) -> None:
    for typed in ("logement social", "Logements sociaux", "logement  social"):
        assert len(told(FORM, name, typed)[0]) != 1


@pytest.mark.parametrize("typed", ["dette", "dettes", "Dettes", "des dettes"])
def test_debts_as_a_reason_are_several(typed: str) -> None:
    assert len(told(FORM, "raisons", typed)[0]) == 2


# ---- every synonym of every list


def declared(choices: ChoiceList) -> dict[str, list[str]]:
    """Word -> the labels of the items that it stands under."""
    found: dict[str, list[str]] = {}
    for item in choices.items:
        for word in item.synonymes:
            found.setdefault(bare(even_out(word)), []).append(item.label)
    return found


@pytest.mark.parametrize(("edition", "name"), LISTS)
def test_every_synonym_leads_to_the_lines_that_have_it(edition: str, name: str) -> None:
    form = load_form(edition)
    choices = form.lists[name]
    for item in choices.items:
        for word in item.synonymes:
            labels = declared(choices)[bare(even_out(word))]
            for typed in (word, word.upper(), f" {word} "):
                found, said = told(form, name, typed)
                assert found == labels and item.label in said, typed
                assert said.endswith(" ?")
    for no_value in choices.no_values:
        for word in no_value.words:
            assert told(form, name, word) == ([], no_value.say)


@pytest.mark.parametrize(("edition", "name"), LISTS)
def test_no_synonym_is_a_label_or_stands_twice(edition: str, name: str) -> None:
    choices = load_form(edition).lists[name]
    labels = {bare(even_out(item.label)) for item in choices.items}
    words = declared(choices)
    none = [bare(even_out(w)) for no_value in choices.no_values for w in no_value.words]
    assert not labels & {*words, *none} and not {*words} & {*none}
    assert len(none) == len({*none})
    for word, meant in words.items():
        assert len({*meant}) == len(meant) <= MOST_LABELS, word


@pytest.mark.parametrize(("edition", "name"), LISTS)
def test_lines_that_share_a_word_say_what_tells_them_apart(
    edition: str, name: str
) -> None:
    choices = load_form(edition).lists[name]
    meanings = {item.label: item.meaning for item in choices.items}
    for word, meant in declared(choices).items():
        assert len(meant) == 1 or all(meanings[label] for label in meant), word
