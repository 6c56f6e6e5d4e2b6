"""Edits of a form as its authority makes them for a next edition; each writes down what
became of the places that it touches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.support.blanks.form import (
    Block,
    Fate,
    Form,
    Grid,
    Line,
    Place,
    Text,
    is_place,
    map_words,
    places_of,
    with_words,
    words,
)

Edit = Callable[[Form], None]


# ---- questions


def reworded(form: Form) -> None:
    """Questions, a label and a head in other words."""
    form.reword("2.5", "rencontrés", "vus", Fate.REWORDED)
    form.reword("2.7.1", "accompagnés", "suivis", Fate.REWORDED)
    form.reword("3.4.1", "Pourquoi", "Pour quelles raisons", Fate.REWORDED)
    form.map_grid("3.8.3", lambda grid: _row_reworded(form, grid))
    form.map_grid("2.8", lambda grid: _head_reworded(form, grid))


def _row_reworded(form: Form, grid: Grid) -> Grid:
    changed = with_words(grid, "Commune limitrophe", "Commune voisine")
    form.became(Fate.REWORDED, ["q3_8_3.limitrophe"])
    assert isinstance(changed, Grid)
    return changed


def _head_reworded(form: Form, grid: Grid) -> Grid:
    changed = with_words(grid, "ménages non relayés", "ménages à relayer")
    names = [name for name in form.fates if name.endswith("_non_relayes")]
    form.became(Fate.REWORDED, names)
    assert isinstance(changed, Grid)
    return changed


def negated(form: Form) -> None:
    """Questions turned round: what was asked without is asked with."""
    form.reword("2.7.3", "n'ont aucun réseau", "ont un réseau", Fate.NEGATED)
    form.reword("3.8.4", "n'ont aucun réseau", "ont un réseau", Fate.NEGATED)
    form.reword("4.2.2", "de rejet définitif", "autre que de rejet", Fate.NEGATED)
    form.reword("2.6", "contactés", "non contactés", Fate.NEGATED)

    def turned(grid: Grid) -> Grid:
        changed = with_words(grid, "Par choix", "Sans choix")
        form.became(Fate.NEGATED, ["q2_7_2.choix"])
        assert isinstance(changed, Grid)
        return changed

    form.map_grid("2.7.2", turned)


def exchanged(form: Form) -> None:
    """Neighbours in another order, with new numbers, and columns too."""
    _exchange(form, "2.5", "2.6")
    _exchange(form, "2.7.1", "2.7.2")
    _exchange(form, "3.3.1", "3.4", renumber=False)
    form.map_grid("2.8", lambda grid: _columns(grid, (0, 3, 1, 2)))
    form.map_grid("2.3.1", lambda grid: _columns(grid, (0, 5, 3, 4, 2, 1)))
    form.map_grid("3.9", lambda grid: _rows(grid, (0, 1, 5, 4, 3, 2)))


def _exchange(form: Form, one: str, other: str, renumber: bool = True) -> None:
    """Two neighbours change places, and their numbers with them."""
    first, second = form.span(one), form.span(other)
    assert first.stop == second.start
    mine, theirs = form.blocks[first], form.blocks[second]
    if renumber:
        mine[0] = with_words(mine[0], f"{one}. ", f"{other}. ")
        theirs[0] = with_words(theirs[0], f"{other}. ", f"{one}. ")
    form.blocks[first.start : second.stop] = [*theirs, *mine]


def _columns(grid: Grid, order: Sequence[int]) -> Grid:
    rows = tuple(tuple(row[at] for at in order) for row in grid.rows)
    return replace(grid, rows=rows, widths=tuple(grid.widths[at] for at in order))


def _rows(grid: Grid, order: Sequence[int]) -> Grid:
    """The first rows in another order."""
    return replace(
        grid, rows=tuple(grid.rows[at] for at in order) + grid.rows[len(order) :]
    )


def more(form: Form) -> None:
    """New questions like their neighbours, and new lines of lists."""
    _repeat(form, "2.5", "2.5bis", "rencontrés", "rencontrés plusieurs fois")
    _repeat(form, "3.8.3", "3.8.3bis", "actuelle", "antérieure")
    _repeat(form, "3.7", "3.7bis", "entamé ou poursuivi", "interrompu")
    _repeat(form, "2.3.2", "2.3.3", "l’objet", "l’effet")
    form.map_grid("2.7.1", lambda grid: _with_row(grid, 4, "Intérim"))
    form.map_grid(
        "3.9", lambda grid: _with_row(grid, 6, "Education à l’entretien du jardin")
    )
    form.map_grid("1.2.1", lambda grid: _with_row(grid, 2, "Maîtrise des sorties"))


def _repeat(form: Form, id: str, name: str, old: str, new: str) -> None:
    """A question once more, in other words, behind the one that it is like; its places
    are none of the wording's.
    """
    span = form.span(id)
    again = [_new(block) for block in form.blocks[span]]
    again[0] = with_words(again[0], old, new)
    form.blocks[span.stop : span.stop] = again


def _new(block: Block) -> Block:
    def changed(text: Text) -> Text:
        return tuple(
            replace(one, name=f"new.{one.name}") if isinstance(one, Place) else one
            for one in text
        )

    if isinstance(block, Line):
        return replace(block, text=changed(block.text), id="")
    rows = tuple(tuple(changed(text) for text in row) for row in block.rows)
    return replace(block, rows=rows)


def _with_row(grid: Grid, at: int, label: str) -> Grid:
    """A row like another, with a label of its own, before that other."""
    rows = _new(Grid(grid.look, (grid.rows[at],), grid.widths))
    assert isinstance(rows, Grid)
    [row] = rows.rows
    own: list[Text] = [text if is_place(text) or not text else (label,) for text in row]
    return replace(grid, rows=(*grid.rows[:at], tuple(own), *grid.rows[at:]))


def wider(form: Form) -> None:
    """New columns like their neighbours."""
    form.map_grid("2.8", lambda grid: _with_column(grid, 2, "dont ménages isolés"))
    form.map_grid("3.9", lambda grid: _with_column(grid, 1, "dont ménages isolés"))
    form.map_grid("2.2.1", lambda grid: _with_column(grid, 3, "Présence 1 fois/mois"))
    form.map_grid("2.3.1", lambda grid: _with_column(grid, 5, "Affichage digital"))


def _with_column(grid: Grid, at: int, head: str) -> Grid:
    """A column like another, with a head of its own, before that other."""
    new = _new(replace(grid, rows=tuple((row[at],) for row in grid.rows)))
    assert isinstance(new, Grid)
    rows = [
        (*row[:at], (head,) if number < grid.heads else own, *row[at:])
        for number, (row, [own]) in enumerate(zip(grid.rows, new.rows, strict=True))
    ]
    widths = (*grid.widths[:at], 2.0, *grid.widths[at:])
    return replace(grid, rows=tuple(rows), widths=widths)


def other_figures(form: Form) -> None:
    """Heads over the known ones and captions that ask for another year or unit. A
    precision stays, without its figure.
    """
    _headed(form, "2.8", "2022", "2022", "2024")
    _headed(form, "3.8.3", "(en %)")
    _headed(form, "2.2.1", *["fin 2023"] * 5)
    at = form.at("2.7.3") + 1
    form.blocks.insert(at, Line(("En pour cent des ménages accompagnés",), "Consigne"))
    form.became(Fate.REWORDED, form.names_below("2.7.3"))


def _headed(form: Form, id: str, *heads: str) -> None:
    """A row of heads over the columns of a table."""

    def over(grid: Grid) -> Grid:
        below = [row[1 : 1 + len(heads)] for row in grid.rows]
        for head, column in zip(heads, zip(*below, strict=True), strict=True):
            names = [place.name for text in column for place in places_of(text)]
            if head != str(form.year):
                form.became(Fate.REWORDED, names)
        first = ((), *((head,) for head in heads))
        return replace(grid, rows=(first, *grid.rows))

    form.map_grid(id, over)


def other_labels(form: Form) -> None:
    """Another head of labels, where a layout has heads."""
    head = "Type de logement", "Type de logement quitté"
    form.map_grid("3.8.2", lambda grid: _as_grid(with_words(grid, *head)))
    figures = [one for one in form.names_below("3.8.2") if "precision" not in one]
    _ask_otherwise(form, figures)


def governed(form: Form) -> None:
    """Heads between lines, instructions below a title and
    between a question and its box: what they are over is asked for otherwise. A precision
    stays, without its figure.
    """
    _sub_headed(form, "2.7.2", 4, "Parmi les ménages relogés :")
    _sub_headed(form, "3.8.3", 2, f"En {form.year - 1} :")
    title = form.at("relogements_anterieurs") + 1
    told = "Tenez compte des relogements provisoires."
    form.blocks.insert(title, Line((told,), "Consigne"))
    _ask_otherwise(form, [*form.names_below("3.6"), *form.names_below("3.7")])
    at = form.at("2.1.1") + 1
    form.blocks.insert(at, Line(("Cochez ce que vous ne faites pas.",), "Consigne"))
    _ask_otherwise(form, form.names_below("2.1.1"))


def _ask_otherwise(form: Form, names: Sequence[str]) -> None:
    """What was worded as it was stands below other words."""
    same = [one for one in names if form.fates.get(one) is Fate.UNCHANGED]
    form.became(Fate.REWORDED, same)


def _sub_headed(form: Form, id: str, at: int, head: str) -> None:
    """A row with a head of those below it, and no place."""

    def changed(grid: Grid) -> Grid:
        below = [text for row in grid.rows[at:] for text in row if is_place(text)]
        _ask_otherwise(form, [one.name for text in below for one in places_of(text)])
        row: tuple[Text, ...] = ((head,), *((),) * (len(grid.widths) - 1))
        return replace(grid, rows=(*grid.rows[:at], row, *grid.rows[at:]))

    form.map_grid(id, changed)


def _as_grid(block: Block) -> Grid:
    assert isinstance(block, Grid)
    return block


def retyped(form: Form) -> None:
    """The whole form typed anew by another hand: nothing is worded otherwise."""
    signs = {"’": "'", "–": "-", " :": "\u00a0:", "  ": " ", " ?": "\u202f?", "œ": "oe"}

    def typed(text: str) -> str:
        for sign, other in signs.items():
            text = text.replace(sign, other)
        return text

    for at, block in enumerate(form.blocks):
        block = map_words(block, typed)
        if isinstance(block, Line) and block.level == 1:
            block = map_words(block, str.upper)
        form.blocks[at] = block


def less(form: Form) -> None:
    """Questions, lines of lists and a column that are asked no more."""
    for id in ("2.6", "3.3.1", "3.8.2"):
        form.became(Fate.GONE, form.names_below(id))
        del form.blocks[form.span(id)]
    form.map_grid("2.7.2", lambda grid: _without_row(form, grid, "Séparation"))
    form.map_grid("3.9", lambda grid: _without_row(form, grid, "Aide à la recherche"))
    form.map_grid("2.1.1", lambda grid: _without_row(form, grid, "Est peu présent"))
    form.map_grid("2.8", lambda grid: _without_column(form, grid, 3))


def _without_row(form: Form, grid: Grid, label: str) -> Grid:
    [at] = [
        n
        for n, row in enumerate(grid.rows)
        if any(words(text).startswith(label) for text in row)
    ]
    gone = [place.name for text in grid.rows[at] for place in places_of(text)]
    form.became(Fate.GONE, gone)
    return replace(grid, rows=grid.rows[:at] + grid.rows[at + 1 :])


def _without_column(form: Form, grid: Grid, at: int) -> Grid:
    gone = [place.name for row in grid.rows for place in places_of(row[at])]
    form.became(Fate.GONE, gone)
    order = [n for n in range(len(grid.widths)) if n != at]
    return _columns(grid, order)


def split_and_merged(form: Form) -> None:
    """A question that is asked in two, and two that are asked in one."""
    span = form.span("2.7")
    form.became(Fate.SPLIT, form.names_below("2.7"))
    heading, grid = form.blocks[span]
    for_one = with_words(heading, "entamé ou poursuivi", "entamé")
    for_other = with_words(heading, "entamé ou poursuivi", "poursuivi")
    assert isinstance(for_other, Line)
    other = replace(for_other, id="")
    form.blocks[span] = [for_one, _new(grid), other, _new(_new(grid))]
    merged = [*form.names_below("4.2.1"), *form.names_below("4.2.2")]
    form.became(Fate.MERGED, merged)
    form.reword("4.2.1", "d’octroi", "d’octroi ou de rejet définitif", None)
    form.map_grid("4.2.1", lambda one: _as_new(one))
    del form.blocks[form.span("4.2.2")]
    form.map_grid("3.8.1", lambda one: _merged_rows(form, one))


def _as_new(grid: Grid) -> Grid:
    new = _new(grid)
    assert isinstance(new, Grid)
    return new


def _merged_rows(form: Form, grid: Grid) -> Grid:
    """Two lines of a list as one."""
    rows = [*grid.rows]
    [at] = [n for n, row in enumerate(rows) if words(row[0]) == "Chômage"]
    form.became(
        Fate.MERGED,
        [
            place.name
            for row in rows[at : at + 2]
            for text in row
            for place in places_of(text)
        ],
    )
    new = _new(Grid(grid.look, (rows[at],), grid.widths))
    assert isinstance(new, Grid)
    [[_, figure]] = new.rows
    rows[at : at + 2] = [(("Chômage et RIS",), figure)]
    return replace(grid, rows=tuple(rows))


def moved_chapters(form: Form) -> None:
    """Chapter 4 before chapter 3, each with its new number."""
    three, four = form.at("3"), form.at("4")
    third, fourth = form.blocks[three:four], form.blocks[four:]
    third[0] = with_words(third[0], "3. ", "4. ")
    fourth[0] = with_words(fourth[0], "4. ", "3. ")
    form.blocks[three:] = [*fourth, *third]
