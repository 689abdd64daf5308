#!/usr/bin/env bash
# Chromium and what drives it, a Chinese font, PostgreSQL's server programs: some tests need them. What is missing is
# installed where we may; where we may not, one line tells which tests will be skipped. With CI=true a missing program is an
# error: there, a skipped test would be a promise not kept.
set -euo pipefail
# shellcheck source=tools/privileges.sh
. "$(dirname "$0")/privileges.sh"

have_chromium() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

have_font() { # Any font that covers 险: the page's pictures would be boxes without it.
    { command -v fc-list && fc-list ':lang=zh-cn' family | grep --quiet .; } ||
        compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*'
}

have_postgresql() {
    { command -v initdb && command -v pg_ctl; } ||
        { compgen -G '/usr/lib/postgresql/*/bin/initdb' && compgen -G '/usr/lib/postgresql/*/bin/pg_ctl'; }
}

have_libatomic() { # Playwright's own driver is linked to it; a small Debian lacks it.
    compgen -G '/usr/lib*/libatomic.so.1*' || compgen -G '/usr/lib/*/libatomic.so.1*' || compgen -G '/lib/*/libatomic.so.1*'
}

install_chromium() {
    install_packages chromium || install_packages chromium-browser
}

install_libatomic() {
    install_packages libatomic1
}

install_font() {
    install_packages fonts-noto-cjk
}

# The tests start their own clusters: Debian's package shall not make and start one for the whole machine.
install_postgresql() {
    local settings=/etc/postgresql-common/createcluster.conf kept status=0
    install_packages postgresql-common || return
    kept=$(mktemp)
    cp "$settings" "$kept"
    printf 'create_main_cluster = false\n' | as_root tee -a "$settings" >/dev/null
    install_packages postgresql || status=$?
    as_root cp "$kept" "$settings"
    rm -f "$kept"
    return "$status"
}

missing=0
# need WORD SKIPPED: WORD names the pair have_WORD and install_WORD.
need() {
    "have_$1" >/dev/null && return
    if may_install; then
        echo "set-up: installing $1"
        if "install_$1" && "have_$1" >/dev/null; then
            return
        fi
    fi
    missing=$((missing + 1))
    echo "set-up: $1 is missing and could not be installed; $2" >&2
}

need chromium 'the browser tests will be skipped'
need libatomic 'the browser tests will fail'
need font 'Chinese text in the browser tests will show as boxes'
need postgresql 'the PostgreSQL tests will be skipped'

if [ "$missing" -gt 0 ] && [ "${CI:-}" = true ]; then
    echo 'set-up: CI=true, and CI skips nothing: stopping' >&2
    exit 1
fi
