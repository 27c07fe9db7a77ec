#!/bin/sh
# SPDX-License-Identifier: MIT
# seed.sh AWAIT_SLEEPER — the textbook's program, as printed, compiled by one
# command; two instances of it print the book's transcript and both end with 0.
set -u
await=$1
[ -f "$MW_SEED" ] || {
        echo "skipped: the textbook's source is not here (MW_SEED=$MW_SEED)"
        exit 77
}
command -v pkg-config >/dev/null || { echo "skipped: no pkg-config"; exit 77; }
export PKG_CONFIG_PATH="$MW_BUILD/pkgconfig"
. "$(dirname "$0")/../support/home.sh"
scratch=$disk
passed=0 failed=0

verdict() { # WHAT STATUS
        if [ "$2" -eq 0 ]; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $1"
        fi
}

printf 'SERVER\nBEFORE RECORD:\nBuffer Is Empty \nAFTER RECORD:\nBuffer Is Empty \n' \
        >"$scratch/server.want"
printf 'CLIENT\nBEFORE RECORD: \nBuffer Is Empty \nAFTER RECORD: \nInformation From Server\n' \
        >"$scratch/client.want"

# One way to compile it: the whole exchange, and nothing left afterwards.
exchange() { # COMPILER FLAG...
        way=$*
        "$@" $(pkg-config --cflags mapwire-win32) "$MW_SEED" $(pkg-config --libs mapwire-win32) \
                -o "$scratch/seed" 2>"$scratch/warnings"
        verdict "$way: it compiles" $?
        timeout 60 "$scratch/seed" >"$scratch/server.got" &
        server=$!
        "$await" MyEvent2
        verdict "$way: the server waits" $?
        timeout 60 "$scratch/seed" >"$scratch/client.got"
        verdict "$way: the client ends with 0" $?
        wait $server
        verdict "$way: the server ends with 0" $?
        diff "$scratch/server.want" "$scratch/server.got"
        verdict "$way: the server's transcript" $?
        diff "$scratch/client.want" "$scratch/client.got"
        verdict "$way: the client's transcript" $?
        ls "$MAPWIRE_DIR" | grep -q My
        [ $? -ne 0 ]
        verdict "$way: no object is left" $?
}

for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        exchange $compiler
        exchange $compiler -O0 -std=c99
        exchange $compiler -O2 -D_FORTIFY_SOURCE=2
        exchange $compiler -O3 -D_FORTIFY_SOURCE=3 -fstack-protector-all
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
