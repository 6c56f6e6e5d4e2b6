"""The French sentences of the stages, a module for each package that speaks to people.

Comes in: nothing. Goes out: constants, and functions that put values into a sentence.
Promise: it imports nothing of the product, so every package may import from it.
"""
