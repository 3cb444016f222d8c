#!/usr/bin/env python
"""Django's command line. In development it brings its own PostgreSQL and Valkey where no address of one is given."""

import os
import sys

WITHOUT_SERVERS = {
    "help",
    "version",
    "--help",
    "-h",
    "--version",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "findstatic",
    "diffsettings",
}


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "literacy_portal.settings")
    if sys.argv[1:2] == ["portal"]:
        # A demonstration looks and weighs as in production, and says on each page that its people are invented.
        os.environ.setdefault("DEBUG", "off")
        os.environ.setdefault("DEMO", "on")
    if needs_servers(sys.argv[1:]):
        provide_servers()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after the addresses are known

    execute_from_command_line(sys.argv)


def needs_servers(words: list[str]) -> bool:
    """Whether the command may speak to the database or the broker, and is not one of production's."""
    if os.environ.get("ENVIRONMENT") == "production" or not words or words[0] in WITHOUT_SERVERS:
        return False
    return not {"--help", "-h"} & set(words)


def provide_servers() -> None:
    """Start or join the embedded servers, or stop with their message."""
    from literacy_portal import embedded  # noqa: PLC0415 -- the production image has no embedded servers

    try:
        embedded.provide()
    except embedded.EmbeddedServerError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
