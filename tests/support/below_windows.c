/* SPDX-License-Identifier: MIT */
/* below_windows.c — who sleeps, by what Linux counts: a thread whose switches stand still
 * between two looks did not run. */
#include "below_windows.h"
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIDS_MAX = 16384, THREADS_MAX = 512, TEXT_MAX = 1 << 20 };

struct look {
        int count;
        struct {
                int id;
                long long switches; /* -1: it runs */
        } threads[THREADS_MAX];
};

/* A file of /proc comes in pieces. */
static size_t read_file(const char *path, char *out, size_t room)
{
        HANDLE file = CreateFileA(path, GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
        size_t used = 0;
        DWORD got = 0;

        if (file != INVALID_HANDLE_VALUE) {
                while (used < room - 1 &&
                       ReadFile(file, out + used, (DWORD) (room - 1 - used), &got, NULL) && got)
                        used += got;
                CloseHandle(file);
        }
        out[used] = 0;
        return used;
}

static int compare_down(const void *a, const void *b)
{
        return *(const int *) b - *(const int *) a;
}

/* The youngest first: what is looked for was started lately. */
static int list_processes(int *pids)
{
        WIN32_FIND_DATAA found;
        HANDLE search = FindFirstFileA("Z:\\proc\\*", &found);
        int count = 0;

        if (search == INVALID_HANDLE_VALUE)
                return 0;
        do
                if (found.cFileName[0] >= '1' && found.cFileName[0] <= '9' && count < PIDS_MAX)
                        pids[count++] = atoi(found.cFileName);
        while (FindNextFileA(search, &found));
        FindClose(search);
        qsort(pids, (size_t) count, sizeof pids[0], compare_down);
        return count;
}

void below_find(const char *file, const char *key, char out[BELOW_PATH])
{
        int *pids = malloc(PIDS_MAX * sizeof *pids);
        char *text = malloc(TEXT_MAX);
        int count = pids && text ? list_processes(pids) : 0;
        size_t length = strlen(key);

        out[0] = 0;
        for (int at = 0; at < count && !out[0]; at++) {
                char path[BELOW_PATH + 16];
                size_t got;

                snprintf(path, sizeof path, "Z:\\proc\\%d\\%s", pids[at], file);
                got = read_file(path, text, TEXT_MAX);
                for (size_t from = 0; from + length <= got && !out[0]; from++)
                        if (memcmp(text + from, key, length) == 0)
                                snprintf(out, BELOW_PATH, "Z:\\proc\\%d", pids[at]);
        }
        free(text);
        free(pids);
}

static long long switches_of(const char *status)
{
        const char *state = strstr(status, "State:\t");
        long long switches = 0;

        if (!state || state[7] != 'S')
                return -1;
        for (const char *at = status; (at = strstr(at, "ctxt_switches:\t")); at++)
                switches += strtoll(at + 15, NULL, 10);
        return switches;
}

static int take_look(const char *directory, struct look *out)
{
        char pattern[BELOW_PATH + 16], path[BELOW_PATH + MAX_PATH], text[4000];
        WIN32_FIND_DATAA found;
        HANDLE search;

        out->count = 0;
        snprintf(pattern, sizeof pattern, "%s\\task\\*", directory);
        search = FindFirstFileA(pattern, &found);
        if (search == INVALID_HANDLE_VALUE)
                return 0;
        do {
                if (found.cFileName[0] == '.' || out->count == THREADS_MAX)
                        continue;
                snprintf(path, sizeof path, "%s\\task\\%s\\status", directory, found.cFileName);
                if (!read_file(path, text, sizeof text))
                        continue; /* it has ended */
                out->threads[out->count].id = atoi(found.cFileName);
                out->threads[out->count++].switches = switches_of(text);
        } while (FindNextFileA(search, &found));
        FindClose(search);
        return out->count > 0;
}

static int slept_since(const struct look *before, int id, long long switches)
{
        for (int at = 0; at < before->count; at++)
                if (before->threads[at].id == id)
                        return switches >= 0 && before->threads[at].switches == switches;
        return 0;
}

int below_awake(const char *directory)
{
        struct look before, after;
        int awake = 0;

        if (!directory[0] || !take_look(directory, &before))
                return -1;
        Sleep(1);
        if (!take_look(directory, &after))
                return -1;
        for (int at = 0; at < after.count; at++)
                awake += !slept_since(&before, after.threads[at].id, after.threads[at].switches);
        return awake;
}
