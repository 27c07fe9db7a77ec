/* SPDX-License-Identifier: MIT */
/* writer_and_readers.c — one writer, several readers, kept in step by events.
 *
 *      Linux    cc writer_and_readers.c $(pkg-config --cflags --libs mapwire-win32)
 *      Windows  x86_64-w64-mingw32-gcc writer_and_readers.c -o writer_and_readers.exe
 *
 * The writer starts three readers, which are processes. In each round it writes a
 * number and sets a manual-reset event: all readers go on, also one that comes late.
 * Each reader has an auto-reset event with which it says that it is done; the writer
 * waits for all of them at once, and resets the first event before it writes again.
 *
 * Two manual-reset events take turns: a reader that is done waits for the other one,
 * and so can't run through the same round twice before the reset.
 *
 * The writer waits for its readers' ends together with their events: a reader that
 * dies ends the program with a message and not with silence.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

enum { READERS = 3, ROUNDS = 100 };

struct page {
        LONG round, square;
};

static int failed(const char *what)
{
        fprintf(stderr, "%s failed with error %lu\n", what, (unsigned long) GetLastError());
        return 1;
}

static HANDLE event_of(const char *what, int number, BOOL manual)
{
        char name[64];

        snprintf(name, sizeof name, "Local\\readers.%s.%d", what, number);
        return CreateEventA(NULL, manual, FALSE, name);
}

static struct page *map_page(void)
{
        HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                            sizeof(struct page), "Local\\readers.page");

        return mapping ? MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0) : NULL;
}

static int reader(int number)
{
        HANDLE written[2] = { event_of("written", 0, TRUE), event_of("written", 1, TRUE) };
        HANDLE done = event_of("done", number, FALSE);
        const struct page *page = map_page();

        if (!written[0] || !written[1] || !done || !page)
                return failed("a reader's object");
        for (LONG round = 1; round <= ROUNDS; round++) {
                if (WaitForSingleObject(written[round % 2], 30000) != WAIT_OBJECT_0)
                        return failed("a reader's wait");
                if (page->round != round || page->square != round * round)
                        return failed("what was read");
                SetEvent(done);
        }
        return 0;
}

static HANDLE start_reader(int number)
{
        char path[MAX_PATH], line[MAX_PATH + 16];
        STARTUPINFOA startup = { .cb = sizeof startup };
        PROCESS_INFORMATION process;

        GetModuleFileNameA(NULL, path, sizeof path);
        snprintf(line, sizeof line, "\"%s\" %d", path, number);
        if (!CreateProcessA(path, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
                return NULL;
        CloseHandle(process.hThread);
        return process.hProcess;
}

/* All are done (TRUE), or one of the processes ended too soon. */
static BOOL all_done(HANDLE *done, HANDLE *readers)
{
        for (int i = 0; i < READERS; i++) {
                HANDLE either[] = { done[i], readers[i] };

                if (WaitForMultipleObjects(2, either, FALSE, 30000) != WAIT_OBJECT_0)
                        return FALSE;
        }
        return TRUE;
}

static int writer(void)
{
        HANDLE written[2] = { event_of("written", 0, TRUE), event_of("written", 1, TRUE) };
        HANDLE done[READERS], readers[READERS];
        struct page *page = map_page();

        if (!written[0] || !written[1] || !page)
                return failed("a writer's object");
        for (int i = 0; i < READERS; i++)
                if (!(done[i] = event_of("done", i, FALSE)) || !(readers[i] = start_reader(i)))
                        return failed("starting a reader");
        for (LONG round = 1; round <= ROUNDS; round++) {
                page->round = round;
                page->square = round * round;
                SetEvent(written[round % 2]);
                if (!all_done(done, readers))
                        return failed("waiting for a reader");
                ResetEvent(written[round % 2]);
        }
        if (WaitForMultipleObjects(READERS, readers, TRUE, 30000) != WAIT_OBJECT_0)
                return failed("waiting for the readers' ends");
        printf("%d readers saw each of %d rounds\n", READERS, ROUNDS);
        for (int i = 0; i < READERS; i++) {
                DWORD code = 1;

                GetExitCodeProcess(readers[i], &code);
                if (code != 0)
                        return 1;
        }
        return 0;
}

int main(int count, char **arguments)
{
        return count > 1 ? reader(atoi(arguments[1])) : writer();
}
