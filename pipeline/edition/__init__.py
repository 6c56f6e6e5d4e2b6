"""What an edition of a form is: sheets, fields, lists, chapters, questions, and the
official wording. Frozen data.

Comes in: the content of ``form.yaml`` and ``formulaire.json``. Goes out: ``Form``, the
wording, the JSON Schema of a row, the places of the files of an edition. Promise:
evaluates no expression; what needs thought is a rule.
"""
