#!/usr/bin/env bash
# Puts Debian's prometheus and promtool into .tmp/prometheus of the repository, as the observability suite needs them,
# without installing them: the package would start a daemon. Quick when they are there, or installed already.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$root/.tmp/prometheus
if command -v prometheus >/dev/null && command -v promtool >/dev/null; then exit 0; fi
[ -x "$folder/usr/bin/promtool" ] && exit 0
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
# The lists of packages may be old, or not be there.
apt-get download -q prometheus || { apt-get update -qq && apt-get download -q prometheus; }
dpkg-deb -x prometheus_*.deb .
rm prometheus_*.deb
"$folder/usr/bin/promtool" --version
