"""Frozen data without I/O that every stage hands on.

Holds: rows, figures and answers; problems and their places; texts with looks, and how
texts, codes and dates compare; what explains a figure, and what a dashboard shows.
Comes in: nothing. Promise: imports no other package, reads no file.
"""
