/* SPDX-License-Identifier: MIT */
/* rules_share.c — section 15.4: who may open a file that is open, in this process
 * and in others; LockFile; files that are mapped elsewhere. */
#include "support.h"

#define R FILE_SHARE_READ
#define W FILE_SHARE_WRITE
#define D FILE_SHARE_DELETE

static HANDLE opened(const char *path, DWORD access, DWORD share)
{
        return CreateFileA(path, access, share, NULL, OPEN_EXISTING, 0, NULL);
}

/* May it be opened so? 1, 0 for ERROR_SHARING_VIOLATION, -1 for another fault. */
static int may_open(const char *path, DWORD access, DWORD share)
{
        HANDLE file;

        SetLastError(MARK);
        file = opened(path, access, share);
        if (file != INVALID_HANDLE_VALUE) {
                CloseHandle(file);
                return 1;
        }
        return GetLastError() == 32 ? 0 : -1;
}

/* The rule itself, to hold the implementation against. */
static int is_compatible(DWORD access, DWORD share, DWORD other_access, DWORD other_share)
{
        const DWORD rights[2] = { access, other_access };
        const DWORD shares[2] = { share, other_share };

        for (int at = 0; at < 2; at++) {
                DWORD mine = rights[at];
                DWORD theirs = shares[1 - at];
                DWORD their_access = rights[1 - at];

                if (!(their_access & (GENERIC_READ | GENERIC_WRITE | DELETE)))
                        continue;
                if (((mine & GENERIC_READ) && !(theirs & R)) ||
                    ((mine & GENERIC_WRITE) && !(theirs & W)) || ((mine & DELETE) && !(theirs & D)))
                        return 0;
        }
        return 1;
}

/* All of 8 rights and 8 share modes against all: 4,096 pairs. */
static void every_pair(void)
{
        const char *path = unique_file("pairs");
        int wrong = 0;

        make_file(path, 10);
        for (int first = 0; first < 64; first++) {
                const DWORD rights[] = { GENERIC_READ, GENERIC_WRITE, DELETE };
                DWORD access[2] = { 0, 0 };
                HANDLE file;

                for (int bit = 0; bit < 3; bit++)
                        access[0] |= first >> bit & 1 ? rights[bit] : 0;
                file = opened(path, access[0], (DWORD) first >> 3);
                for (int second = 0; second < 64; second++) {
                        access[1] = 0;
                        for (int bit = 0; bit < 3; bit++)
                                access[1] |= second >> bit & 1 ? rights[bit] : 0;
                        wrong += may_open(path, access[1], (DWORD) second >> 3) !=
                                 is_compatible(access[0], (DWORD) first >> 3, access[1],
                                               (DWORD) second >> 3);
                }
                CloseHandle(file);
        }
        ROW("15.4 4,096 pairs of rights and share modes", wrong == 0);
        DeleteFileA(path);
}

static void within(void)
{
        const char *path = unique_file("share");
        HANDLE file;
        HANDLE copy;

        make_file(path, 10);
        file = opened(path, GENERIC_READ, R | W);
        ROW("15.4 a file open without FILE_SHARE_DELETE isn't deleted: 32",
            FAILS(DeleteFileA(path), 32));
        ROW("15.4 nor moved: 32", FAILS(MoveFileA(path, unique_file("moved")), 32));
        ROW("15.4 FILE_READ_ATTRIBUTES asks nobody", may_open(path, FILE_READ_ATTRIBUTES, 0) == 1);
        DuplicateHandle(GetCurrentProcess(), file, GetCurrentProcess(), &copy, 0, FALSE,
                        DUPLICATE_SAME_ACCESS);
        CloseHandle(file);
        ROW("15.4 a duplicate keeps what its handle excludes", FAILS(DeleteFileA(path), 32));
        CloseHandle(copy);
        file = opened(path, GENERIC_READ | GENERIC_WRITE, 0);
        ROW("15.4 CREATE_ALWAYS of a file in use: 32, and it stays", ({
                    HANDLE other;

                    SetLastError(MARK);
                    other = CreateFileA(path, GENERIC_WRITE, R | W, NULL, CREATE_ALWAYS, 0, NULL);
                    other == INVALID_HANDLE_VALUE &&GetLastError() == 32 &&
                            GetFileSize(file, NULL) == 10;
            }));
        CloseHandle(file);
        file = opened(path, GENERIC_READ, R | W | D);
        ROW("15.4 who shares deletion lets it be moved", ({
                    const char *moved = unique_file("moved");

                    LEAVES(MoveFileA(path, moved)) && MoveFileA(moved, path);
            }));
        CloseHandle(file);
        file = CreateFileA(path, GENERIC_READ, R | W | D, NULL, OPEN_EXISTING,
                           FILE_FLAG_DELETE_ON_CLOSE, NULL);
        ROW("15.4 a file to be deleted later is opened by who shares that",
            may_open(path, GENERIC_READ, R | W) == 0 && may_open(path, GENERIC_READ, R | D) == 1);
        ROW("15.4 and is there", GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES);
        CloseHandle(file);
        ROW("15.4 until its handle is closed", FAILS(DeleteFileA(path), 2));
}

/* A mapping counts as a writer, though the file's handle is closed. */
static void mappings(void)
{
        const char *path = unique_file("mapshare");
        HANDLE file;
        HANDLE section;
        HANDLE other;

        make_file(path, 5000);
        file = opened(path, GENERIC_READ | GENERIC_WRITE, 0);
        section = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL);
        CloseHandle(file);
        ROW("15.4 a handle's share mode ends with it, though a mapping stays",
            may_open(path, GENERIC_READ | GENERIC_WRITE, R | W) == 1);
        ROW_OR_WINE("15.4 a writable mapping is a writer: 32", may_open(path, GENERIC_READ, R) == 0,
                    1);
        SetLastError(MARK);
        other = CreateFileA(path, GENERIC_WRITE, R | W, NULL, CREATE_ALWAYS, 0, NULL);
        ROW("15.4 a mapped file isn't emptied: 1224",
            other == INVALID_HANDLE_VALUE && GetLastError() == 1224);
        CloseHandle(section);
        ROW("15.4 once it is closed, it is", ({
                    other = CreateFileA(path, GENERIC_WRITE, R | W, NULL, CREATE_ALWAYS, 0, NULL);
                    other != INVALID_HANDLE_VALUE &&GetFileSize(other, NULL) == 0;
            }));
        CloseHandle(other);
        DeleteFileA(path);
}

static BOOL locks(HANDLE file, DWORD flags, DWORD from, DWORD size)
{
        OVERLAPPED at = { 0 };

        at.Offset = from;
        return LockFileEx(file, flags | LOCKFILE_FAIL_IMMEDIATELY, 0, size, 0, &at);
}

static void lock_ranges(void)
{
        const char *path = unique_file("ranges");
        char bytes[20];
        HANDLE one;
        HANDLE two;
        DWORD done;

        make_file(path, 100);
        one = opened(path, GENERIC_READ | GENERIC_WRITE, R | W);
        two = opened(path, GENERIC_READ | GENERIC_WRITE, R | W);
        ROW("15.5 LockFile", LEAVES(LockFile(one, 10, 0, 20, 0)));
        ROW("15.5 what is locked is not locked again: 33", FAILS(LockFile(two, 29, 0, 1, 0), 33));
        ROW("15.5 not by the same handle either: 33", FAILS(LockFile(one, 12, 0, 10, 0), 33));
        ROW("15.5 beside it, it is", LEAVES(LockFile(two, 30, 0, 5, 0)));
        SetFilePointer(two, 5, NULL, FILE_BEGIN);
        ROW_OR_WINE("15.5 another handle can't read there: 33",
                    FAILS(ReadFile(two, bytes, 10, &done, NULL), 33), 1);
        SetFilePointer(two, 20, NULL, FILE_BEGIN);
        ROW_OR_WINE("15.5 nor write: 33", FAILS(WriteFile(two, bytes, 1, &done, NULL), 33), 1);
        SetFilePointer(one, 12, NULL, FILE_BEGIN);
        ROW("15.5 its own can",
            ReadFile(one, bytes, 4, &done, NULL) && WriteFile(one, bytes, 4, &done, NULL));
        ROW_OR_WINE("15.5 another range than the locked one: 158",
                    FAILS(UnlockFile(one, 10, 0, 10, 0), 158), GetLastError() == 33);
        ROW("15.5 UnlockFile", LEAVES(UnlockFile(one, 10, 0, 20, 0)));
        ROW_OR_WINE("15.5 twice: 158", FAILS(UnlockFile(one, 10, 0, 20, 0), 158),
                    GetLastError() == 33);
        UnlockFile(two, 30, 0, 5, 0);

        ROW("15.5 shared locks overlap", locks(one, 0, 0, 50) && locks(two, 0, 25, 50));
        ROW("15.5 an exclusive one doesn't: 33",
            FAILS(locks(two, LOCKFILE_EXCLUSIVE_LOCK, 0, 5), 33));
        SetFilePointer(one, 0, NULL, FILE_BEGIN);
        ROW_OR_WINE("15.5 nobody writes into a shared lock, its holder neither: 33",
                    FAILS(WriteFile(one, bytes, 1, &done, NULL), 33), 1);
        SetFilePointer(two, 0, NULL, FILE_BEGIN);
        ROW("15.5 all read it", ReadFile(two, bytes, 1, &done, NULL) && done == 1);
        CloseHandle(two);
        ROW("15.5 locks end with their handle", ({
                    UnlockFile(one, 0, 0, 50, 0);
                    LEAVES(LockFile(one, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF));
            }));
        CloseHandle(one);
        one = opened(path, GENERIC_READ, R | W);
        two = opened(path, GENERIC_READ | GENERIC_WRITE, R | W);
        ROW("15.5 a handle that only reads locks, too", LEAVES(LockFile(one, 0, 0, 10, 0)));
        ROW("15.5 and excludes: 33", FAILS(LockFile(two, 0, 0, 10, 0), 33));
        ROW("15.5 a bad handle: 6", FAILS(LockFile(NULL, 0, 0, 10, 0), 6));
        CloseHandle(one);
        CloseHandle(two);
        DeleteFileA(path);
}

/* ---- other processes -------------------------------------------------------- */

static char *named(const char *stem, const char *what)
{
        static char names[4][160];
        static unsigned next;
        char *name = names[next++ % 4];

        snprintf(name, sizeof names[0], "%s.%s", stem, what);
        return name;
}

/* Holds something of the file until it is killed or told to go. */
static int hold_file(const char *role, const char *stem)
{
        HANDLE ready = CreateEventA(NULL, TRUE, FALSE, named(stem, "ready"));
        HANDLE go = CreateEventA(NULL, TRUE, FALSE, named(stem, "go"));
        HANDLE file = opened(stem, GENERIC_READ | GENERIC_WRITE,
                             strcmp(role, "deny") == 0 ? 0 : R | W | D);

        if (file == INVALID_HANDLE_VALUE)
                return 1;
        if (strcmp(role, "lock") == 0 && !LockFile(file, 10, 0, 10, 0))
                return 2;
        if (strcmp(role, "map") == 0) {
                HANDLE section = CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0, NULL);

                if (!MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0))
                        return 3;
                CloseHandle(section);
                CloseHandle(file);
        }
        SetEvent(ready);
        return WaitForSingleObject(go, 60000) == WAIT_OBJECT_0 ? 0 : 4;
}

int file_peer(const char *role, const char *argument)
{
        if (strcmp(role, "deny") == 0 || strcmp(role, "map") == 0 || strcmp(role, "lock") == 0)
                return hold_file(role, argument);
        return 50;
}

static peer *holder(const char *role, const char *path, HANDLE *out_go)
{
        HANDLE ready = CreateEventA(NULL, TRUE, FALSE, named(path, "ready"));
        peer *other;

        ResetEvent(ready);
        *out_go = CreateEventA(NULL, TRUE, FALSE, named(path, "go"));
        other = peer_start(role, path);
        if (WaitForSingleObject(ready, 60000) != WAIT_OBJECT_0)
                abort();
        CloseHandle(ready);
        return other;
}

static void between_processes(void)
{
        const char *path = unique_file("others");
        HANDLE file;
        HANDLE go;
        DWORD code;
        char byte;
        DWORD done;
        peer *other;

        make_file(path, 5000);
        other = holder("deny", path, &go);
        ROW("15.4 another process's file that is not shared: 32",
            may_open(path, GENERIC_READ, R | W | D) == 0);
        ROW("15.4 is not deleted: 32", FAILS(DeleteFileA(path), 32));
        SetEvent(go);
        ROW("15.4 once that process ended, it is opened",
            peer_end(other, &code) && code == 0 && may_open(path, GENERIC_READ, 0) == 1);
        ResetEvent(go);
        CloseHandle(go);
        other = holder("deny", path, &go);
        ROW("15.4 again: 32", may_open(path, GENERIC_READ, R | W | D) == 0);
        peer_kill(other);
        ROW("15.4 a killed process leaves nothing", may_open(path, GENERIC_READ, 0) == 1);
        CloseHandle(go);

        other = holder("map", path, &go);
        file = opened(path, GENERIC_READ | GENERIC_WRITE, R | W | D);
        SetFilePointer(file, 10, NULL, FILE_BEGIN);
        ROW("3.12 cutting below another process's view: 1224", FAILS(SetEndOfFile(file), 1224));
        SetFilePointer(file, 9000, NULL, FILE_BEGIN);
        ROW("3.12 growing is fine", LEAVES(SetEndOfFile(file)));
        ROW_OR_WINE("3.12 deleting it is refused: 5", FAILS(DeleteFileA(path), 5), 1);
        peer_kill(other);
        if (GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES)
                make_file(path, 5000); /* Wine deleted it */
        SetFilePointer(file, 10, NULL, FILE_BEGIN);
        ROW("3.12 once that process is killed, the file is cut", LEAVES(SetEndOfFile(file)));
        CloseHandle(file);
        CloseHandle(go);

        make_file(path, 100);
        other = holder("lock", path, &go);
        file = opened(path, GENERIC_READ | GENERIC_WRITE, R | W | D);
        SetFilePointer(file, 15, NULL, FILE_BEGIN);
        ROW("15.5 bytes that another process locked are not locked: 33",
            FAILS(LockFile(file, 0, 0, 11, 0), 33));
        ROW_OR_WINE("15.5 nor read: 33", FAILS(ReadFile(file, &byte, 1, &done, NULL), 33), 1);
        SetFilePointer(file, 15, NULL, FILE_BEGIN);
        peer_kill(other);
        ROW("15.5 are free once it is killed", ReadFile(file, &byte, 1, &done, NULL) && done == 1);
        CloseHandle(file);
        CloseHandle(go);
        DeleteFileA(path);
}

static void reopened(void)
{
        const char *path = unique("reopened");
        HANDLE file;
        HANDLE again;
        char text[8] = "";
        DWORD done = 0;

        make_file(path, 100);
        file = opened(path, GENERIC_READ, R | W);
        ROW("ReOpenFile: an access that others may not have: 32",
            FAILS(ReOpenFile(file, GENERIC_READ, 0, 0) != INVALID_HANDLE_VALUE, 32));
        ROW("ReOpenFile: attributes are no flags: 87",
            FAILS(ReOpenFile(file, GENERIC_READ, R | W, FILE_ATTRIBUTE_HIDDEN) !=
                          INVALID_HANDLE_VALUE,
                  87));
        ROW_OR_WINE("ReOpenFile: not a handle: 6",
                    FAILS(ReOpenFile(NULL, GENERIC_READ, R | W, 0) != INVALID_HANDLE_VALUE, 6),
                    GetLastError() == 161);
        again = ReOpenFile(file, GENERIC_READ | GENERIC_WRITE, R | W, FILE_FLAG_WRITE_THROUGH);
        ROW("ReOpenFile: with more rights", again != INVALID_HANDLE_VALUE);
        SetFilePointer(file, 50, NULL, FILE_BEGIN);
        ROW("ReOpenFile: with a position of its own",
            WriteFile(again, "again", 5, &done, NULL) && done == 5 &&
                    SetFilePointer(file, 0, NULL, FILE_CURRENT) == 50);
        SetFilePointer(file, 0, NULL, FILE_BEGIN);
        ROW("ReOpenFile: the same file",
            ReadFile(file, text, 5, &done, NULL) && strcmp(text, "again") == 0);
        CloseHandle(file);
        ROW("ReOpenFile: which stays open by it", may_open(path, GENERIC_READ, R) == 0);
        CloseHandle(again);
        DeleteFileA(path);
}

void rules_share(void)
{
        reopened();
        every_pair();
        within();
        mappings();
        lock_ranges();
        between_processes();
}
