"""A blank that the authority sent, beside a known form: what is new, gone, reworded.

Comes in: a Word file, the wording of an edition. Goes out: every change, question by
question, and a verdict in a word. Promise: typography, numbering, years and layout are
no change.
"""
