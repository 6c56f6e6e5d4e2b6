"""An .xlsx file to the rows of its form.

Comes in: a file, perhaps encrypted, damaged or crafted. Goes out: a row of field values
for each filled row, and the problems of file, sheets, columns and cells. Promise: the
file is only read, what it may cost is bounded, and what is not read is told.
"""
