#!/usr/bin/env bash
# Makes .venv from the locks, with the system libraries that Qt's wheels expect.
# Usage: deploy/setup.sh [run|dev|chip|speech|bench|postgres|prove]     quick when nothing has changed since the last time
# "bench" adds what our search is measured against, no kiosk needs it.
# "postgres" adds what a gateway needs to keep its dossiers in PostgreSQL (the server is Debian's own package).
# "prove" adds what cuts, fills, slows and misleads in `make prove`; without the superuser it says what is left out.
# "speech" adds what reads the screens aloud: espeak-ng, and aplay of alsa-utils, which plays what it says.
# "chip" adds what reads the chip of a card, beside the others: pcscd, and pyscard, which is built here; and for the lines
# on a card's back tesserocr, whose wheel holds Tesseract, with the letters that Debian has for it.
set -euo pipefail
cd "$(dirname "$0")/.."

want=${1:-run}
venv=.venv

say() { printf '%s\n' "$*" >&2; }

# soname → Debian package; a library is looked for by its soname, since package names differ between releases.
declare -A libraries=(
    [libglib-2.0.so.0]=libglib2.0-0 [libfontconfig.so.1]=libfontconfig1 [libfreetype.so.6]=libfreetype6
    [libbrotlidec.so.1]=libbrotli1 [libpulse.so.0]=libpulse0 [libEGL.so.1]=libegl1 [libGL.so.1]=libgl1
    [libxkbcommon-x11.so.0]=libxkbcommon-x11-0 [libxcb-cursor.so.0]=libxcb-cursor0 [libxcb-icccm.so.4]=libxcb-icccm4
    [libxcb-image.so.0]=libxcb-image0 [libxcb-keysyms.so.1]=libxcb-keysyms1
    [libxcb-render-util.so.0]=libxcb-render-util0 [libxcb-shape.so.0]=libxcb-shape0
    [libxcb-xinerama.so.0]=libxcb-xinerama0 [libdbus-1.so.3]=libdbus-1-3
)

missing_packages() {
    local known soname
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for soname in "${!libraries[@]}"; do
        grep -qF "$soname" <<<"$known" || printf '%s\n' "${libraries[$soname]}"
    done | sort
}

missing_for_chip() { # pyscard has no wheels: its source asks for a compiler, swig and the headers of PC/SC and Python
    local has
    has() { PATH="$PATH:/sbin:/usr/sbin" command -v "$1" >/dev/null; }
    has pcscd || printf '%s\n' pcscd libccid
    has gcc || printf '%s\n' gcc libc6-dev
    has swig || printf '%s\n' swig
    [[ -f /usr/share/tesseract-ocr/5/tessdata/eng.traineddata ]] || printf '%s\n' tesseract-ocr-eng
    [[ -f /usr/include/PCSC/winscard.h ]] || printf '%s\n' libpcsclite-dev
    "$venv/bin/python" -c 'import sys, sysconfig, pathlib
sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())' || printf '%s\n' python3-dev
}

missing_for_bench() { # what asks the gateway, and the database it is asked on
    command -v wrk >/dev/null || printf '%s\n' wrk
    compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || printf '%s\n' postgresql
}

missing_for_proofs() {
    local has
    has() { PATH="$PATH:/sbin:/usr/sbin" command -v "$1" >/dev/null; }
    has mkfs.ext4 || printf '%s\n' e2fsprogs
    has mkfs.xfs || printf '%s\n' xfsprogs
    has tc || printf '%s\n' iproute2
    has nft || printf '%s\n' nftables
    has faketime || printf '%s\n' faketime
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || printf '%s\n' postgresql
}

missing_for_speech() {
    PATH="$PATH:/sbin:/usr/sbin" command -v espeak-ng >/dev/null || printf '%s\n' espeak-ng
    PATH="$PATH:/sbin:/usr/sbin" command -v aplay >/dev/null || printf '%s\n' alsa-utils
}

install_packages() { # WHY PACKAGE…
    local why=$1 packages=("${@:2}")
    ((${#packages[@]})) || return 0
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        say "Installing by apt-get: ${packages[*]}"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
    else
        say "$why; install them once as root: apt-get install --no-install-recommends ${packages[*]}"
        exit 1
    fi
}

virtual_environment() { # Debian's own Python first: it is built optimised, and the kiosk starts a fifth sooner on it
    local python
    for python in "${PYTHON:-/usr/bin/python3}" python3; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$python" -m venv "$venv"
            return
        fi
    done
    say "Python 3.11 or newer with its venv module is needed; on Debian: apt-get install python3-venv (or name another by PYTHON=…)."
    exit 1
}

pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }

locked() { # a lock's wheels, exactly those; bogo and pyscard come as source, built by the locked setuptools
    pip install --quiet --require-hashes --no-deps --no-build-isolation --use-pep517 \
        -r "requirements/$1.txt"
}

fingerprint() { cat requirements/build.txt "requirements/$want.txt" pyproject.toml "$0" | sha256sum; }

up_to_date() { # dev holds all of run
    local stamp
    for stamp in "$venv/.made-$want" "$venv/.made-dev"; do
        [[ $want =~ ^(chip|bench|postgres)$ && $stamp == *-dev ]] && continue
        [[ -x $venv/bin/kiosk && -f $stamp && $(want=${stamp##*-} fingerprint) == "$(<"$stamp")" ]] && return 0
    done
    return 1
}

[[ $want =~ ^(run|dev|chip|speech|bench|postgres|prove)$ ]] || { say "usage: deploy/setup.sh [run|dev|chip|speech|bench|postgres|prove]"; exit 2; }
if [[ $want == speech ]]; then # no Python packages: two programs of Debian
    mapfile -t packages < <(missing_for_speech)
    install_packages "Reading aloud needs packages that are not here yet" "${packages[@]}"
    exit 0
fi
if [[ $want == prove ]]; then # what cannot be had leaves its proof out, and the page says so
    mapfile -t packages < <(missing_for_proofs)
    ((EUID != 0)) || install_packages "Some proofs need packages that are not here yet" "${packages[@]}"
    ((EUID == 0)) || say "Not as root: no power cuts, full disks and bad lines. Missing here: ${packages[*]:-nothing}"
    exit 0
fi
up_to_date && exit 0
if [[ $want == bench || $want == postgres ]]; then
    if [[ $want == bench ]]; then
        mapfile -t packages < <(missing_for_bench)
        install_packages "The benchmarks need packages that are not here yet" "${packages[@]}"
    fi
    locked "$want"
    fingerprint >"$venv/.made-$want"
    exit 0
fi
if [[ $want == chip ]]; then
    mapfile -t packages < <(missing_for_chip)
    install_packages "Reading chips needs packages that are not here yet" "${packages[@]}"
    locked build
    locked chip
    fingerprint >"$venv/.made-chip"
    exit 0
fi
mapfile -t packages < <(missing_packages)
install_packages "Qt needs system libraries that are not here yet" "${packages[@]}"
"$venv/bin/python" -c '' 2>/dev/null || virtual_environment
say "Installing the locked packages into $venv."
locked build
locked "$want"
# "compat" puts the checkout on the path by a plain line; the default way costs every start 10 ms.
pip install --quiet --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
fingerprint >"$venv/.made-$want"
