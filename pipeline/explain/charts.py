"""The drawings of a dashboard as inline SVG. Looks (colours of both schemes) are
classes of the page's style sheet.

Lengths are in units of the drawing, about one pixel; a drawing is as wide as a
telephone's screen, so that its texts stay readable there, and stands beside others
where there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from pipeline.model.dashboard_view import Bars, Columns, Drawing, Flow, Span, Timeline

WIDTH = 360
LINE = 17  # from one line of text to the next
_NARROW, _WIDE = set("ijltfr.,;:'’()|! I-"), set("mwMW%œŒ—…")


def draw(drawing: Drawing, ident: str, title: str) -> Markup:
    """The drawing with its title and what it says in words, for those who do not see
    it. ``ident``: unique in the page. The same drawing gives the same markup.
    """
    width, height, body = _KINDS[type(drawing)](drawing)
    name = (
        f"{title} : {drawing.name}"
        if isinstance(drawing, Columns) and drawing.small
        else title
    )
    return Markup(
        '<svg role="img" viewBox="0 0 {w} {h}" aria-labelledby="{i}-t" aria-describedby="{i}-d">'
        '<title id="{i}-t">{name}</title><desc id="{i}-d">{desc}</desc>{body}</svg>'
    ).format(w=width, h=height, i=ident, name=name, desc=describe(drawing), body=body)


def describe(drawing: Drawing) -> str:
    """The drawing in a sentence."""
    if isinstance(drawing, Bars):
        return (
            " ; ".join(f"{bar.label} : {bar.value}" for bar in drawing.bars)
            or "Rien à montrer."
        )
    if isinstance(drawing, Columns):
        pairs = zip(drawing.labels, drawing.stacks, strict=True)
        return (
            " ; ".join(
                f"{label} {' + '.join(map(str, stack))}"
                for label, stack in pairs
                if any(stack)
            )
            or "Aucun."
        )
    if isinstance(drawing, Flow):
        ends = (
            (drawing.sources[start], drawing.targets[end], amount)
            for start, end, amount in drawing.bands
        )
        return " ; ".join(
            f"{start} vers {end} : {amount}" for start, end, amount in ends
        )
    told = (
        (_sentence(span), ", ".join(span.running(drawing.years)) or "aucune année")
        for span in drawing.spans
    )
    return " ; ".join(f"{sentence} : {years}" for sentence, years in told)


def _sentence(span: Span) -> str:
    return span.label.rstrip(" .;:") + f" ({span.mark})" * bool(span.mark)


# ---- pieces


def wrap(text: str, width: float, size: float = 13) -> list[str]:
    """The text in lines that are no longer than ``width``, by an estimate of its
    letters; long words are cut.
    """
    lines = [""]
    for word in text.split():
        if lines[-1] and measure(f"{lines[-1]} {word}", size) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
        while measure(lines[-1], size) > width:
            fits = next(
                end
                for end in range(len(lines[-1]) - 1, 0, -1)
                if measure(lines[-1][:end], size) <= width
            )
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return lines


def measure(text: str, size: float = 13) -> float:
    """About how wide a text is, rather too wide: fonts differ from one computer to the
    next.
    """
    letters = (
        0.38 if c in _NARROW else 0.95 if c in _WIDE else 0.72 if c.isupper() else 0.62
        for c in text
    )
    return size * sum(
        1.1 if ord(c) > 0x2E80 else part for c, part in zip(text, letters, strict=True)
    )


def _text(x: float, y: float, text: str, look: str = "") -> Markup:
    return Markup('<text x="{}" y="{}"{}>{}</text>').format(
        _n(x), _n(y), _class(look), text
    )


def _rect(x: float, y: float, width: float, height: float, look: str) -> Markup:
    shape = '<rect x="{}" y="{}" width="{}" height="{}"{}/>'
    return Markup(shape).format(_n(x), _n(y), _n(width), _n(height), _class(look))


def _class(look: str) -> Markup:
    return Markup(' class="{}"').format(look) if look else Markup()


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _joined(pieces: Iterable[Markup]) -> Markup:
    return Markup("").join(pieces)


def _stretch(x: float, y: float, width: float, height: float, place: int) -> Markup:
    """One stretch of a bar; from the second on it has an outline, so that it is told
    apart without its colour.
    """
    inset = 0.75 if place else 0.0
    return _rect(
        x + inset,
        y + inset,
        max(width - 2 * inset, 0.5),
        height - 2 * inset,
        f"s{place}",
    )


def _legend(series: Sequence[str]) -> tuple[float, list[Markup]]:
    """The names of the series beside their looks, and the height that they take;
    nothing for a single one.
    """
    pieces: list[Markup] = []
    x, y = 0.0, 10.0
    for place, name in enumerate(series):
        room = 18 + measure(name, 12) + 16
        if x and x + room > WIDTH:
            x, y = 0.0, y + LINE
        pieces += [_stretch(x, y - 10, 12, 12, place), _text(x + 18, y, name, "small")]
        x += room
    return (y + 16 if series else 0.0), pieces


# ---- kinds


def _bars(drawing: Bars) -> tuple[float, float, Markup]:
    """A label over each bar, so that long ones have room; its value at the right."""
    y, pieces = _legend(drawing.series)
    longest = (
        max((max(sum(bar.amounts), bar.target or 0) for bar in drawing.bars), default=0)
        or 1
    )
    for bar in drawing.bars:
        pieces.append(_text(WIDTH, y + 13, bar.value, "value end"))
        for line in wrap(bar.label, WIDTH - 1.15 * measure(bar.value) - 10):
            y += LINE
            pieces.append(_text(0, y - 4, line))
        for line in wrap(bar.note, WIDTH, 12) if bar.note else ():
            y += LINE
            pieces.append(_text(0, y - 4, line, "small"))
        pieces.append(_rect(0, y + 2, WIDTH, 10, "track"))
        x = 0.0
        for place, amount in enumerate(bar.amounts):
            width = WIDTH * amount / longest
            pieces += [_stretch(x, y + 2, width, 10, place)] if amount else []
            x += width
        if bar.target is not None:
            pieces.append(
                _rect(
                    min(WIDTH * bar.target / longest, WIDTH - 3), y - 2, 3, 18, "mark"
                )
            )
        y += 28
    return WIDTH, max(y - 10, LINE), _joined(pieces)


def _columns(drawing: Columns) -> tuple[float, float, Markup]:
    """Stacks of counts, what each counts above it; initials under them where their
    labels find no room.
    """
    width, height = (240, 64) if drawing.small else (WIDTH, 110)
    y, pieces = _legend(drawing.series)
    if drawing.small:
        total = str(sum(map(sum, drawing.stacks)))
        pieces += [
            _text(0, 13, drawing.name, "value"),
            _text(width, 13, total, "value end"),
        ]
        y = 22
    base, step = y + 16 + height, width / len(drawing.labels)
    thick = min(step * 0.7, 44)
    whole = all(measure(label, 11) <= step for label in drawing.labels)
    pieces.append(_rect(0, base, width, 1, "axis"))
    for place, (label, stack) in enumerate(
        zip(drawing.labels, drawing.stacks, strict=True)
    ):
        middle, top = step * (place + 0.5), base
        for series, count in enumerate(stack):
            tall = height * count / (drawing.top or 1)
            top -= tall
            pieces += (
                [_stretch(middle - thick / 2, top, thick, tall, series)]
                if count
                else []
            )
        if any(stack):
            pieces.append(
                _text(middle, top - 4, " + ".join(map(str, stack)), "tiny middle")
            )
        pieces.append(
            _text(
                middle,
                base + 14,
                label if whole else label[:1].upper(),
                "tiny muted middle",
            )
        )
    return width, base + 20, _joined(pieces)


def _flow(drawing: Flow) -> tuple[float, float, Markup]:
    """Blocks as high as their amounts, and the bands between them."""
    left, right, thick = 108.0, 236.0, 10.0
    total = sum(amount for _, _, amount in drawing.bands) or 1
    unit = 150 / total
    sums = [
        [
            sum(band[2] for band in drawing.bands if band[side] == place)
            for place in range(len(names))
        ]
        for side, names in enumerate((drawing.sources, drawing.targets))
    ]
    ends = (
        _column(drawing.sources, sums[0], unit, left),
        _column(drawing.targets, sums[1], unit, right),
    )
    offset = [list(ends[0][0]), list(ends[1][0])]
    pieces: list[Markup] = []
    for source, target, amount in drawing.bands:
        if not amount:
            continue
        tall, a, b, half = (
            amount * unit,
            offset[0][source],
            offset[1][target],
            (left + right) / 2,
        )
        offset[0][source] += tall
        offset[1][target] += tall
        shape = (
            f"M{_n(left)} {_n(a)}C{_n(half)} {_n(a)} {_n(half)} {_n(b)} {_n(right)}"
            f" {_n(b)}V{_n(b + tall)}"
        )
        shape += f"C{_n(half)} {_n(b + tall)} {_n(half)} {_n(a + tall)} {_n(left)} {_n(a + tall)}Z"
        pieces.append(Markup('<path class="band" d="{}"/>').format(shape))
    for side, (names, (tops, _)) in enumerate(
        zip((drawing.sources, drawing.targets), ends, strict=True)
    ):
        for name, top, amount in zip(names, tops, sums[side], strict=True):
            x, look, at = ((left - thick, " end", left - 16), (right, "", right + 16))[
                side
            ]
            pieces.append(_rect(x, top, thick, max(amount * unit, 1.5), "s0"))
            pieces.append(_text(at, top + 13, str(amount), f"big{look}"))
            for line, text in enumerate(wrap(name, 92 if side == 0 else 108, 12)):
                pieces.append(_text(at, top + 30 + 15 * line, text, f"small{look}"))
    return WIDTH, max(ends[0][1], ends[1][1]), _joined(pieces)


def _column(
    names: Sequence[str], amounts: Sequence[int], unit: float, x: float
) -> tuple[list[float], float]:
    """Where each block of a column begins, with room for its label, and the height of
    all.
    """
    tops, y = [], 2.0
    for name, amount in zip(names, amounts, strict=True):
        tops.append(y)
        y += (
            max(
                amount * unit,
                24 + 15 * len(wrap(name, 92 if x < WIDTH / 3 else 108, 12)),
            )
            + 14
        )
    return tops, y - 12


def _timeline(drawing: Timeline) -> tuple[float, float, Markup]:
    y, pieces = 0.0, list[Markup]()
    for span in drawing.spans:
        y, lines = _span(span, drawing.years, y)
        pieces += lines
    return WIDTH, max(y - 12, LINE), _joined(pieces)


def _span(span: Span, years: Sequence[str], y: float) -> tuple[float, list[Markup]]:
    """The words of a line, then a box a year: full where it runs, hollow elsewhere."""
    room = measure(span.mark, 11) + 12 if span.mark else 0.0
    pieces = [
        _text(0, y + LINE * (place + 1) - 4, line)
        for place, line in enumerate(wrap(span.label, WIDTH - room - 6))
    ]
    if span.mark:
        pieces.append(_rect(WIDTH - room + 0.5, y + 1.5, room - 1, 15, "tag"))
        pieces.append(_text(WIDTH - room / 2, y + 13, span.mark, "tiny middle"))
    y += LINE * (len(pieces) - 2 * bool(span.mark))
    step = WIDTH / len(years)
    for place, (year, runs) in enumerate(zip(years, span.runs, strict=True)):
        pieces.append(
            _rect(step * place + 0.5, y + 4.5, step - 3, 15, "on" if runs else "off")
        )
        pieces.append(
            _text(
                step * (place + 0.5) - 1,
                y + 16,
                year,
                f"tiny {'inside' if runs else 'muted'} middle",
            )
        )
    return y + 37, pieces


_KINDS: Mapping[type, Callable[[Any], tuple[float, float, Markup]]] = {
    Bars: _bars,
    Columns: _columns,
    Flow: _flow,
    Timeline: _timeline,
}
