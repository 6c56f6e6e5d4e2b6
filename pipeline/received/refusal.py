"""Why a file is not taken."""


class Unread(Exception):
    """Why a file is not what is asked for; its text is a French sentence."""


class TooLarge(Unread):
    """The same of a Word file that is larger than any report."""
