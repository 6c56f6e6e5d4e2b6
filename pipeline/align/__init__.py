"""A Word file beside the wording of an edition: where is each place?

Comes in: the wording of an edition, the official blank, any Word file as it reads. Goes
out: the addresses of the places in the blank, for the gate; the places of the file with
what stands at each (placing.py). Promise: on the standard library alone; a place is
known by its whole chain of labels, never by its order alone.
"""
