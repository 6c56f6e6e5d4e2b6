"""How people find a place of a form in a document."""

IN_CHAPTER = "{} (chapitre {})"
HEAD = "première page"
LINE = "{}, ligne « {} »"
COLUMN = "{}, colonne « {} »"
ROW = "{}, ligne {}"
STRUCK = "{} (barré : « {} »)"
CLOSED = "(case barrée, noircie ou trop basse)"
