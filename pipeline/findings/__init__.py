"""All that is said of a workbook: the catalogue of sentences, lists of findings,
suggestions.

Comes in: problems, each a code at a cell. Goes out: French sentences, by sheet or as
JSON, at most a bounded number of findings alike. Promise: every sentence about a
workbook stands in the catalogue, with what to do.
"""
