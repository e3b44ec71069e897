#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Install the Debian packages that are missing, where we may; else say which ones to ask an administrator for.
# Usage: system-packages.sh run | test | office
set -euo pipefail

missing=()
need() { # need PACKAGE COMMAND...: the package is missing when the command fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

has_libmagic() { ldconfig -p | grep -q 'libmagic\.so\.1'; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }
has_venv() { python3 -c 'import venv, ensurepip'; }

need libmagic1 has_libmagic
need python3-venv has_venv
if [[ ${1:-run} == test ]]; then
  need postgresql has_postgres
  need chromium command -v chromium
  need clamav-daemon test -x /usr/sbin/clamd
fi
if [[ ${1:-run} == office ]]; then
  need libreoffice-calc command -v soffice
fi

if ((${#missing[@]} == 0)); then
  exit 0
fi
echo "Missing Debian packages: ${missing[*]}"
if [[ $(id -u) -ne 0 ]] || ! command -v apt-get >/dev/null; then
  echo "Ask an administrator to run: apt-get install --no-install-recommends ${missing[*]}"
  # the platform can not do without these, nor test-office without LibreOffice; tests without PostgreSQL, Chromium or
  # ClamAV say what they skip
  [[ " ${missing[*]} " == *" libreoffice-calc "* ]] && exit 1
  [[ " ${missing[*]} " == *" libmagic1 "* || " ${missing[*]} " == *" python3-venv "* ]] && exit 1
  exit 0
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
