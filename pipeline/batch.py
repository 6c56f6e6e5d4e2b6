"""Many workbooks at once, on all cores. Each worker reads, checks, fills and delivers; only a few words come back, so
that memory does not grow with their number."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.deliver import DeliveryError, deliver, put_in_place, strangers
from pipeline.outputs import PROOF, beside, left_over, report_file
from pipeline.workers import METHOD, share_out, stoppable

if TYPE_CHECKING:
    from pipeline.run import Outcome

DONE, REFUSED, LOCKED, TWIN = "produit", "refusé", "mot de passe", "double"

Claim = Callable[[str], bool]  # whether a workbook may write into the folder of this name


@dataclass(frozen=True)
class Wish:
    """What is asked for, the same for every workbook."""

    into: Path
    alone: bool = False
    draft: bool = False
    password: str | None = None


@dataclass(frozen=True)
class Told:
    """What came of a workbook: ``end`` as above, ``line`` why it was refused or locked, ``report`` where it is;
    ``unproved``: its proof would be too long; ``caution``: what to do before it is sent."""

    end: str
    line: str = ""
    report: Path | None = None
    warnings: int = 0
    strangers: tuple[str, ...] = ()
    own_template: bool = False
    left: tuple[str, ...] = ()
    unproved: bool = False
    caution: str = ""


Making = Callable[[Wish, Path, Claim], Told]


# ------------------------------------------------------------------ one workbook


def make(wish: Wish, path: Path, claim: Claim) -> Told:
    """Produce and deliver the report of one workbook; whatever happens is told."""
    try:
        return _made(wish, path, claim)
    except DeliveryError as error:
        return Told(REFUSED, str(error))
    except MemoryError:
        return Told(
            REFUSED, "il n'y a pas assez de mémoire : fermez d'autres programmes, puis relancez ce classeur seul"
        )
    except ImportError as error:
        return Told(REFUSED, incomplete(error))
    except Exception as error:  # its message may hold what stands in the workbook, its place does not
        return Told(REFUSED, f"faute du programme ({type(error).__name__}, {place_in_program(error)}) : signalez-la")


def _made(wish: Wish, path: Path, claim: Claim) -> Told:
    from pipeline.run import produce, produce_draft

    outcome = (produce_draft if wish.draft else produce)(path, wish.password)
    if outcome.report is None:
        return _refused(outcome)
    report = report_file(wish.into, outcome, path)
    folder = report.parent
    if not claim(folder.name):
        return Told(TWIN)
    former: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unproved = False
    if wish.draft:
        put_in_place(report, outcome.report)
    else:
        files = {**({} if wish.alone else beside(outcome)), report.name: outcome.report}
        former, left = strangers(folder), left_over(folder, files)
        unproved = not wish.alone and PROOF not in files
        deliver(folder, files, report.name)
    warnings = len(outcome.problems) - len(outcome.errors)
    return Told(DONE, "", report, warnings, former, outcome.own_template, left, unproved, outcome.caution)


def _refused(outcome: Outcome) -> Told:
    """Why there is no report, in one line: the first error as the list of a single run has it, and how many."""
    from pipeline.findings import listing

    codes = [problem.code for problem in outcome.problems]
    if codes == ["mot-de-passe-requis"]:
        return Told(LOCKED, "protégé : donnez CANEVAS_MOT_DE_PASSE, ou retirez le mot de passe dans Excel")
    errors = listing(outcome.errors)
    if codes == ["mot-de-passe-refuse"]:
        return Told(LOCKED, errors[0])
    if errors:
        count = len(outcome.errors)
        return Told(REFUSED, errors[0] if count == 1 else f"{count} erreurs, d'abord {errors[0]}")
    if outcome.own_template:
        return Told(REFUSED, f"le modèle a été modifié : voyez canevas modele verifier {outcome.form.edition}")
    faults = outcome.contradictions or outcome.differences
    why = "des chiffres se contredisent" if outcome.contradictions else "document non conforme"
    return Told(REFUSED, f"faute du programme ({why}, d'abord {faults[0]}) : signalez-la")


def incomplete(error: ImportError) -> str:
    """What is said of a library that is missing or does not start: it is no fault of any workbook."""
    name = f" (« {error.name} »)" if error.name else ""
    return f"L'installation de Canevas est incomplète{name} : refaites-la comme le guide le dit, puis relancez"


def place_in_program(error: BaseException) -> str:
    """The innermost line of this program that an exception came through."""
    here, trace = "", error.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if Path(__file__).parent in file.parents:
            here = f"{file.name} ligne {trace.tb_lineno}"
        trace = trace.tb_next
    return here


# ------------------------------------------------------------------ many

_DIED = "le programme s'est arrêté net (code {}), peut-être faute de mémoire : relancez ce classeur seul"


@dataclass
class Batch:
    """A run over many workbooks; ``told`` says what came of each so far, by its number in the list."""

    paths: Sequence[Path]
    wish: Wish
    making: Making = make
    begun: Callable[[Path], None] = lambda path: None
    ended: Callable[[], None] = lambda: None
    told: dict[int, Told] = field(default_factory=dict)
    stopped: bool = False
    _asked: dict[str, list[int]] = field(default_factory=dict)  # folder -> who wants to write there, its holder first

    def run(self, cores: int, method: str = METHOD) -> None:
        """Produce them all. Ctrl+C ends it once the workbooks at hand are done, a second one at once."""
        if method == "fork" and min(cores, len(self.paths)) > 1:
            _prepare(self.wish)  # once for all workers
        work = partial(self.making, self.wish)
        with stoppable(self), suppress(KeyboardInterrupt):
            share_out(self, deque(range(len(self.paths))), work, cores, method)
            again = deque(min(asked) for asked in self._asked.values() if min(asked) != asked[0])
            for asked in self._asked.values():
                asked.sort()
            share_out(self, again, work, cores, method)
        self._settle()

    def begin(self, number: int) -> Path:
        self.begun(self.paths[number])
        return self.paths[number]

    def answer(self, number: int, folder: str) -> bool:
        """A folder is for who asks first. Where that was not the first of the list, that one is made again."""
        asked = self._asked.setdefault(folder, [])
        if number not in asked:
            asked.append(number)
        return asked[0] == number

    def end(self, number: int, told: Told) -> None:
        if number not in self.told:
            self.ended()
        self.told[number] = told

    def died(self, number: int, code: int) -> None:
        if not self.stopped:
            self.end(number, Told(REFUSED, _DIED.format(code)))

    def _settle(self) -> None:
        """Of those that want one folder the first that is done has it, and the others are told so."""
        for asked in self._asked.values():
            done = [number for number in sorted(asked) if number in self.told and self.told[number].end == DONE]
            first = done[0] if done else asked[0]
            for number in sorted(asked):
                if number in self.told and number != first and self.told[number].end in (DONE, TWIN):
                    self._give_way(number, first)
            if done and (report := self.told[first].report):
                left = (name for name in self.told[first].left if (report.parent / name).exists())
                self.told[first] = replace(self.told[first], left=tuple(left))
            elif first in self.told and self.told[first].end == TWIN:  # stopped before its second turn
                del self.told[first]

    def _give_way(self, number: int, first: int) -> None:
        """Another workbook has the folder. A report of another title, which came before the other's, goes."""
        report, kept = self.told[number].report, self.told[first].report if first in self.told else None
        if report and report != kept:
            with suppress(OSError):  # it is open in Word: the other has told that it is left over
                report.unlink(missing_ok=True)
        self.told[number] = Told(REFUSED, f"même dossier que {self.paths[first].name}")


def _prepare(wish: Wish) -> None:
    """Import and load, before forking, what every worker needs."""
    import pipeline.run
    from pipeline.form_file import editions, load_form

    if not (wish.alone or wish.draft):
        import pipeline.dashboard
        import pipeline.proof  # noqa: F401
    for edition in editions():
        load_form(edition)
