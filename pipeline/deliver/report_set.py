"""The set of files of a report on a disk: where it stands, and what another run has left
there.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.deliver.delivery import STAMP, not_written, stamped
from pipeline.deliver.outputs import (
    DASHBOARD,
    PROOF,
    beside,
    documents,
    file_name,
    folder_name,
)
from pipeline.deliver.pdf import pdf_of
from pipeline.findings.sentences import delivery as say
from pipeline.official.agreements import AGREEMENTS, Agreements, read_agreements

if TYPE_CHECKING:
    from pipeline.run import Outcome


def report_files(
    into: Path,
    outcome: Outcome,
    given: Iterable[Path],
    alone: bool,
    with_pdf: bool = False,
) -> tuple[Path, dict[str, bytes]]:
    """Where a report is written, in a folder of its own below ``into``, and the files of
    its set, by name; a draft has none beside it. ``with_pdf``: each document as PDF too.
    Raises DeliveryError where the workbook, or another file that was given, stands there
    under the name of one that is made, and where no PDF can be made.
    """
    report = into / folder_name(outcome.folder) / f"{file_name(outcome.title)}.docx"
    made = documents(outcome)
    as_pdf = [f"{Path(name).stem}.pdf" for name in made] if with_pdf else []
    targets = map(report.with_name, (PROOF, DASHBOARD, *made, *as_pdf))
    for file, other in product(targets, given):
        with suppress(OSError):
            if file.samefile(other):
                raise not_written(file, say.GIVEN)
    files = {} if alone or outcome.is_draft else beside(outcome)
    if outcome.official is not None and outcome.official.agreements.is_said:
        files[AGREEMENTS] = outcome.official.agreements.written()
    files |= zip(as_pdf, map(pdf_of, made.values()), strict=False)
    return report, {**files, **made}


def agreements_in(folder: Path) -> Agreements | None:
    """What was accepted of the authority's files in former runs; None where what the
    folder of the report says of that is spoilt.
    """
    try:
        return read_agreements((folder / AGREEMENTS).read_bytes())
    except FileNotFoundError:
        return Agreements()
    except (OSError, ValueError):
        return None


def left_over(folder: Path, files: Collection[str]) -> tuple[str, ...]:
    """What a former run has put into the folder and this one, of these files, does not
    replace: a report of another name, or, where the report is made alone, what speaks
    of another one.
    """
    former = dict.fromkeys((PROOF, DASHBOARD, *stamped(folder)))
    others = (name for name in former if name not in (*files, STAMP, AGREEMENTS))
    # Nor where the path is too long.
    return tuple(name for name in others if os.path.exists(folder / Path(name).name))
