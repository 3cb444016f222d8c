from indicators.models.arrival import Arrival
from indicators.models.bulletin import Bulletin
from indicators.models.campaign import Campaign
from indicators.models.counting_day import CountingDay
from indicators.models.declaration import Declaration
from indicators.models.definition import Definition
from indicators.models.edition import Edition
from indicators.models.headcount import Headcount
from indicators.models.late_news import LateNews
from indicators.models.measurement import Measurement
from indicators.models.moved_border import MovedBorder
from indicators.models.public_page import PublicPage
from indicators.models.recount import Recount
from indicators.models.report import FROZEN_STATES, OPEN_STATES, Report, ReportStep
from indicators.models.report_schedule import ReportSchedule
from indicators.models.stale import Stale
from indicators.models.target import CourseTarget, Target
from indicators.models.visit_hour import VisitHour

__all__ = [
    "FROZEN_STATES",
    "OPEN_STATES",
    "Arrival",
    "Bulletin",
    "Campaign",
    "CountingDay",
    "CourseTarget",
    "Declaration",
    "Definition",
    "Edition",
    "Headcount",
    "LateNews",
    "Measurement",
    "MovedBorder",
    "PublicPage",
    "Recount",
    "Report",
    "ReportSchedule",
    "ReportStep",
    "Stale",
    "Target",
    "VisitHour",
]  # fmt: skip
