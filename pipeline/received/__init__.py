"""A report that comes in, read without its workbook: which form it is, what it answers,
and what is wrong with that.

Comes in: a Word file, the editions there are. Goes out: its answers by question and
line with how sure their places are, what is no figure, what contradicts itself; as
text, JSON and a workbook. Promise: a figure is what stands at its place, or none.
"""
