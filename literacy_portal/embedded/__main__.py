"""`python -m literacy_portal.embedded`: stop what a killed process left running, where nobody uses it any more."""

import os

from literacy_portal.embedded import ROOT, provide


def main() -> None:
    """Join and leave each set of servers that has a folder: the last to leave stops them."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    for folder in sorted((ROOT / "var").glob("*/lease.lock")):
        name = folder.parent.name
        servers = provide(name)
        if servers:
            servers.release()
            os.environ.pop("DATABASE_URL", None)
            os.environ.pop("REDIS_URL", None)
        print(f"{name}: not running any more, unless another process uses it.")


if __name__ == "__main__":
    main()
