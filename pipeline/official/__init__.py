"""The authority's own Word file, filled as it is.

Comes in: the bytes of a blank that the authority sent, the wording of an edition, the
answers. Goes out: that file with each answer at its place, and what has none. Promise:
an answer goes only where the reader of Word files is sure of the place, or a person
said so; all else of the file stays as it was, which the gate holds.
"""
