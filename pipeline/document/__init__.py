"""Answers to the Word document.

Comes in: a form and its answers. Goes out: the text of each place of the wording, and
the .docx that is filled through the compiled form of its template. Promise: fills, and
checks nothing; whether the document is right is for the gate to say.
"""
