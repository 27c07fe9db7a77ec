#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh — one pkg-config line builds a program, as C and as C++, shared and
# static, against the build tree and against an install prefix.
set -u
command -v pkg-config >/dev/null || { echo "skipped: no pkg-config"; exit 77; }
. "$(dirname "$0")/../support/home.sh"
scratch=$disk
passed=0 failed=0

cat >"$scratch/prog.c" <<'END'
#include "windows.h"
#include <stdio.h>
#include <string.h>

int main(void)
{
        HANDLE section = CreateFileMapping(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 100,
                                           TEXT("cam"));
        char *view = (char *) MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        HANDLE event = CreateEvent(NULL, FALSE, TRUE, TEXT("ready"));

        if (!view || GetLastError() != 0 || WaitForSingleObject(event, 0) != WAIT_OBJECT_0)
                return 1;
        CopyMemory(view, "works", 6);
        puts(view);
        return UnmapViewOfFile(view) && CloseHandle(section) && CloseHandle(event) ? 0 : 2;
}
END
cp "$scratch/prog.c" "$scratch/prog.cc"

check() { # WHAT COMMAND...
        what=$1
        shift
        if "$@" -o "$scratch/prog" && [ "$("$scratch/prog")" = works ]; then
                passed=$((passed + 1))
        else
                failed=$((failed + 1))
                echo "FAILED $what"
        fi
}

all() { # WHERE PKG-CONFIG-COMMAND...
        where=$1
        shift
        if ! cflags=$("$@" --cflags mapwire-win32) || ! libs=$("$@" --libs mapwire-win32); then
                failed=$((failed + 1))
                return
        fi
        check "$where: C" cc $cflags "$scratch/prog.c" $libs
        check "$where: C, wide" cc -DUNICODE $cflags "$scratch/prog.c" $libs
        check "$where: C, wide, 16-bit wchar_t" cc -DUNICODE -fshort-wchar $cflags \
                "$scratch/prog.c" $libs
        check "$where: C++" c++ $cflags "$scratch/prog.cc" $libs
        check "$where: C++, wide" c++ -DUNICODE $cflags "$scratch/prog.cc" $libs
        check "$where: C, static" cc $cflags "$scratch/prog.c" \
                -Wl,-Bstatic $("$@" --libs --static mapwire-win32) -Wl,-Bdynamic
}

PKG_CONFIG_PATH="$MW_BUILD/pkgconfig" all "build tree" pkg-config

cmake --install "$MW_BUILD" --prefix "$scratch/usr" >"$scratch/install.log" 2>&1 || {
        echo "FAILED cmake --install"
        tail -n 5 "$scratch/install.log"
        failed=$((failed + 1))
}
pc=$(find "$scratch/usr" -name mapwire-win32.pc)
libdir=$(dirname "$(dirname "$pc")")
# The prefix was given when installing, not when configuring: the file must name it.
[ "$(PKG_CONFIG_PATH="$libdir/pkgconfig" pkg-config --variable=prefix mapwire-win32)" = \
        "$scratch/usr" ] || { echo "FAILED mapwire-win32.pc names another prefix"; failed=1; }
export LD_LIBRARY_PATH="$libdir"
PKG_CONFIG_PATH="$libdir/pkgconfig" all "install prefix" pkg-config

# And by CMake's own way.
mkdir "$scratch/user"
cp "$scratch/prog.c" "$scratch/user/"
cat >"$scratch/user/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(user C)
find_package(mapwire REQUIRED)
foreach(library win32 win32_static)
        add_executable(${library} prog.c)
        target_link_libraries(${library} PRIVATE mapwire::${library})
endforeach()
END
if cmake -S "$scratch/user" -B "$scratch/user/build" -DCMAKE_PREFIX_PATH="$scratch/usr" \
        >"$scratch/cmake.log" 2>&1 &&
        cmake --build "$scratch/user/build" >>"$scratch/cmake.log" 2>&1 &&
        [ "$("$scratch/user/build/win32")" = works ] &&
        [ "$("$scratch/user/build/win32_static")" = works ]; then
        passed=$((passed + 1))
else
        failed=$((failed + 1))
        echo "FAILED find_package(mapwire) and mapwire::win32"
        tail -n 10 "$scratch/cmake.log"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
