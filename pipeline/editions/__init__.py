"""The editions there are: each found, read strictly, and held to what the rules and the
wording know.

Comes in: the name of an edition, a folder of further ones (CANEVAS_EDITIONS). Goes out:
its ``Form``. Promise: a declaration that names a list, set, question or place that does
not exist is refused, with file and line.
"""
