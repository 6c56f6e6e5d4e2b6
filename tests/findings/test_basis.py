"""What a finding rests on: the form's own sentence, what is expected, and what stands
there.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.findings.listing import listing
from pipeline.findings.messages import basis, wrong
from pipeline.marked_copy.marking import annotate
from pipeline.page.findings import findings
from pipeline.run import look
from tests.support.clss_faults import plan_workbook, quartier
from tests.support.faults import answer, at, contact, menage, workbook
from tests.support.stages import outcome_of

STATUS = (
    "Le formulaire : « 2.7.1. Pour les ménages accompagnés, statut socioprofessionnel du chef"
    " de ménage ? » Attendu : Travail, Chômage, RIS, Mutuelle/allocation personne handicapée,"
    " Pension/prépension ou Autre."
)
DECISION = (
    "Le formulaire : « 4.2.1. Combien de ces dossiers se sont clôturés en 2023 par une décision"
    " d’octroi ? » Attendu : Octroi, Rejet temporaire ou Rejet définitif."
)
TICK = (
    "Le formulaire : « 2.1.1. Le travailleur social (cocher une seule case): » Attendu : X, ou"
    " rien."
)


def rests_on(folder: Path, data: bytes) -> dict[str, tuple[str, str]]:
    """Place -> what is wrong, and what this rests on."""
    problems = outcome_of(folder, data).problems
    return {str(problem.ref): (wrong(problem), basis(problem)) for problem in problems}


@pytest.mark.parametrize(
    ("change", "place", "stands", "rests"),
    [
        (menage(8, statut="astronaute"), "Ménages!C8", "astronaute", STATUS),
        (at("dossiers", 5, decision="peut-être"), "Dossiers d'allocation!E5", "peut-être", DECISION),
        (answer("2.1.1", "certains", coche="v"), "Réponses!C33", "v", TICK),
        (at("identification", 5, commune=None), "Identification!B5", "est vide", "Attendu : Le nom de la commune. Le rapport l'imprime en capitales."),
        (contact(8, codes=None), "Contacts!B8", "est vide", "Attendu : Un ou plusieurs codes de ménages, séparés par un point-virgule : H-017 ; H-021."),
    ],
)  # fmt: skip
def test_a_value_at_fault_or_missing_is_told_with_the_forms_sentence(
    change: object, place: str, stands: str, rests: str, tmp_path: Path
) -> None:
    said, below = rests_on(tmp_path, workbook(change))[place]  # type: ignore[arg-type]
    assert stands in said and below == rests


def test_the_sentence_is_of_the_year_of_the_workbook(tmp_path: Path) -> None:
    data = workbook(
        menage(8, raison="x"), at("identification", 5, annee=2025), contact(8, mode="x")
    )
    below = rests_on(tmp_path, data)["Contacts!C8"][1]
    assert "rencontrés au cours de l’année 2025" in below and "2023" not in below


def test_what_a_condition_asks_for_is_told_with_it(tmp_path: Path) -> None:
    data = workbook(menage(8, accompagnement_pre="entame", raison=None, reseau=None))
    below = {place: rests for place, (_, rests) in rests_on(tmp_path, data).items()}
    assert below["Ménages!E8"].startswith("Le formulaire : « 2.7.2. Pour les ménages")
    assert below["Ménages!E8"].endswith(
        "Attendu : une des 13 lignes de la liste déroulante."
    )
    assert (
        "2.7.3" in below["Ménages!G8"]
        and "Attendu : oui ou non." in below["Ménages!G8"]
    )


def test_a_plan_says_what_is_expected(tmp_path: Path) -> None:
    data = plan_workbook(quartier(7, extension="peut-être"))
    assert rests_on(tmp_path, data)["Quartiers!B7"] == (
        "« peut-être » n'est pas dans la liste de la colonne « Extension ».",
        "Attendu : oui ou non.",
    )


def test_what_stands_there_is_told_where_the_sentence_does_not(tmp_path: Path) -> None:
    alone = outcome_of(tmp_path, workbook(menage(8, accompagnement_post="entame")))
    (line,) = listing(alone.errors)
    assert "Accompagnement post-relogement d'un ménage qui n'est pas relogé" in line
    assert line.endswith(
        "Attendu : aucun, entamé ou poursuivi, ou rien. Il y a : « entamé »."
    )
    late = outcome_of(tmp_path, workbook(at("dossiers", 5, date_decision="2022-05-05")))
    told = [line.partition("Attendu : ")[2] for line in listing(late.errors)]
    assert told == ["La date de cette décision. Il y a : « 05/05/2022 »."]
    two = (menage(7, statut="x"), menage(8, statut="y"))
    for shown in listing(outcome_of(tmp_path, workbook(*two)).errors):
        assert "Il y a" not in shown


# ---- where it is shown

FAULTY = (menage(7, statut="cosmonaute"), menage(8, statut="astronaute"))


def test_in_a_list_it_stands_once_below_the_first(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, workbook(*FAULTY))
    first, second = listing(outcome.errors)
    assert first.split("\n")[1:] == [STATUS] and "\n" not in second
    page = findings(outcome, [])["errors"]["sheet"]
    assert [group["lines"] for group in page] == [[first, second]]


def test_the_terminal_moves_it_in(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook(*FAULTY))
    for words in (["verifier", "--sans-copie"], ["produire", "-o", str(tmp_path)]):
        said = CliRunner().invoke(main, [words[0], str(path), *words[1:]]).output
        (line,) = [line for line in said.splitlines() if STATUS in line]
        assert line.startswith("      ")
    told = CliRunner().invoke(main, ["verifier", "--json", str(path)]).stdout
    for finding in json.loads(told)[0]["constats"]:
        assert f"« {finding['formulaire']} » Attendu : {finding['attendu']}" in STATUS


def test_each_comment_of_the_copy_has_it(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook(*FAULTY))
    copy = annotate(path.read_bytes(), look(path).problems, ())
    sheet = load_workbook(io.BytesIO(copy))["Ménages"]
    for place in ("C7", "C8"):
        assert sheet[place].comment.text.endswith(STATUS)
