"""Trying to break the program at random: what is done to what it takes in, and how it
must end all the same.
"""
