"""What the dashboard of a DiCS report shows: counts and the form's own labels, never a
code or a written text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pipeline.edition.questions import Breakdown, Lists, Question
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
from pipeline.rules.dics.contacts import AFTER, BEFORE
from pipeline.rules.dics.records import SETS, Facts
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
            charts = [*_charts(facts, answers, asked)]
            sections.append(Section(title, "", _figures(facts, answers, asked), charts))
    sections.append(Section(said.CONTACTS, charts=[_contacts(facts)]))
    title = f"{facts.commune} {year}"
    return Page(form.title, title, said.lead(year), tiles, sections)


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
            figures = answers.figures[question.id]
            yield _breakdown(figures, question, facts.form.lists)
    places = filter(None, map(facts.form.counting, (*FILED, *FATES)))
    if any(question in asked for question, _ in places):
        yield _files(facts)


def _figures(facts: Facts, answers: Answers, asked: Sequence[Question]) -> Table:
    """The single figures of a chapter: question, label, number."""
    rows = []
    for question in asked:
        for line in question.counted(facts.form.lists):
            if not question.divided_by:
                label = said.LINES.get(line.set, question.title)
                label = label.format(year=facts.year, before=facts.year - 1)
                value = answers.figures[question.id][line.key].value
                rows.append((question.id, label, value))
    return Table(said.FIGURES, rows)


def _breakdown(
    figures: Mapping[str, Figure], question: Breakdown, lists: Lists
) -> Chart:
    """A bar a line that counts somebody, the longest first; the others are named under
    the drawing.
    """
    numbers: dict[str, list[int]] = {}
    last = set()  # the lines that ask for a precision
    for line in question.counted(lists):
        if line.item:
            number = len(figures[line.key].records)
            numbers.setdefault(line.item.label, []).append(number)
            last |= {line.item.label} if line.item.precision else set()
    cited = [label for label in numbers if any(numbers[label])]
    cited.sort(key=lambda label: (label in last, -numbers[label][0]))
    names = [said.COLUMNS.get(column, column) for column in question.columns]
    split = len(names) > 1  # the first column is the others together
    parts = {label: numbers[label][split:] for label in cited}
    bars = [Bar(one, own, " + ".join(map(str, own))) for one, own in parts.items()]
    twice = said.TWO_OF_A_HOUSEHOLD if question.by in TWICE else ""
    zero = said.at_zero([label for label in numbers if label not in cited])
    return Chart(
        question.title[:1].upper() + question.title[1:],
        [Bars(bars, [name.lower() for name in names[1:]])],
        Table(
            (said.LINE, *(names if split else (said.NUMBER,))),
            [(label, *row) for label, row in numbers.items()],
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
    rows = [*zip(said.MONTHS, numbers, strict=True)]
    return Chart(
        said.relocations(facts.year),
        [Columns(said.SHORT_MONTHS, [(number,) for number in numbers])],
        Table(said.RELOCATED, rows, (said.TOTAL, len(days))),
        about=question,
        note="" if days else said.NO_RELOCATION,
    )


def _contacts(facts: Facts) -> Chart:
    """The contacts of the year by month and mode, small multiples on one scale. One
    with several households counts once.
    """
    form = facts.form
    sides = (side.contacts(facts).values() for side in (BEFORE, AFTER))
    counted = {id(one): one for found in chain(*sides) for one in found}
    found = Counter((one.mode, one.date.month) for one in counted.values())
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


def _files(facts: Facts) -> Chart:
    """What became of the files opened in the year, and the older ones granted in it."""
    *now, older = (len(SETS[name].members(facts)) for name in (*FATES, FILED[1]))
    sources, fates = said.sources(facts.year), said.fates(facts.year)
    bands = [*((0, fate, number) for fate, number in enumerate(now)), (1, 0, older)]
    rows = [(sources[0], *now, sum(now)), (sources[1], older, 0, 0, older)]
    places = filter(None, map(facts.form.counting, FILED))
    return Chart(
        said.FILES,
        [Flow(sources, fates, bands)],
        Table((said.FILES_HEAD, *fates, said.TOGETHER), rows),
        about=", ".join(question.id for question, _ in places),
        note=said.FILES_NOTE,
    )
