"""The lists to choose from on the page that opens without a network, from the enums of every form: `result:met` → its words."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communes.enums import Relation, Sex
from sessions.enums import (
    AgeGroup,
    Competence,
    FollowUpReason,
    GatheringKind,
    Language,
    Mode,
    ProposalKind,
    Result,
    Setting,
    WorkList,
)
from sessions.forms.subjects import STEPS, VNEID
from sessions.forms.visit import NEXT

PILES = [
    ("asked", _("Asked for by the commune")),
    ("come_back", _("Asked to come back")),
    ("due", _("Promised")),
    ("never", _("Never visited")),
    ("nobody_home", _("Nobody was home")),
    ("stalled", _("Standing still")),
]
"""What tonight's list is divided into, by the reason to knock."""

LISTS: dict[str, Iterable[tuple[Any, Promise | str]]] = {
    "result": Result.choices,
    "mode": Mode.choices,
    "setting": Setting.choices,
    "language": Language.choices,
    "why": FollowUpReason.choices,
    "asked": WorkList.choices,
    "next": NEXT,
    "step": STEPS,
    "competence": Competence.choices,
    "vneid": VNEID,
    "sex": Sex.choices,
    "relation": Relation.choices,
    "age": AgeGroup.choices,
    "gathering": GatheringKind.choices,
    "proposal": ProposalKind.choices,
    "pile": PILES,
}


def choices() -> dict[str, str]:
    """Every choice in the language of now, by `list:value`, in the order of its list."""
    return {f"{name}:{value}": str(words) for name, listed in LISTS.items() for value, words in listed}
