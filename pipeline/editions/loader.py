"""The editions there are. Reading a declaration strictly is slow: what it gave stands
beside it as form.json, which counts for those very files that people write alone.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import cache
from itertools import combinations
from pathlib import Path

from pipeline.edition.form import Form
from pipeline.editions.build import Kept, build
from pipeline.editions.homes import FORM, Home, homes
from pipeline.editions.reading import FormFileError, place_of, read_file
from pipeline.findings.sentences import editions as sentences


def load_form(edition: str, further: Path | None = None) -> Form:
    """The declared edition; ``further``: a folder of editions beside those that every
    run knows. Raises FormFileError when the declaration is unsound, KeyError when there
    is none.
    """
    return _load(homes(further)[edition])


def known_forms(further: Path | None = None) -> tuple[Form, ...]:
    """All editions that there are. Raises FormFileError where one is unsound, or where
    two of a family have a year in common though neither extends the other.
    """
    forms = tuple(map(_load, homes(further).values()))
    for one, other in combinations(forms, 2):
        related = one.edition == other.extends or other.edition == one.extends
        both = [str(year) for year in one.years if year in other.years]
        if both and one.family == other.family and not related:
            own, kept = (one, other) if one.origin else (other, one)
            declared = read_file(_home(own).declared / FORM)
            said = sentences.same_years(both, kept.edition)
            raise FormFileError(sentences.at(*place_of(declared, ["years"]), said))
    return forms


@cache
def _load(home: Home) -> Form:
    return build(_fresh(home) or _strictly(home), home)


def _strictly(home: Home) -> Kept:
    # seldom needed, as all that makers of editions need
    from pipeline.editions.strict import sound

    return sound(home)


def _home(form: Form) -> Home:
    return homes(Path(form.origin) if form.origin else None)[form.edition]


def _fresh(home: Home) -> Kept | None:
    """What form.json holds, where it was made of these very files."""
    # no form.json yet, or none that can be read
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = (home.declared / "form.json").read_text(encoding="utf-8")
        kept: Kept = json.loads(text)
        if kept["sha256"] == _sha256(home, kept["form"]):
            return kept
    return None


def form_json(form: Form) -> bytes:
    """form.json, made of the declaration as it stands. Raises FormFileError when that
    is unsound.
    """
    home = _home(form)
    kept = _strictly(home)
    kept = {"sha256": _sha256(home, kept["form"]), **kept}
    return f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n".encode()


def _sha256(home: Home, raw: Kept) -> str:
    """Of the files that people write, those of the edition that it extends too,
    whatever ends their lines.
    """
    sources = [home]
    if "extends" in raw:
        sources.append(homes(home.declared.parent)[raw["extends"]])
    names = [document["wording"] for document in raw["documents"].values()]
    files: list[Path] = []
    for source in sources:
        files += [source.declared / FORM, *map(source.written.joinpath, names)]
    texts = (file.read_text(encoding="utf-8") for file in files if file.is_file())
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def remade(form: Form) -> str:
    """What to do where the declaration changed since the files of an edition were made
    of it; "" where it did not, and for an edition of the program, which its tests hold.
    """
    is_made = not form.origin or _fresh(_home(form)) is not None
    return "" if is_made else sentences.remade(form.edition)


def unmade(error: OSError) -> str:
    """What to do where a document that is made of an edition is not there; "" where the
    error is about another file.
    """
    file = Path(str(error.filename))
    made = isinstance(error, FileNotFoundError) and file.suffix == ".docx"
    is_edition = made and any(file.parent.glob("*.json"))
    return sentences.unmade(file.parent.name) if is_edition else ""
