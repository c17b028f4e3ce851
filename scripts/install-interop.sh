#!/usr/bin/env bash
# Installs what the interop suites need beyond Node: kcat (Debian), confluent-kafka (PyPI, in a virtual environment of
# the repository), the Java tools and message schemas of Apache Kafka by the scripts beside that which GREGOR_KAFKA_SH
# names, and the jars of our own Java programs (Maven; JDK 17). Prints the settings for the suites. Quick when all is there.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
kafka=${GREGOR_KAFKA_SH:-$root/../shared/kafka/kafka.sh}
if ! command -v kcat >/dev/null; then
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends kcat >&2
fi
venv=$root/.tmp/venv
if ! "$venv/bin/python" -c 'import confluent_kafka' 2>/dev/null; then
  python3 -m venv "$venv" >&2
  "$venv/bin/pip" install --quiet --disable-pip-version-check confluent-kafka >&2
fi
[ -x "$kafka" ] || { echo "no Kafka tools at $kafka: set GREGOR_KAFKA_SH" >&2; exit 1; }
"$kafka" fetch >&2
pom=$root/test/interop/java/pom.xml libs=$root/.tmp/java/libs
if ! cmp -s "$pom" "$libs/pom.xml"; then
  rm -rf "$libs"
  mvn -q -B -f "$pom" dependency:copy-dependencies -DoutputDirectory="$libs" >&2
  cp "$pom" "$libs"
fi
messages=$root/.tmp/messages
[ -e "$messages/.done" ] || { "$(dirname "$kafka")/messages.sh" "$messages" >&2 && touch "$messages/.done"; }
echo "export GREGOR_PYTHON=$venv/bin/python GREGOR_KAFKA_SH=$kafka GREGOR_KAFKA_MESSAGES=$messages"
