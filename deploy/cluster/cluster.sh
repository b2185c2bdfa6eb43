#!/usr/bin/env bash
# Three machines on one: three network namespaces, each with etcd, Patroni with PostgreSQL, and accede serve; in front of
# them haproxy. Starts them, breaks them, looks for every acknowledged act, and takes everything away again.
#
#   deploy/cluster/cluster.sh test         each fault once, with the longest time in which nothing was acknowledged
#   deploy/cluster/cluster.sh run MINUTES  mixed load for so long, a fault every minute
#   deploy/cluster/cluster.sh bench        the pipeline with 64 writers, beside the raw rate of the same three machines
#   deploy/cluster/cluster.sh down         take away what an end by force has left
#
# Needs root, and of the distribution: etcd-server, patroni, haproxy, postgresql, and faketime for the clock.
set -euo pipefail
cd "$(dirname "$0")/../.."

NET=10.77.0 HERE=10.77.0.254 ZONES="1 2 3"
WORK=${CLUSTER_DIR:-/tmp/accede-cluster}
ACCEDE=$WORK/accede
DB="postgres://postgres:super@/postgres?host=$NET.1,$NET.2,$NET.3&port=5432,5432,5432&target_session_attrs=read-write&sslmode=disable&search_path=bench"
PROXY=$HERE:8080
LIBFAKE=$(ls /usr/lib/*/faketime/libfaketime.so.1 2> /dev/null | head -n 1 || true)

say() { echo "$(date -u +%H:%M:%S) $*"; }
in_zone() { local z=$1; shift; ip netns exec "acc$z" "$@"; }

# keep PIDFILE COMMAND: runs it in the background, with its number in a file.
keep() { local name=$1; shift; "$@" > "$WORK/$name.log" 2>&1 & echo $! > "$WORK/$name.pid"; }
# again PIDFILE COMMAND: the same, and adds to what it has said before.
again() { local name=$1; shift; "$@" >> "$WORK/$name.log" 2>&1 & echo $! > "$WORK/$name.pid"; }
number() { cat "$WORK/$1.pid" 2> /dev/null || echo 0; }
signal() { # SIGNAL NAME: to the process of that name that this script has started
	local n; n=$(number "$2")
	[ "$n" = 0 ] || kill "-$1" "$n" 2> /dev/null || true
}

need() {
	local missing=()
	command -v etcd > /dev/null || missing+=(etcd-server)
	command -v patroni > /dev/null && /usr/bin/python3 -c 'import etcd' 2> /dev/null || missing+=(patroni python3-etcd)
	command -v haproxy > /dev/null || missing+=(haproxy)
	ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || missing+=(postgresql)
	[ -n "$LIBFAKE" ] || missing+=(faketime)
	[ ${#missing[@]} = 0 ] && return
	if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
		say "installing ${missing[*]}"
		DEBIAN_FRONTEND=noninteractive apt-get update -qq > /dev/null 2>&1 || true
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > "$WORK/apt.log" 2>&1 || true
		LIBFAKE=$(ls /usr/lib/*/faketime/libfaketime.so.1 2> /dev/null | head -n 1 || true)
	fi
	command -v etcd > /dev/null && command -v patroni > /dev/null && command -v haproxy > /dev/null || {
		echo "left out: three machines (${missing[*]} cannot be installed here)"; exit 0; }
}

net_up() {
	ip link add accbr type bridge
	ip addr add $HERE/24 dev accbr
	ip link set accbr up
	for z in $ZONES; do
		ip netns add "acc$z"
		ip link add "accv$z" type veth peer name eth0 netns "acc$z"
		ip link set "accv$z" master accbr up
		in_zone "$z" ip addr add "$NET.$z/24" dev eth0
		in_zone "$z" ip link set eth0 up
		in_zone "$z" ip link set lo up
	done
}

# disks gives each zone a disk of its own, small enough to be filled.
disks_up() {
	for z in $ZONES; do
		mkdir -p "$WORK/z$z/etcd" "$WORK/z$z/state" "$WORK/z$z/bin" "$WORK/z$z/pg"
		chmod 700 "$WORK/z$z/etcd"
		mount -t tmpfs -o size=1000m accede-cluster "$WORK/z$z/pg"
		chmod 755 "$WORK" "$WORK/z$z"
		chown postgres:postgres "$WORK/z$z/pg"
		echo "+0" > "$WORK/z$z/clock"
		programs "$z"
	done
}

# programs are those of PostgreSQL, the server under a clock that can be set.
programs() {
	local from; from=$(dirname "$(ls -v /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
	for p in "$from"/*; do ln -s "$p" "$WORK/z$1/bin/"; done
	[ -n "$LIBFAKE" ] || return 0
	rm "$WORK/z$1/bin/postgres"
	cat > "$WORK/z$1/bin/postgres" <<-END
		#!/bin/sh
		export LD_PRELOAD=$LIBFAKE FAKETIME_TIMESTAMP_FILE=$WORK/z$1/clock FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1
		exec $from/postgres "\$@"
	END
	chmod 755 "$WORK/z$1/bin/postgres"
}

etcd_start() { # ZONE HOW
	local z=$1 all=""
	for o in $ZONES; do all+="z$o=http://$NET.$o:2380,"; done
	$2 "etcd$z" ip netns exec "acc$z" etcd --name "z$z" --data-dir "$WORK/z$z/etcd" \
		--listen-peer-urls "http://$NET.$z:2380" --initial-advertise-peer-urls "http://$NET.$z:2380" \
		--listen-client-urls "http://$NET.$z:2379" --advertise-client-urls "http://$NET.$z:2379" \
		--initial-cluster "${all%,}" --heartbeat-interval 300 --election-timeout 3000 --enable-v2 --pre-vote --logger zap --log-level error
}

patroni_start() { # ZONE HOW
	local z=$1
	sed -e "s|NAME|z$z|; s|ADDRESS|$NET.$z|g; s|HOSTS|'$NET.1:2379', '$NET.2:2379', '$NET.3:2379'|; s|DATA|$WORK/z$z/pg/data|g; s|SOCKETS|$WORK/z$z/pg|" \
		-e "s|BIN|$WORK/z$z/bin|; s|NETWORK|$NET.0/24|g; s|SUPERSECRET|super|; s|SECRET|secret|" deploy/cluster/patroni.yml > "$WORK/z$z/patroni.yml"
	$2 "patroni$z" ip netns exec "acc$z" setpriv --reuid=postgres --regid=postgres --init-groups \
		env -C "$WORK/z$z/pg" PATH="$PATH" patroni "$WORK/z$z/patroni.yml"
}

accede_start() { # ZONE HOW
	$2 "accede$1" ip netns exec "acc$1" "$ACCEDE" serve --record "$DB" --state "$WORK/z$1/state" --addr "$NET.$1:8418" \
		--peers "$NET.$1:8419" --api-rate 0 --metrics "$NET.$1:9418"
}

proxy_start() {
	local servers=""
	for z in $ZONES; do servers+="  server z$z $NET.$z:8418\n"; done
	sed -e "s|BIND|$PROXY|; s|^SERVERS|$servers|" deploy/cluster/haproxy.cfg > "$WORK/haproxy.cfg"
	keep haproxy haproxy -db -f "$WORK/haproxy.cfg"
}

# primary answers the zone whose PostgreSQL is the primary; nothing where there is none.
primary() {
	for z in $ZONES; do
		if [ "$(curl -s -o /dev/null -m 1 -w '%{http_code}' "http://$NET.$z:8008/primary")" = 200 ]; then echo "$z"; return; fi
	done
}
# writer answers the zone whose accede holds the lease.
writer() {
	local at; at=$(PGCONNECT_TIMEOUT=2 psql -XAtq "$DB_PSQL" -c "select split_part(split_part(holder, ':', 1), '.', 4) from bench.record where until > clock_timestamp()" 2> /dev/null || true)
	echo "$at"
}
DB_PSQL="host=$NET.1,$NET.2,$NET.3 port=5432 user=postgres password=super dbname=postgres target_session_attrs=read-write"

until_true() { # SECONDS WHAT COMMAND
	local end=$((SECONDS + $1)) what=$2; shift 2
	until "$@"; do
		[ $SECONDS -lt $end ] || { say "waited in vain: $what"; return 1; }
		sleep 0.5
	done
}
has_primary() { [ -n "$(primary)" ]; }
# whole: a primary, two standbys that stream, one of them synchronous, and three processes that serve.
whole() {
	has_primary || return 1
	[ "$(PGCONNECT_TIMEOUT=2 psql -XAtq "$DB_PSQL" -c "select count(*) filter (where state = 'streaming') || ' ' || count(*) filter (where sync_state = 'sync') from pg_stat_replication" 2> /dev/null)" = "2 1" ] || return 1
	for z in $ZONES; do curl -sf -m 2 "http://$NET.$z:8418/healthz" > /dev/null || return 1; done
	[ -n "$(writer)" ]
}

up() {
	[ "$(id -u)" = 0 ] || { echo "left out: three machines (not root)"; exit 0; }
	down > /dev/null 2>&1 || true
	mkdir -p "$WORK"
	need
	"${GO:-go}" build -o "$ACCEDE" ./cmd/accede
	net_up
	disks_up
	for z in $ZONES; do etcd_start "$z" keep; done
	sleep 2
	for z in $ZONES; do patroni_start "$z" keep; sleep 1; done
	until_true 120 "a primary" has_primary
	psql -XAtq "$DB_PSQL" -c 'create schema bench' > /dev/null
	"$ACCEDE" bench found "$DB" --state "$WORK/z1/state"
	for z in 2 3; do cp "$WORK/z1/state/host.key" "$WORK/z$z/state/"; done
	for z in $ZONES; do accede_start "$z" keep; done
	proxy_start
	until_true 120 "three machines that are whole" whole
	say "three zones: PostgreSQL's primary in zone $(primary), the writer in zone $(writer)"
}

# down takes away what this script has started, by the numbers it has noted, and nothing else.
down() {
	for name in haproxy accede1 accede2 accede3 patroni1 patroni2 patroni3 etcd1 etcd2 etcd3; do signal CONT "$name"; signal TERM "$name"; done
	sleep 1
	for z in $ZONES; do
		for p in $(ip netns pids "acc$z" 2> /dev/null); do kill -KILL "$p" 2> /dev/null || true; done
		ip netns del "acc$z" 2> /dev/null || true
		ip link del "accv$z" 2> /dev/null || true
		umount "$WORK/z$z/pg" 2> /dev/null || true
	done
	ip link del accbr 2> /dev/null || true
	rm -rf "$WORK"
}

# leave takes everything away, and keeps what was said where something went wrong.
leave() {
	local code=$?
	if [ $code != 0 ] && [ -d "$WORK" ]; then
		rm -rf "$WORK-logs"; mkdir -p "$WORK-logs"
		cp "$WORK"/*.log "$WORK-logs/" 2> /dev/null || true
		echo "what was said is in $WORK-logs"
	fi
	down 2> /dev/null
	exit $code
}

# load SECONDS FILE: acts come for so long; the last line says how long nothing was acknowledged.
load() {
	"$ACCEDE" bench run --url "$PROXY" --clients 16 --for "${1}s" --pace "${PACE:-100}" --mix mixed --dossiers 3 --patient 2m \
		--acknowledged "$WORK/acknowledged.jsonl" --gap > "$2" 2> "$2.err"
}

# The faults. Each breaks something, waits, and mends it.
fault_writer() { # kill -9 of the process that writes
	local z; z=$(writer); say "  kill -9 of the writer, zone $z"
	[ -n "$z" ] || return 0
	signal KILL "accede$z"; sleep "${HOLD:-8}"; accede_start "$z" again
}
fault_pause() { # the process that writes is paused for longer than its lease runs
	local z; z=$(writer); say "  the writer pauses, zone $z"
	[ -n "$z" ] || return 0
	signal STOP "accede$z"; sleep "${HOLD:-8}"; signal CONT "accede$z"
}
fault_primary() { # kill -9 of PostgreSQL's primary and what watches over it
	local z; z=$(primary); say "  kill -9 of the primary, zone $z"
	[ -n "$z" ] || return 0
	signal KILL "patroni$z"
	kill -KILL "$(head -n 1 "$WORK/z$z/pg/data/postmaster.pid")" 2> /dev/null || true
	sleep "${HOLD_LONG:-35}"; patroni_start "$z" again
}
fault_cut() { # the zone of the primary is cut off from the others
	local z; z=$(primary); say "  zone $z, with the primary, is cut off"
	[ -n "$z" ] || return 0
	ip link set "accv$z" down; sleep "${HOLD_LONG:-35}"; ip link set "accv$z" up
}
fault_disk() { # the disk of the primary is full
	local z; z=$(primary); say "  the disk of the primary is full, zone $z"
	[ -n "$z" ] || return 0
	dd if=/dev/zero of="$WORK/z$z/pg/filler" bs=1M > /dev/null 2>&1 || true
	sleep "${HOLD_LONG:-35}"; rm -f "$WORK/z$z/pg/filler"
}
fault_clock() { # the clock of the primary goes back by an hour, and then forward again
	local z; z=$(primary); say "  the clock of the primary goes back by an hour, zone $z; the writer is killed"
	[ -n "$z" ] && [ -n "$LIBFAKE" ] || return 0
	echo "-3600" > "$WORK/z$z/clock"
	sleep 1
	local w; w=$(writer); [ -n "$w" ] && signal KILL "accede$w"
	sleep "${HOLD:-8}"; echo "+0" > "$WORK/z$z/clock"
	[ -z "$w" ] || accede_start "$w" again
}

# mended starts what has ended, and waits until all is whole again.
mended() {
	for z in $ZONES; do
		kill -0 "$(number "accede$z")" 2> /dev/null || accede_start "$z" again
		kill -0 "$(number "patroni$z")" 2> /dev/null || patroni_start "$z" again
	done
	until_true "${1:-120}" "all is whole again" whole
}

check() {
	say "looking for every acknowledged act"
	"$ACCEDE" bench check "$WORK/acknowledged.jsonl" --record "$DB" --state "$WORK/z1/state"
}

each() { # FAULT SECONDS LIMIT
	say "$1: limit $3 s"
	load "$2" "$WORK/gap" & local loading=$!
	sleep 5
	"fault_$1"
	wait $loading || { say "the load ended badly"; cat "$WORK/gap.err"; return 1; }
	local gap; gap=$(sed -E 's/.*longest gap ([0-9]+) ms.*/\1/' "$WORK/gap")
	printf '%-10s nothing acknowledged for at most %6d ms, limit %6d ms: %s. %s\n' "$1" "$gap" $(($3 * 1000)) \
		"$([ "$gap" -le $(($3 * 1000)) ] && echo met || echo missed)" "$(cat "$WORK/gap")" | tee -a "$WORK/said"
	mended
}

case "${1:-}" in
up) up ;;
down) down ;;
test)
	trap leave EXIT
	up
	bash tools/machine.sh
	each writer 20 2
	each pause 20 2
	each clock 25 2
	each primary 55 35
	each cut 60 35
	each disk 60 35
	echo; cat "$WORK/said"
	check
	;;
bench)
	trap leave EXIT
	up
	bash tools/machine.sh
	ACCEDE_CLUSTER_DB="${DB%&search_path=bench}" "${GO:-go}" test -run '^$' -bench Pipeline64WritersCluster ./internal/depositary
	;;
run)
	trap leave EXIT
	up
	bash tools/machine.sh
	minutes=${2:-60}
	faults=(writer pause primary writer cut pause disk clock)
	load $((minutes * 60)) "$WORK/gap" & loading=$!
	for ((m = 0; m < minutes; m++)); do
		next=$((SECONDS + 60))
		HOLD=6 HOLD_LONG=28 "fault_${faults[m % ${#faults[@]}]}"
		mended 45 || true
		[ $SECONDS -ge $next ] || sleep $((next - SECONDS))
	done
	wait $loading || { say "the load ended badly"; cat "$WORK/gap.err"; exit 1; }
	mended
	say "$minutes minutes: $(cat "$WORK/gap")"
	check
	;;
*)
	sed -n '2,10p' "$0"
	exit 2
	;;
esac
