"""An Office package: a zip of parts, with the same bytes whenever its parts are the
same.

Comes in: bytes of a .xlsx or .docx, or parts. Goes out: parts, bytes, a fingerprint;
names of columns, formats of dates, the one escape and table of text looks, the looks that
the workbooks made here share; the budget of what a file may cost. Promise: knows no
form.
"""
