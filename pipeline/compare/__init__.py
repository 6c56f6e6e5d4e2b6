"""A report that was perhaps retouched beside the report that its workbook makes, for
``controler``.

Comes in: the bytes of both, and the codes of the households. Goes out: every difference
of what is read, what is damaged, what is to be settled before it is sent. Promise:
nothing that a person can read in the one or the other is passed over.
"""
