"""What a draft and the progress of a workbook say of what is still to do."""

DRAFT, TO_DO = "BROUILLON", "À COMPLÉTER"
# The marks of a draft: behind a figure, a tick or a text that may yet change, and in a
# box of which nobody knows whether it is ticked.
PROVISIONAL, TO_TICK = "(p)", "?"
JOIN = " ; "  # between the precisions of a line
FIRST_PAGE = "Brouillon : ce qui manque encore"
LEGEND = (
    f"{PROVISIONAL} : provisoire. La correction d'une cellule signalée peut encore changer ce"
    " qui précède. Un chiffre provisoire compte ce qui est sûr aujourd'hui ; un chiffre sans"
    " marque ne changera pas.",
    f"{TO_DO} : ce que le classeur ne dit pas encore. Dans une case à cocher : « {TO_TICK} ».",
)
COMPLETE = "Rien ne manque : le rapport peut être produit."
NOTHING_YET = "rien n'est encore rempli"
TO_CHOOSE = "à choisir"
NO_CODE = "sans code"

faults_left = "{} {} encore le rapport : la liste des fautes dit où {} corriger, et comment.".format
still_open = "il reste à compléter ou à corriger dans {}".format
to_do = "{} : {}".format
# In the list that is sent along.
of_chapter = "{} : {} sur {}".format
item = "  - {}".format
compared = "{} : {} ({})".format
record = "{}, ligne {}, {} : {} ({})".format
