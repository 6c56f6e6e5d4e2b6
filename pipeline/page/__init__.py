"""The product in a browser: one HTML file, opened by a double click.

Comes in: a workbook's bytes, from the page. Goes out: findings, figures and files, as
plain data. Promise: nothing leaves the page but what the person saves; the files are
the command's, byte for byte. ``build`` makes the file, ``tasks`` runs inside it.
"""
