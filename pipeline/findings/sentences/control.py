"""The verdict on a document that came back."""

from __future__ import annotations

SAME = "Le rapport est exactement celui que ce classeur produit."
ALIKE = (
    "Le rapport dit ce que disent le formulaire et le classeur."
    " Seule sa mise en forme a changé."
)
TO_SETTLE = (
    "Le rapport dit ce que disent le formulaire et le classeur,"
    " mais ce qui précède est à régler avant de l'envoyer."
)
NOT_COMPARED = "Le document n'a pas pu être lu : il n'est pas comparé."
SAVED_BY = "Enregistré en dernier par « {} »."
