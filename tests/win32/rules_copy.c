/* SPDX-License-Identifier: MIT */
/* rules_copy.c — attributes, times, moves, copies, what is known of a file. */
#include "support.h"

static HANDLE existing(const char *path, DWORD access)
{
        return CreateFileA(path, access, 7, NULL, OPEN_EXISTING, 0, NULL);
}

/* No handle, and this last error; a handle that came anyway is closed. */
static int is_refused(HANDLE file, DWORD code)
{
        if (file == INVALID_HANDLE_VALUE)
                return GetLastError() == code;
        CloseHandle(file);
        return 0;
}

static DWORD size_of(const char *path)
{
        WIN32_FILE_ATTRIBUTE_DATA data;

        return GetFileAttributesExA(path, GetFileExInfoStandard, &data) ? data.nFileSizeLow :
                                                                          0xFFFFFFFF;
}

static void attributes(void)
{
        const char *path = unique_file("attributes");
        HANDLE file;

        make_file(path, 10);
        ROW("15.4 a new file is ARCHIVE", GetFileAttributesA(path) == FILE_ATTRIBUTE_ARCHIVE);
        ROW("15.4 SetFileAttributes", LEAVES(SetFileAttributesA(path, FILE_ATTRIBUTE_READONLY)) &&
                                              (GetFileAttributesA(path) & FILE_ATTRIBUTE_READONLY));
        /* Wine leaves it to Linux, and to root all is allowed there. */
        ROW_OR_WINE("15.4 a read-only file isn't written: 5",
                    is_refused(existing(path, GENERIC_WRITE), 5), 1);
        ROW_OR_WINE("15.4 nor emptied: 5",
                    is_refused(CreateFileA(path, GENERIC_READ, 7, NULL, CREATE_ALWAYS, 0, NULL), 5),
                    1);
        SetFileAttributesA(path, FILE_ATTRIBUTE_READONLY);
        ROW("15.4 nor deleted: 5", FAILS(DeleteFileA(path), 5));
        ROW("15.4 but read", ({
                    file = existing(path, GENERIC_READ);
                    file != INVALID_HANDLE_VALUE;
            }));
        CloseHandle(file);
        ROW("15.4 FILE_ATTRIBUTE_NORMAL undoes it",
            SetFileAttributesA(path, FILE_ATTRIBUTE_NORMAL) &&
                    !(GetFileAttributesA(path) & FILE_ATTRIBUTE_READONLY) && DeleteFileA(path));
        file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_READONLY, NULL);
        ROW("15.4 who makes a read-only file may write it", ({
                    DWORD done;

                    WriteFile(file, "x", 1, &done, NULL) && done == 1;
            }));
        CloseHandle(file);
        SetFileAttributesA(path, FILE_ATTRIBUTE_NORMAL);
        DeleteFileA(path);
        ROW("15.4 attributes of what isn't there: 2",
            FAILS(GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES, 2));
}

static void times(void)
{
        const char *path = unique_file("times");
        FILETIME past = { 0xE0000000, 0x01BF53EB }; /* in the year 2000, whole seconds / 100 */
        FILETIME created;
        FILETIME written;
        FILETIME accessed;
        HANDLE file;

        make_file(path, 1);
        file = existing(path, GENERIC_READ | GENERIC_WRITE);
        ROW("15.4 SetFileTime of all three",
            LEAVES(SetFileTime(file, &past, &past, &past)) &&
                    GetFileTime(file, &created, &accessed, &written) &&
                    memcmp(&written, &past, sizeof past) == 0 &&
                    memcmp(&accessed, &past, sizeof past) == 0);
        ROW_OR_WINE("15.4 the time of creation, too", memcmp(&created, &past, sizeof past) == 0, 1);
        past.dwLowDateTime += 10000000;
        ROW("15.4 NULL leaves a time alone", SetFileTime(file, NULL, NULL, &past) &&
                                                     GetFileTime(file, NULL, &accessed, &written) &&
                                                     memcmp(&written, &past, sizeof past) == 0 &&
                                                     memcmp(&accessed, &past, sizeof past) != 0);
        ROW_OR_WINE("15.4 times by a handle that may not write them: 5", ({
                            HANDLE reader = existing(path, GENERIC_READ);
                            int fails = FAILS(SetFileTime(reader, NULL, NULL, &past), 5);

                            CloseHandle(reader);
                            fails;
                    }),
                    1);
        CloseHandle(file);
        DeleteFileA(path);
}

static void moves(void)
{
        const char *from = unique_file("from");
        const char *to = unique_file("to");

        make_file(from, 10);
        make_file(to, 20);
        ROW("15.4 MoveFile to a name that is there: 183", FAILS(MoveFileA(from, to), 183));
        ROW("15.4 with MOVEFILE_REPLACE_EXISTING it is",
            LEAVES(MoveFileExA(from, to, MOVEFILE_REPLACE_EXISTING)) && size_of(to) == 10 &&
                    GetFileAttributesA(from) == INVALID_FILE_ATTRIBUTES);
        ROW("15.4 MoveFile of what isn't there: 2", FAILS(MoveFileA(from, to), 2));
        ROW("15.4 into what isn't there: 3", FAILS(MoveFileA(to, "no-such\\x"), 3));
        ROW_OR_WINE("15.4 MoveFile to itself", LEAVES(MoveFileA(to, to)), 1);
        make_file(from, 30);
        ROW("15.4 ReplaceFile keeps what was there",
            LEAVES(ReplaceFileA(to, from, unique_file("backup"), 0, NULL, NULL)) &&
                    size_of(to) == 30 && size_of(unique_file("backup")) == 10 &&
                    GetFileAttributesA(from) == INVALID_FILE_ATTRIBUTES);
        ROW("15.4 ReplaceFile by what isn't there: 2",
            FAILS(ReplaceFileA(to, from, NULL, 0, NULL, NULL), 2));
        DeleteFileA(unique_file("backup"));
        ROW("15.4 CreateHardLink", ({
                    BY_HANDLE_FILE_INFORMATION info;
                    HANDLE file;

                    LEAVES(CreateHardLinkA(from, to, NULL)) &&
                            (file = existing(from, GENERIC_READ)) !=
                                    INVALID_HANDLE_VALUE &&GetFileInformationByHandle(file,
                                                                                      &info) &&
                            CloseHandle(file) && info.nNumberOfLinks == 2;
            }));
        DeleteFileA(from);
        DeleteFileA(to);
}

static void copies(void)
{
        const char *from = unique_file("copied");
        const char *to = unique_file("copy");
        FILETIME past = { 0xE0000000, 0x01BF53EB };
        FILETIME written;
        HANDLE file;

        make_file(from, 70000);
        file = existing(from, GENERIC_WRITE);
        SetFileTime(file, NULL, NULL, &past);
        CloseHandle(file);
        ROW("15.4 CopyFile", CopyFileA(from, to, TRUE) && size_of(to) == 70000);
        file = existing(to, GENERIC_READ);
        ROW("15.4 with the time of its last write",
            GetFileTime(file, NULL, NULL, &written) && memcmp(&written, &past, sizeof past) == 0);
        CloseHandle(file);
        ROW("15.4 onto a file, unless that is forbidden: 80", FAILS(CopyFileA(from, to, TRUE), 80));
        ROW_OR_WINE("15.4 else onto it, which sets 0", SETS(CopyFileA(from, to, FALSE), 0),
                    GetLastError() == MARK);
        ROW("15.4 of what isn't there: 2", FAILS(CopyFileA("mwt-no-such", to, FALSE), 2));
        ROW("15.4 onto itself: 32", FAILS(CopyFileA(from, from, FALSE), 32));
        file = CreateFileA(from, GENERIC_READ, FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
        ROW("15.4 of a file that may not be read: 32", FAILS(CopyFileA(from, to, FALSE), 32));
        CloseHandle(file);
        file = CreateFileA(to, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
        ROW("15.4 onto one that may not be written: 32", FAILS(CopyFileA(from, to, FALSE), 32));
        CloseHandle(file);
        DeleteFileA(from);
        DeleteFileA(to);
}

static void information(void)
{
        const char *path = unique_file("information");
        FILE_STANDARD_INFO standard;
        FILE_BASIC_INFO basic;
        FILE_DISPOSITION_INFO gone = { TRUE };
        FILE_END_OF_FILE_INFO end;
        char room[700];
        HANDLE file;

        make_file(path, 10);
        file = existing(path, GENERIC_READ | GENERIC_WRITE | DELETE);
        ROW("15.4 FileStandardInfo",
            LEAVES(GetFileInformationByHandleEx(file, FileStandardInfo, &standard,
                                                sizeof standard)) &&
                    standard.EndOfFile.QuadPart == 10 && standard.NumberOfLinks == 1 &&
                    !standard.DeletePending && !standard.Directory);
        ROW("15.4 FileBasicInfo",
            GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof basic) &&
                    basic.FileAttributes == FILE_ATTRIBUTE_ARCHIVE &&
                    basic.LastWriteTime.QuadPart > 0);
        ROW("15.4 FileNameInfo: the path without its drive",
            GetFileInformationByHandleEx(file, FileNameInfo, room, sizeof room) &&
                    ((FILE_NAME_INFO *) room)->FileName[0] == '\\');
        ROW("15.4 too little room: 24",
            FAILS(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, 1), 24));
        ROW("15.4 a class that is only set: 87",
            FAILS(GetFileInformationByHandleEx(file, FileEndOfFileInfo, &end, sizeof end), 87));
        end.EndOfFile.QuadPart = 5;
        ROW("15.4 FileEndOfFileInfo",
            LEAVES(SetFileInformationByHandle(file, FileEndOfFileInfo, &end, sizeof end)) &&
                    GetFileSize(file, NULL) == 5);
        ROW("15.4 GetFinalPathNameByHandle",
            GetFinalPathNameByHandleA(file, room, sizeof room, 0) > 8 &&
                    strncmp(room, "\\\\?\\", 4) == 0 && strstr(room, path) != NULL);
        ROW("15.4 FileDispositionInfo: deleted with its handle",
            LEAVES(SetFileInformationByHandle(file, FileDispositionInfo, &gone, sizeof gone)) &&
                    CloseHandle(file) && GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES);
        ROW("15.4 a bad handle: 6", ({
                    BY_HANDLE_FILE_INFORMATION info;

                    FAILS(GetFileInformationByHandle(NULL, &info), 6);
            }));
}

typedef struct told {
        int begun;
        int chunks;
        int ended;
        ULONGLONG bytes;
        COPYFILE2_MESSAGE_ACTION answer; /* to the first chunk */
} told;

static COPYFILE2_MESSAGE_ACTION CALLBACK on_message(const COPYFILE2_MESSAGE *message, PVOID context)
{
        told *is = context;

        if (message->Type == COPYFILE2_CALLBACK_STREAM_STARTED)
                is->begun++;
        if (message->Type == COPYFILE2_CALLBACK_STREAM_FINISHED)
                is->ended++;
        if (message->Type != COPYFILE2_CALLBACK_CHUNK_FINISHED)
                return COPYFILE2_PROGRESS_CONTINUE;
        is->chunks++;
        is->bytes += message->Info.ChunkFinished.uliChunkSize.QuadPart;
        return is->answer;
}

static void copies_2(void)
{
        told is = { 0 };
        COPYFILE2_EXTENDED_PARAMETERS how = { sizeof how, COPY_FILE_FAIL_IF_EXISTS, NULL,
                                              on_message, &is };
        LPCWSTR from = (LPCWSTR) WIDE("mwt-copy2.a");
        LPCWSTR to = (LPCWSTR) WIDE("mwt-copy2.b");

        if (on_wine) {
                skip("15.4 CopyFile2", "Wine has none");
                return;
        }
        make_file("mwt-copy2.a", 5000);
        ROW("15.4 CopyFile2", CopyFile2(from, to, &how) == S_OK && size_of("mwt-copy2.b") == 5000);
        ROW("15.4 tells when it begins, how it goes on, and when it is done",
            is.begun == 1 && is.chunks > 0 && is.bytes == 5000 && is.ended == 1);
        ROW("15.4 to a file that is there: 80 as an HRESULT",
            CopyFile2(from, to, &how) == HRESULT_FROM_WIN32(80));
        DeleteFileA("mwt-copy2.b");
        is.answer = COPYFILE2_PROGRESS_CANCEL;
        ROW("15.4 it is cancelled: 1235, and no file is left",
            CopyFile2(from, to, &how) == HRESULT_FROM_WIN32(1235) &&
                    GetFileAttributesA("mwt-copy2.b") == INVALID_FILE_ATTRIBUTES);
        how.dwSize = 3;
        ROW("15.4 parameters of another size: 87",
            CopyFile2(from, to, &how) == HRESULT_FROM_WIN32(87));
        DeleteFileA("mwt-copy2.a");
        DeleteFileA("mwt-copy2.b");
        ROW("15.4 of what isn't there: 2", CopyFile2(from, to, NULL) == HRESULT_FROM_WIN32(2));
}

void rules_copy(void)
{
        attributes();
        times();
        moves();
        copies();
        information();
        copies_2();
}
