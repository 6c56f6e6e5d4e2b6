"""What is said of a household to itself, of the register of processing, and in the
notice to households.
"""

from __future__ import annotations

# ---- the sheet of a household

OTHER = "[autre ménage]"
UNREADABLE = "(illisible)"
TRUE, FALSE = "VRAI", "FAUX"
ROW, COMMENT = "ligne", "Commentaire : "
column = "Colonne {}".format
title = "Fiche du ménage {}".format
INTRO = (
    "Tout ce que le classeur de travail note sur ce ménage, tel que c'est noté : feuille par"
    " feuille, avec les remarques et les commentaires. Les cellules vides ne sont pas"
    f" reprises. Là où un autre ménage est nommé, son code est remplacé par « {OTHER} »."
)
FROM = "Classeur"
GIVEN = "Remise le : ............................  à : ............................"
BESIDE = "Ailleurs dans cette feuille, là où ce ménage est nommé"
ABOUT = "À savoir (RGPD, article 15)"

NO_HOUSEHOLDS = (
    "Ce formulaire ne parle pas de ménages : son classeur n'a pas de codes, et il n'y a donc"
    " pas de fiche."
)
there = (
    "{} existe déjà. Effacez cette fiche, ou donnez un autre dossier avec -o.".format
)
WRITTEN = "Fiche"
REREAD = (
    "Relisez-la avant de la remettre : une remarque peut nommer une autre personne. Ouverte"
    " dans Word, elle se corrige. Ce qui est dans un dessin ou une image n'y est pas."
)
ENCRYPTED = "Elle n'est pas protégée par le mot de passe du classeur."
ONCE_GIVEN = (
    "Joignez-y la notice de la commune. Une fois la fiche remise, effacez-la : la demande et"
    " la réponse se gardent chez le DPO."
)


def _shared(lines: int) -> str:
    if lines == 1:
        return "1 ligne de la fiche nomme aussi un autre ménage : relisez-la surtout."
    return f"{lines} lignes de la fiche nomment aussi d'autres ménages : relisez-les surtout."


def _unknown_codes(cells: int) -> str:
    many = "1 cellule a un code" if cells == 1 else f"{cells} cellules ont un code"
    return (
        f"{many} qui n'est pas dans le registre : c'est peut-être celui de ce ménage, mal"
        " écrit. Corrigez d'abord (canevas verifier), puis refaites la fiche."
    )


def to_heed(lines: int, unknown_codes: int, encrypted: bool) -> list[str]:
    """What to do before the sheet of a household is handed over, and after. ``lines``:
    those that name other households too.
    """
    said = [REREAD]
    said += [_shared(lines)] if lines else []
    said += [_unknown_codes(unknown_codes)] if unknown_codes else []
    said += [ENCRYPTED] if encrypted else []
    return [*said, ONCE_GIVEN]


# ---- the register of processing and the notice

MADE = (
    "Fabriqué à partir de `form.yaml` par `canevas modele fabriquer {}`. Ce qui est entre"
    " crochets est à compléter par le responsable du traitement, avec son DPO."
).format

ENTRY = "Registre des activités de traitement (RGPD, article 30) : {}".format
CONTROLLER = (
    "Responsable du traitement et DPO",
    "[nom, adresse, téléphone, e-mail de la commune ou du CPAS ; nom et e-mail du DPO]",
)
PURPOSES, SUBJECTS = "Finalités", "Personnes concernées"
BASES = (
    "Base juridique",
    "[article 6 : la mission d'intérêt public, avec le décret ou la convention du Plan HP ;"
    " article 9, paragraphe 2 : le cas sur lequel repose le suivi]",
)
CATEGORIES = "Catégories de données"
HEALTH = "Données concernant la santé (article 9)"
FREE = "Un texte libre (remarque, précision, raison, colonne ajoutée) peut en contenir d'autres."
RECIPIENTS, SOURCES = "Destinataires", "Origine des données"
TRANSFERS = (
    "Transferts hors de l'Union",
    "Aucun par Canevas, qui n'envoie rien. [Vérifier où sont le dossier partagé et les"
    " sauvegardes.]",
)
KEPT = (
    "Délais d'effacement",
    "Classeur : [durée fixée par la commune], puis destruction avec l'autorisation écrite des"
    " Archives de l'État. Copie de travail, brouillons, justificatif : dès qu'ils ont servi.",
)
SECURITY = (
    "Mesures de sécurité",
    "Pseudonymisation : un code, et la liste des noms conservée à part. Classeur protégé par"
    " mot de passe, disque chiffré, dossier ouvert aux seules personnes désignées [liste des"
    " fonctions, loi du 30 juillet 2018, article 9]. Le rapport envoyé ne contient aucun code.",
)
COLUMNS = (
    "| colonne | ce qu'elle contient | santé | dans le rapport |\n|---|---|---|---|"
)
EVERY_COLUMN = "## Toutes les colonnes"
PRINTED, COUNTED, STAYS = "mot pour mot", "compté", "non"

NOTICE = "Vos données et le {}".format
WHO = "Qui tient ces données ?"
WHO_TEXT = (
    "[La commune ou le CPAS de …, adresse, téléphone, e-mail]. Pour toute question sur vos"
    " données : le délégué à la protection des données (DPO), [nom, e-mail].",
)
WHAT_FOR = "À quoi servent-elles ?"
BASIS = "Ce travail repose sur [la base juridique, à compléter avec le DPO]."
WHAT = "Qu'est-ce qui est noté ?"
NO_NAME = (
    "Ni votre nom, ni votre adresse, ni votre date de naissance, ni votre numéro national :"
    " votre ménage porte un code. La liste qui dit quel nom va avec quel code est gardée à part."
)
AND_HEALTH = "Et votre santé ?"
health = (
    "Certaines de ces informations touchent à la santé : {}. La loi les protège"
    " spécialement (RGPD, article 9) ; seules des personnes désignées et tenues au secret les"
    " voient."
).format
FROM_WHOM, TO_WHOM = "D'où viennent-elles ?", "Qui les voit ?"
NO_ABROAD = "Elles ne sont ni vendues, ni envoyées hors de l'Union européenne."
HOW_LONG = "Combien de temps sont-elles gardées ?"
HOW_LONG_TEXT = (
    "[Durée fixée par la commune.] Les documents d'une commune ou d'un CPAS ne se détruisent"
    " ensuite qu'avec l'autorisation écrite des Archives de l'État.",
)
RIGHTS = "Vos droits"
RIGHTS_TEXT = (
    "Vous pouvez demander à voir tout ce qui est noté sur votre ménage, et en recevoir une"
    " copie ; faire corriger ce qui est faux ou incomplet ; vous opposer à ce qui est fait de"
    " ces données, en demander la limitation ou, dans les cas prévus par la loi, l'effacement."
    " C'est gratuit, et la réponse vient dans le mois.",
    "Aucune décision n'est prise par un ordinateur : il ne fait que compter.",
    "Vous pouvez vous plaindre à l'Autorité de protection des données, rue de la Presse 35,"
    " 1000 Bruxelles, contact@apd-gba.be, www.autoriteprotectiondonnees.be.",
)
# What of it goes with the sheet of a household.
GIVEN_WITH = (WHAT_FOR, FROM_WHOM, TO_WHOM, RIGHTS)
