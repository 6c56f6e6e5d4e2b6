"""The named counting rules of each form. A rule returns the set of records that it counts, never a number."""
