#!/bin/sh
# SPDX-License-Identifier: MIT
# exchange_test.sh COMMAND... — the exchange in every situation, on real
# processes: one after the other, both at once, more than two, nobody else, a
# client or a server that is killed.
set -u
. "$(dirname "$0")/../../tests/support/home.sh"
scratch=$memory
rounds=${ROUNDS:-10}
passed=0 failed=0

verdict() { # WHAT STATUS
        if [ "$2" -eq 0 ]; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $1"
        fi
}

# Starts the server and waits until it has written, which is all that it says
# before it waits.
start_server() {
        : >"$scratch/one"
        "$@" 20 >"$scratch/one" &
        server=$!
        tries=0
        while [ "$(wc -l <"$scratch/one")" -lt 5 ]; do
                tries=$((tries + 1))
                kill -0 $server 2>/dev/null && [ $tries -lt 3000 ] || return 1
                sleep 0.01
        done
}

for role in SERVER CLIENT; do
        printf '%s\nBEFORE RECORD:\nBuffer Is Empty\nAFTER RECORD:\nInformation From Server\n' \
                $role >"$scratch/$role"
done

# What an instance printed, without a Windows program's carriage returns.
shows() { # ROLE FILE
        tr -d '\r' <"$2" | cmp -s - "$scratch/$1"
}

none_left() {
        ! ls "$MAPWIRE_DIR" | grep -q book
}

# 1. One after the other: the textbook's transcript.
start_server "$@"
verdict 'the first writes and waits' $?
"$@" 20 >"$scratch/two"
verdict 'the second ends with 0' $?
wait $server
verdict 'the first ends with 0' $?
shows SERVER "$scratch/one"
verdict 'the first is SERVER' $?
shows CLIENT "$scratch/two"
verdict 'the second is CLIENT and shows the text' $?
none_left
verdict 'nothing is left' $?
[ $failed -eq 0 ] || exit 1 # the rest would only wait in vain

# 2. Both at once: one of each, whoever wins.
round=0
while [ $round -lt "$rounds" ]; do
        "$@" 20 >"$scratch/one" &
        one=$!
        "$@" 20 >"$scratch/two"
        two_status=$?
        wait $one
        one_status=$?
        [ $one_status -eq 0 ] && [ $two_status -eq 0 ]
        verdict "both at once end with 0 (round $round: $one_status, $two_status)" $?
        { shows SERVER "$scratch/one" && shows CLIENT "$scratch/two"; } ||
                { shows CLIENT "$scratch/one" && shows SERVER "$scratch/two"; }
        verdict "both at once: a SERVER and a CLIENT (round $round)" $?
        round=$((round + 1))
done

# 3. Nobody else: it says so, and ends.
"$@" 1 >"$scratch/one" 2>"$scratch/message"
[ $? -eq 124 ]
verdict 'alone it ends with 124' $?
grep -q 'waited 1 s for a client, in vain' "$scratch/message"
verdict 'and says for whom it waited' $?

# 4. A client killed at some moment of its life; then another one comes. If the
#    first had told the server before it died, the other one is alone.
round=0
while [ $round -lt "$rounds" ]; do
        start_server "$@"
        "$@" 20 >"$scratch/two" 2>&1 &
        client=$!
        sleep "0.00$round"
        kill -9 $client 2>/dev/null
        wait $client 2>/dev/null
        "$@" 2 >"$scratch/three" 2>/dev/null
        other=$?
        wait $server
        verdict "a client is killed, the server ends with 0 (round $round)" $?
        { [ $other -eq 0 ] && shows CLIENT "$scratch/three"; } ||
                { [ $other -eq 124 ] && shows SERVER "$scratch/three"; }
        verdict "a client is killed, the next one ends well (round $round: $other)" $?
        round=$((round + 1))
done

# 5. A server killed while it waits: the next two do as if it had never been.
start_server "$@"
kill -9 $server
wait $server 2>/dev/null
start_server "$@"
"$@" 20 >"$scratch/two"
verdict 'after a killed server, a client ends with 0' $?
wait $server
verdict 'after a killed server, a new one ends with 0' $?
shows SERVER "$scratch/one" && shows CLIENT "$scratch/two"
verdict 'after a killed server, SERVER and CLIENT as ever' $?

# 6. Three and five at once: every one is a client with the text, or a server;
#    a server that comes when all others have gone says that it is alone.
for count in 3 5; do
        round=0
        while [ $round -lt $((rounds / 2)) ]; do
                number=0 processes=
                while [ $number -lt $count ]; do
                        "$@" 2 >"$scratch/many$number" 2>/dev/null &
                        processes="$processes $!"
                        number=$((number + 1))
                done
                number=0 good=0 servers=0 clients=0
                for process in $processes; do
                        wait "$process"
                        status=$?
                        if shows CLIENT "$scratch/many$number" && [ $status -eq 0 ]; then
                                clients=$((clients + 1))
                        elif shows SERVER "$scratch/many$number" &&
                                { [ $status -eq 0 ] || [ $status -eq 124 ]; }; then
                                servers=$((servers + 1))
                        fi
                        number=$((number + 1))
                done
                [ $((servers + clients)) -eq $count ] && [ $servers -ge 1 ] && [ $clients -ge 1 ]
                verdict "$count at once all end well (round $round: $servers servers)" $?
                round=$((round + 1))
        done
done
none_left
verdict 'nothing is left' $?

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
