from teams.models.access import PersonalAccess
from teams.models.postings import Posting
from teams.models.teams import Membership, Team

__all__ = ["Membership", "PersonalAccess", "Posting", "Team"]
