"""The draft: what a mending may change has a mark, what is missing is to be completed,
and nothing else differs from the report.
"""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

from click.testing import CliRunner

from pipeline.answers.progress import chapters, incomplete
from pipeline.cli import main
from pipeline.office.package import read_parts
from pipeline.run import look, produce, produce_draft
from tests.examples import plan_bytes
from tests.examples.petit_quartier import petit_quartier
from tests.support.docx_text import blocks
from tests.support.faults import (
    UNMET,
    Change,
    answer,
    at,
    cells,
    dossier,
    equipement,
    menage,
    tick,
    untick,
    without,
    workbook,
)
from tests.support.gate import differences

TO_DO = "À COMPLÉTER"


def made(folder: Path, *changes: Change) -> Path:
    path = folder / "classeur.xlsx"
    path.write_bytes(workbook(*changes))
    return path


def shown(folder: Path, *changes: Change) -> list[str]:
    """The texts of the draft of a small workbook with these changes, the cells of
    tables one by one.
    """
    outcome = produce_draft(made(folder, *changes))
    assert (
        outcome.report is not None and outcome.places is not None and outcome.is_draft
    )
    assert differences(outcome.form.edition, outcome.places, outcome.report) == []
    file = folder / "draft.docx"
    file.write_bytes(outcome.report)
    texts: list[str] = []
    for block in blocks(file):
        texts += (
            [block]
            if isinstance(block, str)
            else [cell for row in block for cell in row]
        )
    return texts


def below(texts: list[str], question: str) -> list[str]:
    """What stands below a question, up to the next one."""
    at = next(n for n, text in enumerate(texts) if text.startswith(question))
    end = next(
        n
        for n, text in enumerate([*texts[at + 1 :], "9.9"], at + 1)
        if re.match(r"\d\.\d", text)
    )
    return texts[at + 1 : end]


def marked(texts: list[str]) -> set[str]:
    """The questions of which something has a mark."""
    found, last = set(), ""
    for text in texts[texts.index("BROUILLON · Rapport d’activités 2023") :]:
        number = re.match(r"\d\.\d+(\.\d+)?\.?", text)
        last = number[0] if number else last
        if text == "?" or text.endswith((TO_DO, "(p)")):
            found.add(last)
    return found


def test_every_page_of_a_draft_says_so(tmp_path: Path) -> None:
    outcome = produce_draft(made(tmp_path))
    assert outcome.title == "BROUILLON - Rapport d'activités 2023 - Clairbois"
    assert outcome.report is not None and outcome.places is not None
    assert str(outcome.places.texts["brouillon"]) == "BROUILLON · "
    (tmp_path / "draft.docx").write_bytes(outcome.report)
    texts = blocks(tmp_path / "draft.docx")
    assert texts[0] == "Brouillon : ce qui manque encore"
    assert "BROUILLON · Rapport d’activités 2023" in texts
    header = read_parts(outcome.report)["word/header1.xml"].decode()
    assert header.count("<v:textpath style") == 1 and 'string="BROUILLON"' in header


def test_the_report_has_nothing_of_a_draft(tmp_path: Path) -> None:
    """Its bytes are held by their fingerprints (tests/product/test_fingerprints.py)."""
    report = produce(made(tmp_path)).report
    assert report is not None
    parts = read_parts(report)
    assert not any(
        b"BROUILLON" in part or b"v:shape" in part for part in parts.values()
    )


def test_a_draft_of_a_sound_workbook_differs_from_the_report_by_its_mark_alone(
    tmp_path: Path,
) -> None:
    final = produce(made(tmp_path)).places
    draft = produce_draft(made(tmp_path)).places
    assert final is not None and draft is not None
    changed = {name for name in final.texts if final.texts[name] != draft.texts[name]}
    assert changed == {"brouillon"}
    assert {**final.rows, "brouillons": ()} == {**draft.rows, "brouillons": ()}
    (page,) = draft.rows["brouillons"]
    assert not final.rows["brouillons"]
    assert "Rien ne manque" in str(page.rows["legende"]) and not page.rows["chapitres"]


def test_a_faulty_household_changes_the_lines_of_what_is_at_fault_alone(
    tmp_path: Path,
) -> None:
    """H-001, the only household of 2.7, has no status: it is of one of seven lines, and
    in every other figure.
    """
    texts = shown(tmp_path, menage(5, statut=None))
    assert below(texts, "2.5.")[0] == "2" and below(texts, "2.7.")[0] == "1"
    lines = below(texts, "2.7.1.")
    assert lines.count("0 (p)") == 6 and lines[-1] == "1"
    assert marked(texts) == {"2.7.1."}
    assert "Une lettre par saison." in texts


def test_a_precision_stands_though_it_looks_like_a_number(tmp_path: Path) -> None:
    """It is of a household that is at fault elsewhere."""
    precision = {"statut": "autre", "statut_precision": "2023"}
    texts = shown(tmp_path, menage(5, raison="?", **precision))
    assert marked(texts) == {"2.7.2."}
    assert "2023" in str(below(texts, "2.7.1."))


def test_a_date_that_cannot_be_read_changes_what_it_dates(tmp_path: Path) -> None:
    """H-002, visited on 6 June: relocated before or not, it is in 3.1 or 3.6, or neither.
    A visit is none of 2.5.
    """
    texts = shown(tmp_path, menage(6, date_relogement="31.02.2023"))
    assert below(texts, "2.5.")[0] == "2" and below(texts, "2.7.")[0] == "1"
    assert below(texts, "3.1.")[0] == "0 (p)" and below(texts, "3.6.")[0] == "1 (p)"
    assert marked(texts) >= {"3.1.", "3.2.", "3.5.", "3.6.", "3.7.", "3.9.", "4.2."}
    assert marked(texts).isdisjoint({"2.7.", "2.7.1.", "2.8.", "2.9.", "4.1."})


def test_a_faulty_file_leaves_the_households_figures_closed(tmp_path: Path) -> None:
    """It was opened in the year: its decision cannot make it one of 4.3."""
    texts = shown(tmp_path, cells("dossiers", E5="Peut-être"))
    assert marked(texts) == {"4.2.1.", "4.2.2.", "4.2.3."}
    assert below(texts, "4.2.1.")[0] == "0 (p)" and below(texts, "4.3.")[0] == "0"
    assert "2" in below(texts, "2.5.")


def test_a_file_that_may_not_count_leaves_the_others(tmp_path: Path) -> None:
    """Of two files one surely was opened in the year: that there is none is no answer."""
    texts = shown(tmp_path, dossier(5, ouverture="?"))
    assert "1 (p)" in below(texts, "4.2.") and "X (p)" not in below(texts, "4.2.")


def test_a_contact_with_an_unknown_code_may_be_of_any_household(tmp_path: Path) -> None:
    """A call in March: whoever was met already stays in 2.5, only H-002, met after its
    relocation alone, may come into 2.6; H-003 was called after its own.
    """
    texts = shown(
        tmp_path,
        at("contacts", 9, date="2023-03-01", codes=("H-999",), mode="telephone"),
    )
    assert marked(texts) == {"2.6."}
    assert below(texts, "2.5.")[0] == "2" and below(texts, "2.6.")[0] == "0 (p)"


def test_a_code_that_stands_twice_may_be_of_two_households(tmp_path: Path) -> None:
    texts = shown(tmp_path, menage(8, code="H-001"))
    assert {"2.5.", "2.7."} <= marked(texts) and below(texts, "3.1.")[0] == "1"


def test_a_sheet_that_is_not_there_cannot_be_known(tmp_path: Path) -> None:
    texts = shown(tmp_path, without("contacts"))
    assert below(texts, "2.5.")[0] == TO_DO and below(texts, "3.1.")[0] == "1"


def test_an_answer_whose_question_cannot_be_read_may_be_of_any(tmp_path: Path) -> None:
    """The second axis of 1.1, its number mistyped: the first stays, and the line
    that has no row yet may be the second.
    """
    texts = shown(tmp_path, cells("reponses", A12="1.l", C7="x", E7="Un texte."))
    own = below(texts, "1.1.")
    assert own.count("?") == 1 and "X" in own and "Une lettre par saison." in texts
    assert "2" in below(texts, "2.5.")


def test_a_tick_that_is_missing_is_asked_for_in_each_of_its_boxes(
    tmp_path: Path,
) -> None:
    texts = shown(tmp_path, untick("4.1", "commune"))
    assert below(texts, "4.1.").count("?") == 5
    assert marked(texts) == {"4.1."} and "2" in below(texts, "2.5.")


def test_the_first_page_says_what_is_missing_by_chapter_and_role(
    tmp_path: Path,
) -> None:
    texts = shown(tmp_path, untick("4.1", "commune"), menage(5, statut=None))
    page = texts[: texts.index("BROUILLON · Rapport d’activités 2023")]
    assert [text for text in page if text[:2] in ("- ", "2.", "4.")] == [
        "2. Mission d'accompagnement pré relogement",
        "- 2.7.1, Ménages accompagnés avant relogement par statut : il reste à compléter ou à"
        " corriger dans «\u00a0Ménages\u00a0»",
        "4. Complétude des demandes d'allocation d'installation",
        "- 4.1, Gestion des dossiers d'allocation : il reste à compléter ou à corriger dans"
        " «\u00a0Réponses\u00a0»",
    ]
    assert "le/les travailleurs sociaux du pool en charge de cette mission" in page
    assert not any("H-0" in text for text in texts)


def test_the_lines_of_the_first_page_hang(tmp_path: Path) -> None:
    """What a line wraps to stands below its words, not below its dash."""
    report = produce_draft(made(tmp_path, menage(5, statut=None))).report
    assert report is not None
    parts = read_parts(report)
    paragraphs = parts["word/document.xml"].decode().split("<w:p>")
    (line,) = (one for one in paragraphs if ">- 2.7.1, " in one)
    style = re.search(r'<w:pStyle w:val="(\w+)"/>', line)
    assert style is not None
    looks = parts["word/styles.xml"].decode()
    found = re.search(rf'w:styleId="{style[1]}".*?</w:style>', looks, re.DOTALL)
    assert found is not None and re.search(
        r"w:left=\"(\d+)\" w:hanging=\"\1\"", found[0]
    )


def test_a_draft_is_read_as_one(tmp_path: Path) -> None:
    """Its first page, which names the chapters, is none of the form's."""
    shown(tmp_path, untick("4.1", "commune"), menage(5, statut=None))
    result = CliRunner().invoke(main, ["lire", str(tmp_path / "draft.docx")])
    assert "mention de brouillon : BROUILLON" in result.output
    assert "commune : CLAIRBOIS" in result.output


def test_a_text_with_a_code_is_to_be_completed(tmp_path: Path) -> None:
    """It may not leave the commune, not even in a draft."""
    texts = shown(tmp_path, answer("1.1", "communication", texte="Vu avec H-001."))
    assert TO_DO in below(texts, "1.1.") and "H-001" not in str(texts)


def test_a_text_that_a_figure_calls_for_is_to_be_completed(tmp_path: Path) -> None:
    nowhere, by_letter = (
        equipement(5, presence=None, approche=None),
        equipement(6, valves="x"),
    )
    channels = (
        untick("2.1.1", "certains"),
        tick("2.1.1", "autres_canaux"),
        nowhere,
        by_letter,
    )
    assert TO_DO in below(shown(tmp_path, *channels), "2.3.2.")
    told = answer("2.3.2", texte="Les aides au relogement.")
    assert "Les aides au relogement." in below(
        shown(tmp_path, *channels, told), "2.3.2."
    )


def test_the_chapters_say_what_is_left_and_who_fills_it_in(tmp_path: Path) -> None:
    outcome = look(made(tmp_path, untick("4.1", "commune"), *UNMET))
    assert outcome.rows is not None and outcome.answers is not None
    states = list(
        chapters(outcome.form, outcome.rows, outcome.problems, outcome.answers)
    )
    assert (states[0].asked, states[0].answered) == (3, 3)
    assert "chef de projet" in states[0].who and states[0].is_complete
    assert any(line.startswith("4.1, ") for line in states[3].to_do)
    assert any(
        "H-004" in line and "H8" in line
        for line in incomplete(outcome.form, outcome.rows, outcome.problems)
    )


def test_a_cell_that_is_no_error_is_not_counted_as_one(tmp_path: Path) -> None:
    """The row has a warning too, for a date that is far away."""
    wrong = menage(8, statut="Chomage", date_relogement="2025-02-01")
    outcome = look(made(tmp_path, wrong))
    assert outcome.rows is not None
    assert {str(problem.ref) for problem in outcome.problems} >= {
        *("Ménages!C8", "Ménages!S8")
    }
    assert incomplete(outcome.form, outcome.rows, outcome.problems) == [
        "Ménages, ligne 8, H-004 : 1 faute (C8)"
    ]


def test_a_draft_of_a_plan(tmp_path: Path) -> None:
    rows = deepcopy(petit_quartier())
    rows["objectifs"][1].pop("titre")
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_bytes(rows))
    assert produce(path).report is None
    outcome = produce_draft(path)
    assert outcome.report is not None
    (tmp_path / "draft.docx").write_bytes(outcome.report)
    texts = [
        block for block in blocks(tmp_path / "draft.docx") if isinstance(block, str)
    ]
    assert "BROUILLON · PLAN D'ACTION CLSS 2024-2026" in texts
    assert sum(text.endswith(TO_DO) for text in texts) >= 2
    assert "BUDGET PREVISIONNEL 2024" in texts


def test_a_part_that_is_gone_is_told_in_the_mark(tmp_path: Path) -> None:
    """The only budget of a plan has no year: nothing of it can stand in the draft."""
    rows = deepcopy(petit_quartier())
    rows["budget"], rows["detail"] = [{**rows["budget"][0], "annee": "?"}], []
    (tmp_path / "plan.xlsx").write_bytes(plan_bytes(rows))
    outcome = produce_draft(tmp_path / "plan.xlsx")
    assert outcome.answers is not None and not outcome.answers.parts["budgets"]
    assert TO_DO in outcome.answers.head["brouillon"]
