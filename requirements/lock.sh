#!/bin/sh
# Compile pyproject.toml into the four hashed lock files, each a part of the next. Versions already locked stay unless
# --upgrade is given. No address of a registry gets into them.
set -eu
cd -- "$(dirname -- "$0")/.."

compile() {
    lock=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
        --output-file "requirements/$lock.txt" "$@" pyproject.toml
}

compile production "$@"
compile demo --extra embedded --constraint requirements/production.txt "$@"
compile development --extra embedded --extra dev --constraint requirements/demo.txt "$@"
compile bench --all-extras --constraint requirements/development.txt "$@"
