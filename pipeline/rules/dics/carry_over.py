"""Which rows of a register stay behind when the workbook of the next year is made, and
what of the others is to be confirmed. Rows are those of the workbook, as they stand;
``day`` (ISO) is the last of the old year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.check.sound_rows import seen_at
from pipeline.edition.form import CONFIRM, Form
from pipeline.edition.row_schema import is_date
from pipeline.findings.sentences import carry_over as said
from pipeline.findings.sentences.dics import LEFT_FOR, LEFT_OTHERWISE
from pipeline.model.carried import ToConfirm
from pipeline.model.problem import Problem
from pipeline.model.submission import Row, Value
from pipeline.model.text import code_key, even_out, french_day, number_key
from pipeline.rules.dics.files import FINAL
from pipeline.rules.dics.records import SORTI, SOUTIEN, destinations

Rows = Mapping[str, Sequence[Row]]
_UNEMPLOYED = "chomage"
SUPPORT = ("accompagnement_pre", "accompagnement_post")


def left_behind(form: Form, rows: Rows, day: str) -> dict[tuple[str, int], str]:
    """Sheet and number of each row that stays behind, with the reason in French."""
    left: dict[tuple[str, int], str] = {}
    named: set[str] = set()
    for row in rows.get("dossiers", ()):
        if why := _closed(form, row, day):
            left["dossiers", row.number] = why
        else:
            named.add(code_key(row.text("menage")))
    for row in rows.get("contacts", ()):
        if _later(row.values.get("date"), day):
            named.update(_codes(row))
    sites: set[str] = set()
    for row in rows.get("menages", ()):
        why = _gone(form, row, day)
        if why and code_key(row.text("code")) not in named:
            left["menages", row.number] = why
        else:
            sites.add(even_out(row.text("equipement")))
    for row in rows.get("equipements", ()):
        is_out = row.text("nature") == SORTI
        if is_out and even_out(row.text("nom")) not in sites:
            left["equipements", row.number] = said.OUT_OF_THE_PLAN
    return left


def identity(row: Row) -> str:
    """By what a row is known again in another year's workbook; "" where by all of it."""
    if row.sheet == "dossiers":
        number = number_key(row.text("numero")) or row.text("ouverture")
        return f"{code_key(row.text('menage'))} {number}"
    if row.sheet == "menages":
        return code_key(row.text("code"))
    return even_out(row.text("nom")) if row.sheet == "equipements" else ""


def contradictions(form: Form, old: Rows, new: Rows, day: str) -> Iterator[Problem]:
    """What rows of the next year's workbook say against the old ones."""
    # of a file that was opened again under its number the last opening
    files = sorted(old.get("dossiers", ()), key=lambda row: row.text("ouverture"))
    before = {(row.sheet, identity(row)): row for row in (*old["menages"], *files)}
    year = day[:4]
    for row in new.get("menages", ()):
        was = before.get((row.sheet, identity(row)))
        left = was.text("date_relogement") if was else ""
        if was and _by(left, day) and row.text("date_relogement") != left:
            told = {"la": was.ref("date_relogement"), "alors": french_day(left)}
            yield row.problem(
                "relogement-change", "date_relogement", annee=year, **told
            )
        yield from _continued(form, row, was, day)
    for row in new.get("dossiers", ()):
        was = before.get((row.sheet, identity(row)))
        if was and _by(was.values.get("date_decision"), day) and _forgets(row, was):
            alors = said.decided_on(
                _label(form, was, "decision"), french_day(was.text("date_decision"))
            )
            told = {"la": was.ref("decision"), "alors": alors}
            yield row.problem("decision-disparue", "decision", annee=year, **told)


def _continued(form: Form, row: Row, was: Row | None, day: str) -> Iterator[Problem]:
    """Support is continued only where there was some."""
    now = seen_at(form.sheets["menages"], day)(was) if was else None
    if now and any(now.text(key) in SOUTIEN for key in SUPPORT):
        return
    for key in SUPPORT:
        if row.text(key) == "poursuivi":
            heading = form.heading("menages", key)
            facts = {"colonne": heading, "annee": day[:4]}
            yield row.problem("poursuivi-sans-debut", key, **facts)


def _forgets(row: Row, was: Row) -> bool:
    """Whether a file does not know its former decision, nor one that came after it."""
    if not row.text("decision"):
        return True
    keys = ("decision", "date_decision")
    same = all(row.text(key) == was.text(key) for key in keys)
    return not same and row.text("date_decision") <= was.text("date_decision")


def _codes(row: Row) -> list[str]:
    codes = row.values.get("codes")
    return [code_key(str(one)) for one in codes] if isinstance(codes, tuple) else []


def _later(value: Value | None, day: str) -> bool:
    return isinstance(value, str) and is_date(value) and value > day


def _by(value: Value | None, day: str) -> bool:
    return isinstance(value, str) and is_date(value) and value <= day


def _closed(form: Form, row: Row, day: str) -> str:
    """Why a file is over by the day; "" where it is not, or was opened later."""
    decision = row.text("decision")
    decided = decision in FINAL and _by(row.values.get("date_decision"), day)
    if not decided or _later(row.values.get("ouverture"), day):
        return ""
    return said.decided(_label(form, row, "decision").lower())


def _gone(form: Form, row: Row, day: str) -> str:
    """Why a household is gone by the day; "" where it is not, or something of its row
    is dated later.
    """
    fields = form.sheets["menages"].fields.values()
    dates = (row.values.get(field.key) for field in fields if field.type == "date")
    if any(_later(date, day) for date in dates):
        return ""
    destination = row.text("destination")
    known = form.lists[form.sheets["menages"].fields["destination"].list].by_key
    if not _by(row.values.get("date_relogement"), day) or destination not in known:
        return ""
    if destination in destinations(form):
        over = _by(row.values.get("fin_suivi"), day)
        return said.FOLLOW_UP_ENDED if over else ""
    return LEFT_FOR.get(destination, LEFT_OTHERWISE)


# ---- to be confirmed


def to_confirm(form: Form, rows: Rows, day: str) -> Iterator[ToConfirm]:
    """What of the rows that go along may have changed."""
    yield from _households(form, rows.get("menages", ()), day)
    for row in rows.get("dossiers", ()):
        opened = row.values.get("ouverture")
        # as the warning ``dossier-en-attente`` has it
        is_old = _by(opened, f"{int(day[:4]) - 1}-12-30")
        if is_old and row.text("decision") not in FINAL:
            who = row.text("numero") or row.text("menage")
            what = said.opened(french_day(str(opened)))
            yield ToConfirm(row, "decision", who, what, said.pending)
    sites = {even_out(row.text("equipement")) for row in rows.get("menages", ())}
    for row in rows.get("equipements", ()):
        if even_out(row.text("nom")) not in sites:
            what = _cells(form, row, ["nature"])
            yield ToConfirm(row, "nature", row.text("nom"), what, said.NOBODY)


def _households(form: Form, rows: Sequence[Row], day: str) -> Iterator[ToConfirm]:
    """Those supported in the year, and every unemployed one."""
    sheet = form.sheets["menages"]
    asked = [key for key, field in sheet.fields.items() if field.carried == CONFIRM]
    seen = seen_at(sheet, day)
    for row in rows:
        now = seen(row)
        supported = now and any(now.text(key) in SOUTIEN for key in SUPPORT)
        unemployed = [
            key for key in ("statut", "statut_apres") if row.text(key) == _UNEMPLOYED
        ]
        if supported or unemployed:
            keys = asked if supported else unemployed
            why = said.supported(day[:4]) if supported else said.UNEMPLOYED
            what = _cells(form, row, keys)
            yield ToConfirm(row, keys[0], row.text("code"), what, why)


def _cells(form: Form, row: Row, keys: Sequence[str]) -> str:
    """The filled cells of these, with their headings."""
    return " ; ".join(
        said.cell(form.heading(row.sheet, key), _label(form, row, key))
        for key in keys
        if key in row.values
    )


def _label(form: Form, row: Row, key: str) -> str:
    """What a cell says, as people know it."""
    name, text = form.sheets[row.sheet].fields[key].list, row.text(key)
    items = form.lists[name].by_key if name else {}
    return items[text].label if text in items else text
