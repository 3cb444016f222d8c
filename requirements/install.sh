#!/bin/sh
# Make .venv hold what one of the lock files beside this script names: install.sh production|demo|development|bench
# Does nothing when it already does. Uses uv where it is on the PATH, else Python's own venv and pip.
set -eu

wanted=$1
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
python=${PYTHON:-python3}
venv=$root/.venv
stamp=$venv/.requirements

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || fail "Python 3.11 or newer is needed: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old: 3.11 or newer is needed. Another one can be named: make PYTHON=python3.12 ..."

# A lock counts together with the interpreter: after an upgrade of Python the environment is made anew.
mark() {
    cat "$root/requirements/$1.txt" | "$python" -c \
        'import hashlib, sys; print(sys.argv[1], hashlib.sha256(sys.stdin.buffer.read()).hexdigest(), "%d.%d" % sys.version_info[:2])' "$1"
}

have=$(cat "$stamp" 2>/dev/null || true)
# The locks contain one another: bench > development > demo > production.
for lock in production demo development bench; do
    [ "$lock" = "$wanted" ] && fits=yes
    if [ "${fits:-no}" = yes ] && [ "$have" = "$(mark "$lock")" ]; then exit 0; fi
done

make_venv_with_python() {
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "This Python lacks its venv module: installing $package"
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" ||
                fail "$package cannot be installed; install it by hand and try again."
        else
            fail "This Python lacks its venv module. Install it and try again: sudo apt-get install $package"
        fi
    fi
    "$python" -m venv --clear "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
        -r "$root/requirements/$wanted.txt"
}

make_venv_with_uv() {
    # Compiled at once: where PYTHONDONTWRITEBYTECODE is set, every start would pay for it again.
    uv venv --quiet --clear --python "$python" "$venv"
    VIRTUAL_ENV=$venv uv pip sync --quiet --require-hashes --only-binary :all: --compile-bytecode "$root/requirements/$wanted.txt"
}

say "Building the environment in .venv from requirements/$wanted.txt (once; a minute or so)"
rm -f "$stamp"
if command -v uv >/dev/null 2>&1; then make_venv_with_uv; else make_venv_with_python; fi
mark "$wanted" >"$stamp"
say "The environment is ready"
