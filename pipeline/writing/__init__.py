"""Answers written into the XML of any Word file, in the file's own way.

Comes in: a file, the spot of a place (align/placed.py), its answer. Goes out: the
addresses of that answer (gate/addresses.py), and the parts of the file with the answers
at their addresses. Promise: what cannot be written is left; nothing else of a part
changes, to the byte.
"""
