"""The action plan of a local social-health contract (CLSS): what it prints, checks and
explains.
"""
