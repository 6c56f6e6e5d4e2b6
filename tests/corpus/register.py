"""What people type into a register, or paste over its drop-downs."""

from __future__ import annotations

from datetime import date, datetime, time
from unicodedata import normalize

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.corpus.case import REGISTER as R
from tests.corpus.case import made, refused
from tests.corpus.steps import (
    again,
    backwards,
    by,
    in_excel,
    in_parts,
    looking,
    on,
    typed,
    typing,
)
from tests.support.hostile import CONTACTS, WORKBOOK, beside, cell, swap

FILES = "Dossiers d'allocation"

# ---- values of lists

LISTS = [
    made("a list value in capitals", R, typed("Contacts", C5="RENCONTRÉ SUR SITE")),
    made(
        "a list value among other spaces",
        R,
        typed("Contacts", C5="\u00a0Rencontré\u202fsur  site "),
    ),
    made(
        "accents beside their letters",
        R,
        typed("Contacts", C9=normalize("NFD", "Téléphone")),
    ),
    made(
        "a straight apostrophe for a curly one",
        R,
        typed("Ménages", V6="Commune d'origine"),
    ),
    made(
        "a curly apostrophe for a straight one",
        R,
        typed(
            "Équipements", D6="Organiser sur site une permanence / profiter d’activités"
        ),
    ),
    made(
        "an equipment named in small letters",
        R,
        typed("Ménages", B5="le hameau des lilas", B6="Val d’été "),
    ),
    refused(
        "an accent forgotten",
        R,
        "hors-liste Contacts!C9",
        typed("Contacts", C9="Telephone"),
    ),
    refused(
        "values in another language",
        R,
        "hors-liste Contacts!C9, hors-liste Ménages!G6",
        typed("Contacts", C9="Phone call"),
        typed("Ménages", G6="yes"),
    ),
    refused(
        "a value of another list",
        R,
        "hors-liste Contacts!C9",
        typed("Contacts", C9="SLSP"),
    ),
    refused(
        "an equipment that is none",
        R,
        "reference-inconnue Ménages!B7",
        typed("Ménages", B7="Les Myrtilles"),
    ),
    refused("true for yes", R, "hors-liste Contacts!D6", typed("Contacts", D6=True)),
    made(
        "a list value with a space of no width",
        R,
        typed("Contacts", C9="Télé\u200bphone\ufeff"),
    ),
]

# ---- dates

DATES = [
    refused(
        "dates typed three ways",
        R,
        "date-illisible Contacts!A5, date-illisible Contacts!A6, date-illisible Contacts!A7",
        typed("Contacts", A5="14/02/2023", A6="2023-03-07", A7="23/05/2023 14:00"),
    ),
    refused(
        "dates that nobody can be sure of",
        R,
        ", ".join(f"date-illisible Contacts!A{row}" for row in range(5, 10)),
        typed(
            "Contacts",
            A5="02/14/2023",
            A6="7/3/23",
            A7="mai 2023",
            A8="vers la rentrée",
            A9="17 janvier",
        ),
    ),
    refused(
        "serials, as text and as a number",
        R,
        "date-illisible Contacts!A5, date-illisible Contacts!A6",
        in_excel(typing("Contacts", A5="44971"), looking("Contacts", "A6", "General")),
    ),
    refused(
        "an hour for a date",
        R,
        "date-illisible Contacts!A5",
        typed("Contacts", A5=time(10, 30)),
    ),
    refused(
        "a year for a date",
        R,
        "date-improbable Dossiers d'allocation!D5",
        typed(FILES, D5=2023),
    ),
    made(
        "a date with its hour", R, typed("Contacts", A5=datetime(2023, 2, 14, 10, 30))
    ),
    made(
        "dates shown otherwise",
        R,
        in_excel(
            looking("Contacts", "A5", "yyyy-mm-dd"),
            looking("Contacts", "A6", "[$-80C]dddd d mmmm yyyy;@"),
            looking("Contacts", "A7", "mm/dd/yy"),
            looking("Contacts", "A8", 'd mmm"." yyyy h:mm'),
        ),
    ),
    made(
        "dates counted from 1904",
        R,
        in_excel(lambda book: setattr(book, "epoch", CALENDAR_MAC_1904)),
    ),
    refused(
        # pasted from a workbook that counts from 1904
        "dates that four years were added to",
        R,
        "pre-sans-contact Ménages!H5, contacts-autre-annee Identification!C5"
        + ", date-lointaine Ménages!S6, date-lointaine Ménages!S8"
        + "".join(
            f", date-lointaine Dossiers d'allocation!{place}"
            for place in ("D5", "F5", "D6", "F6")
        ),
        in_parts(swap(WORKBOOK, "<workbookPr/>", '<workbookPr date1904="1"/>')),
    ),
    made(
        "a contact dated in the year before",
        R,
        typed("Contacts", A9=date(2022, 1, 17)),
        told="contacts-hors-annee Contacts!A9",
        changed="""- 3.6 | 1
                   + 3.6 | 0""",
    ),
    made(
        "a decision dated ten years later",
        R,
        typed(FILES, F5=date(2032, 6, 19)),
        told="date-lointaine Dossiers d'allocation!F5",
        changed="""- 4.2.1 | 1
                   + 4.2.1 | 0
                   - 4.2.3 | 1
                   + 4.2.3 | 2""",
    ),
    made(
        "a contact dated ten years later",
        R,
        typed("Contacts", A9=date(2032, 1, 17)),
        told="contacts-hors-annee Contacts!A9, contact-lointain Contacts!A9",
        changed="""- 3.6 | 1
                   + 3.6 | 0""",
    ),
]

# ---- codes of households

CODES = [
    made(
        "codes spelled otherwise",
        R,
        typed("Contacts", B6="vf-02", B7="VF 2", B8="Vf002", B9=" vf 4 "),
    ),
    made(
        "a code twice, and semicolons too many",
        R,
        typed("Contacts", B5=" ;VF1;;vf-1 ; VF3; "),
    ),
    refused(
        "a comma between codes",
        R,
        "code-inconnu Contacts!B5",
        typed("Contacts", B5="VF1, VF3"),
    ),
    refused(
        "a line break between codes",
        R,
        "code-inconnu Contacts!B5",
        typed("Contacts", B5="VF1\nVF3"),
    ),
    refused(
        "a code of nobody", R, "code-inconnu Contacts!B9", typed("Contacts", B9="VF9")
    ),
    refused(
        "a name for a code",
        R,
        "code-inconnu Contacts!B9",
        typed("Contacts", B9="la famille du 12"),
    ),
    refused(
        "codes that are numbers",
        R,
        "code-nombre Ménages!A8, code-nombre Contacts!B9, code-nombre Dossiers d'allocation!B6",
        typed("Ménages", A8=4),
        typed("Contacts", B9=4),
        typed(FILES, B6=4.0),
    ),
    refused(
        "a code that became a day",
        R,
        "code-illisible Ménages!A7",
        typed("Ménages", A7=datetime(2023, 3, 1)),
    ),
    refused(
        "a code that is a word",
        R,
        "code-illisible Ménages!A7",
        typed("Ménages", A7="Caravane"),
    ),
    refused(
        "a household twice, otherwise spelled",
        R,
        "cle-double Ménages!A9",
        again("Ménages", 7, 9),
        typed("Ménages", A9="vf-03"),
    ),
]

# ---- rows

ROWS = [
    made(
        "rows in another order",
        R,
        *map(backwards, ("Ménages", "Contacts", FILES, "Réponses")),
    ),
    made("households sorted by equipment", R, by("Ménages", 2)),
    made(
        # VF2 and VF4 have changed places, and nobody can know
        "households sorted without their codes",
        R,
        by("Ménages", 2, first=2),
        told="reloge-sans-contact Ménages!S8",
        changed="""- 2.5 | 3
                   + 2.5 | 2
                   - 2.6 | 0
                   + 2.6 | 1
                   - 3.2 | 1
                   + 3.2 | 0""",
    ),
    refused(
        "contacts sorted without their dates",
        R,
        "visite-avant-relogement Contacts!A9",
        by("Contacts", 3, first=2),
    ),
    made(
        "a contact copied twice",
        R,
        again("Contacts", 6, 10),
        told="contact-double Contacts!A10",
    ),
    refused(
        "a file copied twice",
        R,
        "dossier-double Dossiers d'allocation!A7",
        again(FILES, 5, 7),
    ),
    refused(
        "the whole register pasted twice",
        R,
        ", ".join(f"cle-double Ménages!A{row}" for row in range(9, 13)),
        *(again("Ménages", row, row + 4) for row in range(5, 9)),
    ),
    refused(
        "a line of the form copied twice",
        R,
        "ligne-double Réponses!B38",
        again("Réponses", 33, 38),
    ),
    refused(
        "an equipment copied twice",
        R,
        "cle-double Équipements!A8",
        again("Équipements", 5, 8),
    ),
    made(
        "blank rows in between",
        R,
        *(
            on(sheet, lambda page: page.insert_rows(6, 3))
            for sheet in ("Ménages", "Contacts")
        ),
    ),
    made(
        "a blank row below the headings",
        R,
        on("Contacts", lambda page: page.insert_rows(5)),
    ),
    made(
        "a row far below",
        R,
        typed("Contacts", A6000=date(2023, 2, 1), B6000="VF4", C6000="Téléphone"),
    ),
    made("rows of blanks below", R, typed("Contacts", A12=" ", B12="\u00a0", C13="\n")),
    made(
        "a row of blanks above the form's lines",
        R,
        on("Réponses", lambda page: page.insert_rows(5)),
    ),
    made(
        "lines of the form that are not ticked deleted",
        R,
        on("Réponses", lambda page: page.delete_rows(34, 2)),
    ),
    refused(
        "the ticked line deleted",
        R,
        "nombre-de-cases Réponses",
        on("Réponses", lambda page: page.delete_rows(31, 5)),
    ),
]

# ---- totals, notes, formulas

BESIDE = [
    refused(
        "a total below the journal",
        R,
        "ligne-total Contacts!A11",
        typed("Contacts", A11="Total", B11=5),
    ),
    refused(
        "a total below the register",
        R,
        "ligne-total Ménages!A10",
        typed("Ménages", A10="Total", G10="3 oui"),
    ),
    refused(
        "a note below the journal",
        R,
        "date-illisible Contacts!A12, valeur-manquante Contacts!B12, valeur-manquante Contacts!C12",
        typed("Contacts", A12="NB : à relire avant l'envoi"),
    ),
    refused(
        "a remark below the journal",
        R,
        ", ".join(f"valeur-manquante Contacts!{column}12" for column in "ABC"),
        typed("Contacts", F12="à relire avant l'envoi"),
    ),
    made(
        "notes right of the table",
        R,
        typed(
            "Contacts", H4="Mes notes", H6="VF2 : rappeler", K9=12, M40="voir Ménages"
        ),
    ),
    made(
        "sums right of the table",
        R,
        typed("Contacts", J1="=COUNTA(A5:A500)", J6="=#REF!", J7="=1/0"),
    ),
    refused(
        "a formula that was never reckoned",
        R,
        "formule-sans-valeur Contacts!C9",
        typed("Contacts", C9="=Listes!N9"),
    ),
    made(
        "formulas with their values",
        R,
        in_parts(
            cell(CONTACTS, "C9", 't="str"', "<f>Listes!N9</f><v>Téléphone</v>"),
            cell(CONTACTS, "A9", "", "<f>DATE(2023,1,17)</f><v>44943</v>"),
            beside(
                CONTACTS, 6, '<c r="D6" t="str"><f>IF(B6="","oui","")</f><v></v></c>'
            ),
        ),
    ),
    refused(
        "formulas that fail",
        R,
        "valeur-erreur Contacts!C9, valeur-erreur Contacts!A9",
        in_parts(
            cell(CONTACTS, "C9", 't="e"', "<f>#REF!</f><v>#REF!</v>"),
            cell(CONTACTS, "A9", 't="e"', "<f>VLOOKUP(1,A1:B2,2)</f><v>#N/A</v>"),
        ),
    ),
]

# ---- answers

ANSWER_CELLS = [
    made("ticks in small letters", R, typed("Réponses", C6="x", C18=" X ")),
    refused(
        "a tick that is a sign", R, "hors-liste Réponses!C6", typed("Réponses", C6="✓")
    ),
    refused(
        "a tick that is true", R, "hors-liste Réponses!C6", typed("Réponses", C6=True)
    ),
    refused(
        "two ticks for one",
        R,
        "nombre-de-cases Réponses!C33",
        typed("Réponses", C31="X"),
    ),
    refused(
        "no tick at all", R, "nombre-de-cases Réponses!C31", typed("Réponses", C33=None)
    ),
    refused(
        "a line of the form retyped",
        R,
        "ligne-inconnue Réponses!B33",
        typed("Réponses", B33="Compétence CPAS"),
    ),
    refused(
        "numbers of questions that became a number and a date",
        R,
        "ligne-inconnue Réponses!A6, ligne-inconnue Réponses!A11",
        typed("Réponses", A6=1.1, A11=datetime(2001, 2, 1)),
    ),
    made("the numbers of the état des lieux", R, typed("Réponses", E36=1, E37="0 ")),
    made(
        "other numbers than the état des lieux",
        R,
        typed("Réponses", E36=3),
        told="etat-des-lieux-different Réponses!E36",
    ),
    refused(
        "no numbers for the état des lieux",
        R,
        "nombre-illisible Réponses!E36, nombre-illisible Réponses!E37",
        in_excel(
            typing("Réponses", E36=0.5, E37="1 ménage"),
            looking("Réponses", "E36", "0%"),
        ),
    ),
    refused(
        "a negative and a false number",
        R,
        "nombre-illisible Réponses!E36, nombre-illisible Réponses!E37",
        typed("Réponses", E36=-1, E37=False),
    ),
    made("a year typed as text", R, typed("Identification", C5=" 2023 ")),
    refused(
        "a year before the form",
        R,
        "annee-refusee Identification!C5",
        typed("Identification", C5=2022),
    ),
    refused(
        "a year after the form",
        R,
        "annee-refusee Identification!C5",
        typed("Identification", C5=2031),
    ),
    refused(
        "a date for a year",
        R,
        "annee-refusee Identification!C5",
        typed("Identification", C5=date(2023, 1, 1)),
    ),
    refused(
        "an edition that is not there yet",
        R,
        "edition-autre Identification!A5",
        typed("Identification", A5="dics-2031"),
    ),
    refused(
        "a second commune",
        R,
        "trop-de-lignes Identification!A6",
        again("Identification", 5, 6),
    ),
]

CASES = [*LISTS, *DATES, *CODES, *ROWS, *BESIDE, *ANSWER_CELLS]
