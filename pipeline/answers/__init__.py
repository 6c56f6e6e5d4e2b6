"""Sets of records to the answers of the form.

Comes in: a form, its records and its sets. Goes out: figures, ticks and texts by
question; the answers of a draft; what is still to do. Promise: a figure is the size of
the set of records that it carries.
"""
