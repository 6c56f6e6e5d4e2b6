"""What is said of figures beside those of the year before."""

from __future__ import annotations

QUESTION, FIGURE, CHANGE = "Question", "Chiffre", "Évolution"
SINGLE, LINES = "Les chiffres d'une seule case", "Les lignes des tableaux"
INTRO = (
    "Chaque chiffre à côté de celui du classeur de l'année précédente. Le rapport n'en dit"
    " rien ; une ligne qui ne compte personne ni l'une ni l'autre année n'est pas montrée."
)
mark = "Le trait vertical marque {}.".format
named = "{}, {}".format
between = "De {} à {}".format
SHEET = "Évolution"
SHEET_INTRO = (
    "Les chiffres qui ont changé de plus de 20 % et de plus de trois : qui y est entré, qui en"
    " est sorti."
)


def columns(before: str, now: str) -> dict[str, int]:
    """The columns of the proof's sheet, with their widths."""
    texts = {QUESTION: 12, FIGURE: 52, before: 9, now: 9, CHANGE: 16}
    return {**texts, "Y est entré": 44, "En est sorti": 44}


def change(before: int, now: int) -> str:
    """The difference, and in hundredths of the former number where there is one."""
    if before == now:
        return "="
    share = f" ({100 * (now - before) / before:+.0f}\u00a0%)" if before else ""
    return f"{now - before:+d}{share}"
