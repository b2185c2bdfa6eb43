#!/usr/bin/env bash
# Builds the program twice, from copies of one commit in folders of different names, everything anew each time (-a), and
# compares the two byte for byte: whoever has the source can build what was released.
set -euo pipefail

GO=${GO:-go}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(pwd)
commit=$(git rev-parse HEAD) # once: the tree may move on while the first is built
build() { # folder
	mkdir -p "$work/$1"
	git -C "$here" archive "$commit" | tar -x -C "$work/$1"
	(cd "$work/$1" && CGO_ENABLED=0 "$GO" build -a -trimpath -buildvcs=false -o accede ./cmd/accede && sha256sum accede)
}
first=$(build one)
second=$(build another-name)
echo "$commit, $("$GO" version)"
echo "$first"
echo "$second"
[ "$first" = "$second" ] || { echo "the two differ"; exit 1; }
