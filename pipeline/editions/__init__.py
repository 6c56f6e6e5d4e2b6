"""The editions there are: each found, read strictly, and held to what the rules and the
wordings know.

Comes in: the name of an edition, a folder of further ones (that of CANEVAS_EDITIONS, or
the one beside a workbook). Goes out: its ``Form``, whole, whether it extends another or
not. Promise: a declaration that names a list, set, question or place that does not
exist is refused, with file and line.
"""
