"""Why nothing is filled in a file."""


class NotOfficial(Exception):
    """Why a file is not filled; its text is a French sentence that says what to do."""
