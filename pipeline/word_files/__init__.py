"""Any Word file as a person reads it.

Comes in: the bytes of a .docx of any program. Goes out: a Reading (reading.py). Promise:
on the standard library alone; what is seen is read once, wherever Word lets a text
stand, and what is no text (an image, a comment, a change) is a token or a mark.
"""
