"""What people have accepted of the authority's files: reworded questions, other
spellings of equipments. It is kept beside the report as ``accords.json``, and knows
nothing of a household.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pipeline.findings.sentences import official as say
from pipeline.model.text import even_out

AGREEMENTS = "accords.json"  # the name of the file


def digest(*texts: str) -> str:
    """The mark of some texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@dataclass(frozen=True)
class Agreements:
    """``sentences``: digest of a file -> digest of a reworded sentence in it -> the day
    (ISO) on which it was accepted; ``spellings``: name of an equipment in the workbook
    -> how files spell it, whichever file.
    """

    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_said(self) -> bool:
        """Whether anything was accepted."""
        return bool(self.sentences or self.spellings)

    def accepted_on(self, file: str, sentence: str) -> str:
        """The day on which a sentence of a file was accepted, "" where it was not."""
        return self.sentences.get(file, {}).get(sentence, "")

    def with_sentence(self, file: str, sentence: str, day: str) -> Agreements:
        own = {**self.sentences.get(file, {}), sentence: day}
        return replace(self, sentences={**self.sentences, file: own})

    def is_spelled(self, name: str, there: str) -> bool:
        """Whether a file may spell an equipment so."""
        from pipeline.align.keys import key  # no part of other reports' start

        return key(there) in map(key, self.spellings.get(name, ()))

    def with_spelling(self, name: str, there: str) -> Agreements:
        if self.is_spelled(name, there):
            return self
        own = (*self.spellings.get(name, ()), there)
        return replace(self, spellings={**self.spellings, name: own})

    def written(self) -> bytes:
        """The file; the same agreements give the same bytes."""
        said = {
            "note": say.AGREED,
            "phrases": self.sentences,
            "equipements": self.spellings,
        }
        return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


class Acceptance(NamedTuple):
    """What was accepted before, and what a person accepts now: ``names`` of questions,
    spellings of equipments. ``day``: of this run, ISO.
    """

    agreements: Agreements = Agreements()
    names: tuple[str, ...] = ()
    day: str = ""

    def has(self, name: str) -> bool:
        """Whether a person accepts now what is called so."""
        return even_out(name) in (even_out(one.strip(" .")) for one in self.names)


def read_agreements(written: bytes) -> Agreements:
    """The agreements of which this is the file. Raises ValueError where it is spoilt."""
    try:
        raw = json.loads(written)
        sentences = {str(file): _texts(own) for file, own in raw["phrases"].items()}
        spellings = {
            str(name): tuple(map(str, own)) for name, own in raw["equipements"].items()
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(AGREEMENTS) from error
    return Agreements(sentences, spellings)


def _texts(own: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(text) for name, text in own.items()}
