"""Blanks to be filled in with Word's own means: content controls and form fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.support.blanks.form import Fate, Form, Grid, Place, Text, is_place, places_of
from tests.support.blanks.marks import mark
from tests.support.blanks.word import PROMPT_STYLE, Writer, cell, paragraph, run, table

PROMPT = "Cliquez ici pour entrer du texte."
CHOOSE = "Choisissez un élément."
_GREY = f'<w:rStyle w:val="{PROMPT_STYLE}"/><w:color w:val="808080"/>'
_BOX = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
_CHECKBOX = (
    '<w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
_STORE = "urn:dics:rapport"
_ITEM = "{6F1C0D34-2B43-4E52-9A55-1D7F20F7A1B2}"


class Controls(Writer):
    """Texts with a prompt, boxes that tick, lists of figures; around runs, paragraphs
    and cells. ``titles``: of the control at a place.
    """

    titles: Mapping[str, str] = MappingProxyType({})

    def tick(self, place: Place) -> str:
        if place.name.startswith("q2_3_1."):
            return self.control(place, self.list_of(["X"]), CHOOSE)
        self.put(place, "☐")
        return self.around(run(mark(place.name), _BOX), place, _CHECKBOX)

    def answer(self, place: Place) -> str:
        return self.control(place, "<w:text/>", PROMPT)

    def alone(self, place: Place) -> str:
        if place.name.endswith(".nom"):  # of an equipment, which the blank may name
            return self.put(place, place.own)
        return self.control(place, "<w:text/>", PROMPT)

    def control(self, place: Place, kind: str, prompt: str) -> str:
        """A control around a run, which shows its prompt."""
        self.put(place, prompt)
        shown = "<w:showingPlcHdr/>" + self.binding(place) + kind
        return self.around(run(mark(place.name), _GREY), place, shown)

    def binding(self, place: Place) -> str:
        return ""

    def around(self, content: str, place: Place, properties: str) -> str:
        number = next(self.numbers)
        title = self.titles.get(place.name, f"Champ {number}")
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="c{number}"/>'
            f'<w:id w:val="{number}"/>{properties}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def list_of(self, entries: list[str]) -> str:
        items = (
            f'<w:listItem w:displayText="{one}" w:value="{one}"/>' for one in entries
        )
        return f"<w:dropDownList>{''.join(items)}</w:dropDownList>"

    def grid(self, grid: Grid) -> str:
        if grid.look not in ("nombre", "texte"):
            return super().grid(grid)
        (place,) = places_of(grid.rows[0][0])
        (width,) = grid.widths
        self.put(place, CHOOSE if grid.look == "nombre" else PROMPT)
        shown = paragraph(run(mark(place.name), _GREY))
        if grid.look == "nombre":  # a list, around the cell
            figures = self.list_of([str(n) for n in range(300)])
            whole = self.around(
                cell(shown, width), place, f"<w:showingPlcHdr/>{figures}"
            )
        else:  # a rich text, around the paragraph
            whole = cell(self.around(shown, place, "<w:showingPlcHdr/>"), width)
        return table([whole], grid.widths) + paragraph("")


class Titled(Controls):
    """Controls whose titles ask for something else."""

    titles = MappingProxyType(
        {
            "q2_6": "Ne pas remplir",
            "q2_7_1.ris": "Pourcentage",
            "q3_5": "Nombre de ménages en 2021",
            "q3_8_3.total": "Nombre de personnes",
        }
    )

    def __init__(self, form: Form, filled: Mapping[str, str] | None = None) -> None:
        super().__init__(form, filled)
        form.became(Fate.REWORDED, [*self.titles])


class Bound(Controls):
    """Texts that stand in the XML of the file too, which Word shows in their controls."""

    def __init__(self, form: Form, filled: Mapping[str, str] | None = None) -> None:
        super().__init__(form, filled)
        self.bound: list[str] = []

    def grid(self, grid: Grid) -> str:
        return Writer.grid(self, grid)

    def binding(self, place: Place) -> str:
        self.bound.append(place.name)
        return (
            f"<w:dataBinding w:prefixMappings=\"xmlns:d='{_STORE}'\""
            f' w:xpath="/d:rapport[1]/d:champ{len(self.bound)}[1]" w:storeItemID="{_ITEM}"/>'
        )

    def finish(self, parts: dict[str, str | bytes]) -> None:
        fields = "".join(
            f"<champ{number}>{mark(f'={name}')}</champ{number}>"
            for number, name in enumerate(self.bound, 1)
        )
        add_store(parts, f'<rapport xmlns="{_STORE}">{fields}</rapport>')


def add_store(parts: dict[str, str | bytes], store: str) -> None:
    """Give a file an XML of its own that controls are bound to."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["customXml/item1.xml"] = store
    parts["customXml/itemProps1.xml"] = (
        f'<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{office}/customXml">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{_STORE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    parts["customXml/_rels/item1.xml.rels"] = (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" Target="itemProps1.xml"'
        f' Type="{office}/relationships/customXmlProps"/></Relationships>'
    )
    add_to(
        parts,
        "[Content_Types].xml",
        '<Override PartName="/customXml/itemProps1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>',
    )
    add_to(
        parts,
        "word/_rels/document.xml.rels",
        '<Relationship Id="store" Target="../customXml/item1.xml"'
        f' Type="{office}/relationships/customXml"/>',
    )


def add_to(parts: dict[str, str | bytes], name: str, markup: str) -> None:
    """Put markup at the end of the root of a part."""
    whole = parts[name]
    assert isinstance(whole, str)
    before, end, last = whole.rpartition("</")
    parts[name] = f"{before}{markup}{end}{last}"


class RepeatedRows(Controls):
    """The rows of equipments in a control that people repeat."""

    def grid(self, grid: Grid) -> str:
        made = super().grid(grid)
        if not grid.entries or len(grid.rows) == grid.heads:
            return made
        heads, *rows = made.split("<w:tr>")[1:]
        last, end, behind = rows[-1].partition("</w:tr>")
        rows[-1] = last + end
        items = "".join(
            self.repeated(f"<w:tr>{row}", "<w15:repeatingSectionItem/>") for row in rows
        )
        whole = self.repeated(items, "<w15:repeatingSection/>")
        return made.partition("<w:tr>")[0] + f"<w:tr>{heads}{whole}{behind}"

    def repeated(self, content: str, kind: str) -> str:
        number = next(self.numbers)
        return (
            f'<w:sdt><w:sdtPr><w:id w:val="{number}"/>{kind}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )


class FormFields(Writer):
    """Form fields of Word 97, in a file that is protected but for them. ``kinds``: of
    the field at a place.
    """

    kinds: Mapping[str, str] = MappingProxyType({})

    def tick(self, place: Place) -> str:
        self.put(place, "☐", "")
        kind = '<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox>'
        return run(mark(place.name)) + self.field("FORMCHECKBOX", kind)

    def answer(self, place: Place) -> str:
        return self.text(place)

    def alone(self, place: Place) -> str:
        if place.name.endswith(".nom"):
            return self.put(place, place.own)
        return self.text(place)

    def text(self, place: Place) -> str:
        shown = self.put(place, "\u2002" * 5)
        kind = self.kinds.get(place.name, "<w:textInput/>")
        return self.field("FORMTEXT", kind, shown)

    def field(self, code: str, kind: str, result: str = "") -> str:
        number = next(self.numbers)
        data = f'<w:ffData><w:name w:val="Texte{number}"/><w:enabled/><w:calcOnExit w:val="0"/>{kind}</w:ffData>'

        def sign(kind: str, inside: str = "") -> str:
            return run(f'<w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar>')

        written = run(f'<w:instrText xml:space="preserve"> {code} </w:instrText>')
        parted = sign("separate") + result if result else ""
        return sign("begin", data) + written + parted + sign("end")

    def cell(self, text: Text, is_head: bool = False) -> str:
        if is_place(text):
            return paragraph(self.runs(text))
        return super().cell(text, is_head)

    def others(self) -> Mapping[str, str]:
        return {"settings": PROTECTED.format("forms")}


def _of_type(kind: str, format: str = "") -> str:
    given = f'<w:format w:val="{format}"/>' * bool(format)
    return f'<w:textInput><w:type w:val="{kind}"/>{given}</w:textInput>'


class FieldsWithHelp(FormFields):
    """Form fields that say another year or unit, or take no figure."""

    kinds = MappingProxyType(
        {
            "q2_5": '<w:helpText w:type="text" w:val="Nombre en 2021"/><w:textInput/>',
            "q2_6": '<w:statusText w:type="text" w:val="en %"/><w:textInput/>',
            "q3_1": _of_type("date", "dd/MM/yyyy"),
            "q3_2": _of_type("number", "0%"),
            "q3_5": _of_type("number", "# ##0,00 €"),
            "q3_8_1.total": _of_type("calculated"),
        }
    )

    def __init__(self, form: Form, filled: Mapping[str, str] | None = None) -> None:
        super().__init__(form, filled)
        form.became(Fate.REWORDED, [*self.kinds])


PROTECTED = '<w:documentProtection w:edit="{}" w:enforcement="1"/>'
