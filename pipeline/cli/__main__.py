"""``python -m pipeline.cli``, where the command itself is not on the path."""

from pipeline.cli import main

main()
