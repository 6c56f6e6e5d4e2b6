"""The catalogue of findings: code -> severity and French sentence. A sentence says what
is wrong, then what to do.

``{nombre}`` is a fact of the finding; ``{nombre:ligne|lignes}`` are the words that
agree with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.problem import Problem
from pipeline.model.text import agreed, french_number, looks_like, unquoted

ERROR, WARNING = "erreur", "avertissement"
OR = " » ou « "  # between two suggestions for one value
LONGEST_VALUE = 80  # characters of a typed value that a sentence repeats


@dataclass(frozen=True)
class Message:
    severity: str
    sentence: str
    remedy: str


def _error(sentence: str, remedy: str) -> Message:
    return Message(ERROR, sentence, remedy)


def _warning(sentence: str, remedy: str) -> Message:
    return Message(WARNING, sentence, remedy)


_SAME_FILE = (
    "Si c'est le même dossier rouvert : gardez la première ligne, avec sa date d'ouverture ; mettez-y la dernière "
    "décision et sa date ; effacez l'autre. Si c'est un autre dossier : donnez-lui son propre numéro (par ex. 123/2)."
)

CATALOGUE: dict[str, Message] = {
    # the file and its sheets
    "fichier-illisible": _error("{fichier} n'est pas un classeur Excel lisible.", "Ouvrez-le dans Excel et enregistrez-le au format Classeur Excel (.xlsx), ou reprenez une copie de sauvegarde."),
    "fichier-autre": _error("{fichier} n'est pas un classeur .xlsx : c'est {sorte}.", "{remede}"),
    "fichier-inaccessible": _error("{fichier} ne peut pas être lu : {cause}.", "{remede}"),
    "fichier-etiquette": _error("{fichier} est protégé par une étiquette de confidentialité : faites-la retirer.", "Dans Excel : Accueil, Confidentialité, ou Fichier, Informations, Protéger le classeur. Sinon demandez-le à votre informaticien."),
    "classeur-strict": _error("{fichier} est enregistré sous le type Classeur Strict Open XML.", "Dans Excel, enregistrez-le sous le type Classeur Excel (.xlsx)."),
    "classeur-sans-feuille": _error("{fichier} ne contient aucune feuille de calcul.", "Ouvrez-le dans Excel, voyez si c'est le bon, et enregistrez-le sous le type Classeur Excel (.xlsx)."),
    "classeur-anormal": _error("{fichier} n'est pas comme Excel l'écrirait : {cause}.", "Si vous savez d'où il vient, ouvrez-le dans Excel et enregistrez-le sous le type Classeur Excel (.xlsx)."),
    "classeur-trop-grand": _error("{fichier} est trop grand : {cause}.", "Repartez d'un classeur fait par « canevas classeur » et collez-y les valeurs seules."),
    "mot-de-passe-requis": _error("{fichier} est protégé par un mot de passe.", "Lancez la commande dans un terminal, qui le demandera, ou retirez le mot de passe dans Excel."),
    "mot-de-passe-refuse": _error("Ce mot de passe n'ouvre pas {fichier}.", "Essayez-le dans Excel, puis relancez."),
    "formulaire-inconnu": _error("{fichier} n'est d'aucun formulaire connu : ses feuilles sont {feuilles}.", "Rendez aux feuilles et aux colonnes leurs titres ({attendu}), ou recopiez les valeurs dans un classeur fait par « canevas classeur »."),
    "edition-autre": _error("La cellule dit « {valeur} », mais les feuilles sont celles du formulaire « {attendu} ».", "Écrivez « {attendu} » si c'est bien ce formulaire, sinon repartez d'un classeur fait par « canevas classeur »."),
    "feuille-absente": _error("La feuille « {feuille} » manque.", "Rendez-lui son nom, ou recopiez-la d'un classeur vide."),
    "feuille-double": _error("Cette feuille porte le même nom que « {feuille} ».", "Gardez-en une seule, ou renommez celle qui est en trop."),
    "titres-absents": _error("La feuille « {feuille} » n'a, dans ses {nombre} premières lignes, aucun de ses titres de colonnes ({attendu}…).", "Recopiez-y la ligne des titres d'un classeur vide ; si cette feuille est à vous, donnez-lui un autre nom."),
    "colonne-absente": _error("La colonne « {colonne} » manque.", "Rendez-lui son titre, ou recopiez-la d'un classeur vide."),
    "colonne-double": _error("La colonne « {colonne} » est là deux fois.", "Gardez-en une seule."),
    "trop-peu-de-lignes": _error("La feuille « {feuille} » a {nombre} {nombre:ligne remplie|lignes remplies}, il en faut au moins {attendu}.", "Complétez la feuille."),
    "trop-de-lignes": _error("La feuille « {feuille} » a {nombre} {nombre:ligne remplie|lignes remplies}, il en faut au plus {attendu}.", "Retirez les lignes en trop."),
    "erreurs-omises": _error("La feuille a encore {nombre} {nombre:erreur|erreurs} comme celles qui sont dites.", "Voyez si une colonne entière est décalée ou mal remplie, corrigez, puis relancez."),
    "avertissements-omis": _warning("La feuille a encore {nombre} {nombre:avertissement|avertissements} comme ceux qui sont dits.", "Voyez si une colonne entière est décalée ou mal remplie."),
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
    "ligne-total": _error("« {valeur} » : c'est une ligne de total, or chaque ligne est un fait.", "Effacez-la, ou mettez-la dans une autre feuille : tout est compté sans elle."),
    "hors-liste": _error("« {valeur} » n'est pas dans la liste de la colonne « {colonne} ».", "Choisissez une valeur de la liste déroulante."),
    "date-illisible": _error("{valeur} est un texte ou un nombre, pas une date d'Excel.", "Mettez la cellule au format Date, puis tapez-y la date, par exemple 15/03/2023."),
    "date-improbable": _error("{valeur} est une date d'avant 1950 ou d'après 2099.", "Tapez la date entière, par exemple 15/03/2023 : une année encodée seule devient un jour de 1905."),
    "annee-refusee": _error("L'année « {valeur} » n'est pas couverte par ce formulaire.", "Écrivez une année {attendu}."),
    "code-nombre": _error("Le code « {valeur} » est un simple nombre.", "Donnez un code avec au moins une lettre et un chiffre, par exemple H-017."),
    "code-illisible": _error("« {valeur} » n'est pas un code de ménage.", "Un code a de 3 à 20 caractères, dont au moins une lettre et un chiffre : H-017."),
    "valeur-trop-longue": _error("« {colonne} » dépasse {attendu} caractères.", "Raccourcissez le texte."),
    "nombre-illisible": _error("« {valeur} » n'est pas un nombre.", "Écrivez un nombre entier, ou laissez la cellule vide."),
    "precision-manquante": _error("« {choix} » demande une précision.", "Complétez la colonne « {colonne} »."),
    "precision-illisible": _error("« {valeur} » n'est pas une précision, or « {choix} » en demande une.", "Écrivez-la en un mot ou plus dans la colonne « {colonne} »."),
    "code-dans-texte": _error("Le texte contient le code de ménage « {valeur} », or il sera imprimé.", "Retirez le code du texte."),
    # keys, references, lines
    "cle-double": _error("« {valeur} » est déjà en {premier}.", "Donnez un autre code ou nom, ou retirez la ligne en double."),
    "code-inconnu": _error("Le code « {valeur} » n'est pas dans la feuille « {feuille} ».", "Corrigez le code, ou ajoutez le ménage au registre. Entre deux codes, mettez un point-virgule."),
    "reference-inconnue": _error("« {valeur} » n'est pas dans la feuille « {feuille} ».", "Choisissez une valeur de la liste, ou ajoutez-la à cette feuille."),
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
    "visite-avant-relogement": _error("Une visite au nouveau domicile du ménage {code}, qui n'est pas encore relogé en Wallonie à cette date.", "Corrigez la date, le mode ou le code, ou complétez le relogement."),
    # files
    "decision-sans-ouverture": _error("Une décision sans date d'ouverture.", "Complétez la date d'ouverture du dossier."),
    "decision-sans-date": _error("Une décision sans date.", "Complétez la date de la décision."),
    "date-sans-decision": _error("Une date de décision sans décision.", "Choisissez la décision, ou effacez la date."),
    "dossier-double": _error("Ce numéro de dossier est déjà en {premier} (la première ligne) pour le même ménage, sans rejet définitif avant l'ouverture de celui-ci.", _SAME_FILE),
    "dossier-pareil": _error("Ce dossier sans numéro est pareil à celui du même ménage en {premier} (la première ligne).", _SAME_FILE),
    "decision-avant-ouverture": _error("La décision est datée d'avant l'ouverture du dossier.", "Corrigez l'une des deux dates."),
    # answers
    "nombre-de-cases": _error("{question} : {nombre} {nombre:case cochée|cases cochées}, il faut {attendu}.", "Corrigez les croix de cette question."),
    "rien-avec-autre": _error("1.1 : « Rien en particulier » est coché à côté d'un autre axe.", "Gardez l'un ou l'autre."),
    "axe-sans-explication": _error("1.1 : un axe coché sans explication, ou avec un simple signe.", "Expliquez les actions concrètes dans la colonne Texte."),
    "explication-sans-coche": _error("1.1 : une explication pour un axe qui n'est pas coché.", "Cochez l'axe, ou effacez l'explication."),
    "difficulte-sans-axe": _error("1.2.2 : une difficulté pour un axe qui n'est pas coché en 1.2.1.", "Cochez l'axe, ou effacez le texte."),
    # cells of a plan
    "numero-illisible": _error("« {valeur} » n'est pas un numéro d'objectif.", "Écrivez 1 (OG), 1.2 (OI), 1.2.3 (OO), ou 4.0.1 pour un OO directement sous l'objectif 4."),
    "code-action-illisible": _error("« {valeur} » n'est pas un code d'action.", "Écrivez A1, A2…"),
    "vise-illisible": _error("« {valeur} » ne désigne pas ce qui est attendu ici.", "Écrivez un numéro, avec le code de l'action s'il y en a une : 1.1.1 ou 1.1.1 A2."),
    "montant-illisible": _error("« {valeur} » n'est pas un montant.", "Écrivez un nombre d'euros, avec deux décimales au plus, ou laissez la cellule vide."),
    "entier-illisible": _error("« {valeur} » n'est pas un nombre entier.", "Écrivez un nombre entier, zéro compris."),
    "annees-illisibles": _error("« {valeur} » ne dit pas des années.", "Écrivez 2022, 2022 ; 2024 ou 2022-2025."),
    # the plan: its period, texts and objectives
    "periode-impossible": _error("De {premiere} à {derniere} : ce n'est pas une période d'une à six années.", "Corrigez la première ou la dernière année."),
    "situation-avant-plan": _error("La situation est du {date}, avant la période du plan ({periode}) : aucun suivi ne serait compté.", "Corrigez la date, ou la période."),
    "theme-sans-nom": _error("« {colonne} » est vide, alors que le plan a un budget.", "Nommez le thème de cette moitié de l'appel à projets."),
    "texte-sans-titre": _error("Le premier texte n'a pas de titre.", "Donnez-lui un titre."),
    "objectif-sans-parent": _error("L'objectif {valeur} n'a pas d'objectif {attendu} au-dessus de lui.", "Ajoutez l'objectif {attendu}, ou corrigez le numéro."),
    "objectif-hors-suite": _error("L'objectif {valeur} ne suit pas : l'objectif {attendu} manque.", "Ajoutez l'objectif {attendu}, ou corrigez le numéro."),
    "transversal-hors-og": _error("Seul un objectif général est transversal, or {valeur} n'en est pas un.", "Effacez la cellule, ou corrigez le numéro."),
    "tableau-sans-titre": _error("L'objectif {valeur} a un tableau de planification sans titre.", "Donnez-lui un titre."),
    "annee-hors-periode": _error("{annee} : hors de la période du plan ({periode}).", "Corrigez l'année, ou la période dans la feuille Plan."),
    # actions
    "action-sans-texte": _error("Une action sans texte.", "Écrivez le texte du récit, celui du tableau, ou les deux."),
    "action-sans-code": _error("Une action du récit sans code.", "Donnez-lui un code : A1, A2…"),
    "action-hors-oo": _error("Une action de l'objectif {valeur}, qui n'est pas un objectif opérationnel.", "Écrivez le numéro d'un objectif opérationnel : 1.1.1 ou 4.0.1."),
    "action-double": _error("Le code {valeur} est déjà en {premier} pour cet objectif.", "Donnez un autre code, ou retirez l'action en double."),
    # budget
    "budget-double": _error("Le budget du quartier « {quartier} » en {annee} est déjà en {premier}.", "Gardez une seule ligne par année et par quartier."),
    "budget-extension": _error("« {quartier} » est une extension : elle n'a pas de budget.", "Effacez la ligne, ou corrigez la feuille Quartiers."),
    "budget-depasse": _error("Référent et CPAS font {somme}, plus que le total ({total}).", "Corrigez l'un de ces montants."),
    "montant-contredit": _error("{cellule} dit {valeur}, mais {calcul} fait {montant}.", "Corrigez l'un de ces montants, ou effacez {cellule} : ce montant est calculé."),
    "detail-faux": _error("Le détail du quartier « {quartier} » en {annee} ({cellules}) fait {somme}, or le montant CPAS est {montant}.", "Corrigez l'un de ces montants."),
    "detail-sans-budget": _error("Un détail pour le quartier « {quartier} » en {annee}, sans ligne de budget.", "Ajoutez la ligne à la feuille Budget, ou corrigez l'année ou le quartier."),
    # targets and follow-up
    "vise-inconnu": _error("« {valeur} » n'est pas dans le plan.", "Corrigez le numéro ou le code, ou ajoutez l'objectif ou l'action."),
    "cible-double": _error("« {valeur} » a déjà une cible en {premier}.", "Gardez-en une seule."),
    "nouvelles-en-trop": _error("{nombre} {nombre:personne nouvelle|personnes nouvelles}, pour {personnes} {personnes:personne touchée|personnes touchées}.", "Corrigez l'un des deux nombres."),
    "suivi-trop-long": _error("Le tableau du suivi aurait plus de {attendu} lignes : une par objectif ou action, par année et par quartier.", "Gardez moins de quartiers ou de cibles, ou donnez les cibles pour tous les quartiers ensemble."),
    # warnings
    "macros-ignorees": _warning("{fichier} contient des macros. Elles n'ont pas été exécutées.", "Rien à faire si elles n'ont pas de rôle dans les valeurs."),
    "classeur-ouvert": _warning("{fichier} est ouvert dans Excel ou LibreOffice : ce qui n'y est pas enregistré n'est pas dans le rapport.", "Enregistrez-le, fermez-le, puis relancez. S'il n'est plus ouvert nulle part, effacez « {verrou} » dans son dossier."),
    "autre-formulaire": _warning("{fichier} a aussi les feuilles d'un autre formulaire ({titre}) : elles ne sont pas lues, seules celles de « {lu} » le sont.", "Mettez-les dans un classeur à part."),
    "feuille-non-lue": _warning("Cette feuille a les titres de colonnes de « {feuille} » et n'est pas lue ({lignes}){autres}.", "Si ces lignes comptent, recopiez-les dans la feuille du formulaire ; sinon, rien à faire."),
    "lignes-masquees": _warning("{nombre} {nombre:ligne masquée ou filtrée : elle est lue comme les autres|lignes masquées ou filtrées, dont voici la première : elles sont lues comme les autres}.", "{nombre:Affichez-la, et effacez-la si elle ne compte pas|Affichez-les, et effacez celles qui ne comptent pas}."),
    "lignes-au-dessus": _warning("{nombre} {nombre:ligne au-dessus des titres de colonnes n'est pas lue|lignes au-dessus des titres de colonnes ne sont pas lues} ({nombre:ligne|lignes} {lieux}).", "Si ce sont des données, descendez-les sous la ligne des titres."),
    "feuilles-masquees": _warning("Cette feuille est masquée, et lue comme les autres{autres}.", "Affichez-la (clic droit sur un onglet, Afficher ; si elle n'y est pas proposée, demandez à qui l'a cachée) et voyez si ses lignes comptent."),
    "colonnes-masquees": _warning("{nombre} {nombre:colonne masquée est remplie|colonnes masquées sont remplies} ({colonnes}), et {nombre:lue|lues} comme les autres.", "{nombre:Affichez-la|Affichez-les}, et vérifiez ce qui y est noté."),
    "lignes-barrees": _warning("{nombre} {nombre:ligne barrée est lue et comptée|lignes barrées sont lues et comptées} comme les autres ({nombre:ligne|lignes} {lieux}).", "{nombre:Effacez-la, si elle ne compte pas|Effacez celles qui ne comptent pas}."),
    "valeurs-d-ailleurs": _warning("{nombre} {nombre:valeur vient|valeurs viennent} d'un autre classeur : {nombre:c'est la dernière qu'Excel a enregistrée qui compte|ce sont les dernières qu'Excel a enregistrées qui comptent}.", "{nombre:Vérifiez-la, et remplacez la formule par sa valeur|Vérifiez-les, et remplacez les formules par leurs valeurs}."),
    "nombre-dans-texte": _warning("Nombre ou date dans un texte, que Canevas ne peut pas imprimer comme Excel le montre : « {valeur} » sera imprimé.", "Retapez-le comme un texte, une apostrophe devant (')."),
    "equipement-hors-plan": _warning("« {valeur} » n'est plus un équipement HP : 2.1.1 à 2.4 ne demandent rien de lui. Ce qui y est noté est imprimé tel quel.", "Effacez ce qui est noté, ou corrigez la nature de l'équipement."),
    "presence-partout": _warning("2.1.1 dit CERTAINS équipements, mais tous ont une présence régulière en 2.2.1.", "Voyez si la réponse n'est pas CHAQUE équipement."),
    "canaux-hors-choix": _warning("2.3.1 est rempli, sans que 2.1.1 dise d'autres canaux. C'est imprimé tel quel.", "Vérifiez la réponse à 2.1.1."),
    "non-prioritaire-hors-choix": _warning("2.4 est rempli, sans que 2.1.1 dise « peu présent ». C'est imprimé tel quel.", "Vérifiez la réponse à 2.1.1."),
    "texte-manquant": _warning("{texte} est vide ou ne dit rien, alors que {question} est rempli.", "Ajoutez quelques mots."),
    "texte-sans-objet": _warning("{texte} est rempli, alors que {question} est vide ou à 0. C'est imprimé tel quel.", "Vérifiez l'un et l'autre."),
    "axe-sans-difficulte": _warning("1.2.2 : un axe coché en 1.2.1 sans difficulté décrite.", "Décrivez la difficulté dans la colonne Texte."),
    "accompagnement-sans-probleme": _warning("Accompagnement pré-relogement sans problématique (2.8).", "Choisissez au moins une problématique."),
    "accompagnement-sans-contenu": _warning("Accompagnement post-relogement sans contenu (3.9).", "Choisissez au moins un contenu."),
    "fait-inutilise": _warning("« {colonne} » ne sert à rien, vu {attendu}.", "Vérifiez, ou effacez la cellule."),
    "reponse-sans-place": _warning("« {colonne} » est rempli là où la question ne le demande pas, et n'est imprimé nulle part : {cellules}.", "Effacez ce qui y est, ou mettez-le à la ligne qui le demande."),
    "relogement-sans-localisation": _warning("Un relogement en Wallonie sans localisation actuelle.", "Choisissez la localisation."),
    "reloge-sans-contact": _warning("Ménage relogé en {annee} et dans aucune des questions 3.2, 3.3 et 3.4.", "Notez les contacts d'après le relogement, s'il y en a eu."),
    "ancien-sans-contact": _warning("Accompagnement post-relogement (3.7) sans contact en {annee} (3.6).", "Notez les contacts, ou corrigez l'accompagnement."),
    "dossier-ancien-relogement": _warning("Dossier pour un relogement d'avant le 1er juillet {precedente}.", "Vérifiez la date du relogement concerné."),
    "dossier-sans-relogement": _warning("Dossier sans relogement en Wallonie en {precedente} ou {annee} : les deux lignes de 4.2 ne font pas le total.", "Vérifiez le relogement concerné."),
    "dossier-relogement-inconnu": _warning("Le registre ne connaît pas le relogement de ce dossier : {cause}.", "Vérifiez la date du relogement concerné, et le départ du ménage."),
    "dossier-en-attente": _warning("Dossier sans décision définitive plus de douze mois après son ouverture.", "Notez la décision et sa date, si elle est tombée."),
    "numero-ressemblant": _warning("Ce numéro de dossier ressemble à celui de {premier}, pour le même ménage : ce sont deux dossiers.", "Si c'est le même, gardez une seule ligne ; sinon, rien à faire."),
    "numero-double": _warning("Ce numéro de dossier est déjà en {premier}, pour un autre ménage : ce sont deux dossiers.", "Vérifiez le numéro et le code."),
    "etat-des-lieux-different": _warning("L'état des lieux (5.1.1 + 8.1.1) dit {somme}, le registre compte {nombre} {nombre:ménage relogé|ménages relogés} (3.1).", "Vérifiez l'un et l'autre."),
    "contact-double": _warning("Le même contact est déjà en {premier}.", "Effacez une des deux lignes, si c'est bien le même."),
    "contacts-hors-annee": _warning("{nombre} {nombre:contact|contacts} hors de {annee}{nombre: : il n'est pas compté|, dont voici le premier : ils ne sont pas comptés} dans l'année.", "Rien à faire si c'est voulu."),
    "contacts-autre-annee": _warning("{nombre:Le seul contact n'est pas|Aucun des {nombre} contacts n'est} de {annee}.", "Vérifiez l'année."),
    "contact-lointain": _warning("Le contact est daté du {date}, à plus de 13 mois de {annee}.", "Vérifiez l'année."),
    "date-lointaine": _warning("« {colonne} » est le {date}, à plus de 13 mois de {annee} : ce fait n'est pas compté.", "Vérifiez l'année."),
    "code-possible": _warning("« {valeur} » pourrait être le code du ménage {code}, or ce texte sera imprimé.", "Rien à faire si ce n'est pas lui ; sinon retirez le code du texte."),
    "code-ressemble-nom": _warning("Le code « {valeur} » ressemble à un nom.", "Préférez un code neutre, par exemple H-017."),
    "code-ressemble-national": _warning("Le code « {valeur} » ressemble à un numéro national.", "Remplacez-le par un code neutre, par exemple H-017."),
    # warnings of a plan
    "annees-inutiles": _warning("Ces années ne sont imprimées nulle part : {cause}.", "Effacez la cellule, ou vérifiez la feuille Actions."),
    "situation-apres-plan": _warning("La situation est du {date}, après la période du plan ({periode}).", "Rien à faire si c'est voulu ; sinon corrigez la date, ou la période."),
    "suivi-apres-plan": _warning("Du suivi est daté d'après la période du plan ({periode}) et n'est compté nulle part : {cellules}.", "Corrigez la date ou la période, ou notez-le dans le classeur du plan suivant."),
    "oo-hors-tableau": _warning("L'objectif opérationnel {valeur} n'est dans aucun tableau de planification.", "Donnez à une action un texte du tableau, ou à l'objectif des années."),
    "codes-troues": _warning("{valeur} suit, sans {attendu} avant lui.", "Rien à faire si c'est voulu ; sinon corrigez les codes."),
    "action-sans-annee": _warning("Une action du tableau de planification sans aucune année.", "Complétez les années, si elles sont connues."),
    "cpas-incoherent": _warning("Une action portée par le CPAS, alors que l'objectif {valeur} ne l'est ni en tout ni en partie.", "Choisissez « oui » ou « en partie » pour l'objectif ({cellule}), ou corrigez l'action."),
    "texte-sans-place": _warning("« {colonne} » n'est imprimé nulle part : {cause}.", "Effacez la cellule, ou complétez ce qui manque."),
    "montant-inverifiable": _warning("Ce montant ne peut pas être vérifié et n'est pas imprimé : il manque {manque}.", "Complétez le budget, ou effacez ce montant : il sera calculé."),
    "detail-incomplet": _warning("Le détail du quartier « {quartier} » en {annee} ({cellules}) n'a pas tous ses montants : ceux qui sont connus font {somme}, or le montant CPAS est {montant}.", "Complétez le montant s'il est connu ; sinon il est imprimé vide, et « Total CPAS » est le montant CPAS."),
    "detail-inverifiable": _warning("Le détail du quartier « {quartier} » en {annee} ({cellules}) n'a pas tous ses montants, et le montant CPAS n'est pas connu ({cellule}) : « Total CPAS » est imprimé vide.", "Complétez les montants du détail, ou le montant CPAS, s'ils sont connus."),
    "cible-sans-suivi": _warning("Une cible pour {valeur} sans suivi en {annees}.", "Complétez la feuille Suivi, s'il y a eu des activités."),
    "cibles-sans-tableau": _warning("Les cibles ne sont pas imprimées : leur tableau est celui du suivi, et aucune activité n'est notée à la date de la situation.", "Rien à faire si le suivi n'a pas commencé ; sinon complétez la feuille Suivi."),
    "nouvelles-incompletes": _warning("Le nombre de personnes nouvelles manque pour {nombre} {nombre:activité|activités} ({cellules}) ; d'autres activités de la même somme ont le leur : « Dont nouvelles » ne compte que celles-là.", "Complétez le nombre s'il est connu : 0 s'il n'y en avait aucune."),
    "suivi-double": _warning("La même activité est déjà en {premier} : elle est comptée deux fois.", "Effacez une des deux lignes, si c'est bien la même."),
}  # fmt: skip


def is_error(problem: Problem) -> bool:
    """Whether no report is made while this stands."""
    return CATALOGUE[problem.code].severity == ERROR


def wrong(problem: Problem) -> str:
    """What is wrong, without the place."""
    return CATALOGUE[problem.code].sentence.format(**_shown(problem))


def remedy(problem: Problem) -> str:
    """What to do."""
    return CATALOGUE[problem.code].remedy.format(**_shown(problem))


def hint(problem: Problem) -> str:
    """What the value may have been meant to be, as a question; empty where nothing
    comes near. What looks the same as the value is no question: it says what to do.
    """
    meant = _shown(problem).get("piste", "")
    if not meant:
        return ""
    typed = (
        problem.facts.get("valeur")
        or problem.facts.get("feuille")
        or problem.facts.get("colonne", "")
    )
    if not looks_like(meant, unquoted(typed)):
        return f"Serait-ce « {meant} » ?"
    if problem.code == "date-illisible":
        return "Il y faut le même jour, tapé comme date."
    return (
        "Retapez ce qui est là : un de ses signes en imite un autre, ou ne se voit pas."
    )


def sentence(problem: Problem) -> str:
    """What is wrong, what to do and what may have been meant, on one line, without the
    place.
    """
    return f"{wrong(problem)} {remedy(problem)} {hint(problem)}".rstrip()


class _Fact(str):
    """A fact as a sentence has it: itself, or the words that agree with it."""

    def __format__(self, words: str) -> str:
        one, _, several = words.partition("|")
        return (
            agreed(int("".join(filter(str.isdecimal, self))), one, several)
            if words
            else str(self)
        )


_COUNTED = (
    "nombre",
    "personnes",
    "somme",
)  # facts that are numbers, but for amounts, which are written already


def _shown(problem: Problem) -> dict[str, _Fact]:
    """The facts as they fit a line: a typed value may have lines of its own, and any
    length.
    """
    facts = dict(problem.facts)
    value = facts.get("valeur", "")
    if len(value) > LONGEST_VALUE:
        facts["valeur"] = (
            f"{value[:LONGEST_VALUE].rstrip()}…{' »' if value.endswith(' »') else ''}"
        )
    for name in _COUNTED:
        if facts.get(name, "").isdecimal():
            facts[name] = french_number(int(facts[name]))
    return {
        name: _Fact(" ".join(re.split(r"[\r\n\t]+", fact)))
        for name, fact in facts.items()
    }
