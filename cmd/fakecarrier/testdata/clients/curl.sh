#!/usr/bin/env bash
# The script that everybody begins with: a token for each call.
set -euo pipefail
export base=$1

call() {
	local token
	token=$(curl -s "$base/oauth/token" -d grant_type=client_credentials \
		-d client_id=shop -d client_secret=s3cret | sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p')
	[[ -n $token ]] || { echo 0; return; }
	curl -s -o /dev/null -w '%{http_code}\n' "$base/track/v1/trackingnumbers" \
		-H "authorization: Bearer $token" -H 'content-type: application/json' \
		-d '{"trackingInfo":[{"trackingNumberInfo":{"trackingNumber":"123456789012"}}]}'
}
export -f call

while read -r n; do
	seq "$n" | xargs -P "$n" -I{} bash -c call | paste -sd, | sed 's/.*/[&]/'
done
