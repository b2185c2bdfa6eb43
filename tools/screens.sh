#!/usr/bin/env bash
# Takes pictures of all pages from the running demonstration, at the widths of a desk and of a telephone, into
# doc/screens, with a Chromium of this machine. Names tell page, width, and what else is special about a picture.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ]; then
	echo "no Chromium on this machine: install the package chromium" >&2
	exit 1
fi
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
[ -n "$address" ] || { cat "$place/said" >&2; exit 1; }

# take NAME WIDTH HEIGHT PATH [flag]: one picture.
take() {
	"$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 --user-data-dir="$place/browser" \
		--window-size="$2,$3" ${5:+"$5"} --screenshot="$PWD/doc/screens/$1.png" "http://$address$4" > /dev/null 2>&1
	echo "doc/screens/$1.png"
}

mkdir -p doc/screens
rm -f doc/screens/*.png
day="as-of=2022-06-21"
while read -r name path; do
	take "$name-1280" 1280 1000 "$path"
	take "$name-390" 390 844 "$path"
done << PAGES
docket /?$day
overview /d/fi/?$day
positions /d/fi/positions/?$day
member /d/fi/positions/tr/?$day
way /d/fi/way/?$day
talks /d/fi/talks/?$day
round /d/fi/talks/talks-2/?$day
text /d/fi/texts/trilateral-memorandum/?as-of=2022-06-28
rule /d/fi/rule/?$day
power /d/fi/rule/power/?$day
ratification /d/fi/ratification/?as-of=2022-10-20
record /d/fi/record/?$day
entry /d/fi/record/14/
roll-call /d/fi/roll-call/?$day
desk /d/fi/desk/?$day
hold /d/fi/desk/hold/?$day
packages /d/fi/desk/packages/?$day
search /search?q=PKK
check /check/
reports /intake/
forecast /d/fi/desk/?as-of=2022-09-28
commitments /commitments?as-of=2022-08-30
calendar /calendar?$day
mine /desk?$day
administration /admin?$day
PAGES
take wall 1920 1080 "/wall/fi?$day"
take overview-dark-1280 1280 1000 "/d/fi/?$day" --blink-settings=preferredColorScheme=0
take overview-tr-390 390 844 "/d/fi/?$day&lang=tr"
take ratification-fi-1280 1280 1000 "/d/se/ratification/?as-of=2024-03-07&lang=fi"
