"""Why nothing is filled in a file."""

from pipeline.received.refusal import Unread


class NotOfficial(Unread):
    """Why a file is not filled; its text is a French sentence that says what to do."""
