#!/usr/bin/env bash
# Makes Docker answer, and the base image of deploy/docker/Dockerfile be there, as the compose suite needs them. Does
# nothing where that is so already; else the script that GREGOR_DOCKER_SH names, or the one beside the repository, does it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
base=${GREGOR_BASE_IMAGE:-$(sed -n 's/^ARG BASE=//p' "$root/deploy/docker/Dockerfile")}
if command -v docker-compose >/dev/null && docker image inspect "$base" >/dev/null 2>&1; then exit 0; fi
make=${GREGOR_DOCKER_SH:-$root/../shared/docker/make-node-image.sh}
[ -e "$make" ] || { echo "no Docker with the image $base, and no script at $make: set GREGOR_DOCKER_SH" >&2; exit 1; }
bash "$make" "$base"
