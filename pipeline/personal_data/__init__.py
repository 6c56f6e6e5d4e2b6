"""What the law on personal data asks of those who keep a workbook.

Comes in: a workbook and the code of a household; a declaration. Goes out: all that is
noted on the household, as a page to hand over; the entry for the register of processing
and the notice to households. Promise: nothing of another household is on the page.
"""
