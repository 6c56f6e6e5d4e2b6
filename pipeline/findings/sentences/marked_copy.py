"""What the marked copy says on its first sheet, and why there is none."""

TITLE = "À corriger"
HEADINGS = ("Gravité", "Où", "Ce qui ne va pas", "Ce qu'il faut faire")
INTRO = (
    "{count}. Les cellules en cause sont colorées (en rouge une faute, en jaune un"
    " avertissement) et le disent quand on passe la souris dessus. Cliquez sur un lieu pour y"
    " aller et corrigez.\nEnregistrez, puis reprenez cette copie dans Canevas : ce qui est"
    " corrigé disparaît d'ici. Votre fichier d'origine n'a pas changé."
)
MENDED = (
    "Plus aucune cellule n'est marquée. Reprenez cette copie dans Canevas pour en faire votre"
    " classeur."
)
ORIGIN = "Faite des cellules "  # then their digest
REST = "Et {others}, que Canevas redira quand ceux-ci seront corrigés."
WORKBOOK, HIDDEN = "Le classeur", " (feuille masquée)"
UNUSUAL = "une de ses parties n'est pas comme Excel l'écrirait"
HEAVY = "une de ses parties est trop lourde"
