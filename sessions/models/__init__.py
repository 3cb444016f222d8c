from sessions.models.follow_up import FollowUp
from sessions.models.outcome import Outcome
from sessions.models.skill import Skill
from sessions.models.visit import Visit

__all__ = ["FollowUp", "Outcome", "Skill", "Visit"]
