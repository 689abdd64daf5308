# Sourced by the scripts beside it: may this user install Debian packages, and do so quietly.
# shellcheck shell=bash

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1
}

# install_packages NAME...: apt-get's own words go to a log, shown only when it fails. The lists are fetched once a run.
install_packages() {
    local log status=0
    log=$(mktemp)
    if [ -z "${package_lists_fetched:-}" ]; then
        as_root apt-get update --quiet >"$log" 2>&1 || status=$?
        package_lists_fetched=yes
    fi
    if [ "$status" = 0 ]; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "$@" \
            >>"$log" 2>&1 || status=$?
    fi
    [ "$status" = 0 ] || tail -n 20 "$log" >&2
    rm -f "$log"
    return "$status"
}
