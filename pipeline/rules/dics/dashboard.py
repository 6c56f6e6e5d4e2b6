"""What the dashboard of a DiCS report shows: counts and the form's own labels, never a
code or a written text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.edition.form import Form
from pipeline.edition.questions import Breakdown, Item, Lines, Question
from pipeline.model.dashboard_view import (
    Bar,
    Bars,
    Chart,
    Columns,
    Flow,
    Page,
    Section,
    Table,
    Tile,
)
from pipeline.model.submission import Answers, Figure
from pipeline.rules.dics import sets as dics
from pipeline.rules.dics.contacts import counts, is_post, is_pre
from pipeline.rules.dics.records import SETS, Contact, Facts

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
# The chapters of the form that count something.
CHAPTERS = {
    "2": "Accompagnement avant relogement",
    "3": "Accompagnement après relogement",
}
FILES = "Allocations d'installation"
TILES = (
    "rencontres",
    "accompagnes_pre",
    "reloges",
    "anciens_contactes",
    "dossiers_ouverts",
)
# What the lines of 4.2 say on the form, by what they count.
LINES_OF_4_2 = {
    "dossiers_relogement_precedent": "dont pour un relogement de {before}",
    "dossiers_relogement_annee": "dont pour un relogement de {year}",
}
FILED = ("dossiers_ouverts", "dossiers_anciens_octroyes")
FATES = (
    "dossiers_octroyes",
    "dossiers_rejetes",
    "dossiers_en_cours",
    "dossiers_anciens_octroyes",
)


def page(form: Form, facts: Facts, answers: Answers) -> Page:
    """The dashboard of a commune's year. ``answers``: what was counted of these
    ``facts``.
    """
    lead = (
        f"Les chiffres du rapport d'activités {facts.year} en images, arrêtés au 31 décembre"
        f" {facts.year}. Cette page ne contient que des nombres : aucun ménage n'y est nommé."
    )
    first = [
        (question, line)
        for name in TILES
        for question, line in _counting(form, name)[:1]
    ]
    tiles = [
        Tile(answers.figures[asked.id][line].value, asked.title, asked.id)
        for asked, line in first
    ]
    sections = [
        _chapter(form, facts, answers, number, title)
        for number, title in CHAPTERS.items()
    ]
    sections += (
        [_files(form, facts, answers)]
        if any(_counting(form, name) for name in (*FILED, *FATES))
        else []
    )
    sections.append(_year(form, facts))
    return Page(
        form.title, f"{facts.commune} {facts.year}", lead, tuple(tiles), tuple(sections)
    )


def _counting(form: Form, name: str) -> list[tuple[Question, str]]:
    """The questions, each with its line, that count a set."""
    counting = form.counting(name)
    lines: list[tuple[Question, str]] = [
        (question, line)
        for question in form.asked(Lines)
        for line, counted in question.lines.items()
        if counted == name
    ]
    return [(counting, ""), *lines] if counting else lines


def _chapter(
    form: Form, facts: Facts, answers: Answers, number: str, title: str
) -> Section:
    charts = [
        _breakdown(form, answers, question)
        for question in form.asked(Breakdown)
        if question.id.startswith(f"{number}.")
    ]
    if number == "3" and (counted := form.counting("reloges")):
        charts.insert(0, _relocations(facts, counted.id))
    return Section(
        f"{number}. {title}", "", _figures(form, facts, answers, number), tuple(charts)
    )


def _figures(form: Form, facts: Facts, answers: Answers, chapter: str) -> Table:
    """The single figures of a chapter: question, label, number."""
    rows: list[tuple[str, ...]] = []
    years = {"year": facts.year, "before": facts.year - 1}
    for question in form.questions.values():
        if question.id.startswith(f"{chapter}.") and not question.divided_by:
            for line in question.counted(form.lists):
                label = LINES_OF_4_2.get(line.set, question.title).format(**years)
                value = answers.figures[question.id][line.key].value
                rows.append((question.id, label, value))
    return Table(("Question", "Libellé", "Nombre"), tuple(rows))


# ---- breakdowns


def _breakdown(form: Form, answers: Answers, question: Breakdown) -> Chart:
    """A bar a line that counts somebody, the longest first; the others are named under
    the drawing.
    """
    figures = answers.figures[question.id]
    items = [item for item in form.lists[question.list].items if not item.off_form]
    counts = {item: _counts(figures, item, question) for item in items}
    cited = sorted(
        (item for item in items if any(counts[item])),
        key=lambda item: (item.precision, -counts[item][0]),
    )
    split = len(question.columns) > 1
    bars = [
        Bar(
            item.label,
            counts[item][1:] if split else counts[item],
            " + ".join(map(str, counts[item][1:] or [total])),
        )
        for item in cited
        for total in counts[item][:1]
    ]
    rows = tuple((item.label, *map(str, counts[item])) for item in items)
    columns = ("Ensemble", "Relayées", "Non relayées") if split else ("Nombre",)
    return Chart(
        _capital(question.title),
        (Bars(tuple(bars), ("relayées", "non relayées") if split else ()),),
        Table(
            ("Ligne du formulaire", *columns),
            rows,
            ("Total", figures["total"].value) if question.total else (),
        ),
        about=question.id,
        note=_note(
            question, [item for item in items if item not in cited], bool(cited)
        ),
    )


def _counts(
    figures: Mapping[str, Figure], item: Item, question: Breakdown
) -> tuple[int, ...]:
    """The numbers of a line, one a column of the question."""
    return tuple(
        len(figures[f"{item.key}_{column}" if column else item.key].records)
        for column in question.columns
    )


def _note(question: Breakdown, unnamed: list[Item], some: bool) -> str:
    twice = (
        "Deux au plus par ménage. " if question.by in ("probleme", "contenu") else ""
    )
    if not some:
        return "Rien à compter dans l'année."
    rest = " ; ".join(item.label for item in unnamed)
    return f"{twice}{f'À zéro : {rest}.' if rest else ''}".strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---- months


def _relocations(facts: Facts, question: str) -> Chart:
    """Relocations in Wallonia in the year by month (the households of this question)."""
    months = [
        menage.date_relogement.month
        for menage in dics.reloges(facts)
        if menage.date_relogement
    ]
    counts = tuple(months.count(month) for month in range(1, 13))
    rows = tuple((name, str(count)) for name, count in zip(MONTHS, counts, strict=True))
    return Chart(
        f"Relogements en Wallonie en {facts.year}, mois par mois",
        (Columns("", SHORT, tuple((count,) for count in counts), max(counts)),),
        Table(("Mois", "Ménages relogés"), rows, ("Total", str(sum(counts)))),
        about=question,
        note="" if months else "Aucun relogement dans l'année.",
    )


def _year(form: Form, facts: Facts) -> Section:
    """The contacts of the year by month and mode, small multiples on one scale."""
    modes = form.lists[form.sheets["contacts"].fields["mode"].list].items
    found = list(_counted(facts))
    counts = {
        mode: tuple(
            sum(
                contact.mode == mode.key and contact.date.month == month
                for contact in found
            )
            for month in range(1, 13)
        )
        for mode in modes
    }
    top = max(max(of_mode) for of_mode in counts.values())
    by_month = list(zip(*counts.values(), strict=True))
    chart = Chart(
        f"Contacts de {facts.year} par mode, mois par mois",
        tuple(
            Columns(
                mode.label,
                SHORT,
                tuple((count,) for count in counts[mode]),
                top,
                small=True,
            )
            for mode in modes
        ),
        Table(
            ("Mois", *(mode.label for mode in modes), "Ensemble"),
            tuple(
                (name, *map(str, row), str(sum(row)))
                for name, row in zip(MONTHS, by_month, strict=True)
            ),
            ("Total", *(str(sum(counts[mode])) for mode in modes), str(len(found))),
        ),
        note=(
            "Un contact avec plusieurs ménages compte une fois. Ne comptent pas : la simple"
            " courtoisie, et ce qui vient après la fin du suivi ou après un départ hors du"
            " champ du rapport. Toutes les échelles sont les mêmes."
        ),
        wide=True,
    )
    return Section("Les contacts au fil de l'année", "", None, (chart,))


def _counted(facts: Facts) -> Iterator[Contact]:
    """Contacts of the year that count for at least one of their households (notes 1, 4,
    5 of the form).
    """
    for contact in facts.contacts:
        menages = [
            facts.menages[key] for key in contact.menages if key in facts.menages
        ]
        if contact.date.year == facts.year and any(
            counts(contact, menage)
            and (is_pre(contact, menage) or is_post(contact, menage))
            for menage in menages
        ):
            yield contact


# ---- allowance files


def _files(form: Form, facts: Facts, answers: Answers) -> Section:
    """What became of the files opened in the year, and the older ones granted in it."""
    granted, refused, pending, older = (
        len(SETS[name].members(facts)) for name in FATES
    )
    opened = f"Ouverts en {facts.year}"
    before = f"Plus anciens, octroyés en {facts.year}"
    last = date(facts.year, 12, 31).strftime("%d/%m/%Y")
    targets = ("Octroyés", "Rejetés définitivement", f"En cours au {last}")
    bands = ((0, 0, granted), (0, 1, refused), (0, 2, pending), (1, 0, older))
    chart = Chart(
        "Le chemin des dossiers",
        (Flow((opened, before), targets, bands),),
        Table(
            ("Dossiers", *targets, "Ensemble"),
            (
                (
                    opened,
                    str(granted),
                    str(refused),
                    str(pending),
                    str(granted + refused + pending),
                ),
                (before, str(older), "0", "0", str(older)),
            ),
        ),
        about=", ".join(
            question.id for name in FILED for question, _ in _counting(form, name)[:1]
        ),
        note="Un rejet temporaire laisse le dossier en cours.",
    )
    return Section(f"4. {FILES}", "", _figures(form, facts, answers, "4"), (chart,))
