/* SPDX-License-Identifier: MIT */
/* rules_lifetime.c — section 9 and rule 0.1: the name dies with the last
 * handle, the memory with the last handle or view.
 */
#include "support.h"

static void view_outlives_name(void)
{
        const char *name = unique("life");
        HANDLE section = memory_section(name, 4096);
        HANDLE fresh;
        char *old = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        char *young;

        strcpy(old, "old bytes");
        CloseHandle(section);
        ROW("0.1 with a view alone the name is gone: 2",
            REFUSED(OpenFileMappingA(FILE_MAP_READ, FALSE, name), 2));
        ROW("0.1 the view keeps the bytes", strcmp(old, "old bytes") == 0);
        ROW("0.1 Create makes a new object", SETS(fresh = memory_section(name, 4096), 0));
        young = MapViewOfFile(fresh, FILE_MAP_WRITE, 0, 0, 0);
        ROW("0.1 of zeros", young && young[0] == 0);
        strcpy(young, "new bytes");
        ROW("0.1 apart from the old one", strcmp(old, "old bytes") == 0);
        old[0] = 'O';
        ROW("0.1 both ways", strcmp(young, "new bytes") == 0);
        UnmapViewOfFile(old);
        UnmapViewOfFile(young);
        ROW("9 with a handle and no view the bytes stay", ({
                    char *again = MapViewOfFile(fresh, FILE_MAP_READ, 0, 0, 0);
                    int same = again && strcmp(again, "new bytes") == 0;

                    UnmapViewOfFile(again);
                    same;
            }));
        CloseHandle(fresh);
        ROW("9 with neither: 2", REFUSED(OpenFileMappingA(FILE_MAP_READ, FALSE, name), 2));
        fresh = memory_section(name, 4096);
        young = MapViewOfFile(fresh, FILE_MAP_READ, 0, 0, 0);
        ROW("9 data does not survive", young && young[0] == 0);
        UnmapViewOfFile(young);
        CloseHandle(fresh);
}

static void handles_count(void)
{
        const char *name = unique("count");
        HANDLE first = CreateEventA(NULL, TRUE, TRUE, name);
        HANDLE second = CreateEventA(NULL, FALSE, FALSE, name);
        HANDLE third;

        CloseHandle(first);
        third = OpenEventA(SYNCHRONIZE, FALSE, name);
        ROW("9 another handle keeps the event and its state",
            third && WaitForSingleObject(third, 0) == WAIT_OBJECT_0);
        CloseHandle(second);
        CloseHandle(third);
        ROW("9 the last one ends it: 2", REFUSED(OpenEventA(SYNCHRONIZE, FALSE, name), 2));
        first = CreateEventA(NULL, TRUE, FALSE, name);
        ROW("9 a new one has its own state", WaitForSingleObject(first, 0) == WAIT_TIMEOUT);
        CloseHandle(first);
}

static void many(void)
{
        enum { COUNT = 2000 };
        static HANDLE handles[COUNT];
        const char *name = unique("many");
        int ok = 1;

        for (int at = 0; at < COUNT; at++) {
                handles[at] = at % 2 ? CreateEventA(NULL, TRUE, FALSE, name) :
                                       CreateEventA(NULL, TRUE, FALSE, NULL);
                ok = ok && handles[at];
        }
        for (int at = 0; at < COUNT; at++)
                ok = CloseHandle(handles[at]) && ok;
        ROW("1.4 two thousand handles open and close", ok);
        ROW("9 and the name is gone: 2", REFUSED(OpenEventA(SYNCHRONIZE, FALSE, name), 2));
        for (int at = 0; at < 5000; at++) {
                handles[0] = CreateEventA(NULL, TRUE, FALSE, NULL);
                ok = ok && CloseHandle(handles[0]);
        }
        handles[0] = CreateEventA(NULL, TRUE, FALSE, NULL);
        ROW("1.4 values do not grow", ok && (ULONG_PTR) handles[0] < 0x20000);
        CloseHandle(handles[0]);
}

void rules_lifetime(void)
{
        view_outlives_name();
        handles_count();
        many();
}
