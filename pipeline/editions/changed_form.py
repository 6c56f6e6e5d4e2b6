"""The declaration of an edition that extends another: the other's, with its changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipeline.editions.changes import Changed, Raw, Spot, Unfit
from pipeline.findings.sentences import editions as sentences

# What may be reworded, the words that a text alone gives first; and the key by which
# something new is known.
WORDS = {
    "question": ("title", "label"),
    "line": ("label", "form", "meaning", "synonymes"),
    "column": ("heading", "help"),
}
NAMED_BY = {"question": "id", "line": "key"}


class ChangedForm(Changed):
    """The content of a form.yaml that is changed."""

    schema = "form.schema.json"
    kept_out = ("changes",)

    def merge(self, own: Raw) -> None:
        if "years" in own:
            self.raw.pop("wording", None)  # its wording is of its own years
        super().merge(own)

    def spots(self) -> dict[str, Spot]:
        found: dict[str, Spot] = {}
        for key, sheet in self.raw["sheets"].items():
            for name, field in sheet["fields"].items():
                found[f"{key}.{name}"] = Spot(sheet["fields"], [name], "column")
                found.update(self._lines(f"{key}.{name}", field.get("list")))
        for question in self.raw["questions"]:
            asked = question["id"]
            found[asked] = Spot(self.raw["questions"], [question], "question")
            lists = (question.get("list"), *question.get("cells", {}).values())
            for name in lists:
                found.update(self._lines(asked, name))
        return found

    def _lines(self, address: str, name: str | None) -> Iterator[tuple[str, Spot]]:
        items = self.raw["lists"].get(name, {}).get("items", [])
        for item in items:
            yield f"{address}/{item['key']}", Spot(items, [item], "line")

    def reword(self, spot: Spot, given: Any) -> None:
        words = WORDS[spot.kind]
        if isinstance(given, str):
            given = {words[0]: given}
        if not isinstance(given, dict) or not given or {*given} - {*words}:
            raise Unfit(sentences.only_words(words))
        (member,) = spot.members
        entry = spot.holder[member] if spot.kind == "column" else member
        entry.update(given)

    def entries(self, spot: Spot, given: Any) -> Any:
        if spot.kind == "column":
            if not isinstance(given, dict) or {*given} & {*spot.holder}:
                raise Unfit(sentences.NEW_COLUMNS)
            return given
        entries = [given] if isinstance(given, dict) else given
        name = NAMED_BY[spot.kind]
        if not isinstance(entries, list) or not all(
            isinstance(entry, dict) and name in entry for entry in entries
        ):
            raise Unfit(sentences.new_entry(name))
        return entries

    def insert(self, spot: Spot, given: Any) -> None:
        """A new question is asked in the chapter of the one that it stands after."""
        super().insert(spot, given)
        if spot.kind != "question":
            return
        before = spot.members[0]["id"]
        for chapter in self.raw["chapters"]:
            asked = chapter["questions"]
            if before in asked:
                at = asked.index(before) + 1
                asked[at:at] = [entry["id"] for entry in self.entries(spot, given)]

    def remove(self, spot: Spot) -> None:
        """What only names it goes with it: its entry in a chapter, the texts beside
        ticks that belong to it, the columns that it is asked of, a line in a trigger,
        a column in a condition.
        """
        super().remove(spot)
        (member,) = spot.members
        if spot.kind == "question":
            for chapter in self.raw["chapters"]:
                _drop(chapter["questions"], member["id"])
            _keep(self.raw["chapters"], lambda chapter: chapter["questions"])
            for question in self.raw["questions"]:
                if question.get("text") == member["id"]:
                    del question["text"]
        for sheet in self.raw["sheets"].values():
            for field in sheet["fields"].values() if spot.kind == "question" else ():
                _drop(field.get("asked_in"), member["id"])
            if spot.kind == "column" and sheet["fields"] is spot.holder:
                conditions = sheet.get("conditions", [])
                for condition in conditions:
                    _drop(condition["then"], member)
                _keep(
                    conditions,
                    lambda each: each["then"] and each["if"].get(member) != "present",
                )
            elif spot.kind == "line":
                self._untrigger(sheet, spot)

    def _untrigger(self, sheet: Any, spot: Spot) -> None:
        triggers = [field.get("only_with", {}) for field in sheet["fields"].values()]
        triggers += [condition["if"] for condition in sheet.get("conditions", ())]
        for trigger in triggers:
            for column, wanted in trigger.items():
                name = sheet["fields"].get(column, {}).get("list")
                if name and self.raw["lists"][name]["items"] is spot.holder:
                    _drop(wanted, spot.members[0]["key"])


def _drop(names: Any, name: str) -> None:
    if isinstance(names, list) and name in names:
        names.remove(name)


def _keep(entries: list[Any], wanted: Callable[[Any], object]) -> None:
    entries[:] = [entry for entry in entries if wanted(entry)]
