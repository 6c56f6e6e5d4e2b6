"""Files put in place: whole files or none, a whole set or the former one; many
workbooks at once.

Comes in: the outcome of a run. Goes out: files in the folder of the report, and what
came of each workbook. Promise: a run that fails or is killed leaves each former file
whole.
"""
