#!/usr/bin/env bash
# Writes requirements.txt and requirements-dev.txt anew from pyproject.toml: every version pinned, every file by its hash.
# The files name no index and no path, so that whoever installs uses the registry that their own machine is set up for.
# Run it on the oldest Python that we support; arguments go to pip-compile (--upgrade, --upgrade-package NAME).
set -euo pipefail
cd "$(dirname "$0")/.."

venv=$(mktemp -d)
trap 'rm -rf "$venv"' EXIT
"${PYTHON:-python3.11}" -m venv "$venv"
"$venv/bin/pip" install --quiet 'pip-tools>=7.6'

compile() {
    "$venv/bin/pip-compile" --quiet --generate-hashes --strip-extras --allow-unsafe --annotation-style=line \
        --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        --build-deps-for editable --build-deps-for wheel "$@" pyproject.toml
}

head_line() {
    { printf '# %s\n' "$2"; grep -v '^# Written by' "$1"; } >"$venv/headed"
    cp "$venv/headed" "$1"
}

compile --output-file requirements.txt "$@"
compile --extra dev --constraint requirements.txt --output-file requirements-dev.txt "$@"
head_line requirements.txt 'Written by tools/lock.sh from pyproject.toml: what runs, and hatchling, which builds.'
head_line requirements-dev.txt 'Written by tools/lock.sh from pyproject.toml: requirements.txt and what tests and checks need.'

# A path or a host in a lock would send others to this machine.
if grep -nE '://|^-|file:|(^|[^a-z.])/[a-z]+/' requirements.txt requirements-dev.txt; then
    echo 'lock: a path, an option or an address slipped into a requirements file (see above)' >&2
    exit 1
fi
