#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh BUILD SOURCE: what is installed can be used, as README says.
#
# README's C example is built three times, with CMake's package, with pkg-config and
# with the static library, each from an installed tree only; each pair of programs
# must exchange its text. Headers, manual pages and documents must be there.
set -eu
build=$1 source=$2
. "$(dirname "$0")/../support/home.sh"
scratch=$disk

# block INFO: the first fenced block of README with this info string
block() {
        awk -v info="\`\`\`$1" '$0 == "```" && on { exit } on { print } $0 == info { on = 1 }' \
                "$source/README.md"
}

# exchange PROGRAM TEXT: one instance waits, another writes, the first one prints it
exchange() {
        "$1" >"$scratch/got" &
        "$mapwire" wait --exists --all cam ready -q -W 10
        "$1" "$2"
        wait $!
        [ "$(cat "$scratch/got")" = "$2" ] || { echo "$1 printed: $(cat "$scratch/got")"; exit 1; }
        echo "ok: $2"
}

cmake --install "$build" --prefix "$scratch/there" >/dev/null
mapwire=$scratch/there/bin/mapwire
mkdir "$scratch/program"
cd "$scratch/program"
block 'c file=exchange.c' >exchange.c
{
        echo 'cmake_minimum_required(VERSION 3.25)'
        echo 'project(program C)'
        echo 'add_executable(program exchange.c)'
        block cmake
        echo 'add_executable(program_static exchange.c)'
        echo 'target_link_libraries(program_static PRIVATE mapwire::static)'
} >CMakeLists.txt
cmake -S . -B build -DCMAKE_PREFIX_PATH="$scratch/there" >build.log 2>&1 &&
        cmake --build build >>build.log 2>&1 || { cat build.log; exit 1; }
exchange build/program 'by CMake'
exchange build/program_static 'by CMake, static'

# With pkg-config: from there, and from a tree that is to be moved to its place.
pkgconfig=$(find "$scratch/there" -name mapwire.pc)
# shellcheck disable=SC2046  # words are what pkg-config prints
(
        PKG_CONFIG_LIBDIR=$(dirname "$pkgconfig")
        export PKG_CONFIG_LIBDIR
        cc -o program exchange.c $(pkg-config --cflags --libs mapwire)
        LD_LIBRARY_PATH=$(pkg-config --variable=libdir mapwire)
        export LD_LIBRARY_PATH
        exchange ./program 'by pkg-config, another prefix'
)
DESTDIR=$scratch/root cmake --install "$build" >/dev/null
pkgconfig=$(find "$scratch/root" -name mapwire.pc)
PKG_CONFIG_SYSROOT_DIR=$scratch/root PKG_CONFIG_LIBDIR=$(dirname "$pkgconfig")
export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR
# shellcheck disable=SC2046  # words are what pkg-config prints
cc -o program exchange.c $(pkg-config --cflags --libs mapwire)
LD_LIBRARY_PATH=$(dirname "$(find "$scratch/root" -name libmapwire.so)")
export LD_LIBRARY_PATH
exchange ./program 'by pkg-config'

cd "$scratch/there"
for header in "$source"/include/mapwire/*.h; do
        [ -f "include/mapwire/$(basename "$header")" ] || { echo "no $header"; exit 1; }
done
if command -v scdoc >/dev/null; then
        for page in man1/mapwire.1 man3/mw_event.3 man3/mw_event_set.3 man7/mapwire.7; do
                [ -s "share/man/$page" ] || { echo "no page $page"; exit 1; }
        done
fi
[ -f share/doc/mapwire/docs/format.md ] || { echo 'no documents'; exit 1; }
left=$(ls -A "$MAPWIRE_DIR")
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
echo '1 passed, 0 failed'
