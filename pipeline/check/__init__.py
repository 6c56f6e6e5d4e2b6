"""Rows to sound rows, as at the report's day.

Comes in: the rows of a workbook. Goes out: the sound rows as they stood at the day, the
faulty ones beside them, and a problem at each cell at fault. Promise: no rule of a form
ever sees a faulty row or a fact of a later day.
"""
