#!/usr/bin/env bash
# Fails if writing the generated pages again changes them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ -n "$(find . -name '*.templ' -print -quit)" ] || exit 0
sum() { find . -name '*_templ.go' -print0 | sort -z | xargs -0 -r cksum; }

before=$(sum)
"${GO:-go}" tool -modfile=tools/go.mod templ generate -log-level error
after=$(sum)
if [ "$before" != "$after" ]; then
	echo "generated pages are not those of their templates; they have been written again, commit them:"
	diff <(echo "$before") <(echo "$after") | sed -n 's/^> [0-9]* [0-9]* //p'
	exit 1
fi
