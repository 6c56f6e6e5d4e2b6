"""The person's own workbook with its faults marked.

Comes in: an .xlsx package and its problems. Goes out: the package of a copy in which
these cells are coloured and commented, and listed on a first sheet. Promise: every
other byte of a part is as the person's program wrote it.
"""
