#!/bin/sh
# The system packages that tests need: installed when we may (root, or sudo without a password), else named one by one.
set -u
missing=""
need() { # need COMMAND-OR-FILE PACKAGE
    command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing="$missing $2"
}
library() { # library NAME PACKAGE
    ldconfig -p 2>/dev/null | grep -q "$1" || missing="$missing $2"
}
command -v chromium-headless-shell >/dev/null 2>&1 || need chromium chromium
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need initdb postgresql
library libpango-1.0.so.0 libpango-1.0-0
library libpangoft2-1.0.so.0 libpangoft2-1.0-0
library libharfbuzz-subset.so.0 libharfbuzz-subset0
need java default-jre-headless
need node nodejs
need npm npm
need pdftotext poppler-utils
quicker="" # Chromium without a window takes a third off the tests with a browser; its version must be Chromium's own
if ! command -v chromium-headless-shell >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then
    version=$(dpkg-query -W -f '${Version}' chromium 2>/dev/null) && quicker="chromium-headless-shell=$version"
fi
belenios="" # the proofs of sealed ballots are tried both ways against Belenios (5 MB); without it that test is skipped
command -v belenios-tool >/dev/null 2>&1 || belenios=belenios-tool
[ -z "$missing$quicker$belenios" ] && exit 0
if [ "$(id -u)" = 0 ]; then as_root=""
elif sudo -n true 2>/dev/null; then as_root="sudo -n"
else as_root="no"; fi
perhaps() { # perhaps PACKAGE...: each from what is known already, or else we go on without it
    [ "$as_root" = no ] && return
    for package in "$@"; do
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends --no-upgrade \
            -o Acquire::Retries=0 -o Acquire::http::Timeout=10 "$package" >/dev/null 2>&1 || :
    done
}
perhaps $quicker $belenios
[ -z "$missing" ] && exit 0
if [ "$as_root" != no ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing:$missing"
    $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null && perhaps $belenios && exit 0
fi
echo "Tests need these system packages, and they could not be installed from here:$missing" >&2
echo "Install them (on Debian: apt-get install$missing), then run make test again." >&2
[ "${CI:-}" = true ] && exit 1
echo "Going on without; what needs them is skipped and says so." >&2
