#!/usr/bin/env bash
# Does what the README says, as a new user would: a clean clone, the demonstration built, served, looked at, stopped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
go=${GO:-go}

command="go run ./cmd/accede demo"
grep -qxE "$command( .*)?" README.md || { echo "smoke: the README no longer says: $command"; exit 1; }

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
if git rev-parse --git-dir > /dev/null 2>&1; then
	git -c advice.detachedHead=false clone -q --depth 1 "file://$PWD" "$place/accede"
	git diff --quiet HEAD || echo "smoke: what is not committed is not tried"
else
	echo "left out: the clean clone (no git, or not a clone); the folder itself is tried"
	cp -R . "$place/accede"
fi
cd "$place/accede"

mkdir "$place/tmp"
export TMPDIR="$place/tmp"
$go run ./cmd/accede demo --once --record "$place/record" > "$place/once" || { cat "$place/once"; exit 1; }

# The demonstration until Ctrl-C: the first line that has an address is where it is.
$go build -o "$place/bin" ./cmd/accede
set -m # a job of its own, so that it can be interrupted as from a terminal
"$place/bin" demo --addr 127.0.0.1:0 > "$place/demo" 2>&1 &
job=$!
set +m
address=""
for _ in $(seq 100); do
	address=$(grep -oE '127\.0\.0\.1:[0-9]+' "$place/demo" | head -n 1) && [ -n "$address" ] && break
	kill -0 "$job" 2> /dev/null || break
	sleep 0.1
done
if [ -z "$address" ]; then
	echo "smoke: the demonstration printed no address:"
	cat "$place/demo"
	exit 1
fi
exec 3<> "/dev/tcp/${address%:*}/${address#*:}"
printf 'GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$address" >&3
answer=$(tr -d '\0' <&3)
exec 3>&-
kill -INT -- "-$job"
status=0
wait "$job" || status=$?

case $answer in
*" 200 "*Finland*Sweden*) ;;
*)
	echo "smoke: http://$address/ is not the page with both dossiers:"
	head -n 20 <<< "$answer"
	exit 1
	;;
esac
if [ "$status" != 0 ]; then
	echo "smoke: Ctrl-C ended the demonstration with status $status"
	exit 1
fi
if [ -n "$(ls -A "$TMPDIR" | grep -v '^go-build')" ]; then
	echo "smoke: the demonstration left files behind: $(ls -A "$TMPDIR")"
	exit 1
fi
echo "the README's commands work in a clean clone"
