#!/usr/bin/env bash
# Fuzzes the interface by its own description: every answer must be one that the description promises, none may be a
# fault of the server. It needs Python; schemathesis is installed from PyPI into a folder of its own.
#
#   page/scripts/fuzz.sh [PROGRAM] [EXAMPLES-PER-OPERATION]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
program=${1:-${CARGO_TARGET_DIR:-target}/release/relata}
examples=${2:-60}
folder=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server"; rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet schemathesis==4.32.5
"$program" code --model fast --db "$folder/relata.db" examples/reports
"$program" serve --port 0 --db "$folder/relata.db" > "$folder/address" &
server=$!
until [ -s "$folder/address" ]; do sleep 0.1; done
address=$(tr -d '\n' < "$folder/address")

# The stream never ends, which no fuzzer waits for; every new job would start the program once more.
"$folder/venv/bin/schemathesis" run "${address}api/v1/openapi.json" \
  --exclude-path /api/v1/stream --exclude-path /api/v1/jobs \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
  --max-examples "$examples" --seed 1 --request-timeout 30
