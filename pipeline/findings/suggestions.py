"""Near misses: what a value at fault may have been meant to be. A suggestion is asked,
never taken; where nothing is near, or two are equally near, there is none. A sound
workbook costs nothing here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.questions import Item
from pipeline.findings.messages import OR
from pipeline.model.problem import Problem
from pipeline.model.submission import Row, Submission
from pipeline.model.text import (
    bare,
    code_key,
    even_out,
    in_usual_digits,
    to_the_eye,
    unquoted,
)

MOST_HINTS = 200  # different faults of a workbook that are looked at
_FAR = 1_000  # letters
_LONGEST, _LONGEST_DAY = (
    200,
    60,
)  # characters of a text that may be a near miss, or a day
_MOST_NAMES = 2_000  # names that another is compared with
_MOST_LABELS = 3  # that are suggested together
_SMALL = re.compile(
    "l[ae]?|les|une?|d[eu]?|des|aux?|en|et|ou|par|sur|leur"
)  # words that tell nothing apart
_Code = tuple[
    str, tuple[str, ...]
]  # its first letters, and its numbers with the letters behind
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_PASSING_FOR_DIGITS = re.compile(r"(?<=\d)[OIL]+(?![^\W\d_])|(?<![^\W_])[OIL]+(?=\d)")
_LOOKALIKES = str.maketrans(
    "OIL", "011"
)  # letters that pass for digits in a code, in upper case
_MARKS = r"[,;；+&|\r\n]|\b(?i:et|ou|puis|avec)\b"
_DASHES = [
    re.compile(pattern) for pattern in (r"\s+-\s+", r"(?<=\d)[\W_]*(?=[^\W\d_])")
]  # "H-001-H-002"
_BETWEEN_CODES = [
    *map(re.compile, (_MARKS, rf"{_MARKS}|/", rf"{_MARKS}|[/\s]")),
    *_DASHES,
]
_MONTHS = [
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
]
_WEEKDAY = r"(?:le\s+)?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
_HOUR = r"(?:[t\s]+\d{1,2}[:h]\d\d(?::\d\d(?:\.\d+)?)?)?"
_SIGN = r"\s*[-/.\s\u2010-\u2013]\s*"
_DAY_FIRST = re.compile(
    rf"(?P<d>\d{{1,2}}){_SIGN}(?P<m>\d{{1,2}}){_SIGN}(?P<y>\d{{4}}|\d\d){_HOUR}",
    re.ASCII,
)
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}}){_SIGN}(?P<m>\d{{1,2}}){_SIGN}(?P<d>\d{{1,2}}){_HOUR}", re.ASCII
)
_IN_WORDS = re.compile(
    rf"{_WEEKDAY}(?P<d>\d\d?)(?:er)?[\s.-]*(?P<m>[a-z]{{3,}})[\s.-]*(?P<y>\d{{4}}|\d\d)",
    re.ASCII,
)
_THOUSANDS = [
    re.compile(rf"(\d{{1,3}}(?:\{group}\d{{3}})+)(?:\{decimal}(\d{{1,2}}))?", re.ASCII)
    for group, decimal in (".,", ",.")
]
_WORDS = re.compile(r"[^\W\d_]+|\d+")  # "Contacts_2023" has two
_LACKS_A_STEP = re.compile(r"[\d.]*(?:^\.|\.\.)[\d.]*", re.ASCII)
_BARE_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)


# ---- texts and names


def closest(typed: str, choices: Sequence[str]) -> str:
    """The only choice that the typed text comes near, "" where there is none: the same
    but for accents and case, or but for a few letters (never a digit: "Quartier 2" is
    no slip for "Quartier 1"), or one that has all its words. A number like "1..1" comes
    near none, and of very many choices none is looked at.
    """
    evened = _plain(typed)
    if (
        not evened
        or len(evened) > _LONGEST
        or len(choices) > _MOST_NAMES
        or _LACKS_A_STEP.fullmatch(evened)
    ):
        return ""
    rivals = {choice: _plain(choice) for choice in choices}
    alike = _only(choice for choice, plain in rivals.items() if plain == evened)
    return (
        alike
        or _nearest(evened, rivals)
        or _only(c for c, plain in rivals.items() if _has_words(plain, evened))
    )


def near_labels(
    typed: str, items: Sequence[Item], words: frozenset[str]
) -> tuple[str, ...]:
    """The labels that a text may stand for, three at most: those that are called so,
    else the only one that it differs from by slips of its words, else those that begin
    so. ``words``: those of the form, which are no slips: who types "mobilier" does not
    mean "Mobilité".
    """
    said = _said(typed)
    if len(typed) > _LONGEST or not said.content:
        return ()
    called = {item.label: _called(item) for item in items}
    same = [
        label
        for label, names in called.items()
        if any(name.letters == said.letters for name in names)
    ]
    if same:
        return tuple(same[:_MOST_LABELS])
    for part in ("words", "content"):
        heard = [
            label
            for label, names in called.items()
            if any(_slips(said, name, part, words) for name in names)
        ]
        if len(heard) == 1:
            return (heard[0],)
    return _beginning(said, [item.label for item in items])


def _beginning(said: _Said, labels: Sequence[str]) -> tuple[str, ...]:
    """The labels that begin with these words: two or three of them, or the only one
    where the words are several.
    """
    number = len(said.content)
    begun = [label for label in labels if _said(label).content[:number] == said.content]
    is_telling = number > 1 or len(begun) > 1
    return tuple(begun) if is_telling and len(begun) <= _MOST_LABELS else ()


class _Said(NamedTuple):
    """A text without accents and case: its words, those that mean something, its
    letters and digits.
    """

    words: tuple[str, ...]
    content: tuple[str, ...]
    letters: str


@lru_cache(maxsize=4_096)
def _said(text: str) -> _Said:
    words = tuple(re.findall(r"[^\W_]+", bare(text)))
    content = tuple(word for word in words if not _SMALL.fullmatch(word))
    return _Said(words, content, "".join(words))


@lru_cache(maxsize=1_024)
def _called(item: Item) -> tuple[_Said, ...]:
    """What an item of a list is called: its label, or a whole part of it (beside a
    stroke, before or inside brackets), what the official form calls it, and the other
    names that are declared.
    """
    names = [item.label, *item.also] + ([] if item.precision else [item.form])
    head, _, inside = item.label.partition("(")
    names += [head, *inside.rstrip(")").split(","), *re.split(r"(?<!\d)/(?!\d)", head)]
    return tuple(said for said in map(_said, names) if said.content)


def _slips(
    typed: _Said, name: _Said, part: Literal["words", "content"], known: frozenset[str]
) -> bool:
    """Whether every word is the other's, or a slip for it: a word that the form has is
    none, nor is one that stands alone where small words were left out.
    """
    ours, others = getattr(typed, part), getattr(name, part)
    alone = len(others) == 1
    if len(ours) != len(others) or (alone and part == "content"):
        return bool(ours == others)
    together = zip(ours, others, strict=True)
    return all(
        one == other or (one not in known and _is_slip(one, other, alone))
        for one, other in together
    )


def _is_slip(one: str, other: str, alone: bool) -> bool:
    """Whether a letter is wrong, missing, too many or exchanged; or two, in a long word
    or among others.
    """
    from rapidfuzz.distance import OSA  # here, since a sound workbook does without it

    shorter = min(len(one), len(other))
    room = (
        0
        if shorter < 3 or _numbers(one + other)
        else 1
        if shorter < (8 if alone else 6)
        else 2
    )
    return OSA.distance(one, other, score_cutoff=room) <= room


@cache
def words_of(form: Form) -> frozenset[str]:
    """The words of the lists of a form."""
    called = (
        name
        for choices in form.lists.values()
        for item in choices.items
        for name in _called(item)
    )
    return frozenset(word for name in called for word in name.words)


def pairs(missing: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Names that are missing -> the other name (title of a sheet, heading) that each
    has probably got.
    """
    meant = {other: closest(other, missing) for other in others}
    found = {
        name: closest(name, others) or _only(o for o in others if meant[o] == name)
        for name in missing
    }
    times = Counter(found.values())
    return {name: other for name, other in found.items() if other and times[other] == 1}


@lru_cache(maxsize=4_096)
def _plain(text: str) -> str:
    return bare(even_out(text))


def _only(found: Iterable[str]) -> str:
    return first[0] if len(first := list(found)) == 1 else ""


def _nearest(evened: str, rivals: dict[str, str]) -> str:
    apart = {choice: _distance(evened, plain) for choice, plain in rivals.items()}
    least = min(apart.values(), default=_FAR)
    return _only(
        choice for choice, distance in apart.items() if distance == least < _FAR
    )


def _distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many or exchanged; far where they are
    too many for a slip.
    """
    from rapidfuzz.distance import OSA  # here, since a sound workbook does without it

    shorter = min(len(one), len(other))
    room = min(shorter // 4, 6) if shorter > 3 else shorter // 3
    distance = OSA.distance(one, other, score_cutoff=room)
    return distance if distance <= room and _numbers(one) == _numbers(other) else _FAR


def _numbers(text: str) -> list[str]:
    """The numbers of a text: "1.12" has others than "1.1.2"."""
    return re.findall(r"\d+", text)


def _has_words(plain: str, typed: str) -> bool:
    """Whether every word of the typed text, one of three letters or more among them, is
    in the other, but for slips.
    """
    there, words = _WORDS.findall(plain), _WORDS.findall(typed)
    slips = {
        word
        for word in words
        if len(word) > 3 and any(_distance(word, other) < _FAR for other in there)
    }
    return max(map(len, words), default=0) >= 3 and {*words} <= {*there, *slips}


# ---- codes, days, amounts


def closest_code(typed: str, codes: tuple[str, ...]) -> str:
    """The only code with the same numbers, zeros before them aside, whose first letters
    are those typed but for a slip, or end on what is typed of them. Another number is
    another household and never a slip.
    """
    if len(typed) > _LONGEST:
        return ""
    first, rest = _read(typed)
    alike = _code_keys(codes)[1].get(rest, [])
    return _only(code for letters, code in alike if letters == first) or _only(
        code
        for letters, code in alike
        if letters.endswith(first) or _is_one_off(first, letters)
    )


def _read(code: str) -> _Code:
    """The letters that a code begins with, and its numbers without the zeros before
    them, with the letters behind. A letter that looks like a digit and touches one is
    that digit.
    """
    usual = in_usual_digits(to_the_eye(code)).upper()
    parts = _PARTS.findall(
        _PASSING_FOR_DIGITS.sub(lambda found: found[0].translate(_LOOKALIKES), usual)
    )
    begins = next((at for at, part in enumerate(parts) if part.isdecimal()), len(parts))
    return "".join(parts[:begins]), tuple(
        part.lstrip("0") or part[:1] for part in parts[begins:]
    )


def _is_one_off(one: str, other: str) -> bool:
    """Whether a letter is wrong, missing, too many or exchanged."""
    from rapidfuzz.distance import OSA  # here, since a sound workbook does without it

    return OSA.distance(one, other, score_cutoff=1) <= 1


def several_codes(typed: str, codes: tuple[str, ...]) -> str:
    """The codes of a text that sets them apart otherwise ("H-003 et H-005"), as they
    must be typed; "" where one of them is none. Two with a dash between them may mean
    all from one to the other, unless they follow each other.
    """
    known, _ = _code_keys(codes)
    for between in _BETWEEN_CODES:
        found = [
            known.get(code_key(piece), "")
            for piece in between.split(typed)
            if piece.strip()
        ]
        if len(found) > 1 and all(found):
            is_span = (
                between in _DASHES and len(found) == 2 and _has_others_between(*found)
            )
            return "" if is_span else " ; ".join(dict.fromkeys(found))
    return ""


def _has_others_between(one: str, other: str) -> bool:
    """Whether numbers lie between those of two codes that have nothing but their
    numbers apart.
    """
    (letters, (first, *behind)), (others, (last, *after)) = _read(one), _read(other)
    return (
        (letters, behind) == (others, after)
        and first.isdecimal()
        and last.isdecimal()
        and int(last) - int(first) > 1
    )


@lru_cache(maxsize=4)
def _code_keys(
    codes: tuple[str, ...],
) -> tuple[dict[str, str], dict[tuple[str, ...], list[tuple[str, str]]]]:
    """Key of a code -> the code, of two spellings the first; and numbers of codes ->
    their first letters, and each.
    """
    first = {code_key(code): code for code in reversed(codes)}
    alike: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for code in first.values():
        letters, rest = _read(code)
        if any(
            map(str.isalpha, (letters, *rest))
        ):  # else its letters pass for digits ("L3")
            alike.setdefault(rest, []).append((letters, code))
    return first, alike


def meant_day(text: str) -> str:
    """The day (15/03/2023) of a text that says one, as Belgians write it: day first. An
    impossible one is no day, and day and month are never exchanged. A year of two
    digits is taken as Excel takes it.
    """
    plain = bare(text.strip()) if len(text) <= _LONGEST_DAY else ""
    if not (
        found := _DAY_FIRST.fullmatch(plain)
        or _YEAR_FIRST.fullmatch(plain)
        or _IN_WORDS.fullmatch(plain)
    ):
        return ""
    months = [
        number for number, name in enumerate(_MONTHS, 1) if name.startswith(found["m"])
    ]
    month = (
        int(found["m"])
        if found["m"].isdecimal()
        else months[0]
        if len(months) == 1
        else 0
    )
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if year < 30 else 1900
    try:
        day = date(year, month, int(found["d"]))
    except ValueError:
        return ""
    return day.strftime("%d/%m/%Y") if 1900 <= year < 2100 else ""


def meant_amount(text: str) -> str:
    """The amount as it must be typed (50000 or 4760,50) of a text with thousands apart
    or a currency. "4.760" alone is none: it may be four or four thousand.
    """
    bare = re.sub(r"[\s'’]|€|eur(?:os?)?", "", text.casefold())
    bare = re.sub(r",[-–—]+$", ",00", bare)
    found = _BARE_AMOUNT.fullmatch(bare)
    for pattern in _THOUSANDS:
        grouped = pattern.fullmatch(bare)
        if grouped and (grouped[2] or len(grouped[1]) > len("999.999")):
            found = grouped
    if not found:
        return ""
    euros, cents = re.sub(r"[.,]", "", found[1]), (found[2] or "").ljust(2, "0")
    return str(int(euros)) + (f",{cents}" if int(cents) else "")


# ---- the faults of a workbook


def with_hints(
    form: Form, submission: Submission, problems: Iterable[Problem]
) -> list[Problem]:
    """The problems, those that a near miss explains with it as their fact ``piste``."""
    hints = _Hints(form, submission)
    return [
        hints.added(problem) if problem.code in _HINTED else problem
        for problem in problems
    ]


_HINTED = {
    "hors-liste",
    "ligne-inconnue",
    "code-inconnu",
    "reference-inconnue",
    "date-illisible",
    "montant-illisible",
}


class _Hints:
    """What the values of one workbook may have been meant to be: each value is looked
    at once.
    """

    def __init__(self, form: Form, submission: Submission) -> None:
        self.form, self.submission = form, submission
        self.found: dict[tuple[str, ...], str] = {}
        self.called: dict[str, tuple[str, ...]] = {}  # title of a sheet -> its keys

    def added(self, problem: Problem) -> Problem:
        facts, sheet = problem.facts, problem.ref.sheet if problem.ref else ""
        asked = self.question(problem)
        key = (
            problem.code,
            sheet,
            facts.get("colonne", ""),
            facts.get("feuille", ""),
            asked,
            facts["valeur"],
        )
        if key not in self.found:
            self.found[key] = (
                self.hint(problem, asked) if len(self.found) < MOST_HINTS else ""
            )
        return (
            replace(problem, facts={**facts, "piste": self.found[key]})
            if self.found[key]
            else problem
        )

    def hint(self, problem: Problem, asked: str) -> str:
        typed = to_the_eye(problem.facts["valeur"])
        if problem.code == "date-illisible":
            return meant_day(unquoted(typed))
        if problem.code == "montant-illisible":
            return meant_amount(typed)
        if problem.code == "code-inconnu":
            codes, several = (
                self.keys(problem.facts["feuille"]),
                self.field(problem).type == "codes",
            )
            return (several_codes(typed, codes) if several else "") or closest_code(
                typed, codes
            )
        if problem.code == "reference-inconnue":
            return closest(typed, self.keys(problem.facts["feuille"]))
        if problem.code == "ligne-inconnue" and not asked:
            questions = self.form.questions.values()
            return closest(
                typed,
                [
                    question.label
                    for question in questions
                    if question.answer_lines(self.form.lists)
                ],
            )
        return OR.join(
            near_labels(typed, self.items(problem, asked), words_of(self.form))
        )

    def items(self, problem: Problem, asked: str) -> Sequence[Item]:
        """What stands in the drop-down of the cell, or are the lines of the question
        ``asked`` in its row.
        """
        if asked:
            return self.form.questions[asked].answer_lines(self.form.lists)
        name = self.field(problem).list
        return self.form.lists[name].items if name else ()

    def field(self, problem: Problem) -> Field:
        sheet = self.sheet(problem.ref.sheet if problem.ref else "")
        return next(
            field
            for field in sheet.fields.values()
            if field.heading == problem.facts["colonne"]
        )

    def question(self, problem: Problem) -> str:
        """The question of a line that its question does not have; empty where the
        question itself is unknown.
        """
        if problem.code != "ligne-inconnue" or problem.ref is None:
            return ""
        row = self.rows.get((problem.ref.sheet, problem.ref.row))
        asked = str(row.values.get("question")) if row else ""
        return asked if asked in self.form.questions else ""

    def keys(self, title: str) -> tuple[str, ...]:
        """What the rows of a sheet are called, as typed there."""
        if title not in self.called:
            sheet = self.sheet(title)
            typed = (
                row.values.get(sheet.key_field)
                for row in self.submission.rows.get(sheet.key, ())
            )
            self.called[title] = tuple(str(key) for key in typed if key is not None)
        return self.called[title]

    def sheet(self, title: str) -> Sheet:
        return next(
            sheet
            for sheet in self.form.sheets.values()
            if even_out(sheet.title) == even_out(title)
        )

    @cached_property
    def rows(self) -> dict[tuple[str, int], Row]:
        return {
            (row.title, row.number): row
            for rows in self.submission.rows.values()
            for row in rows
        }
