from sessions.models.card import Card
from sessions.models.device import Device
from sessions.models.follow_up import FollowUp
from sessions.models.gathering import Attendance, Gathering
from sessions.models.held import Held
from sessions.models.outcome import Outcome
from sessions.models.paper import Sheet
from sessions.models.proposal import Proposal
from sessions.models.request import VisitRequest
from sessions.models.skill import Skill
from sessions.models.visit import Visit

__all__ = [
    "Attendance", "Card", "Device", "FollowUp", "Gathering", "Held", "Outcome", "Proposal", "Sheet", "Skill", "Visit",
    "VisitRequest",
]  # fmt: skip
