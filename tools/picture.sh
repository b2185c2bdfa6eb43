#!/usr/bin/env bash
# Takes the picture in the README from the running demonstration, with a Chromium of this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

place=$(mktemp -d)
trap 'kill -INT "$job" 2> /dev/null || true; wait "$job" || true; rm -rf "$place"' EXIT
"${GO:-go}" build -o "$place/accede" ./cmd/accede
set -m # a job of its own, so that it can be interrupted
"$place/accede" demo --record "$place/record" --addr 127.0.0.1:0 > "$place/said" 2>&1 &
job=$!
set +m
address=""
for _ in $(seq 100); do
	address=$(grep -oE '127\.0\.0\.1:[0-9]+' "$place/said" | head -n 1) && [ -n "$address" ] && break
	sleep 0.1
done
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$place/browser" --window-size=1280,1000 \
	--screenshot="$PWD/doc/picture/overview.png" "http://$address/d/fi/?as-of=2022-06-21" > /dev/null 2>&1
