"""The DiCS annual report of the Plan HP: counting rules, checks and explanations, each
with the form's question.
"""
