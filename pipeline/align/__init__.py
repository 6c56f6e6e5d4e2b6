"""A Word file beside the wording of its edition: where is each place, and what differs?

Comes in: the wording of an edition, the official blank, a report that was perhaps
retouched. Goes out: the addresses of the places in the blank, for the gate; the
differences of a report from form and workbook, for ``controler``. Promise: on the
standard library alone.
"""
