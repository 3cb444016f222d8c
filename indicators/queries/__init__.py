"""The only readers of what is stored."""

from indicators.queries.freshness import Freshness, freshness_of, oldest_stale_mark

__all__ = ["Freshness", "freshness_of", "oldest_stale_mark"]
