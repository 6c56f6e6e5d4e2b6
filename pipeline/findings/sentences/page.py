"""What the page says that the command does not, or otherwise."""

# What is done while one waits, by the stages of a run.
STAGES = {
    "read": "Lecture des feuilles",
    "check_rows": "Vérification des lignes",
    "build_records": "Rapprochement des feuilles",
    "count_answers": "Calcul des chiffres",
    "set_aside": "Avertissements déjà vus",
}
AT_FAULT = "Il reste des fautes : ce fichier se fait quand il n'y en a plus."
TOO_LONG = "Il n'y a pas de justificatif pour ce classeur : il serait trop long."
NO_NAME = "Écrivez le nom de la commune ou du CPAS."
SAME_NAME = "« {} » est le nom du classeur ouvert : donnez un autre nom à ce fichier."
OTHER_PASSWORD = (
    "« {} » est protégé par un autre mot de passe que le classeur ouvert : donnez le même à"
    " tous, puis redéposez-les."
)
NO_CODES = (
    "Cette liste n'a pas de codes : il faut une colonne pour le nom et une colonne qui a pour"
    " titre « Code »."
)
ASKS_PASSWORD = "Cette liste est protégée : tapez son mot de passe, puis ouvrez-la."
# A report beside the workbook that is open.
DIFFERENCES = "Ce qui diffère du formulaire ou du classeur"
ALONE = "Il y a {} dans le classeur ouvert, à corriger d'abord : le rapport est contrôlé sans lui."
NONE_MADE = (
    "Le classeur ouvert ne donne pas de rapport : celui-ci est contrôlé sans lui."
)
DIFFER = "{} avec le formulaire ou le classeur."
# Editions of one's own, as a zip.
EDITIONS = "Formulaires repris : {}. Rouvrez le classeur s'il l'était déjà."
NO_EDITION = (
    "Ce fichier ZIP n'a pas de formulaire : il faut le dossier d'un formulaire, comme"
    " editions/dics-2027, avec son form.yaml."
)
NOT_MADE = (
    "Ce formulaire a changé depuis que ses fichiers ont été fabriqués : demandez un nouveau"
    " ZIP à qui le tient."
)
# The authority's own Word file: after the word of the comparison, what it means.
FORM_SAME = "C'est le formulaire que Canevas connaît : chaque place et chaque texte sont les mêmes."
FORM_REWORDED = (
    "Le formulaire demande la même chose qu'avant, avec d'autres mots : relisez-les."
)
FORM_WAITS = (
    "Ce formulaire demande peut-être autre chose qu'avant. Montrez cette page à qui tient les"
    " formulaires avant de l'envoyer ; ce qui n'est pas sûr y reste vide."
)
NO_WORKBOOK = "Pour le remplir, déposez aussi le classeur."
MEND_FIRST = (
    "Il y a {} dans le classeur ouvert, à corriger d'abord : le formulaire n'est pas encore"
    " rempli."
)
NO_REPORT = (
    "Le classeur ouvert ne donne pas de rapport : le formulaire n'est pas rempli."
)
NOTHING_KEPT = (
    "Votre accord vaut tant que cette page reste ouverte : rien n'en est gardé. Le"
    " justificatif le note, avec sa date."
)
OF_FORM, OF_WORKBOOK, OF_FILE = "Jusqu'ici", "Dans le classeur", "Dans ce fichier"
SAME_QUESTION = "C'est bien la même question"
SAME_ANSWER = "La réponse du classeur convient"
SAME_EQUIPMENT = "C'est bien le même équipement"
SAME_SPELLINGS = "Équipements que vous avez acceptés"
REFUSED = "Le formulaire n'a pas pu être rempli"
