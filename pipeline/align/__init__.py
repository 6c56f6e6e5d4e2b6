"""A Word file beside the wording of its edition: where is each place, and what differs?

Comes in: the wording of an edition, the official blank, any Word file. Goes out: the
addresses of the places in the blank, for the gate; the places of the file with what
stands at each (placing.py); the differences of a report from form and workbook, for
``controler``. Promise: on the standard library alone; a place is known by its whole
chain of labels, never by its order alone.
"""
