"""What one writes in an afternoon: the DiCS report of a workbook with openpyxl,
jsonschema and docxtpl.

    python benchmarks/afternoon.py CLASSEUR.xlsx RAPPORT.docx

The baseline of the benchmark, frozen before any optimisation. Each library is used as
in its own first example: one load_workbook(data_only=True), one validator a sheet,
iter_errors once a row, one DocxTemplate, one render, one save. It counts by the form's
rules in code of its own (nothing of ``pipeline`` is imported) and reads three data
files of the project: the lists of form.yaml, the schemas of the rows and modele.docx.
It is neither slowed down nor tuned: lists and validators are made once a process, and
YAML is read by the C loader. It takes a workbook as drop-downs fill it, prints what is
wrong with it in the libraries' own words, and proves nothing about the document that it
saves.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from docxtpl import DocxTemplate
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "schema" / "dics-2023"
MODELE = ROOT / "templates_docx" / "dics-2023" / "modele.docx"
HEADING_ROW = 4

FORM = yaml.load(
    (SCHEMAS / "form.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
KEYS = {
    name: {item["label"]: item["key"] for item in one["items"]}
    for name, one in FORM["lists"].items()
}
QUESTIONS = {
    question.get("label", question["id"]): question for question in FORM["questions"]
}
VALIDATORS = {
    sheet: Draft202012Validator(
        json.loads((SCHEMAS / f"{sheet}.schema.json").read_text(encoding="utf-8")),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    for sheet in FORM["sheets"]
}

WALLONIE = {"prive", "ais", "apl", "slsp", "commune_cpas", "flw", "autre"}
RENCONTRE = {"site", "permanence", "rendez_vous"}
APPEL = {"telephone", "mail"}
SOUTIEN = {"entame", "poursuivi"}
CANAUX = (
    "courriers_personnalises",
    "courriers_standardises",
    "flyers",
    "valves",
    "a_la_commune",
)
# What the blank form prints where nobody gave a precision, and what else is set before
# one.
DOTS = {
    "q1_1.remise_en_ordre": "…",
    "q1_1.autre": "…",
    "q2_7_1.autre": "…********",
    "q2_7_2.autre": "… ******",
    "q2_8.autre": "…******",
    "q2_9.refus_service": "…******",
    "q2_9.autre": "…********",
    "q3_8_1.autre": "…******",
    "q3_8_2.autre": "…*******",
    "q3_9.autre": "…********",
}
NO_NAME = "-….."

Row = dict[str, Any]
Pairs = set[tuple[str, str]]


# ---- reading


def read_workbook(path: Path) -> dict[str, list[Row]]:
    """The filled rows of each sheet, field -> value."""
    book = load_workbook(path, data_only=True)
    return {
        key: list(read_rows(book[sheet["title"]], sheet["fields"]))
        for key, sheet in FORM["sheets"].items()
    }


def read_rows(sheet: Any, fields: dict[str, Any]) -> Iterator[Row]:
    names = {field["heading"]: name for name, field in fields.items()}
    lines = sheet.iter_rows(min_row=HEADING_ROW, values_only=True)
    columns = [names.get(str(heading).removesuffix(" *")) for heading in next(lines)]
    for line in lines:
        row = {
            name: convert(fields[name], value)
            for name, value in zip(columns, line, strict=False)
            if name and value is not None
        }
        if "ligne" in row:
            row["ligne"] = line_key(row)
        if row:
            yield row


def convert(field: dict[str, Any], value: Any) -> Any:
    """A cell as its schema wants it: ISO dates, keys of lists, texts."""
    if field["type"] == "date":
        return value.date().isoformat() if isinstance(value, datetime) else str(value)
    if field["type"] == "year":
        return value
    if field["type"] == "list":
        return KEYS[field["list"]].get(value, value)
    if field["type"] == "codes":
        return [code.strip() for code in str(value).split(";") if code.strip()]
    if field["type"] == "question":
        return QUESTIONS[str(value)]["id"] if str(value) in QUESTIONS else str(value)
    return str(value)


def line_key(row: Row) -> str:
    """The line of the form as the key of its question's list; a question of one line
    has none.
    """
    question = next(
        (one for one in QUESTIONS.values() if one["id"] == row.get("question")), None
    )
    if question is None or "list" not in question:
        return ""
    return str(KEYS[question["list"]].get(row["ligne"], row["ligne"]))


def code_key(code: str) -> str:
    """H-017, h17 and H 017 are one household."""
    return re.sub(r"0*(\d+)", r"\1", re.sub(r"[\s‐-―-]+", "", code).upper())


def faults(rows: dict[str, list[Row]]) -> list[str]:
    """What the schemas say of each row, and codes that stand twice or nowhere."""
    found = []
    for sheet, validator in VALIDATORS.items():
        for row in rows[sheet]:
            found += [
                f"{sheet}: {row}: {error.message}"
                for error in validator.iter_errors(row)
            ]
    known: set[str] = set()
    for row in rows["menages"]:
        if code_key(row.get("code", "")) in known:
            found.append(f"menages: {row['code']}: twice")
        known.add(code_key(row.get("code", "")))
    named = [code for row in rows["contacts"] for code in row.get("codes", ())]
    named += [row["menage"] for row in rows["dossiers"] if "menage" in row]
    return found + [f"{code}: unknown" for code in named if code_key(code) not in known]


# ---- the state of things at 31 December


def menages_at(rows: dict[str, list[Row]], year: int) -> dict[str, Row]:
    """Code -> household at 31/12, with the modes of its contacts of the year before and
    after its departure.
    """
    end = f"{year}-12-31"
    after = [
        key
        for key, field in FORM["sheets"]["menages"]["fields"].items()
        if field.get("dated_by")
    ]
    found = {}
    for row in rows["menages"]:
        now = dict(row)
        if now.get("date_relogement", "") > end:
            now = {
                key: value
                for key, value in now.items()
                if key not in after or key.startswith("fin_suivi")
            }
        if now.get("fin_suivi", "") > end:
            del now["fin_suivi"]
        now |= {
            "en_wallonie": now.get("destination") in WALLONIE
            and "date_relogement" in now
        }
        found[code_key(row["code"])] = now | {"pre": set(), "post": set()}
    for contact in rows["contacts"]:
        if contact["date"][:4] == str(year) and contact.get("courtoisie") != "oui":
            for code in contact["codes"]:
                add_contact(found[code_key(code)], contact["date"], contact["mode"])
    return found


def add_contact(menage: Row, when: str, mode: str) -> None:
    if "fin_suivi" in menage and when >= menage["fin_suivi"]:
        return
    left = menage.get("date_relogement", "9999")
    if when < left or (when == left and mode == "site"):
        menage["pre"].add(mode)
    elif menage["en_wallonie"]:
        menage["post"].add(mode)


def dossiers_at(
    rows: dict[str, list[Row]], menages: dict[str, Row], year: int
) -> list[Row]:
    """The files that exist at 31/12, a row each."""
    end = f"{year}-12-31"
    found = []
    for row in rows["dossiers"]:
        if row["ouverture"] > end:
            continue
        now = dict(row)
        if now.get("date_decision", "") > end:
            del now["date_decision"]
            now.pop("decision", None)
        found.append(one_dossier(now, menages))
    return found


def one_dossier(row: Row, menages: dict[str, Row]) -> Row:
    menage, reloge = menages[code_key(row["menage"])], row.get("date_relogement")
    if reloge is None or reloge == menage.get("date_relogement"):
        reloge = menage["date_relogement"] if menage["en_wallonie"] else None
    return {
        "ouverture": row["ouverture"],
        "reloge": reloge or "",
        "decision": row.get("decision", ""),
        "decide": row.get("date_decision", ""),
    }


# ---- counting


def precisions(texts: Iterable[str]) -> str:
    """What people wrote behind "Autre, précisez", each text once, in French order."""

    def order(text: str) -> tuple[str, str]:
        letters = (
            unicodedata.normalize("NFD", text).replace("œ", "oe").replace("Œ", "OE")
        )
        return "".join(
            c for c in letters if not unicodedata.combining(c)
        ).casefold(), text

    once: dict[str, str] = {}
    for text in sorted(
        (" ".join(text.split()) for text in texts if text.strip()), key=order
    ):
        once.setdefault(unicodedata.normalize("NFC", text).casefold(), text)
    return " ; ".join(once.values())


def lines(question: str, name: str, chosen: list[tuple[str, str]]) -> dict[str, Any]:
    """How often each line of a list was chosen, of (key, precision); what stands at its
    "précisez".
    """
    keys = [key for key, _ in chosen]
    figures: dict[str, Any] = {}
    for item in FORM["lists"][name]["items"]:
        key = item["key"]
        figures[key] = keys.count(key)
        if item.get("precision"):
            text = precisions(precision for found, precision in chosen if found == key)
            figures[f"{key}_precision"] = (
                f"\u00a0: {text}" if text else DOTS[f"{question}.{key}"]
            )
    return figures | {"total": len(chosen)}


def chapter_2(menages: list[Row]) -> Row:
    met = [m for m in menages if m["pre"] & RENCONTRE]
    called = [m for m in menages if m["pre"] & APPEL and not m["pre"] & RENCONTRE]
    helped = [m for m in met + called if m.get("accompagnement_pre") in SOUTIEN]
    problems = [
        {name: m.get(f"{name}_{n}", "") for name in ("relais", "motif")}
        | {
            "who": m["code"],
            "key": m[f"probleme_{n}"],
            "precision": m.get(f"probleme_{n}_precision", ""),
        }
        | {"why": m.get(f"motif_{n}_precision", "")}
        for m in helped
        for n in (1, 2)
        if f"probleme_{n}" in m
    ]
    kept = [p for p in problems if p["relais"] == "non"]
    q2_8 = lines("q2_8", "problemes", [(p["key"], p["precision"]) for p in problems])
    for key in KEYS["problemes"].values():
        q2_8[f"{key}_relayes"] = len(
            [p for p in problems if p["key"] == key and p["relais"] == "oui"]
        )
        q2_8[f"{key}_non_relayes"] = len([p for p in kept if p["key"] == key])
    return {
        "q2_5": len(met),
        "q2_6": len(called),
        "q2_7": len(helped),
        "q2_7_1": lines(
            "q2_7_1",
            "statuts",
            [(m["statut"], m.get("statut_precision", "")) for m in helped],
        ),
        "q2_7_2": lines(
            "q2_7_2",
            "raisons",
            [(m["raison"], m.get("raison_precision", "")) for m in helped],
        ),
        "q2_7_3": len([m for m in helped if m["reseau"] == "non"]),
        "q2_8": q2_8,
        "q2_9": motifs(kept),
    }


def motifs(kept: list[Row]) -> Row:
    """2.9 counts a household once for each reason, whatever it says of it twice."""
    pairs: Pairs = {(p["who"], p["motif"]) for p in kept}
    figures = lines("q2_9", "motifs", [(p["motif"], p["why"]) for p in kept])
    return figures | {
        key: len([motif for _, motif in pairs if motif == key])
        for key in KEYS["motifs"].values()
    }


def chapter_3(menages: list[Row], year: int) -> Row:
    there = [m for m in menages if m["en_wallonie"]]
    moved = [m for m in there if m["date_relogement"][:4] == str(year)]
    earlier = [m for m in there if m["date_relogement"][:4] < str(year)]
    visited = [m for m in moved if "visite" in m["post"]]
    elsewhere = [
        m for m in moved if m["post"] & RENCONTRE and "visite" not in m["post"]
    ]
    far = [
        m
        for m in moved
        if m["post"] & (APPEL | {"courrier"})
        and not m["post"] & (RENCONTRE | {"visite"})
    ]
    helped_now = [m for m in moved if m.get("accompagnement_post") in SOUTIEN]
    helped_earlier = [m for m in earlier if m.get("accompagnement_post") in SOUTIEN]
    handed = [
        m
        for m in moved
        if m.get("localisation") in ("limitrophe", "eloignee")
        and m.get("suivi_confie") == "oui"
    ]
    return {
        "q3_1": len(moved),
        "q3_2": len(visited),
        "q3_3": len(elsewhere),
        "q3_4": len(far),
        "q3_5": len(helped_now),
        "q3_6": len([m for m in earlier if m["post"]]),
        "q3_7": len(helped_earlier),
        **profile(helped_now + helped_earlier),
        "q3_10": len(handed),
    }


def profile(helped: list[Row]) -> Row:
    """3.8 and 3.9: the households of 3.5 and 3.7 together."""
    statuts = []
    for m in helped:
        which = "statut_apres" if "statut_apres" in m else "statut"
        statuts.append((m[which], m.get(f"{which}_precision", "")))
    contents = [
        (m[f"contenu_{n}"], m.get(f"contenu_{n}_precision", ""))
        for m in helped
        for n in (1, 2)
        if f"contenu_{n}" in m
    ]
    destinations = [
        (m["destination"], m.get("destination_precision", "")) for m in helped
    ]
    return {
        "q3_8_1": lines("q3_8_1", "statuts", statuts),
        "q3_8_2": lines("q3_8_2", "destinations", destinations),
        "q3_8_3": lines(
            "q3_8_3", "localisations", [(m["localisation"], "") for m in helped]
        ),
        "q3_8_4": len(
            [m for m in helped if (m.get("reseau_apres") or m["reseau"]) == "non"]
        ),
        "q3_9": lines("q3_9", "contenus", contents),
    }


def chapter_4(dossiers: list[Row], year: int) -> Row:
    opened = [d for d in dossiers if d["ouverture"][:4] == str(year)]
    granted = [d for d in opened if d["decision"] == "octroi"]
    refused = [d for d in opened if d["decision"] == "refus_definitif"]
    earlier = [
        d
        for d in dossiers
        if d["ouverture"][:4] < str(year) and d["decision"] == "octroi"
    ]
    return {
        "q4_2": {
            "total": len(opened),
            "annee_precedente": len(
                [d for d in opened if d["reloge"][:4] == str(year - 1)]
            ),
            "annee": len([d for d in opened if d["reloge"][:4] == str(year)]),
            "aucun": "" if opened else "X",
        },
        "q4_2_1": len(granted),
        "q4_2_2": len(refused),
        "q4_2_3": len(opened) - len(granted) - len(refused),
        "q4_3": len([d for d in earlier if d["decide"][:4] == str(year)]),
    }


# ---- ticks, texts, equipments


def ticks(question: str, name: str, answers: dict[tuple[str, str], Row]) -> Row:
    """The crosses, precisions and texts of a question of ticks."""
    figures = {}
    for item in FORM["lists"][name]["items"]:
        key = item["key"]
        answer = answers.get((question, key), {})
        figures[key] = "X" if "coche" in answer else ""
        figures[f"{key}_texte"] = answer.get("texte", "")
        if item.get("precision"):
            figures[f"{key}_precision"] = (
                answer.get("precision", "").strip() if "coche" in answer else ""
            )
    return figures


def written(rows: list[Row]) -> Row:
    """What was ticked and written on the answers sheet."""
    answers = {(row["question"], row["ligne"]): row for row in rows}
    q1_1, q1_2_1 = (
        ticks("1.1", "axes_travailles", answers),
        ticks("1.2.1", "axes_compliques", answers),
    )
    q2_4 = ticks("2.4", "raisons_non_prioritaires", answers)
    for key in ("remise_en_ordre", "autre"):
        q1_1[f"{key}_precision"] = q1_1[f"{key}_precision"] or DOTS[f"q1_1.{key}"]
    for figures, key in ((q1_2_1, "facultatif_precision"), (q2_4, "autre_precision")):
        figures[key] = f" {figures[key]}" if figures[key] else ""
    told = [
        q1_2_1[f"{key}_texte"]
        for key in KEYS["axes_compliques"].values()
        if q1_2_1[key]
    ] + ["", ""]
    return {
        "q1_1": q1_1,
        "q1_2_1": q1_2_1,
        "q1_2_2": {"axe_1": told[0], "axe_2": told[1]},
        "q2_1_1": ticks("2.1.1", "presence_generale", answers),
        "q2_3_2": answers.get(("2.3.2", ""), {}).get("texte", ""),
        "q2_4": q2_4,
        "q2_3_10": answers.get(("2-3.10", ""), {}).get("texte", ""),
        "q3_3_1": answers.get(("3.3.1", ""), {}).get("texte", ""),
        "q3_4_1": answers.get(("3.4.1", ""), {}).get("texte", ""),
        "q4_1": ticks("4.1", "gestions", answers),
    }


def equipments(rows: list[Row]) -> tuple[list[Row], list[Row], str]:
    """The tables of 2.2.1 and 2.3.1, a row an equipment, and the names of 2.4."""
    street = [
        {"nom": row["nom"]}
        | {
            key: "X" if row.get("presence") == key else ""
            for key in KEYS["presences"].values()
        }
        | {
            key: "X" if row.get("approche") == key else ""
            for key in KEYS["approches"].values()
        }
        for row in rows
    ]
    channels = [
        {"nom": row["nom"]} | {key: "X" if key in row else "" for key in CANAUX}
        for row in rows
    ]
    names = [f"- {row['nom']}" for row in rows if "non_prioritaire" in row]
    return street, channels, "\n".join(names + [NO_NAME] * (3 - len(names)))


# ---- the report


def context(rows: dict[str, list[Row]]) -> Row:
    """The data of the template."""
    year = rows["identification"][0]["annee"]
    menages = menages_at(rows, year)
    everyone = list(menages.values())
    answers = written(rows["reponses"])
    street, channels, answers["q2_4"]["noms"] = equipments(rows["equipements"])
    return {
        "brouillon": "",
        "annee": year,
        "annee_precedente": year - 1,
        "commune": " ".join(rows["identification"][0]["commune"].split()).upper(),
        "q2_2_1": street,
        "q2_3_1": channels,
        **answers,
        **chapter_2(everyone),
        **chapter_3(everyone, year),
        **chapter_4(dossiers_at(rows, menages, year), year),
    }


def produce(workbook: Path, target: Path) -> None:
    """One workbook, one report. Exits with what is wrong with the workbook."""
    rows = read_workbook(workbook)
    if found := faults(rows):
        sys.exit("\n".join(found))
    document = DocxTemplate(MODELE)
    document.render(context(rows), autoescape=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    document.save(target)


if __name__ == "__main__":
    produce(Path(sys.argv[1]), Path(sys.argv[2]))
