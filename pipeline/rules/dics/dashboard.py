"""What the dashboard of a DiCS report shows: counts and the form's own labels, never a
code or a written text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.edition.questions import Breakdown, Question
from pipeline.findings.sentences import dashboard as said
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
from pipeline.rules.charts import multiples, with_totals
from pipeline.rules.dics.contacts import counts, is_post, is_pre
from pipeline.rules.dics.records import SETS, Contact, Facts
from pipeline.rules.dics.sets import reloges

TILES = (
    *("rencontres", "accompagnes_pre", "reloges"),
    *("anciens_contactes", "dossiers_ouverts"),
)
FILED = ("dossiers_ouverts", "dossiers_anciens_octroyes")
FATES = ("dossiers_octroyes", "dossiers_rejetes", "dossiers_en_cours")
TWICE = ("probleme", "contenu")  # what a household may have two of


def page(facts: Facts, answers: Answers) -> Page:
    """The dashboard of a commune's year. ``answers``: what was counted of these
    ``facts``.
    """
    form, year = facts.form, facts.year
    tiles = [
        Tile(answers.figures[asked.id][line].value, asked.title, asked.id)
        for asked, line in filter(None, map(form.counting, TILES))
    ]
    sections = []
    for chapter in form.chapters:
        number = chapter.title.partition(".")[0]
        asked = [form.questions[name] for name in chapter.questions]
        if number in said.CHAPTERS and any(one.counted(form.lists) for one in asked):
            title = f"{number}. {said.CHAPTERS[number]}"
            charts = tuple(_charts(facts, answers, asked))
            table = _figures(facts, answers, asked)
            sections.append(Section(title, "", table, charts))
    sections.append(Section(said.CONTACTS, "", None, (_contacts(facts),)))
    title = f"{facts.commune} {year}"
    return Page(form.title, title, said.lead(year), tuple(tiles), tuple(sections))


def _charts(
    facts: Facts, answers: Answers, asked: Sequence[Question]
) -> Iterator[Chart]:
    """The drawings of a chapter: relocations by month, breakdowns, what became of the
    files.
    """
    relocated = facts.form.counting(reloges.__name__)
    if relocated and relocated[0] in asked:
        yield _relocations(facts, relocated[0].id)
    for question in facts.form.asked(Breakdown):
        if question in asked:
            yield _breakdown(facts, answers.figures[question.id], question)
    places = filter(None, map(facts.form.counting, (*FILED, *FATES)))
    if any(question in asked for question, _ in places):
        yield _files(facts)


def _figures(facts: Facts, answers: Answers, asked: Sequence[Question]) -> Table:
    """The single figures of a chapter: question, label, number."""
    rows: list[tuple[str, ...]] = []
    years = {"year": facts.year, "before": facts.year - 1}
    for question in asked:
        if not question.divided_by:
            for line in question.counted(facts.form.lists):
                label = said.LINES.get(line.set, question.title).format(**years)
                value = answers.figures[question.id][line.key].value
                rows.append((question.id, label, value))
    return Table(said.FIGURES, tuple(rows))


def _breakdown(
    facts: Facts, figures: Mapping[str, Figure], question: Breakdown
) -> Chart:
    """A bar a line that counts somebody, the longest first; the others are named under
    the drawing.
    """
    numbers: dict[str, list[int]] = {}
    last = set()  # the lines that ask for a precision
    for line in question.counted(facts.form.lists):
        if line.item:
            number = len(figures[line.key].records)
            numbers.setdefault(line.item.label, []).append(number)
            last |= {line.item.label} if line.item.precision else set()
    cited = [label for label in numbers if any(numbers[label])]
    cited.sort(key=lambda label: (label in last, -numbers[label][0]))
    split = len(question.columns) > 1
    parts = {label: tuple(numbers[label][split:]) for label in cited}
    bars = [Bar(one, parts[one], " + ".join(map(str, parts[one]))) for one in cited]
    names = [said.COLUMNS.get(column, column) for column in question.columns]
    twice = said.TWO_OF_A_HOUSEHOLD if question.by in TWICE else ""
    zero = said.at_zero([label for label in numbers if label not in cited])
    series = tuple(name.lower() for name in names[1:])
    return Chart(
        question.title[:1].upper() + question.title[1:],
        (Bars(tuple(bars), series),),
        Table(
            (said.LINE, *(names if split else (said.NUMBER,))),
            tuple((label, *map(str, row)) for label, row in numbers.items()),
            (said.TOTAL, figures["total"].value) if question.total else (),
        ),
        about=question.id,
        note=f"{twice}{zero}".strip() if cited else said.NOTHING,
    )


def _relocations(facts: Facts, question: str) -> Chart:
    """Relocations in Wallonia in the year by month (the households of this question)."""
    days = [menage.date_relogement for menage in reloges(facts)]
    months = Counter(day.month for day in days if day)
    numbers = [months[month] for month in range(1, 13)]
    drawing = Columns("", said.SHORT_MONTHS, tuple((n,) for n in numbers), max(numbers))
    rows = zip(said.MONTHS, map(str, numbers), strict=True)
    return Chart(
        said.relocations(facts.year),
        (drawing,),
        Table(said.RELOCATED, tuple(rows), (said.TOTAL, str(len(days)))),
        about=question,
        note="" if days else said.NO_RELOCATION,
    )


def _contacts(facts: Facts) -> Chart:
    """The contacts of the year by month and mode, small multiples on one scale."""
    form = facts.form
    found = Counter((one.mode, one.date.month) for one in _counted(facts))
    by_mode = {
        mode.label: [found[mode.key, month] for month in range(1, 13)]
        for mode in form.lists[form.sheets["contacts"].fields["mode"].list].items
    }
    by_month = zip(said.MONTHS, zip(*by_mode.values(), strict=True), strict=True)
    return Chart(
        said.contacts(facts.year),
        multiples(said.SHORT_MONTHS, by_mode),
        with_totals(said.MONTH, list(by_mode), dict(by_month)),
        note=said.CONTACTS_NOTE,
        wide=True,
    )


def _counted(facts: Facts) -> Iterator[Contact]:
    """Contacts of the year that count for at least one of their households (notes 1, 4,
    5 of the form).
    """
    for contact in facts.contacts:
        menages = filter(None, map(facts.menages.get, contact.menages))
        if contact.date.year == facts.year and any(
            counts(contact, menage)
            and (is_pre(contact, menage) or is_post(contact, menage))
            for menage in menages
        ):
            yield contact


def _files(facts: Facts) -> Chart:
    """What became of the files opened in the year, and the older ones granted in it."""
    now = [len(SETS[name].members(facts)) for name in FATES]
    older = len(SETS[FILED[1]].members(facts))
    sources, fates = said.sources(facts.year), said.fates(facts.year)
    bands = (*((0, fate, number) for fate, number in enumerate(now)), (1, 0, older))
    rows = ((*now, sum(now)), (older, 0, 0, older))
    places = filter(None, map(facts.form.counting, FILED))
    return Chart(
        said.FILES,
        (Flow(sources, fates, bands),),
        Table(
            (said.FILES_HEAD, *fates, said.TOGETHER),
            tuple(
                (name, *map(str, row)) for name, row in zip(sources, rows, strict=True)
            ),
        ),
        about=", ".join(question.id for question, _ in places),
        note=said.FILES_NOTE,
    )
