"""Canevas: the workbooks of the social field in, the official Word reports out."""
