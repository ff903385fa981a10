#!/usr/bin/env bash
# Provokes a ban, moves the clock past it, reads the verdict. Needs curl and a fakecarrier.
set -euo pipefail
base=${FAKECARRIER:-http://127.0.0.1:8480}/s/curl # a session of its own: no other test disturbs it
admin=$base/__admin

# token asks for a token and prints the status.
token() {
	curl -s -o /dev/null -w '%{http_code}\n' "$base/oauth/token" \
		-d grant_type=client_credentials -d client_id=shop -d client_secret=secret
}

curl -sf -X POST "$admin/reset" >/dev/null
curl -sf -X POST "$admin/clock/freeze" >/dev/null
for _ in $(seq 15); do
	[[ $(token) == 200 ]]
done
[[ $(token) == 403 ]] # the sixteenth within five seconds
curl -sf -X POST "$admin/clock/advance" -H 'Content-Type: application/json' \
	-d '{"by":"10m"}' >/dev/null
[[ $(token) == 200 ]]
curl -sf "$admin/verdict" | grep '"bans": 1,' >/dev/null
echo 'curl: banned at the sixteenth, free after ten minutes, one ban in the verdict'
