#!/usr/bin/env bash
# Prints the date and the machine on which figures are measured.
set -euo pipefail

echo "date: $(date -u +%F)"
echo "commit: $(git describe --always --dirty 2> /dev/null || echo unknown)"
echo "machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
echo "system: $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r), temporary files on $(df --output=fstype "${TMPDIR:-$(dirname "$(mktemp -u)")}" | tail -n 1)"
go version
