"""Short notations for the rows of an example workbook: a few words in, rows (field key
-> text) out.
"""

from __future__ import annotations

Row = dict[str, str]
Rows = dict[str, list[Row]]


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in ("", "-")}


def identification(commune: str, year: int) -> list[Row]:
    """The one row of the sheet Identification."""
    return [{"edition": "dics-2023", "commune": commune, "annee": str(year)}]


def equipment(
    nom: str,
    presence: str = "",
    approche: str = "",
    *,
    channels: str = "",
    **others: str,
) -> Row:
    """One equipment; ``channels`` names the ticked channels of 2.3.1, separated by
    spaces.
    """
    ticked = dict.fromkeys(channels.split(), "x")
    return _filled(
        {
            "nom": nom,
            "nature": "hp",
            "presence": presence,
            "approche": approche,
            **ticked,
            **others,
        }
    )


def household(
    code: str,
    place: str,
    who: str,
    *,
    pre: str = "",
    left: str = "",
    post: str = "",
    **others: str,
) -> Row:
    """One household.

    ``who``: "status reason network"; ``pre``: "entame problem>oui
    problem>reason-of-no-relay"; ``left``: "date destination location"; ``post``:
    "poursuivi content content"; ``others``: any field by its key.
    """
    row = {"code": code, "equipement": place}
    row |= zip(("statut", "raison", "reseau"), who.split(), strict=False)
    row["accompagnement_pre"], *problems = pre.split() or [""]
    for number, problem in enumerate(problems, 1):
        row[f"probleme_{number}"], relay = problem.split(">")
        row[f"relais_{number}"] = "oui" if relay == "oui" else "non"
        row[f"motif_{number}"] = "" if relay == "oui" else relay
    row |= zip(
        ("date_relogement", "destination", "localisation"), left.split(), strict=False
    )
    row["accompagnement_post"], *contents = post.split() or [""]
    row |= {f"contenu_{number}": content for number, content in enumerate(contents, 1)}
    return _filled(row | others)


def contact(
    date: str,
    codes: str,
    mode: str,
    *,
    courtoisie: str = "",
    initiales: str = "",
    remarque: str = "",
) -> Row:
    """One contact."""
    given = {"courtoisie": courtoisie, "initiales": initiales, "remarque": remarque}
    return _filled({"date": date, "codes": codes, "mode": mode, **given})


def contacts(codes: str, lines: str, remark: str = "") -> list[Row]:
    """The contacts "date mode" of a household, separated by commas, a "~" before a mere
    courtesy.

    ``remark`` stands on the first, as "exemple : ...".
    """
    made: list[Row] = []
    for line in lines.split(",") if lines else []:
        date, mode = line.split()
        courtesy = "oui" if mode.startswith("~") else ""
        text = f"exemple : {remark}" if remark and not made else ""
        made.append(
            contact(
                date, codes, mode.removeprefix("~"), courtoisie=courtesy, remarque=text
            )
        )
    return made


def files(table: str) -> list[Row]:
    """The files of a table: number, household, opening, decision, its date, own
    relocation date; "-" is empty.
    """
    keys = (
        "numero",
        "menage",
        "ouverture",
        "decision",
        "date_decision",
        "date_relogement",
    )
    return [
        _filled(dict(zip(keys, line.split(), strict=False)))
        for line in table.strip().splitlines()
    ]


def tick(question: str, ligne: str, texte: str = "", precision: str = "") -> Row:
    """One ticked line of the answers sheet."""
    return _filled(
        {
            "question": question,
            "ligne": ligne,
            "coche": "x",
            "precision": precision,
            "texte": texte,
        }
    )


def text(question: str, texte: str) -> Row:
    """One written answer (or an optional number) of the answers sheet."""
    return {"question": question, "texte": texte}
