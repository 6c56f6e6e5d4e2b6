"""Short notations for the rows of an example workbook: a few words in, rows (field key
-> text) out.
"""

from __future__ import annotations

Row = dict[str, str]
Rows = dict[str, list[Row]]


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in ("", "-")}


def household(code: str, place: str, who: str, pre: str) -> Row:
    """One household that lives there; ``who``: "status reason network"; ``pre``:
    "entame problem>oui problem>reason-of-no-relay".
    """
    row = {"code": code, "equipement": place}
    row |= zip(("statut", "raison", "reseau"), who.split(), strict=True)
    row["accompagnement_pre"], *problems = pre.split() or [""]
    for number, problem in enumerate(problems, 1):
        row[f"probleme_{number}"], relay = problem.split(">")
        row[f"relais_{number}"] = "oui" if relay == "oui" else "non"
        row[f"motif_{number}"] = "" if relay == "oui" else relay
    return _filled(row)


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
