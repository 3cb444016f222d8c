"""The only readers of what is stored."""

from indicators.queries.freshness import oldest_stale_mark
from indicators.queries.honesty import Freshness, freshness_of

__all__ = ["Freshness", "freshness_of", "oldest_stale_mark"]
