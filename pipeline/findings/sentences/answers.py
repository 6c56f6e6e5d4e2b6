"""What a draft and the progress of a workbook say of what is still to do."""

DRAFT, TO_DO = "BROUILLON", "À COMPLÉTER"
NOTHING_YET = "rien n'est encore rempli"
TO_CHOOSE = "à choisir"
NO_CODE = "sans code"

still_open = "il reste à compléter ou à corriger dans {}".format
to_do = "{} : {}".format
compared = "{} : {} ({})".format
record = "{}, ligne {}, {} : {} ({})".format
