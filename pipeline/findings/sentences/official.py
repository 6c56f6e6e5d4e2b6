"""What is said of the authority's own Word file that is filled, and in it."""

BY_HAND = "À COMPLÉTER À LA MAIN"  # at a place that could not be filled
