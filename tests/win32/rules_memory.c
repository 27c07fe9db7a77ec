/* SPDX-License-Identifier: MIT */
/* rules_memory.c — section 6: copy-on-write views; and CopyMemory's kin. */
#include "support.h"

static void copy_on_write(void)
{
        HANDLE section = memory_section(NULL, 0x3000);
        char *shared = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        char *copy = MapViewOfFile(section, FILE_MAP_COPY, 0, 0, 0);
        char *second;

        memset(shared, 's', 0x3000);
        ROW("6.1 it shows the shared page", copy[0] == 's');
        copy[0x1000] = 'm';
        ROW("6.2 its writes are seen by nobody else", shared[0x1000] == 's');
        ROW("6.1 but by itself", copy[0x1000] == 'm');
        shared[0x1001] = 't';
        ROW("6.1 the written page is private for good", copy[0x1001] == 's');
        shared[0x2000] = 'u';
        ROW("6.1 a page not yet written shows what others write", copy[0x2000] == 'u');
        second = MapViewOfFile(section, FILE_MAP_COPY, 0, 0, 0);
        ROW("6.2 a second one begins with the shared state",
            second[0x1000] == 's' && second[0x1001] == 't');
        UnmapViewOfFile(copy);
        copy = MapViewOfFile(section, FILE_MAP_COPY, 0, 0, 0);
        ROW("6.2 nothing is kept after it is unmapped", copy[0x1000] == 's');
        UnmapViewOfFile(copy);
        UnmapViewOfFile(second);
        copy = MapViewOfFile(section, FILE_MAP_COPY | FILE_MAP_WRITE, 0, 0, 0);
        copy[7] = 'w';
        ROW("5.1 COPY|WRITE writes through", shared[7] == 'w');
        UnmapViewOfFile(copy);
        UnmapViewOfFile(shared);
        CloseHandle(section);
}

static void copies(void)
{
        char bytes[8] = "abcdefg";

        CopyMemory(bytes, "xyz", 3);
        ROW("14 CopyMemory", memcmp(bytes, "xyzdefg", 8) == 0);
        MoveMemory(bytes + 1, bytes, 6);
        ROW("14 MoveMemory of an overlap", memcmp(bytes, "xxyzdef", 8) == 0);
        FillMemory(bytes, 3, '-');
        ROW("14 FillMemory", memcmp(bytes, "---zdef", 8) == 0);
        ZeroMemory(bytes + 2, 2);
        ROW("14 ZeroMemory", memcmp(bytes, "--\0\0def", 8) == 0);
        SecureZeroMemory(bytes, sizeof bytes);
        ROW("14 SecureZeroMemory", memcmp(bytes, "\0\0\0\0\0\0\0", 8) == 0);
}

void rules_memory(void)
{
        copy_on_write();
        copies();
}
