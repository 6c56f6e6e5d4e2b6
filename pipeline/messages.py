"""The catalogue of findings: code -> severity and French sentence. A sentence says what is wrong, then what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.problem import Problem

ERROR, WARNING = "erreur", "avertissement"


@dataclass(frozen=True)
class Message:
    severity: str
    sentence: str
    remedy: str


def _error(sentence: str, remedy: str) -> Message:
    return Message(ERROR, sentence, remedy)


def _warning(sentence: str, remedy: str) -> Message:
    return Message(WARNING, sentence, remedy)


CATALOGUE: dict[str, Message] = {
    # the file and its sheets
    "fichier-illisible": _error("{fichier} n'est pas un classeur Excel lisible.", "Ouvrez-le dans Excel et enregistrez-le au format Classeur Excel (.xlsx)."),
    "fichier-autre": _error("{fichier} n'est pas un classeur .xlsx : c'est {sorte}.", "{remede}"),
    "classeur-strict": _error("{fichier} est enregistré sous le type Classeur Strict Open XML.", "Dans Excel, enregistrez-le sous le type Classeur Excel (.xlsx)."),
    "classeur-sans-feuille": _error("{fichier} ne contient aucune feuille de calcul.", "Ouvrez-le dans Excel, voyez si c'est le bon, et enregistrez-le sous le type Classeur Excel (.xlsx)."),
    "classeur-anormal": _error("{fichier} n'est pas comme Excel l'écrirait : {cause}.", "Si vous savez d'où il vient, ouvrez-le dans Excel et enregistrez-le sous le type Classeur Excel (.xlsx)."),
    "classeur-trop-grand": _error("{fichier} est trop grand : {cause}.", "Repartez d'un classeur fait par « canevas classeur » et collez-y les valeurs seules."),
    "mot-de-passe-requis": _error("{fichier} est protégé par un mot de passe.", "Lancez la commande dans un terminal, qui le demandera, ou retirez le mot de passe dans Excel."),
    "mot-de-passe-refuse": _error("Ce mot de passe n'ouvre pas {fichier}.", "Essayez-le dans Excel, puis relancez."),
    "edition-autre": _error("Ce classeur porte le formulaire « {valeur} », que cette version ne connaît pas.", "Repartez d'un classeur fait par « canevas classeur »."),
    "feuille-absente": _error("La feuille « {feuille} » manque.", "Rendez-lui son nom, ou recopiez-la d'un classeur vide."),
    "feuille-double": _error("Cette feuille porte le même nom que « {feuille} ».", "Gardez-en une seule, ou renommez celle qui est en trop."),
    "colonne-absente": _error("La colonne « {colonne} » manque.", "Rendez-lui son titre, ou recopiez-la d'un classeur vide."),
    "colonne-double": _error("La colonne « {colonne} » est là deux fois.", "Gardez-en une seule."),
    "trop-peu-de-lignes": _error("La feuille « {feuille} » a {nombre} ligne remplie, il en faut au moins {attendu}.", "Complétez la feuille."),
    "trop-de-lignes": _error("La feuille « {feuille} » a {nombre} lignes remplies, au plus {attendu} sont permises.", "Retirez les lignes en trop."),
    "valeur-erreur": _error("La cellule contient l'erreur d'Excel {valeur}.", "Remplacez la formule par sa valeur."),
    "formule-sans-valeur": _error("La formule n'a pas de valeur enregistrée.", "Ouvrez le classeur dans Excel et enregistrez-le, ou remplacez la formule par sa valeur."),
    "valeur-masquee": _error("Une valeur est cachée sous des cellules fusionnées.", "Défaites la fusion, puis gardez ou effacez la valeur."),
    "place-double": _error("Une ligne ou une cellule est deux fois dans le fichier, ou pas à sa place.", "Ouvrez le classeur dans Excel, vérifiez cet endroit et enregistrez."),
    "hors-limites": _error("Une valeur est au-delà de la colonne GR (la 200e).", "Effacez-la, ou rapprochez-la du tableau."),
    "caractere-interdit": _error("Le texte contient un caractère invisible qu'aucun document ne peut porter.", "Retapez le texte."),
    "texte-trop-long": _error("Le texte dépasse les 32 767 caractères d'une cellule.", "Raccourcissez-le."),
    "nombre-impossible": _error("« {valeur} » n'est pas un nombre possible dans Excel.", "Retapez la valeur."),
    "cellule-illisible": _error("Le contenu de la cellule est abîmé.", "Retapez la valeur."),
    # one cell
    "valeur-manquante": _error("« {colonne} » est vide.", "Complétez la cellule."),
    "hors-liste": _error("« {valeur} » n'est pas dans la liste de la colonne « {colonne} ».", "Choisissez une valeur de la liste déroulante."),
    "date-illisible": _error("{valeur} n'est pas une date.", "Tapez une vraie date, par exemple 15/03/2023."),
    "annee-refusee": _error("L'année « {valeur} » n'est pas couverte par ce formulaire.", "Écrivez une année {attendu}."),
    "code-nombre": _error("Le code « {valeur} » est un simple nombre.", "Donnez un code avec au moins une lettre et un chiffre, par exemple H-017."),
    "code-illisible": _error("« {valeur} » n'est pas un code de ménage.", "Un code a de 3 à 20 caractères, dont au moins une lettre et un chiffre : H-017."),
    "valeur-trop-longue": _error("« {colonne} » dépasse {attendu} caractères.", "Raccourcissez le texte."),
    "nombre-illisible": _error("« {valeur} » n'est pas un nombre.", "Écrivez un nombre entier, ou laissez la cellule vide."),
    "precision-manquante": _error("« {choix} » demande une précision.", "Complétez la colonne « {colonne} »."),
    "code-dans-texte": _error("Le texte contient le code de ménage « {valeur} », or il sera imprimé.", "Retirez le code du texte."),
    # keys, references, lines
    "cle-double": _error("« {valeur} » est déjà en {premier}.", "Donnez un autre code ou nom, ou retirez la ligne en double."),
    "code-inconnu": _error("Le code « {valeur} » n'est pas dans la feuille « {feuille} ».", "Corrigez le code, ou ajoutez le ménage au registre."),
    "equipement-inconnu": _error("« {valeur} » n'est pas dans la feuille « {feuille} ».", "Choisissez un équipement de la liste, ou ajoutez-le à cette feuille."),
    "ligne-inconnue": _error("« {valeur} » n'est pas une ligne du formulaire.", "Rendez à la cellule son texte d'origine, ou effacez la ligne."),
    "ligne-double": _error("Cette ligne de la question {question} est déjà en {premier}.", "Effacez une des deux."),
    # equipments
    "frequence-sans-approche": _error("2.2.1 : une présence régulière sans approche privilégiée.", "Choisissez l'approche."),
    "approche-sans-frequence": _error("2.2.1 : une approche privilégiée sans présence régulière.", "Choisissez une présence d'au moins une fois tous les 15 jours, ou effacez l'approche."),
    "equipement-deux-tableaux": _error("L'équipement est à la fois en {tableaux}.", "Gardez-le dans un seul de ces tableaux."),
    "presence-incomplete": _error("2.1.1 dit une présence dans CHAQUE équipement, mais « {valeur} » n'a pas de présence régulière en 2.2.1.", "Complétez sa présence, ou changez la réponse à 2.1.1."),
    "presence-vide": _error("2.1.1 dit une présence dans CERTAINS équipements, mais aucun n'est coché en 2.2.1.", "Complétez la présence dans la feuille Équipements, ou changez la réponse à 2.1.1."),
    "canaux-vides": _error("2.1.1 dit d'autres canaux d'information, mais 2.3.1 est vide.", "Cochez les canaux dans la feuille Équipements, ou changez la réponse à 2.1.1."),
    "non-prioritaires-vides": _error("2.1.1 dit « peu présent », mais aucun équipement n'est noté en 2.4.", "Cochez « Non prioritaire » dans la feuille Équipements, ou changez la réponse à 2.1.1."),
    "presence-en-trop": _error("2.2.1 est rempli, alors que la réponse à 2.1.1 ne le permet pas.", "Effacez la présence régulière, ou changez la réponse à 2.1.1."),
    "canaux-en-trop": _error("2.3.1 est rempli, alors que 2.1.1 dit une présence dans chaque équipement.", "Effacez les canaux, ou changez la réponse à 2.1.1."),
    "non-prioritaire-en-trop": _error("2.4 est rempli, alors que 2.1.1 dit une présence dans chaque équipement.", "Effacez la croix, ou changez la réponse à 2.1.1."),
    "non-prioritaire-sans-raison": _error("2.4 : des équipements sans raison.", "Cochez au moins une raison de 2.4 dans la feuille Réponses."),
    "raison-sans-equipement": _error("2.4 : une raison sans équipement.", "Cochez « Non prioritaire » pour les équipements concernés, ou effacez la raison."),
    # households
    "accompagnement-pre-incomplet": _error("Accompagnement pré-relogement sans « {colonne} ».", "Complétez la cellule."),
    "probleme-sans-relais": _error("Une problématique n'est ni relayée ni non relayée (2.8).", "Répondez oui ou non."),
    "non-relaye-sans-raison": _error("Une problématique n'est pas relayée, sans raison (2.9).", "Choisissez la raison."),
    "probleme-double": _error("La même problématique est notée deux fois.", "Effacez la seconde, ou choisissez-en une autre."),
    "contenu-double": _error("Le même contenu est noté deux fois.", "Effacez le second, ou choisissez-en un autre."),
    "pre-sans-contact": _error("Accompagnement pré-relogement d'un ménage qui n'est ni en 2.5 ni en 2.6 : {cause}.", "Notez le contact manquant, ou corrigez l'accompagnement."),
    "date-sans-destination": _error("Une date de départ sans destination.", "Choisissez la destination."),
    "destination-sans-date": _error("Une destination sans date de départ.", "Complétez la date."),
    "post-sans-relogement": _error("Accompagnement post-relogement d'un ménage qui n'est pas relogé en Wallonie à la fin de l'année.", "Complétez le relogement, ou effacez l'accompagnement."),
    "post-incomplet": _error("Accompagnement post-relogement sans « {colonne} ».", "Complétez la cellule."),
    "post-apres-fin": _error("Accompagnement post-relogement après la fin du suivi ({date}).", "Corrigez la date de fin, ou l'accompagnement."),
    "visite-avant-relogement": _error("Une visite au nouveau domicile de {code}, qui n'est pas encore relogé en Wallonie à cette date.", "Corrigez la date, le mode ou le code, ou complétez le relogement."),
    # files
    "decision-sans-ouverture": _error("Une décision sans date d'ouverture.", "Complétez la date d'ouverture du dossier."),
    "decision-sans-date": _error("Une décision sans date.", "Complétez la date de la décision."),
    "date-sans-decision": _error("Une date de décision sans décision.", "Choisissez la décision, ou effacez la date."),
    "decision-avant-ouverture": _error("La décision est datée d'avant l'ouverture du dossier.", "Corrigez l'une des deux dates."),
    # answers
    "nombre-de-cases": _error("{question} : {nombre} case(s) cochée(s), il faut {attendu}.", "Corrigez les croix de cette question."),
    "rien-avec-autre": _error("1.1 : « Rien en particulier » est coché à côté d'un autre axe.", "Gardez l'un ou l'autre."),
    "axe-sans-explication": _error("1.1 : un axe coché sans explication.", "Expliquez les actions concrètes dans la colonne Texte."),
    "explication-sans-coche": _error("1.1 : une explication pour un axe qui n'est pas coché.", "Cochez l'axe, ou effacez l'explication."),
    "difficulte-sans-axe": _error("1.2.2 : une difficulté pour un axe qui n'est pas coché en 1.2.1.", "Cochez l'axe, ou effacez le texte."),
    # warnings
    "macros-ignorees": _warning("{fichier} contient des macros. Elles n'ont pas été exécutées.", "Rien à faire si elles n'ont pas de rôle dans les valeurs."),
    "lignes-masquees": _warning("{nombre} ligne(s) masquée(s) ou filtrée(s), dont voici la première : elles sont lues comme les autres.", "Affichez-les, et effacez celles qui ne comptent pas."),
    "presence-partout": _warning("2.1.1 dit CERTAINS équipements, mais tous ont une présence régulière en 2.2.1.", "Voyez si la réponse n'est pas CHAQUE équipement."),
    "canaux-hors-choix": _warning("2.3.1 est rempli, sans que 2.1.1 dise d'autres canaux. C'est imprimé tel quel.", "Vérifiez la réponse à 2.1.1."),
    "non-prioritaire-hors-choix": _warning("2.4 est rempli, sans que 2.1.1 dise « peu présent ». C'est imprimé tel quel.", "Vérifiez la réponse à 2.1.1."),
    "texte-manquant": _warning("{texte} est vide, alors que {question} est rempli.", "Ajoutez quelques mots."),
    "texte-sans-objet": _warning("{texte} est rempli, alors que {question} est vide ou à 0. C'est imprimé tel quel.", "Vérifiez l'un et l'autre."),
    "axe-sans-difficulte": _warning("1.2.2 : un axe coché en 1.2.1 sans difficulté décrite.", "Décrivez la difficulté dans la colonne Texte."),
    "accompagnement-sans-probleme": _warning("Accompagnement pré-relogement sans problématique (2.8).", "Choisissez au moins une problématique."),
    "accompagnement-sans-contenu": _warning("Accompagnement post-relogement sans contenu (3.9).", "Choisissez au moins un contenu."),
    "fait-inutilise": _warning("« {colonne} » n'est utilisé par aucun chiffre, vu « {attendu} ».", "Vérifiez, ou effacez la cellule."),
    "relogement-sans-localisation": _warning("Un relogement en Wallonie sans localisation actuelle.", "Choisissez la localisation."),
    "reloge-sans-contact": _warning("Ménage relogé en {annee} et dans aucune des questions 3.2, 3.3 et 3.4.", "Notez les contacts d'après le relogement, s'il y en a eu."),
    "ancien-sans-contact": _warning("Accompagnement post-relogement (3.7) sans contact en {annee} (3.6).", "Notez les contacts, ou corrigez l'accompagnement."),
    "dossier-ancien-relogement": _warning("Dossier pour un relogement d'avant le 1er juillet {precedente}.", "Vérifiez la date du relogement concerné."),
    "dossier-sans-relogement": _warning("Dossier sans relogement en Wallonie en {precedente} ou {annee} : les deux lignes de 4.2 ne font pas le total.", "Vérifiez le relogement concerné."),
    "dossier-double": _warning("Ce dossier est déjà en {premier} : il est compté une fois, avec sa dernière décision.", "Gardez une seule ligne par dossier."),
    "numero-double": _warning("Ce numéro de dossier est déjà en {premier}, pour un autre ménage : ce sont deux dossiers.", "Vérifiez le numéro et le code."),
    "etat-des-lieux-different": _warning("L'état des lieux (5.1.1 + 8.1.1) dit {somme}, le registre compte {nombre} ménages relogés (3.1).", "Vérifiez l'un et l'autre."),
    "contact-double": _warning("Le même contact est déjà en {premier}.", "Effacez une des deux lignes, si c'est bien le même."),
    "contacts-hors-annee": _warning("{nombre} contact(s) hors de {annee}, dont voici le premier : ils ne sont pas comptés dans l'année.", "Rien à faire si c'est voulu."),
    "contact-lointain": _warning("Le contact est daté du {date}, à plus de 13 mois de {annee}.", "Vérifiez l'année."),
    "code-ressemble-nom": _warning("Le code « {valeur} » ressemble à un nom.", "Préférez un code neutre, par exemple H-017."),
    "code-ressemble-national": _warning("Le code « {valeur} » ressemble à un numéro national.", "Remplacez-le par un code neutre, par exemple H-017."),
}  # fmt: skip


def is_error(problem: Problem) -> bool:
    """Whether no report is made while this stands."""
    return CATALOGUE[problem.code].severity == ERROR


def sentence(problem: Problem) -> str:
    """What is wrong and what to do, without the place."""
    message = CATALOGUE[problem.code]
    return f"{message.sentence} {message.remedy}".format(**problem.facts)


def listing(problems: Iterable[Problem]) -> list[str]:
    """One line a finding, in the order of the workbook; one that repeats stands once, with its count and first place."""
    lines: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        lines.setdefault((problem.ref.sheet if problem.ref else "", sentence(problem)), []).append(problem)
    return [_line(text, same) for (_, text), same in lines.items()]


def _line(text: str, same: list[Problem]) -> str:
    place = f"{same[0].ref} : " if same[0].ref else ""
    more = f" ({len(same)} fois, la première ici)" if len(same) > 1 else ""
    return f"{place}{text}{more}"
