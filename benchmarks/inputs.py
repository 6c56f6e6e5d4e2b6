"""The benchmark's workbooks: fictitious registers of any size, sound, with five
contacts a household.

The same size and seed always give the same workbook. They go to a folder that git
ignores.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.xlsx import FORM, ROOT, Row, write_workbook

FOLDER = ROOT / "outputs" / "benchmarks"
YEAR = 2023
COMMUNE = "Exempleville"
SITES = (
    "Les Bouleaux",
    "L'Étang & le Bois",
    "Le Vieux Moulin",
    "La Clairière",
    "Les Roches",
)
PRECISIONS = (
    "Indépendant complémentaire",
    "étudiant",
    "Travail à l'étranger",
    "aide d'un proche",
    "Élevage < 5 têtes",
)
WALLONIE = ("prive", "ais", "apl", "slsp", "commune_cpas", "flw", "autre")
TEXTS: dict[tuple[str, str], dict[str, str]] = {
    ("1.1", "communication"): {
        "coche": "x",
        "texte": "Une lettre d'information.\nDeux séances d'accueil.",
    },
    ("1.1", "remise_en_ordre"): {
        "coche": "x",
        "precision": "Les Roches",
        "texte": "Visite & relevé des lieux.",
    },
    ("1.2.1", "entrees"): {"coche": "x", "texte": "Peu de moyens de contrôle."},
    ("1.2.1", "facultatif"): {
        "coche": "x",
        "precision": "la mobilité",
        "texte": "Un bus par jour.",
    },
    ("2.1.1", "certains"): {"coche": "x"},
    ("2-3.10", ""): {"texte": "Aide à l'accès au numérique."},
    ("3.3.1", ""): {"texte": "Rencontrés lors des permanences."},
    ("3.4.1", ""): {"texte": "Relogés en fin d'année."},
    ("4.1", "cpas_partiel"): {"coche": "x"},
}


# ---- the register


def register(households: int, seed: int = 0) -> dict[str, list[Row]]:
    """Sheet -> rows, lists by key, dates as dates: what every workbook of this size
    holds.
    """
    draw = random.Random(seed)
    menages, contacts, dossiers = [], [], []
    for number in range(households):
        menage, log, files = _household(draw, number)
        menages.append(menage)
        contacts += log
        dossiers += files
    contacts.sort(key=lambda row: (row["date"], row["codes"]))
    return {
        "identification": [
            {"edition": "dics-2023", "commune": commune(seed), "annee": YEAR}
        ],
        "equipements": list(_equipments()),
        "menages": menages,
        "contacts": contacts,
        "dossiers": dossiers,
        "reponses": list(_answers(households)),
    }


def commune(seed: int) -> str:
    return f"{COMMUNE} {seed}" if seed else COMMUNE


def _equipments() -> Iterator[Row]:
    for number, name in enumerate(SITES):
        often = (
            {"presence": "une_semaine", "approche": "spontanee"}
            if number < 3
            else {"presence": "moins"}
        )
        yield {"nom": name, "nature": "hp", **often}


def _answers(households: int) -> Iterator[Row]:
    """Every line of the answers sheet. In a small register nobody is only called after
    a relocation (3.4.1).
    """
    for question in FORM["questions"]:
        if question["kind"] in ("ticks", "text", "number"):
            for line in (
                [item["key"] for item in FORM["lists"][question["list"]]["items"]]
                if "list" in question
                else [""]
            ):
                asked = households >= 30 or question["id"] != "3.4.1"
                yield {"question": question["id"], "ligne": line} | (
                    TEXTS.get((question["id"], line), {}) if asked else {}
                )


def _household(draw: random.Random, number: int) -> tuple[Row, list[Row], list[Row]]:
    """Of ten households six are supported before relocation, one is only met, three
    have left.
    """
    code, kind = f"H-{number + 1:06}", number % 10
    menage: Row = {
        "code": code,
        "equipement": draw.choice(SITES),
        "statut": _any(draw, "statuts"),
    }
    menage |= {"raison": _any(draw, "raisons"), "reseau": draw.choice(("oui", "non"))}
    days = [date(YEAR, 1 + month, draw.randint(2, 28)) for month in (0, 1, 2, 8, 10)]
    modes = [_any(draw, "modes", without=("visite",)) for _ in days]
    modes[0] = "site"
    files: list[Row] = []
    if kind < 6:
        menage |= _support(draw)
    elif kind == 7:
        menage |= _moved(draw, date(YEAR, 6, draw.randint(1, 28)))
        after = ("visite", "rendez_vous", "mail")[number // 10 % 3]
        modes[3:] = [after, draw.choice((after, "telephone", "courrier"))]
        files = [
            _file(draw, number, menage, menage["date_relogement"] + timedelta(days=14))
        ]
    elif kind == 8:
        menage |= _moved(draw, date(YEAR - 1, draw.randint(7, 12), draw.randint(1, 28)))
        modes[1] = "visite"
        files = [
            _file(draw, number, menage, menage["date_relogement"] + timedelta(days=30))
        ]
    elif kind == 9:
        menage |= {
            "date_relogement": date(YEAR, 12, draw.randint(1, 28)),
            "destination": "mr_mrs",
        }
    contacts: list[Row] = [
        {"date": day, "codes": code, "mode": mode}
        for day, mode in zip(days, modes, strict=True)
    ]
    if kind == 6:
        contacts[2]["courtoisie"] = "oui"
        contacts[4] |= {"initiales": "EX", "remarque": "exemple : repasser en janvier"}
    if number % 40 == 6:  # what happened since does not count in the report
        menage |= _moved(draw, date(YEAR + 1, 2, 1))
        contacts[4]["date"] = date(YEAR + 1, 1, 9)
    return _with_precisions(draw, menage), contacts, files


def _any(draw: random.Random, name: str, without: tuple[str, ...] = ()) -> str:
    keys: list[str] = [
        item["key"]
        for item in FORM["lists"][name]["items"]
        if item["key"] not in without
    ]
    return draw.choice(keys)


def _support(draw: random.Random) -> Row:
    """Support before relocation: one or two problems, relayed or not and why."""
    found: Row = {"accompagnement_pre": draw.choice(("entame", "poursuivi"))}
    keys = [item["key"] for item in FORM["lists"]["problemes"]["items"]]
    for number, problem in enumerate(draw.sample(keys, draw.randint(1, 2)), 1):
        found |= {
            f"probleme_{number}": problem,
            f"relais_{number}": draw.choice(("oui", "non")),
        }
        if found[f"relais_{number}"] == "non":
            found[f"motif_{number}"] = _any(draw, "motifs")
    return found


def _moved(draw: random.Random, day: date) -> Row:
    """A relocation in Wallonia and the support that followed."""
    one, two = draw.sample(
        [item["key"] for item in FORM["lists"]["contenus"]["items"]], 2
    )
    found = {
        "date_relogement": day,
        "destination": draw.choice(WALLONIE),
        "localisation": _any(draw, "localisations"),
    }
    found |= {
        "suivi_confie": draw.choice(("oui", "non")),
        "accompagnement_post": "entame",
    }
    found |= {"contenu_1": one, "contenu_2": two}
    return found | (
        {"statut_apres": _any(draw, "statuts")} if draw.random() < 0.3 else {}
    )


def _file(draw: random.Random, number: int, menage: Row, opened: date) -> Row:
    decision = draw.choice(
        ("octroi", "octroi", "refus_temporaire", "refus_definitif", "")
    )
    decided = (
        {"decision": decision, "date_decision": opened + timedelta(days=60)}
        if decision
        else {}
    )
    return {
        "numero": f"{opened.year}-{number + 1:06}",
        "menage": menage["code"],
        "ouverture": opened,
        **decided,
    }


def _with_precisions(draw: random.Random, row: Row) -> Row:
    """Every "précisez" with its precision, in the order of the columns."""
    fields = FORM["sheets"]["menages"]["fields"]
    for key, field in fields.items():
        if "precision_of" in field:
            items = FORM["lists"][fields[field["precision_of"]]["list"]]["items"]
            if row.get(field["precision_of"]) in [
                item["key"] for item in items if item.get("precision")
            ]:
                row[key] = draw.choice(PRECISIONS)
    return row


# ---- the files


def workbook(households: int, seed: int = 0) -> Path:
    """The workbook of that many households, made where it is not there yet."""
    target = FOLDER / "inputs" / f"{households}-{seed}.xlsx"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        being_made = target.with_suffix(".part")
        write_workbook(being_made, register(households, seed))
        being_made.replace(target)
    return target


def batch(count: int, households: int = 200) -> list[Path]:
    """That many different workbooks of as many households each."""
    return [workbook(households, seed) for seed in range(count)]
