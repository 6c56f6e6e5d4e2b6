"""What the advice of a finding lets change has a mark in a draft, beside the cell that
the finding names. Each case is worked out by hand on the small workbook.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from pipeline.findings.messages import CATALOGUE, is_error
from pipeline.model.submission import Answers
from pipeline.office.package import pack, read_parts
from pipeline.rules.dics.advice import ADVICE
from pipeline.run import controlled, produce, produce_draft
from tests.answers.test_draft import TO_DO, below, made, marked, shown
from tests.examples import plan_bytes
from tests.examples.petit_quartier import petit_quartier
from tests.support.faults import (
    Change,
    answer,
    cells,
    changes_of,
    dossier,
    equipement,
    menage,
    tick,
    untick,
    without,
)

NOWHERE = equipement(5, presence=None, approche=None)


def instead(option: str) -> tuple[Change, Change]:
    """Another answer to 2.1.1 than that of the small workbook."""
    return untick("2.1.1", "certains"), tick("2.1.1", option)


CASES: dict[str, tuple[tuple[Change, ...], set[str]]] = {
    # "Complétez sa présence, ou changez la réponse à 2.1.1."
    "presence-incomplete": (instead("chaque"), {"2.1.1.", "2.2.1."}),
    "presence-vide": ((NOWHERE,), {"2.1.1.", "2.2.1."}),
    "canaux-vides": ((*instead("autres_canaux"), NOWHERE), {"2.1.1.", "2.3.1."}),
    "non-prioritaires-vides": ((*instead("peu"), NOWHERE), {"2.1.1.", "2.4."}),
    # Beside the table that stays empty.
    "presence-en-trop": (instead("autres_canaux"), {"2.1.1.", "2.2.1.", "2.3.1."}),
    # Beside the presence that Les Bouleaux lack.
    "canaux-en-trop": (
        (
            *instead("chaque"),
            equipement(6, valves="x"),
            answer("2.3.2", texte="Aides."),
        ),
        {"2.1.1.", "2.2.1.", "2.3.1."},
    ),
    "non-prioritaire-en-trop": (
        (
            *instead("chaque"),
            equipement(6, non_prioritaire="x"),
            tick("2.4", "peu_nombreux"),
        ),
        {"2.1.1.", "2.2.1.", "2.4."},
    ),
    # "Cochez au moins une raison de 2.4"; "Cochez « Non prioritaire »…"
    "non-prioritaire-sans-raison": ((equipement(6, non_prioritaire="x"),), {"2.4."}),
    "raison-sans-equipement": ((tick("2.4", "peu_nombreux"),), {"2.4."}),
    # "Gardez-le dans un seul de ces tableaux."
    "equipement-deux-tableaux": (
        (equipement(5, valves="x"), answer("2.3.2", texte="Aides.")),
        {"2.2.1.", "2.3.1.", "2.4."},
    ),
    "approche-sans-frequence": ((equipement(6, approche="spontanee"),), {"2.2.1."}),
    # "Cochez l'axe, ou effacez…"
    "explication-sans-coche": ((answer("1.1", "devenir", texte="Un mot."),), {"1.1."}),
    "difficulte-sans-axe": (
        (answer("1.2.1", "devenir", texte="Un mot."),),
        {"1.2.1.", "1.2.2."},
    ),
    "nombre-de-cases": ((tick("2.1.1", "peu"),), {"2.1.1."}),
    "rien-avec-autre": ((tick("1.1", "rien"),), {"1.1."}),
}


@pytest.mark.parametrize("code", CASES)
def test_what_the_advice_lets_change_has_a_mark(tmp_path: Path, code: str) -> None:
    changes, questions = CASES[code]
    outcome = produce_draft(made(tmp_path, *changes))
    assert code in {problem.code for problem in outcome.problems if is_error(problem)}
    assert marked(shown(tmp_path, *changes)) == questions


def test_a_tick_that_is_right_in_itself_stays(tmp_path: Path) -> None:
    """Of two ticks where one is asked for, either may be the wrong one."""
    texts = shown(tmp_path, tick("2.1.1", "peu"))
    assert below(texts, "2.1.1.").count("X (p)") == 2
    texts = shown(tmp_path, equipement(6, non_prioritaire="x"))
    assert "Les Bouleaux (p)" in str(below(texts, "2.4."))


@pytest.mark.parametrize("numero", ["D-2", None])
def test_the_first_row_of_a_file_may_take_the_decision_of_the_second(
    tmp_path: Path, numero: str | None
) -> None:
    """Opened in 2022, and granted in 2023 once the two rows are one (4.3); without a
    number the two rows are alike.
    """
    later = {"ouverture": "2023-03-20", "decision": "octroi"} if numero else {}
    day = {"date_decision": "2023-05-20"} if numero else {}
    first = {"numero": numero, "menage": "H-003", "ouverture": "2022-11-20"}
    texts = shown(
        tmp_path, dossier(6, **first), dossier(7, **{**first, **later, **day})
    )
    assert below(texts, "4.3.")[0] == "0 (p)"


# The errors whose advice speaks of no more than the cell, row, sheet or file that they
# name; read one by one in the catalogue.
OF_THE_CELL = """
fichier-illisible fichier-autre fichier-inaccessible fichier-etiquette classeur-strict
classeur-sans-feuille classeur-anormal classeur-trop-grand mot-de-passe-requis
mot-de-passe-refuse formulaire-inconnu edition-autre feuille-absente feuille-double
titres-absents colonne-absente colonne-double trop-peu-de-lignes trop-de-lignes
erreurs-omises valeur-erreur formule-sans-valeur valeur-masquee place-double hors-limites
caractere-interdit texte-trop-long nombre-impossible cellule-illisible valeur-manquante
ligne-total hors-liste date-illisible date-improbable annee-refusee code-nombre
code-illisible valeur-trop-longue nombre-illisible precision-manquante precision-illisible
code-dans-texte code-parti code-inconnu reference-inconnue ligne-inconnue
frequence-sans-approche accompagnement-pre-incomplet probleme-sans-relais
non-relaye-sans-raison probleme-double contenu-double date-sans-destination
destination-sans-date post-incomplet decision-sans-ouverture decision-sans-date
axe-sans-explication partie-inconnue partie-autre partie-autre-formulaire
chiffres-illisibles chiffres-et-lignes chiffres-deux-fois
"""
# Those of a question as a whole: each of its ticks is a cell that they name.
OF_THE_QUESTION = "nombre-de-cases rien-avec-autre"
OF_A_PLAN = """
numero-illisible code-action-illisible vise-illisible montant-illisible entier-illisible
annees-illisibles periode-impossible situation-avant-plan theme-sans-nom texte-sans-titre
objectif-sans-parent objectif-hors-suite transversal-hors-og tableau-sans-titre
annee-hors-periode action-sans-texte action-sans-code action-hors-oo action-double
budget-double budget-extension budget-depasse montant-contredit detail-faux
detail-sans-budget vise-inconnu cible-double nouvelles-en-trop suivi-trop-long
"""


def test_every_error_is_known_by_what_its_advice_lets_change() -> None:
    """A new one is read before it comes in."""
    known = f"{OF_THE_CELL} {OF_THE_QUESTION} {OF_A_PLAN}".split()
    errors = {code for code, found in CATALOGUE.items() if found.severity == "erreur"}
    assert errors - {*known} == ADVICE.keys()
    assert len(known) == len({*known}) and {*known} <= errors


# ---- codes


@pytest.mark.parametrize(
    "change",
    [
        menage(5, code=None),
        menage(5, code="17"),
        menage(5, code="H-004"),
        without("menages"),
        cells("menages", A4="Le code"),
    ],
)
def test_a_code_of_which_the_register_knows_nothing_is_in_no_text(
    tmp_path: Path, change: Change
) -> None:
    """H-001 is met in Contacts all the same."""
    said = answer("1.1", "communication", texte="Le ménage H-001 a été vu.")
    assert "H-001" not in str(shown(tmp_path, said, change))


def test_a_code_of_a_household_that_stayed_behind_is_in_no_text(tmp_path: Path) -> None:
    """Only the carry-over has noted it; the final report is held back too."""
    gone = changes_of({"gone": ["H-077"]})
    said = answer("1.1", "communication", texte="Suite du dossier H-077.")
    assert "H-077" not in str(shown(tmp_path, said, *gone))
    outcome = produce(made(tmp_path, said, *gone))
    assert [problem.code for problem in outcome.errors] == ["code-dans-texte"]
    assert outcome.report is None


def test_such_a_code_is_told_in_a_document_that_came_back(tmp_path: Path) -> None:
    outcome = produce(made(tmp_path, *changes_of({"gone": ["H-077"]})))
    assert outcome.report is not None
    parts = read_parts(outcome.report)
    typed = parts["word/document.xml"].replace(
        b"Une lettre par saison", b"Vu avec H-077"
    )
    parts = {**parts, "word/document.xml": typed}
    told = controlled(outcome, pack(parts)).to_settle
    assert any("« H-077 » est le code d'un ménage" in line for line in told)


# ---- a plan


def plan_draft(folder: Path, sheet: str, **values: str | int) -> Answers:
    """The draft of a small plan with a target and follow-up of an action, the first row
    of a sheet changed.
    """
    rows = deepcopy(petit_quartier())
    rows["plan"][0]["situation"] = "2025-12-31"
    rows["cibles"] = [{"vise": "1.1.1 A1", "nombre": 20}]
    rows["suivi"] = [
        {"date": day, "vise": vise, "quartier": "Les Remparts", "personnes": 12}
        for day, vise in (("2024-03-11", "1.1.1 A1"), ("2025-02-06", "1.1.2 A1"))
    ]
    rows[sheet][0] |= values
    (folder / "plan.xlsx").write_bytes(plan_bytes(rows))
    outcome = produce_draft(folder / "plan.xlsx")
    assert outcome.errors and outcome.answers is not None
    return outcome.answers


def test_the_first_page_says_how_many_faults_keep_the_report_from_being_made(
    tmp_path: Path,
) -> None:
    """In both forms: what a household lacks, and a target and its quarters."""
    left = "encore le rapport : la liste des fautes dit où"
    texts = shown(tmp_path, menage(5, statut=None), menage(6, statut="?"))
    assert f"2 fautes empêchent {left} les corriger, et comment." in texts
    page = plan_draft(tmp_path, "cibles", nombre="?").parts["brouillons"][0]
    legend = [str(line.text("texte")) for line in page.parts["legende"]]
    assert legend[-1] == f"1 faute empêche {left} la corriger, et comment."


def test_a_target_that_cannot_be_read_leaves_no_blank_without_a_mark(
    tmp_path: Path,
) -> None:
    (table,) = plan_draft(tmp_path, "cibles", nombre="?").parts["suivi"]
    assert {
        (line.text("vise"), line.text("cible"), line.text("resultat"))
        for line in table.parts["lignes"]
    } == {("1.1.1 A1", "(p)", "(p)"), ("1.1.2 A1", "", "")}


@pytest.mark.parametrize("change", [{"personnes": "?"}, {"date": "?"}, {"vise": "?"}])
def test_follow_up_without_a_line_is_told_at_its_table(
    tmp_path: Path, change: dict[str, str]
) -> None:
    (table,) = plan_draft(tmp_path, "suivi", **change).parts["suivi"]
    assert table.text("situation").endswith(TO_DO)


def test_follow_up_of_an_action_that_is_gone_is_told_at_its_table(
    tmp_path: Path,
) -> None:
    (table,) = plan_draft(tmp_path, "actions", code="?").parts["suivi"]
    assert table.text("situation").endswith(TO_DO)


def test_the_themes_of_a_plan_whose_row_is_at_fault_are_no_blanks(
    tmp_path: Path,
) -> None:
    years = plan_draft(tmp_path, "plan", premiere_annee="?").parts["budgets"]
    shown = [one for year in years for one in year.parts["quartiers"]]
    assert [(one.text("theme_1"), one.text("theme_2")) for one in shown] == [
        ("(p)", "(p)")
    ] * 2


def test_an_amount_that_cannot_be_read_leaves_no_blank_that_is_made_of_it(
    tmp_path: Path,
) -> None:
    """120,000 less the amount of the référent, and its halves; 2025 is untouched."""
    first, second = plan_draft(tmp_path, "budget", referent="?").parts["budgets"]
    names = ("referent", "appel", "moitie_1", "moitie_2")
    (quarter,), (sure,) = first.parts["quartiers"], second.parts["quartiers"]
    assert [quarter.text(name) for name in names] == [TO_DO, "(p)", "(p)", "(p)"]
    assert not any("(p)" in figure.value for figure in sure.figures.values())


def test_of_two_budgets_of_a_quarter_either_may_be_kept_with_its_comments(
    tmp_path: Path,
) -> None:
    """The first row becomes one of 2025 too."""
    (year,) = plan_draft(tmp_path, "budget", annee=2025).parts["budgets"]
    (quarter,) = year.parts["quartiers"]
    kept = ("referent", "appel", "referent_commentaire", "moitie_2_commentaire")
    assert all(quarter.text(name).endswith("(p)") for name in kept)
