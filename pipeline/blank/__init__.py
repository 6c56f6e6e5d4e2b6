"""The empty workbook of a form, with its drop-downs and help; filled with given rows
for the examples.

Comes in: a form, and rows. Goes out: the bytes of an .xlsx. Promise: the reader of
``workbook`` takes it as it is.
"""
