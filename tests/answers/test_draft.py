"""The draft: what is missing or may still change is left to be completed, and nothing
else differs from the report.
"""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

from pipeline.answers.progress import chapters, incomplete
from pipeline.run import look, produce, produce_draft
from tests.examples import plan_bytes
from tests.examples.petit_quartier import petit_quartier
from tests.support.docx_text import blocks
from tests.support.faults import (
    UNMET,
    Change,
    answer,
    cells,
    equipement,
    menage,
    tick,
    untick,
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


def test_every_page_of_a_draft_says_so(tmp_path: Path) -> None:
    outcome = produce_draft(made(tmp_path))
    assert outcome.title == "BROUILLON - Rapport d'activités 2023 - Clairbois"
    assert outcome.report is not None and outcome.places is not None
    assert str(outcome.places.texts["brouillon"]) == "BROUILLON · "
    (tmp_path / "draft.docx").write_bytes(outcome.report)
    assert blocks(tmp_path / "draft.docx")[0] == "BROUILLON · Rapport d’activités 2023"


def test_a_draft_of_a_sound_workbook_differs_from_the_report_by_its_mark_alone(
    tmp_path: Path,
) -> None:
    final = produce(made(tmp_path)).places
    draft = produce_draft(made(tmp_path)).places
    assert final is not None and draft is not None
    changed = {name for name in final.texts if final.texts[name] != draft.texts[name]}
    assert changed == {"brouillon"} and final.rows == draft.rows


def test_a_faulty_household_leaves_every_figure_that_it_could_change_open(
    tmp_path: Path,
) -> None:
    texts = shown(tmp_path, menage(5, statut=None))
    open_ = {
        question
        for question in ("2.5.", "2.6.", "2.7.", "3.1.", "3.6.", "4.3.")
        if TO_DO in below(texts, question)
    }
    assert open_ == {"2.5.", "2.6.", "2.7.", "3.1.", "3.6.", "4.3."}
    assert "Une lettre par saison." in texts


def test_a_faulty_file_leaves_the_households_figures_closed(tmp_path: Path) -> None:
    texts = shown(tmp_path, cells("dossiers", E5="Peut-être"))
    assert TO_DO in below(texts, "4.3.")
    assert "2" in below(texts, "2.5.")


def test_an_answer_whose_question_cannot_be_read_may_be_of_any(tmp_path: Path) -> None:
    """The second axis of 1.1, its number mistyped: the first alone would be a wrong
    answer.
    """
    texts = shown(tmp_path, cells("reponses", A12="1.l", C7="x", E7="Un texte."))
    assert TO_DO in below(texts, "1.1.") and "Une lettre par saison." not in texts
    assert "2" in below(texts, "2.5.")


def test_a_tick_that_is_missing_is_to_be_completed(tmp_path: Path) -> None:
    texts = shown(tmp_path, untick("4.1", "commune"))
    assert TO_DO in below(texts, "4.1.")
    assert "2" in below(texts, "2.5.")


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
        "Ménages, ligne 8, H-004 : 1 erreur (C8)"
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
    assert texts[0] == "BROUILLON · PLAN D'ACTION CLSS 2024-2026"
    assert sum(text.endswith(TO_DO) for text in texts) >= 2
    assert "BUDGET PREVISIONNEL 2024" in texts


def test_a_part_that_is_gone_is_told_in_the_mark(tmp_path: Path) -> None:
    """The only budget of a plan is unreadable: nothing of it can stand in the draft."""
    rows = deepcopy(petit_quartier())
    rows["budget"], rows["detail"] = [{**rows["budget"][0], "total": "0,00 EUR"}], []
    (tmp_path / "plan.xlsx").write_bytes(plan_bytes(rows))
    outcome = produce_draft(tmp_path / "plan.xlsx")
    assert outcome.answers is not None and not outcome.answers.parts["budgets"]
    assert TO_DO in outcome.answers.head["brouillon"]
