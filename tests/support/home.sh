# SPDX-License-Identifier: MIT
# home.sh — sourced: $memory and $disk, a directory each for a test's objects and for its
# files, removed when it ends. What `kill -9` leaves is sweep.sh's: somebody lives in a home
# as long as its file "owner" is locked, by the descriptors 8 and 9, which children inherit.
# The file gets its name once it is locked. Both namespaces are in it, so that nothing of a
# test is made, or left, where programs of this user or of others have theirs.
make_home() { # DIRECTORY DESCRIPTOR
        home=$(mktemp -d "$1/mwt.XXXXXX") || exit 1
        eval "exec $2>\"\$home/owner.new\"" || exit 1
        echo 'the home of a mapwire test; who holds the lock lives here' >&"$2"
        flock "$2" && mv "$home/owner.new" "$home/owner"
}
make_home /dev/shm 8
memory=$home
make_home /tmp 9
disk=$home
mkdir -m 700 "$memory/local" "$memory/global" || exit 1
export MAPWIRE_DIR="$memory/local" MAPWIRE_GLOBAL_DIR="$memory/global"
trap 'rm -rf "$memory" "$disk"' EXIT
trap 'exit 1' INT TERM
