#!/usr/bin/env bash
# Runs every example against fakecarrier: docs/examples/run.sh. Needs go, curl, node, python3 and
# javac.
set -euo pipefail
cd "$(dirname "$0")"

folder=$(mktemp -d)
server=
trap 'kill "$server" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
go build -o "$folder/fakecarrier" ../../cmd/fakecarrier
"$folder/fakecarrier" --listen 127.0.0.1:0 --admin same 2>"$folder/log" &
server=$!
for _ in $(seq 50); do
	grep -q 'admin API' "$folder/log" && break
	sleep 0.1
done
FAKECARRIER=$(grep -o 'http://[0-9.:]*' "$folder/log" | head -1)
export FAKECARRIER

curl/ban.sh
# These start one of their own.
export FAKECARRIER_PROGRAM=$folder/fakecarrier PYTHONDONTWRITEBYTECODE=1
python3 python/test_ban.py
node --test node/
javac -d "$folder/java" java/*.java
java -cp "$folder/java" Ban
