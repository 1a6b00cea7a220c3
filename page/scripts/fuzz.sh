#!/usr/bin/env bash
# Fuzzes the interface by its own description: every answer must be one that the description promises, none may be a
# fault of the server. RELATA_SCHEMATHESIS names the fuzzer; where it names none, it is installed from PyPI into a folder
# of its own.
#
#   page/scripts/fuzz.sh [PROGRAM] [EXAMPLES-PER-OPERATION]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=${1:-${CARGO_TARGET_DIR:-target}/release/relata}
examples=${2:-60}
folder=$(mktemp -d)
server=
# A file that is being coded when the server ends is coded to its end.
end() {
  [ -n "$server" ] && kill "$server" && wait "$server" || true
  rm -rf "$folder" 2> /dev/null || { sleep 3; rm -rf "$folder"; } || true
}
trap 'end 2> /dev/null' EXIT

fuzzer=${RELATA_SCHEMATHESIS:-}
if [ -z "$fuzzer" ]; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check --requirement page/scripts/requirements.txt
  fuzzer=$folder/venv/bin/schemathesis
fi
"$program" code --model fast --db "$folder/relata.db" examples/reports
"$program" serve --port 0 --db "$folder/relata.db" > "$folder/address" &
server=$!
until [ -s "$folder/address" ]; do
  kill -0 "$server" || { echo "the program does not serve" >&2; exit 1; }
  sleep 0.1
done
address=$(tr -d '\n' < "$folder/address")

# The stream never ends, which no fuzzer waits for. What is left in the scratch folder by the fuzzer goes with it.
root=$PWD
cd "$folder"
"$fuzzer" run "${address}api/v1/openapi.json" \
  --exclude-path /api/v1/stream \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
  --max-examples "$examples" --seed 1 --request-timeout 30
cd "$root"

# What was asked must have left the record as whole as it was.
"$program" events --db "$folder/relata.db" --format csv > /dev/null
