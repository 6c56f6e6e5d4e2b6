"""How people find a place of a form in a document."""

CHAPTER = "chapitre {}"
HEAD = "première page"
LINE = "{}, ligne « {} »"
COLUMN = "{}, colonne « {} »"
ROW = "{}, ligne {}"
