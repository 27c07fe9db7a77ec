/* SPDX-License-Identifier: MIT */
/* rules_io.c — section 15.5: reading and writing, OVERLAPPED, standard handles,
 * the console where there is none. */
#include "support.h"

static HANDLE made(const char *path, DWORD access, DWORD flags)
{
        return CreateFileA(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS,
                           flags, NULL);
}

static void buffers(void)
{
        const char *path = unique_file("buffers");
        HANDLE file = made(path, GENERIC_READ | GENERIC_WRITE, 0);
        char bytes[16];
        DWORD done = 9;

        ROW("15.5 0 bytes from NULL are written",
            LEAVES(WriteFile(file, NULL, 0, &done, NULL)) && done == 0);
        done = 9;
        ROW("15.5 10 bytes from NULL aren't: 1784, 0 bytes",
            FAILS(WriteFile(file, NULL, 10, &done, NULL), 1784) && done == 0);
        WriteFile(file, "0123456789", 10, &done, NULL);
        SetFilePointer(file, 0, NULL, FILE_BEGIN);
        done = 9;
        ROW("15.5 0 bytes to NULL are read",
            LEAVES(ReadFile(file, NULL, 0, &done, NULL)) && done == 0);
        done = 9;
        ROW("15.5 10 bytes to NULL aren't: 998, 0 bytes",
            FAILS(ReadFile(file, NULL, 10, &done, NULL), 998) && done == 0);
        ROW("15.5 to an address that isn't there: 998",
            FAILS(ReadFile(file, (void *) 0x10, 10, &done, NULL), 998));
        done = 9;
        ROW("15.5 a bad handle: 6, 0 bytes",
            FAILS(WriteFile((HANDLE) (ULONG_PTR) 0xdead0, bytes, 1, &done, NULL), 6) && done == 0);
        CloseHandle(file);
        DeleteFileA(path);
}

static void appending(void)
{
        const char *path = unique_file("append");
        HANDLE file;
        OVERLAPPED at = { 0 };
        DWORD done;

        make_file(path, 10);
        file = CreateFileA(path, FILE_APPEND_DATA, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
        ROW("15.5 FILE_APPEND_DATA alone writes at the end",
            WriteFile(file, "xyz", 3, &done, NULL) && GetFileSize(file, NULL) == 13);
        CloseHandle(file);
        file = CreateFileA(path, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
        at.Offset = at.OffsetHigh = 0xFFFFFFFF;
        ROW("15.5 an offset of all ones does, too",
            WriteFile(file, "xyz", 3, &done, &at) && GetFileSize(file, NULL) == 16);
        CloseHandle(file);
        DeleteFileA(path);
}

static void overlapped(void)
{
        const char *path = unique_file("overlapped");
        HANDLE file = made(path, GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
        OVERLAPPED at = { 0 };
        char bytes[16] = "";
        DWORD done = 0;
        BOOL now;

        at.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
        at.Offset = 100;
        now = WriteFile(file, "0123456789", 10, NULL, &at);
        ROW("15.5 FILE_FLAG_OVERLAPPED: done, or 997", now || GetLastError() == 997);
        ROW("15.5 GetOverlappedResult waits for it",
            GetOverlappedResult(file, &at, &done, TRUE) && done == 10);
        ROW("15.5 its event is set", WaitForSingleObject(at.hEvent, 0) == WAIT_OBJECT_0);
        ROW("15.5 at that offset", GetFileSize(file, NULL) == 110);
        at.Offset = 105;
        ResetEvent(at.hEvent);
        if (!ReadFile(file, bytes, 10, NULL, &at))
                WaitForSingleObject(at.hEvent, 10000);
        ROW("15.5 what is there is read", GetOverlappedResult(file, &at, &done, FALSE) &&
                                                  done == 5 && memcmp(bytes, "56789", 5) == 0 &&
                                                  HasOverlappedIoCompleted(&at));
        at.Offset = 110;
        ROW("15.5 at the end: 38", ({
                    now = ReadFile(file, bytes, 10, NULL, &at);
                    if (!now && GetLastError() == 997)
                            now = GetOverlappedResult(file, &at, &done, TRUE);
                    !now &&GetLastError() == 38;
            }));
        ROW("15.5 without an OVERLAPPED: 87", FAILS(ReadFile(file, bytes, 1, &done, NULL), 87));
        ROW("15.5 CancelIo with nothing under way", CancelIo(file));
        ROW("15.5 a file's handle can be waited for",
            WaitForSingleObject(file, 0) == WAIT_OBJECT_0 || on_wine);
        CloseHandle(file);
        at.Internal = 0x103; /* STATUS_PENDING */
        ROW("15.5 what is under way: 996",
            FAILS(GetOverlappedResult(NULL, &at, &done, FALSE), 996));
        CloseHandle(at.hEvent);
        DeleteFileA(path);
}

static DWORD completed_bytes;
static OVERLAPPED *completed;

static VOID CALLBACK on_completion(DWORD error, DWORD done, LPOVERLAPPED overlapped)
{
        completed_bytes = error ? 0 : done;
        completed = overlapped;
}

static void completion(void)
{
        const char *path = unique_file("completion");
        HANDLE file = made(path, GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
        OVERLAPPED at = { 0 };
        char bytes[16];

        at.hEvent = (HANDLE) &at; /* it is the program's to use */
        ROW("15.5 WriteFileEx", WriteFileEx(file, "0123456789", 10, &at, on_completion));
        ROW("15.5 its routine isn't called before an alertable wait", completed == NULL);
        ROW("15.5 but in one", SleepEx(10000, TRUE) == WAIT_IO_COMPLETION && completed == &at &&
                                       completed_bytes == 10 && at.hEvent == (HANDLE) &at);
        completed = NULL;
        at.Offset = 6;
        ROW("15.5 ReadFileEx", ReadFileEx(file, bytes, 16, &at, on_completion) &&
                                       SleepEx(10000, TRUE) == WAIT_IO_COMPLETION &&
                                       completed == &at && completed_bytes == 4 &&
                                       memcmp(bytes, "6789", 4) == 0);
        CloseHandle(file);
        DeleteFileA(path);
}

static void devices(void)
{
        HANDLE file =
                CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
        const char *path = unique_file("type");
        char byte;
        DWORD done;

        ROW("15.5 NUL is a character device",
            file != INVALID_HANDLE_VALUE && GetFileType(file) == FILE_TYPE_CHAR);
        ROW("15.5 that takes all", WriteFile(file, "x", 1, &done, NULL) && done == 1 &&
                                           ReadFile(file, &byte, 1, &done, NULL) && done == 0);
        CloseHandle(file);
        file = made(path, GENERIC_WRITE, 0);
        ROW("15.5 a file is a disk's", GetFileType(file) == FILE_TYPE_DISK);
        ROW("15.5 GetConsoleMode of a file: 6", FAILS(GetConsoleMode(file, &done), 6));
        ROW("15.5 its cursor can't be set: 6", ({
                    COORD place = { 0, 0 };

                    FAILS(SetConsoleCursorPosition(file, place), 6);
            }));
        ROW("15.5 GetFileType of a bad handle: 6", SETS(GetFileType(NULL) == FILE_TYPE_UNKNOWN, 6));
        SetStdHandle(STD_ERROR_HANDLE, file);
        ROW("15.5 SetStdHandle", GetStdHandle(STD_ERROR_HANDLE) == file);
        SetStdHandle(STD_ERROR_HANDLE, NULL);
        CloseHandle(file);
        DeleteFileA(path);
        ROW("15.5 GetStdHandle of something else: 6", ({
                    SetLastError(MARK);
                    GetStdHandle(5) == INVALID_HANDLE_VALUE &&GetLastError() == 6;
            }));
        ROW("15.5 a pipe has no pointer, the console neither",
            GetFileType(GetStdHandle(STD_OUTPUT_HANDLE)) == FILE_TYPE_DISK ||
                    SetFilePointer(GetStdHandle(STD_OUTPUT_HANDLE), 0, NULL, FILE_CURRENT) ==
                            INVALID_SET_FILE_POINTER);
}

/* What programs of 16-bit Windows call. */
static void old_calls(void)
{
        const char *path = unique_file("old");
        char bytes[20];
        OFSTRUCT opened;
        HFILE file = _lcreat(path, 0);

        ROW("15.5 _lcreat, _lwrite, _llseek, _lread",
            file != HFILE_ERROR && _lwrite(file, "0123456789", 10) == 10 &&
                    _llseek(file, 3, FILE_BEGIN) == 3 && _lread(file, bytes, 20) == 7 &&
                    memcmp(bytes, "3456789", 7) == 0);
        ROW("15.5 _lwrite of nothing ends the file",
            _llseek(file, 5, FILE_BEGIN) == 5 && _lwrite(file, bytes, 0) == 0 &&
                    _llseek(file, 0, FILE_END) == 5 && _lclose(file) == 0);
        file = _lopen(path, OF_READ | OF_SHARE_EXCLUSIVE);
        ROW("15.5 _lopen", file != HFILE_ERROR && _hwrite(file, "x", 1) == HFILE_ERROR);
        ROW("15.5 excludes: 32", FAILS(_lopen(path, OF_READ) != HFILE_ERROR, 32));
        _lclose(file);
        ROW("15.5 OpenFile with OF_EXIST", OpenFile(path, &opened, OF_EXIST) == 1 &&
                                                   opened.nErrCode == 0 &&
                                                   strstr(opened.szPathName, path) != NULL);
        ROW("15.5 with OF_DELETE", OpenFile(path, &opened, OF_DELETE) == 1 &&
                                           GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES);
        ROW("15.5 of what isn't there: 2",
            FAILS(OpenFile(path, &opened, OF_READ) != HFILE_ERROR, 2) && opened.nErrCode == 2);
}

/* Nothing is left over of many files. */
static void many(void)
{
        const char *path = unique_file("many");
        int done = 0;

        make_file(path, 10);
        while (done < (on_wine ? 1000 : 100000)) {
                HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                                          0, NULL);

                if (file == INVALID_HANDLE_VALUE || !CloseHandle(file))
                        break;
                done++;
        }
        ROW("1.5 a file is opened and closed 100,000 times", done == (on_wine ? 1000 : 100000));
        ROW("1.5 and can be deleted", DeleteFileA(path));
}

void rules_io(void)
{
        buffers();
        appending();
        overlapped();
        completion();
        devices();
        old_calls();
        many();
}
