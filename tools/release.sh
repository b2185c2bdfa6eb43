#!/usr/bin/env bash
# Makes a release, signs it, and verifies one that somebody else has made.
#
#   release.sh build DIR           the program for each system, from the committed tree alone, and SHA256SUMS of them
#   release.sh sign DIR KEY        SHA256SUMS.sig, by a key of SSH (a file, or one of the agent's by its .pub)
#   release.sh verify DIR SIGNERS  the signature, by whoever SIGNERS allows (ssh-keygen(1), ALLOWED SIGNERS), and every file
#   release.sh rebuild DIR         builds the tree again and compares it with the release byte for byte
set -euo pipefail

GO=${GO:-go}
SYSTEMS=${SYSTEMS:-linux/amd64 linux/arm64 darwin/arm64 windows/amd64}
namespace=accede-release

build() ( # dir
	mkdir -p "$1"
	dir=$(cd "$1" && pwd); here=$(pwd); work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	git -C "$here" archive HEAD | tar -x -C "$work"
	for system in $SYSTEMS; do
		name=accede-${system//\//-}; [[ $system == windows/* ]] && name=$name.exe
		(cd "$work" && GOOS=${system%/*} GOARCH=${system#*/} CGO_ENABLED=0 "$GO" build -trimpath -buildvcs=false -o "$dir/$name" ./cmd/accede)
	done
	sums "$dir" > "$dir/SHA256SUMS"
)

sums() { (cd "$1" && LC_ALL=C ls | grep -v '^SHA256SUMS' | xargs -d '\n' sha256sum); }

sign() { # dir key
	rm -f "$1/SHA256SUMS.sig"
	ssh-keygen -Y sign -q -n "$namespace" -f "$2" "$1/SHA256SUMS"
}

verify() { # dir signers
	local who; who=$(ssh-keygen -Y find-principals -f "$2" -s "$1/SHA256SUMS.sig") || { echo "signed by nobody whom $2 allows"; return 1; }
	ssh-keygen -Y verify -q -n "$namespace" -f "$2" -I "${who%%$'\n'*}" -s "$1/SHA256SUMS.sig" < "$1/SHA256SUMS" || { echo "the signature is not one on this SHA256SUMS"; return 1; }
	(cd "$1" && sha256sum --quiet --strict -c SHA256SUMS) || { echo "a file is not the one that was signed"; return 1; }
	[ "$(sums "$1")" = "$(cat "$1/SHA256SUMS")" ] || { echo "there are files that were not signed"; return 1; }
	echo "signed by ${who%%$'\n'*}, $(wc -l < "$1/SHA256SUMS") files as they were signed"
}

rebuild() ( # dir
	again=$(mktemp -d)
	trap 'rm -rf "$again"' EXIT
	build "$again"
	diff "$1/SHA256SUMS" "$again/SHA256SUMS" && echo "built again, byte for byte the same"
)

case "${1:-}" in
build | sign | verify | rebuild) "$@" ;;
*) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
