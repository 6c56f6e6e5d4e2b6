"""The rules of the families of forms, in a folder each: records, sets, checks,
explanations, dashboard.

Comes in: sound rows as at a day. Goes out: records, the named sets of records that an
answer counts, problems between rows, and why a record is or is not in a figure.
Promise: a rule returns the records that it counts, never a number.
"""
