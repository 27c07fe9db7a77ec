#!/bin/sh
# SPDX-License-Identifier: MIT
# demo.sh: the exchange, on two real processes of one program, and then once more
# with the tool and no code. Ends by itself, leaves nothing behind.
set -eu
mapwire=${MAPWIRE:-mapwire}
scratch=$(mktemp -d /dev/shm/mapwire-demo.XXXXXX)
trap 'rm -rf "$scratch"' EXIT
export MAPWIRE_DIR="$scratch/names" MAPWIRE_GLOBAL_DIR="$scratch/global"

step() { printf '\n$ %s\n' "$*"; }

echo '== The textbook: one program, started twice; the first is SERVER, the second CLIENT.'
step mapwire demo --plain
"$mapwire" demo --plain

echo
echo '== The same, without code.'
step 'mapwire create mapping letter --size 100 &'
mkfifo "$scratch/hold"
"$mapwire" create mapping letter --size 100 <"$scratch/hold" >"$scratch/ready" &
mapping=$!
step 'mapwire create event there &'
"$mapwire" create event there <"$scratch/hold" >"$scratch/ready2" &
event=$!
exec 9>"$scratch/hold"          # a name lives while somebody holds it: until we close this
for file in ready ready2; do
        tries=0
        while [ ! -s "$scratch/$file" ]; do
                tries=$((tries + 1))
                [ $tries -lt 1000 ] || { echo 'demo: nothing was created' >&2; exit 1; }
                sleep 0.01
        done
done

step 'mapwire wait there -W 10 && mapwire read letter --text &    # the client'
("$mapwire" wait there -W 10 >/dev/null && "$mapwire" read letter --text && echo) \
        >"$scratch/client" &
client=$!
step 'mapwire ls'
"$mapwire" ls
step "mapwire write letter -m 'Information From Server'"
"$mapwire" write letter -m 'Information From Server'
step 'mapwire set there                                           # wakes the client, which prints:'
"$mapwire" set there
wait $client
cat "$scratch/client"

exec 9>&-                       # let go: both names end
wait $mapping $event
step 'mapwire ls                                     # nobody holds them: nothing is left'
"$mapwire" ls
