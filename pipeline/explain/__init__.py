"""Who is in a figure, and the pages that show it.

Comes in: a form, its records and its answers. Goes out: explanations for the command
line, the proof (.xlsx), the dashboard (.html). Promise: the records listed are those
that the answer counts.
"""
