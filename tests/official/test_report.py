"""The authority's file with the answers of a workbook. Here it is the product's own blank
of Estinnes with a few retouches; the answers are those of the example.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import pytest

from pipeline.editions.loader import load_form
from pipeline.model.submission import Figure, Part
from pipeline.office.package import read_parts
from pipeline.official.agreements import Acceptance, Agreements, read_agreements
from pipeline.official.refusal import NotOfficial
from pipeline.official.result import OfficialReport
from pipeline.official.to_see import both, to_see
from pipeline.received.refusal import Unread
from pipeline.run import Outcome, into_official, produce
from tests.support.breakages import zipped
from tests.support.paths import ROOT
from tests.support.plain_forms import blank_form
from tests.support.received import BODY, put_in, read, read_out, retouched
from tests.support.word_files import paragraph, word_file

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
BLANK = load_form("dics-2023").document.blank.read_bytes()
DAY = "2024-01-15"
PINCEMAILLE, CHENE = "Domaine de Pincemaille", "Chêne-Houdiez"
SOCIAL = "nombre de ménages qui n'ont aucun réseau social"
FAMILIES = (SOCIAL, "nombre de familles qui n'ont aucun réseau social")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


class Filler(NamedTuple):
    outcome: Outcome

    def __call__(
        self,
        *changes: tuple[str, str],
        accept: tuple[str, ...] = (),
        known: Agreements | None = None,
    ) -> OfficialReport:
        """What comes of the blank with these changes."""
        blank = retouched(BLANK, *changes)
        acceptance = Acceptance(known or Agreements(), accept, DAY)
        made = into_official(self.outcome, EXAMPLE, blank, acceptance).official
        assert made is not None and made.content is not None, made and made.differences
        return made


@pytest.fixture
def fill(outcome: Outcome) -> Filler:
    return Filler(outcome)


def answers_in(report: OfficialReport) -> dict[str, str]:
    """What lire reads out of the file, by place."""
    assert report.content is not None
    return read_out(read(report.content))


def names(report: OfficialReport) -> list[str]:
    return [entry.name for entry in report.without_place]


# ---- what is sure


def test_every_answer_is_at_its_place_and_all_else_is_the_file(
    fill: Filler, outcome: Outcome
) -> None:
    report = fill()
    assert report.is_complete and report.content is not None
    assert outcome.answers is not None
    assert answers_in(report) == put_in(outcome.answers)
    before, after = read_parts(BLANK), read_parts(report.content)
    assert [*before] == [*after]
    assert [name for name in before if before[name] != after[name]] == [BODY]


def test_an_answer_that_stands_there_already_is_left(fill: Filler) -> None:
    """The head of project has typed a text of chapter 1 into the file: its box, which
    only the workbook ticks, stays empty.
    """
    there = "Nous avons mené trois réunions."
    first = r"(>Communication / information</w:t>(?:(?!</w:tr>).)*<w:r>)<w:t/>"
    report = fill((first, rf"\1<w:t>{there}</w:t>"))
    line = "1.1, Communication / information"
    assert [one.name for one in report.filled] == [line, f"{line}, texte"]
    for entry in report.filled:
        assert entry.there == there and entry.answer and entry.why
    assert not report.is_complete
    found = answers_in(report)
    assert found["q1_1.communication_texte"] == there
    assert found["q1_1.communication"] == ""


ROW = r"(>{}</w:t>(?:(?!</w:tr>).)*?<w:r>)<w:t/>"


def test_where_another_box_is_ticked_no_text_of_the_question_is_written(
    fill: Filler,
) -> None:
    """A text belongs to the tick of its line, which is left out."""
    report = fill((ROW.format("Rien en particulier"), r"\1<w:t>X</w:t>"))
    found = answers_in(report)
    given = {place for place, text in found.items() if text and "q1_1." in place}
    assert given == {"q1_1.rien"}
    told = [one.name for one in report.filled if one.why]
    assert "1.1, Communication / information, texte" in told


def test_beside_a_box_of_a_person_no_figure_is_written(fill: Filler) -> None:
    """ "Pas de dossiers" is ticked, and the workbook has some."""
    report = fill((r"(Pas de dossiers.*?)<w:t/>", r"\1<w:t>X</w:t>"))
    found = answers_in(report)
    assert found["q4_2.aucun"] == "X" and found["q4_2.total"] == ""
    assert "4.2, Total" in [one.name for one in report.filled]


def test_columns_of_a_line_are_all_of_one_person(fill: Filler) -> None:
    report = fill((ROW.format("Endettement"), r"\1<w:t>99</w:t>"))
    found = answers_in(report)
    line = ("q2_8.endettement", "q2_8.endettement_relayes")
    assert [found[place] for place in line] == ["99", ""]
    assert found["q2_8.emploi_relayes"]


def test_a_figure_of_a_person_that_the_total_has_not_is_told(fill: Filler) -> None:
    """2.7.1: 7 work by the workbook, of 43 in all."""
    change = (
        r"(2\.7\.1\..*?>Travail</w:t>(?:(?!</w:tr>).)*?<w:r>)<w:t/>",
        r"\1<w:t>8</w:t>",
    )
    report = fill(change)
    (told,) = report.to_check
    assert "Les lignes de 2.7.1 : 44 en tout, mais 2.7.1 (Total) : 43." in told
    assert not report.is_faultless and fill().to_check == ()


def test_a_text_is_not_written_beside_a_figure_that_waits(fill: Filler) -> None:
    """Of 2.7.1 the heading of the figures is reworded; what "Autre" is stands in the
    label, whose place is sure.
    """
    change = ("chefs de ménage concernés", "conjoints concernés")
    report = fill(change)
    found = answers_in(report)
    assert found["q2_7_1.autre"] == found["q2_7_1.autre_precision"] == ""
    assert names(report) == ["2.7.1, Autre, précision"]
    accepted = fill(change, accept=("2.7.1",))
    found = answers_in(accepted)
    assert found["q2_7_1.autre"] and found["q2_7_1.autre_precision"]
    assert accepted.is_faultless


def test_tracked_changes_of_the_authority_are_told(fill: Filler) -> None:
    """Nobody has accepted them, so that they are in the file that is sent."""
    run = r"(<w:r>(?:(?!</w:r>).)*?2\.5\. Nombre.*?</w:r>)"
    tracked = r'<w:ins w:id="900" w:author="Anne">\1</w:ins>'
    report = fill((run, tracked))
    assert report.pending == "1 modification suivie, auteur « Anne »"
    assert report.is_complete and not report.is_faultless
    assert answers_in(report)["q2_5"] == "56" and not fill().pending


def test_where_a_box_is_ticked_no_other_is(fill: Filler) -> None:
    """2.1.1 asks for one tick: the person's stays, the workbook's is told."""
    first = r"(2\.1\.1\. Le travailleur social.*?)<w:t/>"
    report = fill((first, r"\1<w:t>X</w:t>"))
    told = [entry for entry in report.filled if entry.name.startswith("2.1.1")]
    mine, theirs = sorted(told, key=lambda one: one.answer, reverse=True)
    assert mine.answer == "X" and "Privilégie une présence" in mine.there
    assert (theirs.answer, theirs.why) == ("", "le classeur ne coche pas cette case")
    found = answers_in(report)
    ticks = ("chaque", "certains", "autres_canaux", "peu")
    assert [found[f"q2_1_1.{one}"] for one in ticks] == ["X", "", "", ""]


def test_a_blank_without_a_name_gets_that_of_the_commune(fill: Filler) -> None:
    report = fill(("ESTINNES", "…………"))
    assert report.is_complete and report.content is not None
    assert "Nom de la commune\u00a0: ESTINNES" in read_parts(report.content)[
        BODY
    ].decode().replace(" :", "\u00a0:")


# ---- what is reworded


def test_a_reworded_question_waits_and_shows_both_sentences(fill: Filler) -> None:
    report = fill(FAMILIES)
    (waiting,) = report.waiting
    assert (waiting.name, report.to_read) == ("2.7.3", 1)
    own, there = both(waiting.sentences)
    assert "nombre de [ménages] qui n'ont" in own
    assert "nombre de [familles] qui n'ont" in there
    assert answers_in(report)["q2_7_3"] == ""


def test_it_is_filled_once_accepted_and_stays_so_for_that_file(fill: Filler) -> None:
    report = fill(FAMILIES, accept=("2.7.3",))
    assert report.is_complete and not report.waiting
    assert [(one.name, one.day) for one in report.accepted] == [("2.7.3", DAY)]
    assert answers_in(report)["q2_7_3"] == "17"
    kept = read_agreements(report.agreements.written())
    assert fill(FAMILIES, known=kept).is_complete
    # Another file asks anew, though it says the same there.
    other = fill(
        FAMILIES, ("Avenue Gouverneur Bovesse", "Avenue G. Bovesse"), known=kept
    )
    assert [one.name for one in other.waiting] == ["2.7.3"]


def test_to_accept_one_question_accepts_no_other(fill: Filler) -> None:
    found = "Nombre de ménages de résidents permanents rencontrés"
    other = (found, "Nombre de familles de résidents permanents rencontrés")
    report = fill(FAMILIES, other, accept=("2.7.3", "3.1"))
    assert [one.name for one in report.waiting] == ["2.5"]
    assert [one for one in report.notes if "« 3.1 »" in one]


def test_of_a_reworded_line_only_its_places_wait(fill: Filler) -> None:
    report = fill(("Rapprochement familial", "Rapprochement de la famille"))
    (waiting,) = report.waiting
    assert waiting.name == "2.7.2"
    assert [one.name for one in waiting.entries] == ["2.7.2, Rapprochement familial"]
    found = answers_in(report)
    assert found["q2_7_2.famille"] == "" and found["q2_7_2.separation"] != ""


def test_a_column_that_no_answer_waits_for_is_told_all_the_same(fill: Filler) -> None:
    """Its place is not sure, so that nothing can be accepted."""
    report = fill(("Présence 1 fois semaine", "Présence 1 fois par mois"))
    (told,) = [one for one in report.changes if one.new == "Présence 1 fois par mois"]
    assert told.question == "2.2.1" and "Présence 1 fois semaine" in names(report)[0]
    sections = dict(to_see(report, str))
    lines = sections["Nouveau, reformulé ou disparu, sans réponse qui attende"]
    assert "2.2.1, colonne reformulée :" in lines
    # Where an answer waits, the sentence is told with it, and there alone.
    assert [*fill(FAMILIES).changes] == []


def test_of_many_answers_the_number_of_the_others_is_said(fill: Filler) -> None:
    report = fill(("chefs de ménage concernés", "conjoints concernés"))
    lines = dict(to_see(report, str))["Questions reformulées, à relire"]
    others = "RIS et 4 autres, dans la feuille « Sans place » du justificatif)"
    assert lines[0] == f"2.7.1 : 7 réponses (Travail, Chômage, {others}"


def test_a_heading_that_is_gone_is_said_to_be(fill: Filler) -> None:
    """Chapter 2 is entitled as chapter 3."""
    own = "Mission d’accompagnement p{} relogement"
    report = fill((own.format("ré"), own.format("ost")))
    lines = dict(to_see(report, str))["Questions reformulées, à relire"]
    assert "  fichier :  (le fichier n'a pas cet intitulé)" in lines


def test_two_reworded_labels_of_a_place_are_both_shown(fill: Filler) -> None:
    """To accept the heading alone would let the line through unseen."""
    report = fill(
        ("Rapprochement familial", "Rapprochement de la famille"),
        (r"(2\.7\.2\. Pour les ménages) accompagnés", r"\1 suivis"),
    )
    both_of = [one for one in report.waiting if len(one.entries) == 1]
    (waiting,) = both_of
    assert "suivis" in waiting.sentences.there
    assert "Rapprochement de la famille" in waiting.sentences.there


@pytest.mark.parametrize(
    ("change", "question"),
    [
        (("permanents contactés par", "permanents non contactés par"), "2.6"),
        ((SOCIAL, "nombre de ménages qui ont un réseau social"), "2.7.3"),
    ],
)
def test_what_may_say_the_contrary_stays_out_whoever_accepts_it(
    fill: Filler, change: tuple[str, str], question: str
) -> None:
    report = fill(change, accept=(question,))
    assert [one.name for one in report.contrary] == [question]
    assert names(report) == [question] and not report.accepted
    assert not report.agreements.is_said
    assert [one for one in report.notes if f"« {question} »" in one]
    assert answers_in(report)[f"q{question.replace('.', '_')}"] == ""


def test_a_question_that_stands_twice_is_none(fill: Filler) -> None:
    heading = r"(<w:p>(?:(?!</w:p>).)*?4\.3\. Nombre total.*?</w:tbl>)"
    report = fill((heading, r"\1\1"), accept=("4.3",))
    assert names(report) == ["4.3"] and not report.is_complete


# ---- equipments


def everywhere(name: str, other: str) -> tuple[tuple[str, str], ...]:
    """A name exchanged in both tables of equipments."""
    return ((name, other),) * 2


def with_parts(outcome: Outcome, *extra: str) -> Outcome:
    """The same with further equipments, each ticked where Pincemaille is."""
    answers = outcome.answers
    assert answers is not None
    parts = {
        question: (
            *own,
            *(Part({**own[0].figures, "nom": Figure(name)}) for name in extra),
        )
        for question, own in answers.parts.items()
    }
    return replace(outcome, answers=answers._replace(parts=parts))


def test_another_spelling_asks_once(fill: Filler) -> None:
    changes = everywhere(PINCEMAILLE, "Domaine de Pincemaile")
    report = fill(*changes)
    (spelling,) = report.spellings
    assert (spelling.name, spelling.there) == (PINCEMAILLE, "Domaine de Pincemaile")
    accepted = fill(*changes, accept=("domaine de pincemaile",))
    assert accepted.is_complete and not accepted.spellings
    kept = read_agreements(accepted.agreements.written())
    assert kept.spellings == {PINCEMAILLE: ("Domaine de Pincemaile",)}
    # It holds for every file, of the next year too.
    assert fill(*changes, FAMILIES, known=kept).spellings == ()


def test_the_rows_keep_the_order_of_the_file(fill: Filler, outcome: Outcome) -> None:
    report = fill((PINCEMAILLE, "X"), (CHENE, PINCEMAILLE), (">X<", f">{CHENE}<"))
    assert report.is_complete and outcome.answers is not None
    (first, _) = outcome.answers.parts["2.2.1"]
    found = answers_in(report)
    assert [found["q2_2_1.1.nom"], found["q2_2_1.2.nom"]] == [CHENE, PINCEMAILLE]
    assert found["q2_2_1.2.une_semaine"] == first.text("une_semaine") == "X"
    assert found["q2_2_1.1.une_semaine"] == ""


def test_empty_rows_are_used_in_the_order_of_the_workbook(
    fill: Filler, outcome: Outcome
) -> None:
    report = fill(*everywhere(PINCEMAILLE, ""), *everywhere(CHENE, ""))
    assert report.is_complete and outcome.answers is not None
    assert answers_in(report) == put_in(outcome.answers)


def test_the_last_empty_row_is_copied_where_they_are_too_few(outcome: Outcome) -> None:
    more = with_parts(outcome, "Les Pins", "Bois du Roi")
    report = Filler(more)((PINCEMAILLE, ""), (CHENE, "Camping du Lac"))
    assert report.is_complete
    assert [note for note in report.notes if "lignes sont ajoutées" in note]
    found = answers_in(report)
    names = [found[f"q2_2_1.{turn}.nom"] for turn in range(1, 6)]
    assert names == [
        *(PINCEMAILLE, CHENE, "Les Pins", "Bois du Roi"),
        "Camping du Lac",
    ]
    ticks = [found[f"q2_2_1.{turn}.une_semaine"] for turn in range(1, 6)]
    assert ticks == ["X", "", "X", "X", ""]


def test_an_equipment_without_a_row_is_told(fill: Filler) -> None:
    report = fill((PINCEMAILLE, "Camping du Lac"))
    assert names(report) == [f"2.2.1, {PINCEMAILLE}"]
    assert [note for note in report.notes if "« Camping du Lac »" in note]


# ---- what cannot be written


def test_last_year_s_form_under_a_new_title_is_refused(outcome: Outcome) -> None:
    """All its questions ask for the figures of 2022."""
    parts = dict(read_parts(BLANK))
    first, _, others = parts[BODY].decode().partition("1.1. ")
    parts[BODY] = f"{first}1.1. {others.replace('2023', '2022')}".encode()
    with pytest.raises(NotOfficial, match=r"dit 2023 sur .* et 2022 dans la plupart"):
        into_official(outcome, EXAMPLE, zipped(parts), Acceptance())


@pytest.mark.parametrize(
    ("dots", "answer", "why"),
    [
        ("…… ménages", "17 ménages", ""),
        ("…… %", "", "le fichier y attend « …… % », et la question compte des ménages"),
        ("…/…", "", "le fichier y attend « …/… », et la question compte des ménages"),
    ],
)
def test_a_unit_beside_dots_is_never_taken(
    fill: Filler, dots: str, answer: str, why: str
) -> None:
    heading = rf"({SOCIAL}.*?Chiffre\"/></w:pPr>)<w:r><w:t/></w:r>"
    report = fill((heading, rf"\1<w:r><w:t>{dots}</w:t></w:r>"))
    assert [(one.name, one.why) for one in report.without_place] == (
        [("2.7.3", why)] if why else []
    )
    assert report.content is not None
    assert f">{answer or dots}</w:t>" in _joined_runs(report.content)
    assert not report.filled


def _joined_runs(content: bytes) -> str:
    """The body with runs that follow on each other as one."""
    between = r"</w:t></w:r><w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>"
    return re.sub(between, "", read_parts(content)[BODY].decode())


def test_a_place_that_cannot_be_filled_carries_a_mark(fill: Filler) -> None:
    """A list to choose from, that has not the number."""
    listed = (
        "<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:value='un'/></w:dropDownList>"
        "</w:sdtPr><w:sdtContent><w:r><w:t>…</w:t></w:r></w:sdtContent></w:sdt>"
    )
    heading = rf"({SOCIAL}.*?Chiffre\"/></w:pPr>)<w:r><w:t/></w:r>"
    report = fill((heading, rf"\1{listed}"))
    assert [one.name for one in report.by_hand] == ["2.7.3"]
    assert not report.is_complete
    assert "À COMPLÉTER À LA MAIN" in answers_in(report)["q2_7_3"]


def test_where_no_mark_would_be_seen_that_is_told(fill: Filler) -> None:
    """The box of 2.7.3 has hidden letters: whoever looks for the mark finds none."""
    hidden = r"<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    heading = rf"({SOCIAL}.*?)<w:pPr><w:pStyle w:val=\"Chiffre\"/></w:pPr>"
    report = fill((heading, rf"\1{hidden}"))
    assert [one.name for one in report.unmarked] == ["2.7.3"]
    assert report.by_hand == () and not report.is_complete
    sections = dict(to_see(report, str))
    told = "À compléter à la main, là où « À COMPLÉTER À LA MAIN » ne se verrait pas"
    assert sections[told] == ["2.7.3 : « 17 » (l'endroit n'a pas pu être rempli)"]
    assert report.content is not None
    assert "À COMPLÉTER" not in read_parts(report.content)[BODY].decode()


def test_an_answer_that_is_not_read_back_is_taken_out_again(outcome: Outcome) -> None:
    """Someone has copied the heading of another question into an answer: the file would
    have that question twice.
    """
    answers = outcome.answers
    assert answers is not None
    question = next(
        line for line in blank_form("dics-2023") if str(line).startswith("4.3. ")
    )
    figures = {**answers.figures, "3.3.1": {"": Figure(str(question))}}
    other = replace(outcome, answers=answers._replace(figures=figures))
    report = Filler(other)()
    assert [one.name for one in report.by_hand] == ["3.3.1"]
    found = answers_in(report)
    assert found["q3_3_1"] == "À COMPLÉTER À LA MAIN"
    assert found["q4_3"] == answers.figures["4.3"][""].value


# ---- what is not filled


def replaced(document: bytes, old: str, new: str, part: str = BODY) -> bytes:
    """A document in a part of which one text is everywhere another."""
    parts = dict(read_parts(document))
    before = parts[part].decode()
    assert old in before
    return zipped({**parts, part: before.replace(old, new).encode()})


REFUSED = {
    "another commune": (replaced(BLANK, "ESTINNES", "NAMUR"), "celui de « NAMUR »"),
    "another year": (replaced(BLANK, "2023", "2024"), "celui de 2024"),
    "a template": (replaced(BLANK, "Jambes", "{{ commune }}"), "modèle de Canevas"),
    "other prefixes": (
        replaced(replaced(BLANK, "w:", "x:"), "xmlns:w=", "xmlns:x="),
        "Fichier, Enregistrer sous, Document Word (.docx)",
    ),
    "a template of Word": (
        replaced(BLANK, "document.main", "template.main", "[Content_Types].xml"),
        "Fichier, Enregistrer sous, Document Word (.docx)",
    ),
    "another form": (
        load_form("clss-2022-2025").document.blank.read_bytes(),
        "Ce document est « CLSS, plan d'action »",
    ),
    "a letter": (word_file(paragraph("Madame, Monsieur,")), "aucun des formulaires"),
    "damaged": (replaced(BLANK, "</w:body>", ""), "abîmée"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_this_blank_is_refused(outcome: Outcome, kind: str) -> None:
    document, said = REFUSED[kind]
    with pytest.raises(Unread, match=re.escape(said)):
        into_official(outcome, EXAMPLE, document, Acceptance(day=DAY))


def test_a_report_is_no_blank(outcome: Outcome) -> None:
    assert outcome.report is not None
    with pytest.raises(NotOfficial, match="déjà rempli"):
        into_official(outcome, EXAMPLE, outcome.report, Acceptance(day=DAY))


def test_a_plan_is_not_filled_so() -> None:
    made = produce(ROOT / "inputs" / "marolles-anneessens-2022.xlsx")
    with pytest.raises(NotOfficial, match="le document entier"):
        into_official(made, EXAMPLE, BLANK, Acceptance(day=DAY))


# ---- what is kept


def test_what_is_kept_names_no_household(fill: Filler, outcome: Outcome) -> None:
    changes = everywhere(PINCEMAILLE, "Domaine de Pincemaile")
    report = fill(FAMILIES, *changes, accept=("2.7.3", "Domaine de Pincemaile"))
    kept = report.agreements.written().decode()
    for row in outcome.submission.rows["menages"]:
        for text in (row.text("code"), row.text("nom")):
            assert not text or text not in kept
    assert "familles" not in kept  # a sentence is known by its mark


@pytest.mark.parametrize("spoilt", [b"", b"[]", b"{", b'{"phrases": 1}'])
def test_what_is_kept_and_spoilt_is_told(spoilt: bytes) -> None:
    with pytest.raises(ValueError):
        read_agreements(spoilt)
