"""A workbook to that of the next period, or to that of the same one in a newer form.

Comes in: a workbook, which is only read, and the form of the new one. Goes out: the new
workbook, and the account of what went along and what did not. Promise: values alone are
copied, never formulas; every household and file goes along or is named with its reason;
what is noted for the old period alone stays there.
"""
