#!/usr/bin/env bash
# tools/make-venv.sh FOLDER [PYTHON]: a fresh virtual environment, with PYTHON or the first Python found that is new enough.
# Debian keeps the venv module in a package of its own; it is installed where we may, and asked for where we may not.
set -euo pipefail
# shellcheck source=tools/privileges.sh
. "$(dirname "$0")/privileges.sh"

folder=$1
chosen=${2:-}

new_enough() { # A pyenv shim may exist for a Python that does not; only running it tells.
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -z "$chosen" ]; then
    for candidate in python3.11 python3.12 python3.13 python3; do
        if new_enough "$candidate"; then
            chosen=$candidate
            break
        fi
    done
fi
if [ -z "$chosen" ]; then
    echo 'set-up: Python 3.11 or newer is needed and was not found; name yours with make PYTHON=/path/to/python3' >&2
    exit 1
fi
if ! new_enough "$chosen"; then
    echo "set-up: $chosen is not a Python 3.11 or newer; name one with make PYTHON=/path/to/python3" >&2
    exit 1
fi

if ! "$chosen" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    package=$("$chosen" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if ! may_install; then
        echo "set-up: $chosen has no venv module; install $package (Debian, Ubuntu) and run make again" >&2
        exit 1
    fi
    echo "set-up: installing $package"
    install_packages "$package" || install_packages python3-venv
fi

rm -rf "$folder"
"$chosen" -m venv "$folder"
