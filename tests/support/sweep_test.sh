#!/bin/sh
# SPDX-License-Identifier: MIT
# sweep_test.sh RUNNER — sweep.sh removes what a killed runner and a killed script left, and
# neither the home of who lives nor a directory that only has such a name.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/home.sh"
passed=0 failed=0

verdict() { # WHAT STATUS
        if [ "$2" -eq 0 ]; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $1"
        fi
}

# The homes whose locks this process holds.
homes_of() { # PID
        for owner in /dev/shm/mwt.*/owner /tmp/mwt.*/owner; do
                for descriptor in "/proc/$1/fd"/*; do
                        [ "$owner" -ef "$descriptor" ] && echo "${owner%/owner}"
                done
        done
}

# Starts the runner and kills it as soon as it has both. It runs for seconds; should it
# have ended before we looked, once more.
kill_runner() { # RUNNER
        tries=0
        while [ $tries -lt 20 ]; do
                tries=$((tries + 1))
                "$1" >/dev/null 2>&1 8>&- 9>&- &
                runner=$!
                while kill -0 $runner 2>/dev/null; do
                        left=$(homes_of $runner)
                        [ "$(echo "$left" | wc -l)" -eq 2 ] && kill -9 $runner 2>/dev/null && {
                                wait $runner 2>/dev/null
                                return 0
                        }
                done
                wait $runner
        done
        return 1
}

none_is_there() { # DIRECTORY...
        for directory; do
                [ ! -e "$directory" ] || return 1
        done
}

sh -c '. "$1/home.sh"; echo "$memory $disk" >"$2/script"; kill -9 $$' sh "$here" "$disk" \
        8>&- 9>&- 2>/dev/null
read -r of_script <"$disk/script"
for home in $of_script; do
        [ -f "$home/owner" ]
        verdict "a killed script leaves $home" $?
done
kill_runner "$1"
verdict 'a killed runner leaves its homes' $?
for home in $left; do
        flock -w 60 "$home/owner" true # a child of his may not have got to its exec yet
        verdict "nobody lives in $home" $?
done
unowned=$(mktemp -d /dev/shm/mwt.XXXXXX)
other=$(mktemp -d /dev/shm/mwt.XXXXXX)
echo 'something else' >"$other/owner"

# Who dies with the runner may make a last file there meanwhile: as suites do, again.
for _ in 1 2 3 4 5 6 7 8 9 10; do
        sh "$here/sweep.sh"
        none_is_there $left && break
        sleep 1
done
none_is_there $of_script
verdict 'the homes of the script are gone' $?
none_is_there $left
verdict 'the homes of the runner are gone' $?
[ -f "$memory/owner" ] && [ -f "$disk/owner" ]
verdict 'ours are there' $?
[ -d "$unowned" ] && [ -d "$other" ]
verdict 'what only has such a name is there' $?
rm -rf "$unowned" "$other"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
