/* SPDX-License-Identifier: MIT */
/* rules_watch.c — changes in directories: FindFirstChangeNotification,
 * ReadDirectoryChangesW.
 *
 * Windows and Wine may tell one change as several, or several times; the rows look for
 * what must be told, and for nothing where nothing happened. Wine (8.0) tells that there
 * was a change, but not reliably below a directory, and not what it was.
 */
#include "support.h"

static char root[MAX_PATH];

static const char *in_root(const char *name)
{
        static char paths[16][2 * MAX_PATH];
        static volatile LONG next;
        char *path = paths[atomic_add(&next, 1) % 16];

        snprintf(path, sizeof paths[0], "%s\\%s", root, name);
        return path;
}

static void touch(const char *name, const char *text)
{
        HANDLE file = open_file(in_root(name), GENERIC_READ | GENERIC_WRITE);
        DWORD done;

        if (text)
                WriteFile(file, text, (DWORD) strlen(text), &done, NULL);
        CloseHandle(file);
}

/* ---- FindFirstChangeNotification --------------------------------------------------- */

static void refused_notices(void)
{
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);

        ROW("15.5 no filter: 87",
            FAILS(FindFirstChangeNotificationA(root, FALSE, 0) != INVALID_HANDLE_VALUE, 87));
        ROW("15.5 no such directory: 2",
            FAILS(FindFirstChangeNotificationA(in_root("none"), FALSE, 1) != INVALID_HANDLE_VALUE,
                  2));
        ROW("15.5 FindNext of what is no such handle: 6",
            FAILS(FindNextChangeNotification(NULL), 6) &&
                    FAILS(FindNextChangeNotification(INVALID_HANDLE_VALUE), 6));
        ROW("15.5 FindClose, too: 6", FAILS(FindCloseChangeNotification(NULL), 6));
        CloseHandle(event);
}

static void notices(void)
{
        HANDLE names = FindFirstChangeNotificationA(root, FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
        HANDLE writes = FindFirstChangeNotificationA(
                root, FALSE, FILE_NOTIFY_CHANGE_LAST_WRITE | FILE_NOTIFY_CHANGE_SIZE);
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE all[3] = { event, names, writes };

        ROW("15.5 FindFirstChangeNotification",
            names != INVALID_HANDLE_VALUE && writes != INVALID_HANDLE_VALUE);
        ROW("15.5 nothing changed yet", WaitForMultipleObjects(3, all, FALSE, 50) == WAIT_TIMEOUT);
        touch("new", NULL);
        ROW("15.5 a new file signals it, beside events",
            WaitForMultipleObjects(2, all, FALSE, 5000) == WAIT_OBJECT_0 + 1);
        ROW("15.5 and it stays so", WaitForSingleObject(names, 0) == WAIT_OBJECT_0);
        ROW("15.5 FindNextChangeNotification", FindNextChangeNotification(names));
        ROW("15.5 nothing more", WaitForSingleObject(names, 50) == WAIT_TIMEOUT);
        MoveFileA(in_root("new"), in_root("newer"));
        ROW("15.5 a new name", WaitForSingleObject(names, 5000) == WAIT_OBJECT_0);
        DeleteFileA(in_root("newer")); /* while nobody has asked again */
        Sleep(50);
        FindNextChangeNotification(names);
        ROW_OR_WINE("15.5 what came meanwhile isn't lost",
                    WaitForSingleObject(names, 5000) == WAIT_OBJECT_0, 1);
        while (WaitForSingleObject(writes, 50) == WAIT_OBJECT_0)
                FindNextChangeNotification(writes);
        touch("written", "12345");
        ROW("15.5 writing", WaitForSingleObject(writes, 5000) == WAIT_OBJECT_0);
        ROW("15.5 FindCloseChangeNotification", FindCloseChangeNotification(names));
        ROW("15.5 then it is none: 6", FAILS(FindNextChangeNotification(names), 6));
        FindCloseChangeNotification(writes);
        DeleteFileA(in_root("written"));
        CloseHandle(event);
}

static void trees(void)
{
        HANDLE flat;
        HANDLE deep;

        CreateDirectoryA(in_root("sub"), NULL);
        flat = FindFirstChangeNotificationA(root, FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
        deep = FindFirstChangeNotificationA(root, TRUE, FILE_NOTIFY_CHANGE_FILE_NAME);
        touch("sub\\file", NULL);
        ROW_OR_WINE("15.5 below: with the subtree",
                    WaitForSingleObject(deep, on_wine ? 200 : 5000) == WAIT_OBJECT_0, 1);
        ROW("15.5 and not without", WaitForSingleObject(flat, 50) == WAIT_TIMEOUT);
        CreateDirectoryA(in_root("later"), NULL);
        while (WaitForSingleObject(deep, 100) == WAIT_OBJECT_0)
                FindNextChangeNotification(deep);
        touch("later\\file", NULL);
        ROW_OR_WINE("15.5 in a directory that is new",
                    WaitForSingleObject(deep, on_wine ? 200 : 5000) == WAIT_OBJECT_0, 1);
        FindCloseChangeNotification(flat);
        FindCloseChangeNotification(deep);
        DeleteFileA(in_root("sub\\file"));
        DeleteFileA(in_root("later\\file"));
        RemoveDirectoryA(in_root("sub"));
        RemoveDirectoryA(in_root("later"));
}

/* ---- ReadDirectoryChangesW ----------------------------------------------------------- */

static HANDLE open_root(DWORD flags)
{
        return CreateFileA(root, FILE_LIST_DIRECTORY,
                           FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                           OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, NULL);
}

/* Is there this record? Also: are all of them whole? */
static int has_record(const void *buffer, DWORD bytes, DWORD action, const char *name)
{
        const char *at = buffer;
        int found = 0;

        while (bytes) {
                const FILE_NOTIFY_INFORMATION *one = (const void *) at;
                char text[200] = "";

                if ((size_t) (at - (const char *) buffer) + 12 + one->FileNameLength > bytes ||
                    one->FileNameLength > 2 * sizeof text || one->NextEntryOffset % 4)
                        return 0;
                for (DWORD unit = 0; unit < one->FileNameLength / 2; unit++)
                        text[unit] = (char) one->FileName[unit];
                found |= one->Action == action && strcmp(text, name) == 0;
                if (!one->NextEntryOffset)
                        break;
                at += one->NextEntryOffset;
        }
        return found;
}

static DWORD buffer[4096];

/* Reads until the record has come; 0: not in five seconds. */
static int comes(HANDLE directory, OVERLAPPED *overlapped, DWORD action, const char *name)
{
        for (int tries = 0; tries < 20; tries++) {
                DWORD bytes = 0;

                if (WaitForSingleObject(overlapped->hEvent, on_wine ? 200 : 5000) !=
                            WAIT_OBJECT_0 ||
                    !GetOverlappedResult(directory, overlapped, &bytes, FALSE))
                        return 0;
                if (has_record(buffer, bytes, action, name))
                        return 1;
                if (!ReadDirectoryChangesW(directory, buffer, sizeof buffer, TRUE,
                                           FILE_NOTIFY_CHANGE_FILE_NAME, NULL, overlapped, NULL))
                        return 0;
        }
        return 0;
}

static void ask(HANDLE directory, OVERLAPPED *overlapped)
{
        ReadDirectoryChangesW(directory, buffer, sizeof buffer, TRUE,
                              FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME |
                                      FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE,
                              NULL, overlapped, NULL);
}

static void later(void)
{
        HANDLE directory = open_root(FILE_FLAG_OVERLAPPED);
        OVERLAPPED overlapped = { .hEvent = CreateEventA(NULL, TRUE, FALSE, NULL) };
        DWORD bytes = 9;

        ROW_OR_WINE("15.5 a buffer that isn't aligned: 998",
                    FAILS(ReadDirectoryChangesW(directory, (char *) buffer + 1, 100, FALSE, 1, NULL,
                                                &overlapped, NULL),
                          998),
                    1);
        ROW("15.5 no filter: 87", FAILS(ReadDirectoryChangesW(directory, buffer, sizeof buffer,
                                                              FALSE, 0, NULL, &overlapped, NULL),
                                        87));
        ROW("15.5 ReadDirectoryChangesW, later: TRUE",
            ReadDirectoryChangesW(directory, buffer, sizeof buffer, TRUE,
                                  FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME |
                                          FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE,
                                  NULL, &overlapped, NULL));
        ROW("15.5 it is under way: 996",
            !HasOverlappedIoCompleted(&overlapped) &&
                    FAILS(GetOverlappedResult(directory, &overlapped, &bytes, FALSE), 996));
        touch("a", NULL);
        ROW_OR_WINE("15.5 a file is added", comes(directory, &overlapped, FILE_ACTION_ADDED, "a"),
                    1);
        ask(directory, &overlapped);
        touch("a", "text");
        ROW_OR_WINE("15.5 is written", comes(directory, &overlapped, FILE_ACTION_MODIFIED, "a"), 1);
        ask(directory, &overlapped);
        MoveFileA(in_root("a"), in_root("b"));
        WaitForSingleObject(overlapped.hEvent, 5000);
        Sleep(50);
        ROW_OR_WINE("15.5 is renamed",
                    comes(directory, &overlapped, FILE_ACTION_RENAMED_NEW_NAME, "b"), 1);
        ask(directory, &overlapped);
        DeleteFileA(in_root("b"));
        ROW_OR_WINE("15.5 is removed", comes(directory, &overlapped, FILE_ACTION_REMOVED, "b"), 1);
        ask(directory, &overlapped);
        CreateDirectoryA(in_root("dir"), NULL);
        ROW_OR_WINE("15.5 a directory", comes(directory, &overlapped, FILE_ACTION_ADDED, "dir"), 1);
        ask(directory, &overlapped);
        touch("dir\\c", NULL);
        ROW_OR_WINE("15.5 a file in it", comes(directory, &overlapped, FILE_ACTION_ADDED, "dir\\c"),
                    1);
        ask(directory, &overlapped);
        DeleteFileA(in_root("dir\\c"));
        ROW_OR_WINE("15.5 goes", comes(directory, &overlapped, FILE_ACTION_REMOVED, "dir\\c"), 1);
        ask(directory, &overlapped);
        RemoveDirectoryA(in_root("dir"));
        ROW_OR_WINE("15.5 and so does it",
                    comes(directory, &overlapped, FILE_ACTION_REMOVED, "dir"), 1);
        Sleep(50);
        ask(directory, &overlapped);
        while (WaitForSingleObject(overlapped.hEvent, 50) == WAIT_OBJECT_0)
                ask(directory, &overlapped);
        ROW("15.5 CancelIo", CancelIo(directory));
        ROW("15.5 the read was: 995",
            WaitForSingleObject(overlapped.hEvent, 5000) == WAIT_OBJECT_0 &&
                    FAILS(GetOverlappedResult(directory, &overlapped, &bytes, FALSE), 995));
        CloseHandle(directory);
        CloseHandle(overlapped.hEvent);
}

static DWORD WINAPI add_two(LPVOID unused)
{
        Sleep(50);
        touch("x", NULL);
        touch("y", NULL);
        return 0;
}

/* A read without overlapped blocks until something changes, and Wine may have lost the
 * change that it is for: there something goes on changing, so that every read ends. */
static volatile LONG is_still;

static DWORD WINAPI stir(LPVOID unused)
{
        while (!atomic_get(&is_still)) {
                touch("stirred", NULL);
                Sleep(20);
                DeleteFileA(in_root("stirred"));
                Sleep(20);
        }
        return 0;
}

static HANDLE start_to_stir(void)
{
        is_still = 0;
        return on_wine ? CreateThread(NULL, 0, stir, NULL, 0, NULL) : NULL;
}

static void end_to_stir(HANDLE stirrer)
{
        atomic_add(&is_still, 1);
        if (stirrer) {
                WaitForSingleObject(stirrer, 30000);
                CloseHandle(stirrer);
        }
}

static void at_once(void)
{
        HANDLE directory = open_root(0);
        HANDLE task = CreateThread(NULL, 0, add_two, NULL, 0, NULL);
        HANDLE stirrer = start_to_stir();
        DWORD bytes = 0;
        int found = 0;

        ROW_OR_WINE("15.5 ReadDirectoryChangesW waits for the first change",
                    ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE,
                                          FILE_NOTIFY_CHANGE_FILE_NAME, &bytes, NULL, NULL) &&
                            has_record(buffer, bytes, FILE_ACTION_ADDED, "x"),
                    1);
        found = has_record(buffer, bytes, FILE_ACTION_ADDED, "y");
        WaitForSingleObject(task, 5000);
        if (!found) {
                ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE,
                                      FILE_NOTIFY_CHANGE_FILE_NAME, &bytes, NULL, NULL);
                found = has_record(buffer, bytes, FILE_ACTION_ADDED, "y");
        }
        ROW_OR_WINE("15.5 and loses none between two calls", found, 1);
        DeleteFileA(in_root("x"));
        Sleep(50);
        ROW("15.5 what doesn't fit is dropped: 1022",
            FAILS(ReadDirectoryChangesW(directory, buffer, 4, FALSE, FILE_NOTIFY_CHANGE_FILE_NAME,
                                        &bytes, NULL, NULL),
                  1022) &&
                    bytes == 0);
        end_to_stir(stirrer);
        CloseHandle(task);
        CloseHandle(directory);
        DeleteFileA(in_root("y"));
}

static DWORD called_error;
static DWORD called_bytes;

static VOID CALLBACK called(DWORD error, DWORD bytes, LPOVERLAPPED overlapped)
{
        called_error = error;
        called_bytes = bytes;
}

static void by_routine(void)
{
        HANDLE directory = open_root(FILE_FLAG_OVERLAPPED);
        OVERLAPPED overlapped = { 0 };
        BOOL is_begun;

        is_begun = ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE,
                                         FILE_NOTIFY_CHANGE_FILE_NAME, NULL, &overlapped, called);
        touch("z", NULL);
        ROW("15.5 a completion routine",
            is_begun && SleepEx(5000, TRUE) == WAIT_IO_COMPLETION && called_error == 0 &&
                    has_record(buffer, called_bytes, FILE_ACTION_ADDED, "z"));
        CloseHandle(directory);
        DeleteFileA(in_root("z"));
}

static void by_port(void)
{
        HANDLE directory = open_root(FILE_FLAG_OVERLAPPED);
        HANDLE port = CreateIoCompletionPort(directory, NULL, 77, 0);
        OVERLAPPED overlapped = { 0 };
        LPOVERLAPPED done = NULL;
        ULONG_PTR key = 0;
        DWORD bytes = 0;

        ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE, FILE_NOTIFY_CHANGE_FILE_NAME,
                              NULL, &overlapped, NULL);
        touch("p", NULL);
        ROW("15.5 a completion port", GetQueuedCompletionStatus(port, &bytes, &key, &done, 5000) &&
                                              done == &overlapped && key == 77 &&
                                              has_record(buffer, bytes, FILE_ACTION_ADDED, "p"));
        CloseHandle(directory);
        CloseHandle(port);
        DeleteFileA(in_root("p"));
}

void rules_watch(void)
{
        char here[MAX_PATH];

        GetCurrentDirectoryA(sizeof here, here);
        snprintf(root, sizeof root, "%.200s\\%s", here, unique_file("watched"));
        CreateDirectoryA(root, NULL);
        refused_notices();
        notices();
        trees();
        later();
        at_once();
        by_routine();
        by_port();
        RemoveDirectoryA(root);
}
