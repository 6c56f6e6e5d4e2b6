"""The sets of a CLSS action plan. Each is registered where it is written; importing these modules gathers them."""

from pipeline.rules.clss import budget, narrative, suivi, tableaux  # noqa: F401
from pipeline.rules.clss.records import SETS

__all__ = ["SETS"]
