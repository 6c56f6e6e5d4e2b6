"""A second witness: every number of the DiCS report, counted again straight from a
filled workbook.

Written from the text of the counting rules alone. It imports nothing of the product, on
purpose: headings, labels and rules are typed out a second time, so that one mistake
cannot hide in both (the lists stand on the page beside). It expects a workbook that deserves a report; on a fault it stops
with an exception instead of guessing.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

from tests.support.cases import beside

Cell = str | date | None
Row = dict[str, Cell]
Figures = dict[str, dict[str, int]]

HABITAT_VERT = "Reconverti en habitat vert"
NATURES = ("Équipement HP", HABITAT_VERT, "Sorti du Plan HP")
PAGE: dict[str, tuple[str, ...]] = beside(__file__)
OUI_NON = ("oui", "non")
STATUTS = PAGE["statuts"]
RAISONS = PAGE["raisons"]
ACCOMPAGNEMENTS = ("aucun", "entamé", "poursuivi")
PROBLEMES = PAGE["problemes"]
MOTIFS = PAGE["motifs"]
EN_WALLONIE = PAGE["en_wallonie"]
AUTRES_DEPARTS = PAGE["autres_departs"]
HORS_COMMUNE = ("Commune limitrophe", "Commune plus éloignée")
LOCALISATIONS = ("Commune d’origine", *HORS_COMMUNE)
CONTENUS = PAGE["contenus"]
SITE, VISITE = "Rencontré sur site", "Visite au nouveau domicile"
RENCONTRES = {SITE, "Rencontré en permanence", "Rencontré sur rendez-vous"}
APPELS = {"Téléphone", "E-mail"}
COURRIER = "Courrier"
MODES = (*RENCONTRES, VISITE, *APPELS, COURRIER)
OCTROI, REJET_DEFINITIF = "Octroi", "Rejet définitif"
DECISIONS = (OCTROI, "Rejet temporaire", REJET_DEFINITIF)

MENAGES_HEADINGS = PAGE["menages_headings"]
CONTACTS_HEADINGS = PAGE["contacts_headings"]
DOSSIERS_HEADINGS = PAGE["dossiers_headings"]


@dataclass(eq=False)
class Menage:
    """A household as it stands on 31 December, with the modes of its contacts of the
    year, before and after leaving.
    """

    row: Row
    parti: date | None
    en_wallonie: bool
    fin: date | None
    pre: set[str]
    post: set[str]


@dataclass(eq=False)
class Dossier:
    """A file as it stands on 31 December: opened on, the relocation in Wallonia noted
    for it, last decision and its date.
    """

    menage: Menage
    ouvert: date
    propre: date | None
    decision: str
    decide: date | None

    @property
    def reloge(self) -> date | None:
        """The relocation in Wallonia that it is for, or none."""
        return relocation(self.propre, self.menage)


def even(text: object) -> str:
    """A text as it is compared: no case, one kind of apostrophe, single spaces."""
    return " ".join(
        unicodedata.normalize("NFKC", str(text)).replace("’", "'").split()
    ).casefold()


def code(text: Cell) -> str:
    """A household's code as it is compared: H-017, h17 and H 017 are the same."""
    bare = re.sub(r"[\s\-‐‑–]", "", str(text or "")).upper()
    if not bare:
        raise ValueError("a code is missing")
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def cell(value: object) -> Cell:
    """What stands in a cell: a day, a text, or nothing."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None if value is not None else None


def sheet_rows(path: str | Path, title: str, headings: tuple[str, ...]) -> list[Row]:
    """The filled rows of a sheet, heading -> cell. The headings stand in one of the
    first ten rows.
    """
    book = load_workbook(path, data_only=True)
    sheet = next(s for s in book.worksheets if even(s.title) == even(title))
    lines = [
        [cell(value) for value in line] for line in sheet.iter_rows(values_only=True)
    ]
    for number, line in enumerate(lines[:10]):
        found = [even(value or "").removesuffix("*").strip() for value in line]
        if all(even(heading) in found for heading in headings):
            places = {heading: found.index(even(heading)) for heading in headings}
            rows = [
                {heading: below[place] for heading, place in places.items()}
                for below in lines[number + 1 :]
            ]
            return [
                row for row in rows if any(value is not None for value in row.values())
            ]
    raise ValueError(f"{title}: no row holds all the headings {headings}")


def day(row: Row, heading: str) -> date | None:
    """The date in a column; a text there is no date."""
    value = row[heading]
    if isinstance(value, str):
        raise TypeError(f"{heading}: not a date: {value}")
    return value


def needed_day(row: Row, heading: str) -> date:
    """The date in a column that must hold one."""
    value = day(row, heading)
    if value is None:
        raise ValueError(f"{heading}: a date is missing")
    return value


def choice(row: Row, heading: str, labels: tuple[str, ...]) -> str:
    """The label chosen in a column, "" for none."""
    value = row[heading]
    if value is None:
        return ""
    for label in labels:
        if even(label) == even(value):
            return label
    raise ValueError(f"{heading}: not in its list: {value}")


def read_menages(path: str | Path, year: int) -> dict[str, Menage]:
    """The register, code -> household; a departure after 31 December has not happened
    yet.
    """
    menages: dict[str, Menage] = {}
    for row in sheet_rows(path, "Ménages", MENAGES_HEADINGS):
        parti = day(row, "Date de départ du HP")
        destination = choice(row, "Destination", EN_WALLONIE + AUTRES_DEPARTS)
        if parti is not None and parti.year > year:
            parti = None
        en_wallonie = parti is not None and destination in EN_WALLONIE
        key = code(row["Code"])
        if key in menages:
            raise ValueError(f"the code {key} stands twice")
        menages[key] = Menage(
            row, parti, en_wallonie, day(row, "Fin du suivi"), set(), set()
        )
    return menages


def add_contacts(path: str | Path, year: int, menages: dict[str, Menage]) -> None:
    """Put every contact that counts with its households, in the chapter where it
    belongs.
    """
    for row in sheet_rows(path, "Contacts", CONTACTS_HEADINGS):
        when = needed_day(row, "Date")
        if when.year > year:
            continue
        mode = choice(row, "Mode", MODES)
        courtesy = choice(row, "Courtoisie seulement", OUI_NON) == "oui"
        for text in str(row["Code(s)"] or "").split(";"):
            if text.strip():
                menage = menages[code(text)]
                if when.year == year and not courtesy:
                    add_contact(menage, when, mode)


def add_contact(menage: Menage, when: date, mode: str) -> None:
    """One contact of the year: before leaving, after a relocation in Wallonia, or
    nowhere.
    """
    if menage.fin is not None and when >= menage.fin:
        return
    before = (
        menage.parti is None
        or when < menage.parti
        or (when == menage.parti and mode == SITE)
    )
    if before:
        menage.pre.add(mode)
    elif menage.en_wallonie:
        menage.post.add(mode)


def read_dossiers(
    path: str | Path, year: int, menages: dict[str, Menage]
) -> list[Dossier]:
    """The files that exist on 31 December: a row is a file."""
    rows = sheet_rows(path, "Dossiers d'allocation", DOSSIERS_HEADINGS)
    refuse_doubles(rows)
    files: list[Dossier] = []
    for row in rows:
        opened = needed_day(row, "Ouvert le")
        if opened.year > year:
            continue
        decision, decided = (
            choice(row, "Décision", DECISIONS),
            day(row, "Date de la décision"),
        )
        if decided is not None and decided.year > year:
            decision, decided = "", None
        own = day(row, "Date du relogement concerné")
        files.append(
            Dossier(
                menages[code(row["Code du ménage"])], opened, own, decision, decided
            )
        )
    return files


def refuse_doubles(rows: list[Row]) -> None:
    """A number stands twice for a household only where the file opened first was
    definitively refused by the day that the second was opened; rows without number are
    never alike. All of it as it stands in the workbook.
    """
    for number, later in enumerate(rows):
        for place, earlier in enumerate(rows):
            if (
                code(earlier["Code du ménage"]) != code(later["Code du ménage"])
                or place == number
            ):
                continue
            first, second = (
                needed_day(earlier, "Ouvert le"),
                needed_day(later, "Ouvert le"),
            )
            if (first, place) > (second, number):
                continue
            one, other = earlier["Numéro du dossier"], later["Numéro du dossier"]
            if one is None and other is None:
                if all(earlier[name] == later[name] for name in DOSSIERS_HEADINGS[2:]):
                    raise ValueError("two files without number are alike")
            elif one is not None and other is not None and even(one) == even(other):
                refused = day(earlier, "Date de la décision")
                closed = choice(earlier, "Décision", DECISIONS) == REJET_DEFINITIF
                if not closed or refused is None or refused > second:
                    raise ValueError(f"the file {one} stands twice")


def relocation(own: date | None, menage: Menage) -> date | None:
    """The relocation in Wallonia that a file is for, or none."""
    if own is None or own == menage.parti:
        return menage.parti if menage.en_wallonie else None
    return own


def supported(menage: Menage, heading: str) -> bool:
    """Whether support was started or continued."""
    return choice(menage.row, heading, ACCOMPAGNEMENTS) in ("entamé", "poursuivi")


def lines(
    labels: tuple[str, ...], chosen: Iterable[str], total: int | None = None
) -> dict[str, int]:
    """How often each line was chosen, and the total where the question has one."""
    everything = list(chosen)
    counts = {label: everything.count(label) for label in labels}
    return counts if total is None else {**counts, "Total": total}


def pre_figures(menages: list[Menage]) -> Figures:
    """Chapter 2: before relocation."""
    met = [m for m in menages if m.pre & RENCONTRES]
    called = [m for m in menages if m.pre & APPELS and m not in met]
    helped = [m for m in met + called if supported(m, "Accompagnement pré-relogement")]
    statuts = [choice(m.row, "Statut du chef de ménage", STATUTS) for m in helped]
    raisons = [choice(m.row, "Raison de l'installation", RAISONS) for m in helped]
    alone = [m for m in helped if choice(m.row, "Réseau social", OUI_NON) == "non"]
    return {
        "2.5": {"": len(met)},
        "2.6": {"": len(called)},
        "2.7": {"": len(helped)},
        "2.7.1": lines(STATUTS, statuts, len(helped)),
        "2.7.2": lines(RAISONS, raisons, len(helped)),
        "2.7.3": {"": len(alone)},
        **problem_figures(helped),
    }


def problem_figures(helped: list[Menage]) -> Figures:
    """2.8 counts pairs of a household and a problem, 2.9 pairs of a household and a
    reason: each pair once.
    """
    concerned, relayed, kept, reasons = set(), set(), set(), set()
    for number, menage in enumerate(helped):
        for name in ("Problématique 1", "Problématique 2"):
            problem = choice(menage.row, name, PROBLEMES)
            answer = choice(menage.row, f"{name} - relayée", OUI_NON)
            if problem:
                concerned.add((number, problem))
            if problem and answer == "oui":
                relayed.add((number, problem))
            if problem and answer == "non":
                kept.add((number, problem))
                reasons.add(
                    (
                        number,
                        choice(menage.row, f"{name} - raison du non-relais", MOTIFS),
                    )
                )
    columns = {"": concerned, "/relayes": relayed, "/non_relayes": kept}
    figures = {}
    for label in PROBLEMES:
        for suffix, pairs in columns.items():
            figures[label + suffix] = [problem for _, problem in pairs].count(label)
    return {"2.8": figures, "2.9": lines(MOTIFS, (reason for _, reason in reasons))}


def post_figures(menages: list[Menage], year: int) -> Figures:
    """Chapter 3: after relocation in Wallonia."""
    moved = [m for m in menages if m.en_wallonie and m.parti and m.parti.year == year]
    earlier = [m for m in menages if m.en_wallonie and m.parti and m.parti.year < year]
    visited = [m for m in moved if VISITE in m.post]
    elsewhere = [m for m in moved if m.post & RENCONTRES and m not in visited]
    written = [
        m
        for m in moved
        if m.post & (APPELS | {COURRIER}) and m not in visited and m not in elsewhere
    ]
    helped_now = [m for m in moved if supported(m, "Accompagnement post-relogement")]
    helped_earlier = [
        m for m in earlier if supported(m, "Accompagnement post-relogement")
    ]
    handed = [
        m for m in moved
        if choice(m.row, "Localisation actuelle", LOCALISATIONS) in HORS_COMMUNE
        and choice(m.row, "Suivi confié à un autre", OUI_NON) == "oui"
    ]  # fmt: skip
    return {
        "3.1": {"": len(moved)},
        "3.2": {"": len(visited)},
        "3.3": {"": len(elsewhere)},
        "3.4": {"": len(written)},
        "3.5": {"": len(helped_now)},
        "3.6": {"": len([m for m in earlier if m.post])},
        "3.7": {"": len(helped_earlier)},
        **profile_figures(helped_now + helped_earlier),
        "3.10": {"": len(handed)},
    }


def profile_figures(helped: list[Menage]) -> Figures:
    """3.8 and 3.9: the households of 3.5 and 3.7 together."""
    statuts, alone, contents = [], 0, set()
    for number, menage in enumerate(helped):
        row = menage.row
        after = choice(row, "Statut après relogement", STATUTS)
        statuts.append(after or choice(row, "Statut du chef de ménage", STATUTS))
        network = choice(row, "Réseau social après relogement", OUI_NON) or choice(
            row, "Réseau social", OUI_NON
        )
        alone += network == "non"
        contents |= {
            (number, choice(row, name, CONTENUS))
            for name in ("Contenu 1", "Contenu 2")
            if row[name]
        }
    destinations = [choice(m.row, "Destination", EN_WALLONIE) for m in helped]
    places = [choice(m.row, "Localisation actuelle", LOCALISATIONS) for m in helped]
    return {
        "3.8.1": lines(STATUTS, statuts, len(helped)),
        "3.8.2": lines(EN_WALLONIE, destinations, len(helped)),
        "3.8.3": lines(LOCALISATIONS, places, len(helped)),
        "3.8.4": {"": alone},
        "3.9": lines(CONTENUS, (content for _, content in contents), len(contents)),
    }


def dossier_figures(dossiers: list[Dossier], year: int) -> Figures:
    """Chapter 4: files."""
    opened = [d for d in dossiers if d.ouvert.year == year]
    granted = [d for d in opened if d.decision == OCTROI]
    refused = [d for d in opened if d.decision == REJET_DEFINITIF]
    old = [
        d
        for d in dossiers
        if d.ouvert.year < year
        and d.decision == OCTROI
        and d.decide
        and d.decide.year == year
    ]
    return {
        "4.2": {
            "total": len(opened),
            "annee_precedente": len(
                [d for d in opened if d.reloge and d.reloge.year == year - 1]
            ),
            "annee": len([d for d in opened if d.reloge and d.reloge.year == year]),
        },
        "4.2.1": {"": len(granted)},
        "4.2.2": {"": len(refused)},
        "4.2.3": {"": len(opened) - len(granted) - len(refused)},
        "4.3": {"": len(old)},
    }


def inventory_figures(path: str | Path, menages: list[Menage], year: int) -> Figures:
    """3.1 as the inventory divides it: who left an equipment that became habitat vert
    (8.1.1), all others (5.1.1).
    """
    rows = sheet_rows(path, "Équipements", ("Équipement", "Nature"))
    green = {
        even(row["Équipement"])
        for row in rows
        if choice(row, "Nature", NATURES) == HABITAT_VERT
    }
    moved = [m for m in menages if m.en_wallonie and m.parti and m.parti.year == year]
    from_green = [m for m in moved if even(m.row["Équipement"]) in green]
    return {
        "5.1.1": {"registre": len(moved) - len(from_green)},
        "8.1.1": {"registre": len(from_green)},
    }


def recount(path: str | Path) -> Figures:
    """Every number of the report of a filled workbook: question id -> line ("" for a
    single box) -> number.
    """
    [identification] = sheet_rows(path, "Identification", ("Année",))
    year = int(str(identification["Année"]))
    menages = read_menages(path, year)
    add_contacts(path, year, menages)
    everyone = list(menages.values())
    dossiers = read_dossiers(path, year, menages)
    figures = {
        **pre_figures(everyone),
        **post_figures(everyone, year),
        **dossier_figures(dossiers, year),
    }
    return {**figures, **inventory_figures(path, everyone, year)}


if __name__ == "__main__":
    for question, figures in recount(sys.argv[1]).items():
        for line, number in figures.items():
            print(f"{question:6} {number:4}  {line}")


def line_and_column(key: str) -> tuple[str, str]:
    """What a counted line is called, and its column in the question."""
    for column in ("non_relayes", "relayes"):
        if key.endswith(f"/{column}"):
            return key.removesuffix(f"/{column}"), column
    return key, ""
