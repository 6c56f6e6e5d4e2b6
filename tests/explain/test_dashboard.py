"""The dashboard: what its tables say against counts worked out by hand, and what must
hold of any such page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.answers.tally import tally
from pipeline.check.sound_rows import report_day
from pipeline.editions.loader import load_form
from pipeline.editions.reading import read as read_yaml
from pipeline.explain.dashboard import dashboard, written
from pipeline.model.dashboard_view import (
    Bar,
    Bars,
    Chart,
    Columns,
    Drawing,
    Flow,
    Page,
    Section,
    Span,
    Table,
    Timeline,
)
from pipeline.model.printed_codes import code_finder
from pipeline.model.submission import Row, Submission, Value
from pipeline.model.text import code_key
from tests.examples import EXAMPLES, PLANS
from tests.examples.petit_quartier import petit_quartier
from tests.rules.dics.test_cases import rows_of
from tests.support.clss_rows import rows_of as typed_rows
from tests.support.paths import ROOT
from tests.support.stages import examine

Element = ElementTree.Element
STYLES = ROOT / "pipeline" / "explain" / "pages" / "dashboard.css"
DICS, CLSS = load_form("dics-2023"), load_form("clss-2022-2025")

# Four households, worked out by hand below. What stands between § is secret and must
# not be found in the page.
SMALL: dict[str, Any] = read_yaml(
    """
equipements:
  - {nom: §Les Genêts§}
menages:
  - {code: ZZ-901, equipement: §Les Genêts§, accompagnement_pre: entame, statut: ris,
     raison: separation, reseau: "non", probleme_1: autre,
     probleme_1_precision: §précision§, relais_1: "oui", probleme_2: sante,
     relais_2: "non", motif_2: refus_menage}
  - {code: ZZ-902, equipement: §Les Genêts§, accompagnement_pre: poursuivi, statut: ris,
     raison: choix, reseau: "oui", probleme_1: sante, relais_1: "oui"}
  - {code: ZZ-903, equipement: §Les Genêts§, date_relogement: 2023-03-10,
     destination: ais, localisation: limitrophe, accompagnement_post: entame,
     contenu_1: droits, statut_apres: travail, reseau_apres: "oui"}
  - {code: ZZ-904, equipement: §Les Genêts§, date_relogement: 2023-06-01,
     destination: hors_wallonie}
contacts:
  - {date: 2023-01-10, codes: ZZ-901 ; ZZ-902, mode: site, remarque: §vu§,
     initiales: §AB§}
  - {date: 2023-01-20, codes: ZZ-901, mode: site}
  - {date: 2023-01-21, codes: ZZ-901, mode: telephone, courtoisie: "oui"} # nowhere
  - {date: 2023-04-02, codes: ZZ-903, mode: visite}
  # after a departure outside Wallonia: nowhere
  - {date: 2023-07-01, codes: ZZ-904, mode: telephone}
  - {date: 2022-12-31, codes: ZZ-901, mode: site} # the year before
dossiers:
  - {numero: §D-1§, menage: ZZ-903, ouverture: 2023-03-15, decision: octroi,
     date_decision: 2023-04-15}
  - {menage: ZZ-901, ouverture: 2023-05-15}
  - {menage: ZZ-902, ouverture: 2023-05-16, decision: refus_temporaire,
     date_decision: 2023-06-15}
  - {menage: ZZ-904, ouverture: 2022-05-16, decision: octroi, date_decision: 2023-01-15}
""",
    "",
)


def page_of(edition: str, rows: Mapping[str, tuple[Row, ...]]) -> bytes:
    form = load_form(edition)
    _, facts, _ = examine(form, Submission("case", rows))
    assert facts is not None and report_day(form, Submission("case", rows))
    return dashboard(facts, tally(facts))


def dics_page(case: dict[str, Any]) -> bytes:
    return page_of(
        DICS.edition,
        {sheet.key: rows_of(DICS, sheet, case) for sheet in DICS.sheets.values()},
    )


def plan_page(plan: Mapping[str, Sequence[Mapping[str, Value]]]) -> bytes:
    rows = {}
    for sheet in CLSS.sheets.values():
        columns = {key: chr(65 + number) for number, key in enumerate(sheet.fields)}
        rows[sheet.key] = tuple(
            Row(sheet.key, sheet.title, number, values, columns)
            for number, values in enumerate(plan[sheet.key], 5)
        )
    return page_of(CLSS.edition, rows)


def parsed(page: bytes) -> Element:
    return ElementTree.fromstring(page.decode("utf-8"))


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def shown_in(page: bytes) -> str:
    """All texts of the page, those for screen readers included."""
    return " ".join(next(parsed(page).iter("body")).itertext())


def table_named(page: bytes, caption: str, place: int = 0) -> dict[str, list[str]]:
    """Row heading -> cells, of the table with this caption; the head stands under ""."""
    found = [
        table for table in parsed(page).iter("table") if text_of(table[0]) == caption
    ]
    rows = [[text_of(cell) for cell in row] for row in found[place].iter("tr")]
    return {"": rows[0]} | {row[0]: row[1:] for row in rows[1:]}


# ---- the year of a commune


def test_single_figures_by_chapter() -> None:
    page = dics_page(SMALL)
    before = table_named(page, "Les chiffres", 0)
    assert before[""] == ["Question", "Libellé", "Nombre"]
    assert before["2.5"] == ["Ménages rencontrés", "2"]
    assert before["2.7.3"] == [
        "Ménages accompagnés avant relogement sans réseau social",
        "1",
    ]
    after = table_named(page, "Les chiffres", 1)
    assert [after[number][-1] for number in ("3.1", "3.2", "3.3", "3.5", "3.6")] == [
        "1",
        "1",
        "0",
        "1",
        "0",
    ]


def test_breakdowns() -> None:
    page = dics_page(SMALL)
    statuses = table_named(page, "Ménages accompagnés avant relogement par statut")
    assert (statuses["RIS"], statuses["Travail"], statuses["Total"]) == (
        ["2"],
        ["0"],
        ["2"],
    )
    problems = table_named(page, "Problématiques traitées")
    assert problems[""] == [
        "Ligne du formulaire",
        "Ensemble",
        "Relayées",
        "Non relayées",
    ]
    assert (problems["Santé"], problems["Autre"]) == (["2", "1", "1"], ["1", "1", "0"])
    destinations = table_named(
        page, "Ménages accompagnés après relogement par type de logement"
    )
    assert destinations["AIS"] == ["1"]
    assert "Hors Wallonie" not in destinations  # no line of the form


def test_contacts_by_month_and_mode() -> None:
    page = dics_page(SMALL)
    contacts = table_named(page, "Contacts de 2023 par mode, mois par mois")
    assert contacts[""][:2] == ["Mois", "Rencontré sur site"]
    by_mode = dict(zip(contacts[""][1:], contacts["janvier"], strict=True))
    assert by_mode["Rencontré sur site"] == "2"  # one of them with two households
    assert by_mode["Téléphone"] == "0"
    assert contacts["Total"][-1] == "3"


def test_relocations_by_month() -> None:
    months = table_named(
        dics_page(SMALL), "Relogements en Wallonie en 2023, mois par mois"
    )
    assert {name: cells for name, cells in months.items() if cells == ["1"]} == {
        "mars": ["1"],
        "Total": ["1"],
    }


def test_flow_of_the_files() -> None:
    flow = table_named(dics_page(SMALL), "Le chemin des dossiers")
    assert flow[""] == [
        "Dossiers",
        "Octroyés",
        "Rejetés définitivement",
        "En cours au 31/12/2023",
        "Ensemble",
    ]
    assert flow["Ouverts en 2023"] == ["1", "0", "2", "3"]
    assert flow["Plus anciens, octroyés en 2023"] == ["1", "0", "0", "1"]


def test_nothing_of_the_register_but_counts() -> None:
    page = dics_page(SMALL).decode("utf-8")
    assert "§" not in page and "ZZ" not in page
    assert re.search("[0-9]", page) and not re.search("90[1-4]", page)


def test_a_year_without_anything() -> None:
    page = dics_page({})
    assert table_named(page, "Le chemin des dossiers")["Ouverts en 2023"] == [
        "0",
        "0",
        "0",
        "0",
    ]
    assert shown_in(page).count("Rien à compter dans l'année.") == 8  # every breakdown
    assert_sound(page)


# ---- a plan


def test_the_plan_by_year() -> None:
    page = plan_page(petit_quartier())
    root = parsed(page)
    rows = {
        text_of(row[0]): [text_of(cell) for cell in row[1:]]
        for table in root.iter("table")
        for row in table.iter("tr")
    }
    planned = [
        action for action in petit_quartier()["actions"] if "texte_tableau" in action
    ]
    for action in planned:
        years = action["annees"]
        assert isinstance(years, tuple)
        assert rows[" ".join(str(action["texte_tableau"]).split())][1] == ", ".join(
            map(str, years)
        )


LED = """
plan:
  - {edition: clss-2022-2025, organisme: CPAS de Valbrune, titre: PLAN,
     premiere_annee: 2022, derniere_annee: 2023, situation: 2023-12-31}
quartiers: [{nom: Nord}]
objectifs:
  - {numero: "1", titre: 1 Un}
  - {numero: "1.1", titre: 1.1 Deux}
  - {numero: 1.1.1, titre: 1.1.1 Trois, cpas: en_partie}
  - {numero: 1.1.2, titre: 1.1.2 Quatre, cpas: "oui", annees: 2023}
actions:
  - {objectif: 1.1.1, texte_tableau: Cinq, annees: 2022;2023, cpas: "oui"}
  - {objectif: 1.1.1, texte_tableau: Six, annees: 2022}
  - {objectif: 1.1.1, texte_tableau: Sept}
budget:
  - {annee: 2022, quartier: Nord, total: 100.00, referent: 25.00, cpas: 25.00}
  - {annee: 2023, quartier: Nord, total: 100.00, referent: 0.00}
cibles: [{vise: 1.1.1, nombre: 10}]
suivi:
  - {vise: 1.1.1, quartier: Nord, organisation: §asbl§, remarque: §vu§,
     date: 2022-05-01, personnes: 4}
  - {vise: 1.1.1, quartier: Nord, date: 2022-06-01, personnes: 3}
  - {vise: 1.1.1, quartier: Nord, date: 2023-05-01, personnes: 12}
"""


def test_led_by_the_cpas_is_a_word() -> None:
    page = page_of(CLSS.edition, typed_rows(CLSS, read_yaml(LED, "")))
    assert table_named(page, "1.1.1 Trois") == {
        "": ["Action", "Portée par le CPAS", "Années"],
        "Cinq": ["oui", "2022, 2023"],
        "Six": ["non", "2022"],
        "Sept": ["non", "aucune"],
    }
    assert table_named(page, "1.1.2 Quatre")["L'objectif dans son ensemble"] == [
        "oui",
        "2023",
    ]
    assert table_named(page, "Actions qui courent chaque année")["2022"] == ["2", "1"]
    titles = {text_of(title) for title in parsed(page).iter("h4")}
    assert {"1.1.1 Trois", "1.1.2 Quatre CPAS"} <= titles
    assert table_named(page, "Budget 2022")["Nord"] == [
        "25,00 €",
        "25,00 €",
        "50,00 €",
        "100,00 €",
    ]
    assert table_named(page, "Budget 2023")["Nord"] == [
        "0,00 €",
        "inconnu",
        "inconnu",
        "100,00 €",
    ]
    assert table_named(page, "1.1.1") == {
        "": ["Année et quartier", "Personnes touchées", "Cible", "Résultat"],
        "2022, tous quartiers ensemble": ["7", "au moins 10", "70 %, pas atteint"],
        "2023, tous quartiers ensemble": ["12", "au moins 10", "120 %, atteint"],
    }
    reached = table_named(page, "Personnes touchées par quartier et par année")
    assert (reached["Nord"], reached["Total"]) == (["7", "12", "19"], ["7", "12", "19"])
    assert "§" not in page.decode("utf-8")
    assert_sound(page)


# ---- any page


def assert_sound(page: bytes) -> None:
    """Well-formed; each figure with its drawings and one table of full rows; what is
    drawn alone is hidden from who cannot see it; headings in order; no script, nothing
    from elsewhere.
    """
    root = parsed(page)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    figures = list(root.iter("figure"))
    assert figures
    for figure in figures:
        assert len(list(figure.iter("table"))) == 1 and figure.findall(
            "div[@class='drawings']/div"
        )
    for table in root.iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1
    assert all(drawing.get("aria-hidden") for drawing in root.iter("svg"))
    levels = [
        int(element.tag[1])
        for element in root.iter()
        if re.fullmatch("h[1-6]", element.tag)
    ]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert (
        root.get("lang") == "fr"
        and not list(root.iter("script"))
        and not list(root.iter("link"))
    )
    links = [element.get("href", "") for element in root.iter("a")]
    assert (
        all(link.startswith("#") and link[1:] in ids for link in links)
        and links[0] == "#contenu"
    )
    assert not re.search(rb"https?:|url\(|@import", page)


def register_page(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    """The page of an example register, its answers apart."""
    year = rows["identification"][0]["annee"]
    sheets = {sheet: [dict(row) for row in records] for sheet, records in rows.items()}
    return dics_page({**sheets, "reponses": [], "year": year})


def made(page: Callable[[Any], bytes], example: Callable[[], Any]) -> bytes:
    return page(example())


PAGES: dict[str, Callable[[], bytes]] = {
    **{Path(name).stem: partial(made, plan_page, plan) for name, plan in PLANS.items()},
    **{
        Path(name).stem: partial(made, register_page, rows)
        for name, rows in EXAMPLES.items()
    },
    "small": lambda: dics_page(SMALL),
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_sound_and_always_the_same(name: str) -> None:
    page = PAGES[name]()
    assert_sound(page)
    assert page == PAGES[name]()


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_code_remark_or_equipment_of_a_register(name: str) -> None:
    rows = EXAMPLES[name]()
    page = register_page(rows)
    shown = shown_in(page)
    assert (
        list(
            code_finder(
                {row["code"]: code_key(row["code"]) for row in rows["menages"]}
            )(shown)
        )
        == []
    )
    private = {"nom", "remarque", "initiales", "fin_suivi_raison"}
    every = [row for records in rows.values() for row in records]
    texts = {row[key] for row in every for key in row.keys() & private}
    for row in rows["menages"]:
        texts |= {text for key, text in row.items() if key.endswith("_precision")}
    assert texts and not [text for text in texts if text in shown]


def test_what_no_page_can_say_is_left_out() -> None:
    plan = petit_quartier()
    plan["plan"][0]["titre"] = "Plan\x0b <b>&\ufffe \ud800 {{ 7 * 7 }}"
    assert text_of(next(parsed(plan_page(plan)).iter("h1"))) == "Plan <b>& {{ 7 * 7 }}"


# ---- drawings and colours


def drawn(drawing: Drawing) -> Element:
    """The drawing alone, of a page that holds nothing else."""
    chart = Chart("Titre", (drawing,), Table(("a",), ()))
    page = written(Page("", "", "", (), (Section("Partie", charts=(chart,)),)))
    found = parsed(page).find(".//div[@class='drawings']/div")
    assert found is not None
    return found


def styles(drawing: Element, look: str) -> list[str]:
    """How the shapes of a look are set, those of the legend apart."""
    shapes = drawing.iterfind(f".//i[@class='{look}'][@style]")
    return [shape.get("style", "") for shape in shapes]


def test_bars_are_as_long_as_their_amounts() -> None:
    bars = Bars((Bar("A", (3, 1), "3 + 1"), Bar("B", (0, 2), "0 + 2")), ("x", "y"))
    drawing = drawn(bars)
    assert styles(drawing, "s0") == ["width: 75.00%"]  # the longest is 4
    assert styles(drawing, "s1") == ["width: 25.00%", "width: 50.00%"]
    assert text_of(drawing) == "x y A 3 + 1 B 0 + 2"


def test_a_target_stands_where_the_bar_would_reach_it() -> None:
    bars = Bars((Bar("A", (5,), "5", target=10), Bar("B", (20,), "20")))
    assert styles(drawn(bars), "mark") == ["left: 50.00%"]


def test_columns_are_as_high_as_their_counts() -> None:
    columns = Columns(("a", "b", "c"), ((4,), (0,), (1,)), name="N", top=8)
    drawing = drawn(columns)
    assert styles(drawing, "s0") == ["height: 50.00%", "height: 12.50%"]
    assert text_of(drawing) == "N 5 4 a b 1 c"


def test_a_stack_stands_on_its_first_count() -> None:
    drawing = drawn(Columns(("a",), ((4, 0, 1),), ("x", "y", "z")))
    looks = [shape.get("class") for shape in drawing.iterfind(".//div/i")]
    assert looks == ["s2", "s0"]  # from above
    assert text_of(drawing) == "x y z 4 + 0 + 1 a"


def test_initials_stand_for_twelve_months() -> None:
    labels = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.")
    drawing = drawn(Columns(labels, ((0,),) * 7, name="N"))
    assert text_of(drawing) == "N 0 J F M A M J J"
    assert [short.get("title") for short in drawing.iter("abbr")] == [*labels]


def test_of_a_line_of_time_the_years_in_which_it_runs_are_read() -> None:
    spans = (Span("A", ["2022"], "CPAS"), Span("B", []))
    drawing = drawn(Timeline(("2022", "2023"), spans))
    assert text_of(drawing) == "A CPAS 2022 2023 B 2022 2023 aucune année"
    assert [
        one.text for one in drawing.iterfind(".//ol/li") if not one.get("aria-hidden")
    ] == ["2022"]


def test_flow_draws_no_band_for_nothing() -> None:
    flow = Flow(("a", "b"), ("c", "d"), ((0, 0, 3), (0, 1, 0), (1, 0, 1)))
    drawing = drawn(flow)
    assert len(list(drawing.iter("path"))) == 2
    blocks = [text_of(block) for block in drawing.iterfind("div/ul/li")]
    assert blocks == ["3a", "1b", "4c", "0d"]
    heights = [shape.get("style") for shape in drawing.iter("i")]
    assert heights == [f"height: {height}px" for height in (112.5, 37.5, 150.0, 0.0)]
    assert "a vers c : 3" in text_of(drawing)


def colours(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name; what the dark one does not name is as in the
    light one.
    """
    light, dark = re.findall(
        r":root \{(.*?)\}", STYLES.read_text(encoding="utf-8"), re.DOTALL
    )
    found = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", light))
    return (
        found
        if scheme == "light"
        else found | dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", dark))
    )


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme: str) -> None:
    named = colours(scheme)
    texts = [
        (ink, ground)
        for ink in ("text", "muted", "ink")
        for ground in ("paper", "ground")
    ]
    for ink, ground in [*texts, ("inside", "ink"), ("text", "tint")]:
        assert contrast(named[ink], named[ground]) >= 4.5, (ink, ground)
    for shape, ground in [
        ("ink", "paper"),
        ("mid", "paper"),
        ("mark", "paper"),
        ("ink", "track"),
        ("mark", "track"),
    ]:
        assert contrast(named[shape], named[ground]) >= 3, (shape, ground)
    for ink in ("#ffffff", "#d3def2", "#e9eef8"):
        assert contrast(ink, named["band"]) >= 4.5


def test_the_measure_of_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )  # the well-known grey just below
