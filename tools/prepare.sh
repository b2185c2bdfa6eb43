#!/usr/bin/env bash
# Installs what the tests can use and this machine lacks, from the distribution, when that is possible: a C compiler
# for the race detector, git for the clean clone, a browser and fonts for the pages. Otherwise it says, in one line
# for each, what will be left out and why. It never fails: what is lacking is left out, not in the way.
set -euo pipefail

packages=()
losses=()
need() { # package, what is left out without it
	packages+=("$1")
	losses+=("$2")
}

command -v gcc > /dev/null || need gcc "the race detector"
[ -e /usr/include/stdlib.h ] || ! command -v apt-get > /dev/null || need libc6-dev "the race detector"
command -v git > /dev/null || need git "the commands of the README in a clean clone"
if ! command -v chromium > /dev/null && ! command -v chromium-browser > /dev/null && ! command -v google-chrome > /dev/null; then
	need chromium "the pages in a real browser"
fi
command -v node > /dev/null || need nodejs "the second verifier of records beside the first"
[ -d /usr/share/fonts/truetype/noto ] || ! command -v apt-get > /dev/null || need fonts-noto-core "scripts other than Latin in the browser"
ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || command -v initdb > /dev/null || need postgresql "records in PostgreSQL"

[ ${#packages[@]} -gt 0 ] || exit 0

why=""
if ! command -v apt-get > /dev/null; then
	why="no apt-get here"
elif [ "$(id -u)" != 0 ]; then
	why="not root: apt-get install ${packages[*]}"
else
	echo "installing ${packages[*]}"
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	export DEBIAN_FRONTEND=noninteractive
	if apt-get update -qq > "$log" 2>&1 && apt-get install -y -qq --no-install-recommends "${packages[@]}" >> "$log" 2>&1; then
		exit 0
	fi
	why="apt-get says: $(grep -E '^[EW]:' "$log" | tail -n 1)"
fi
for loss in "${losses[@]}"; do echo "left out: $loss ($why)"; done
