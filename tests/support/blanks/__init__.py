"""Blanks of the DiCS form as an authority might send them: Word files, each with the log
of whoever made it.

Nothing here reads with the product's code: the wording is walked by hand, and a maker
knows where it has put each place, since it wrote a mark there. ``kinds.KINDS`` has them
all.
"""
