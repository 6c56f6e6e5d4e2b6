"""What a new workbook holds at once: its edition, commune, year, equipments or quarters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.edition.form import Form
from pipeline.findings.sentences import blank as said
from pipeline.model.submission import Value

_UNWRITABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
Rows = dict[str, list[dict[str, Value]]]


class Unfit(ValueError):
    """A value that a new workbook cannot start with. ``option``: its name in
    ``form.start``; the text says why, in French.
    """

    def __init__(self, option: str, why: str) -> None:
        super().__init__(why)
        self.option = option


def first_rows(form: Form, given: Mapping[str, Sequence[Value]]) -> Rows:
    """Sheet -> its first rows, one for each value given, where the edition wants them.
    ``given``: the option of ``form.start`` -> its values. Raises Unfit.
    """
    rows: Rows = {
        sheet.key: [{field.key: form.edition}]
        for sheet, field in form.fields()
        if field.type == "edition"
    }
    (year,) = given["annee"]
    if year not in form.years:
        raise Unfit("annee", said.years(form.edition, form.years[0], form.years[-1]))
    for option, values in given.items():
        if option not in form.start:
            if values:
                raise Unfit(option, said.no_option(form.edition))
            continue
        sheet, key = form.start[option]
        longest = form.sheets[sheet].fields[key].longest
        for name in (value for value in values if isinstance(value, str)):
            if _UNWRITABLE.search(name):
                raise Unfit(option, said.UNWRITABLE)
            if longest and len(name) > longest:
                raise Unfit(option, said.too_long(longest))
        records = rows.setdefault(sheet, [])
        for place, value in enumerate(values):
            records += [{}] if place == len(records) else []
            records[place][key] = value
    return rows
