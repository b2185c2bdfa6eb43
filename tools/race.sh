#!/usr/bin/env bash
# Prints -race if the race detector works here, else says on standard error that it is left out.
set -euo pipefail

if [ "$(go env CGO_ENABLED)" = 1 ] && command -v "$(go env CC | cut -d ' ' -f 1)" > /dev/null && go build -race -o /dev/null runtime/race 2> /dev/null; then
	echo "-race"
else
	echo "left out: the race detector (no C compiler)" >&2
fi
