"""Answers to the Word document.

Comes in: a form and its answers. Goes out: the text of each place of the wording, and
the filled .docx. Promise: fills, and checks nothing; whether the document is right is
for the gate to say.
"""
