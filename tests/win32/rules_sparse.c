/* SPDX-License-Identifier: MIT */
/* rules_sparse.c — sparse files by DeviceIoControl, and the newer ways to open, move and
 * measure a file.
 */
#include "support.h"

#include <winioctl.h>

#define MANY (8 * 1024 * 1024)

static int set_sparse(HANDLE file)
{
        DWORD bytes = 9;

        return DeviceIoControl(file, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &bytes, NULL) &&
               bytes == 0;
}

static int set_zero(HANDLE file, LONGLONG from, LONGLONG end)
{
        FILE_ZERO_DATA_INFORMATION range;
        DWORD bytes;

        range.FileOffset.QuadPart = from;
        range.BeyondFinalZero.QuadPart = end;
        return DeviceIoControl(file, FSCTL_SET_ZERO_DATA, &range, sizeof range, NULL, 0, &bytes,
                               NULL);
}

static DWORD ranges(HANDLE file, FILE_ALLOCATED_RANGE_BUFFER *out, DWORD room)
{
        FILE_ALLOCATED_RANGE_BUFFER all;
        DWORD bytes = 0;

        all.FileOffset.QuadPart = 0;
        all.Length.QuadPart = MANY;
        return DeviceIoControl(file, FSCTL_QUERY_ALLOCATED_RANGES, &all, sizeof all, out,
                               room * sizeof *out, &bytes, NULL) ?
                       bytes / (DWORD) sizeof *out :
                       (DWORD) -1;
}

static void sparse_files(void)
{
        const char *path = unique_file("sparse");
        HANDLE file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        HANDLE reader = open_file(path, GENERIC_READ);
        FILE_ALLOCATED_RANGE_BUFFER found[4];
        char bytes[20] = "";
        DWORD done;
        BY_HANDLE_FILE_INFORMATION facts;

        /* Wine 8 has none of these codes. */
        ROW_OR_WINE("15.5 FSCTL_SET_SPARSE", set_sparse(file), 1);
        ROW_OR_WINE("15.5 then the attribute says so",
                    GetFileInformationByHandle(file, &facts) &&
                            (facts.dwFileAttributes & FILE_ATTRIBUTE_SPARSE_FILE),
                    1);
        ROW_OR_WINE("15.5 who may only read can't: 5", FAILS(set_sparse(reader), 5), 1);
        SetFilePointer(file, MANY - 4, NULL, FILE_BEGIN);
        WriteFile(file, "last", 4, &done, NULL);
        ROW("15.5 a hole has a size", GetFileSize(file, NULL) == MANY);
        ROW_OR_WINE("15.5 which it doesn't take", GetCompressedFileSizeA(path, NULL) < MANY / 2, 1);
        ROW_OR_WINE("15.5 FSCTL_QUERY_ALLOCATED_RANGES",
                    ranges(file, found, 4) == 1 && found[0].FileOffset.QuadPart > MANY / 2 &&
                            found[0].FileOffset.QuadPart + found[0].Length.QuadPart == MANY,
                    1);
        ROW_OR_WINE("15.5 without room: 234", FAILS(ranges(file, found, 0) != (DWORD) -1, 234), 1);
        ROW("15.5 the file's pointer stays", SetFilePointer(file, 0, NULL, FILE_CURRENT) == MANY);
        SetFilePointer(file, 0, NULL, FILE_BEGIN);
        WriteFile(file, "0123456789", 10, &done, NULL);
        ROW_OR_WINE("15.5 FSCTL_SET_ZERO_DATA", set_zero(file, 2, 5), 1);
        SetFilePointer(file, 0, NULL, FILE_BEGIN);
        ROW_OR_WINE("15.5 makes zeros",
                    ReadFile(file, bytes, 10, &done, NULL) &&
                            memcmp(bytes, "01\0\0\00056789", 10) == 0,
                    1);
        ROW_OR_WINE("15.5 behind the end none",
                    set_zero(file, MANY, 2 * MANY) && GetFileSize(file, NULL) == MANY, 1);
        ROW_OR_WINE("15.5 an end before the beginning: 87", FAILS(set_zero(file, 9, 3), 87), 1);
        ROW("15.5 a code of another device: 1",
            FAILS(DeviceIoControl(file, CTL_CODE(FILE_DEVICE_DISK, 0, METHOD_BUFFERED, 0), NULL, 0,
                                  NULL, 0, &done, NULL),
                  1) ||
                    GetLastError() == 50);
        ROW_OR_WINE(
                "15.5 no handle: 6",
                FAILS(DeviceIoControl(NULL, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &done, NULL), 6),
                1);
        CloseHandle(reader);
        CloseHandle(file);
        DeleteFileA(path);
}

static void other_ways(void)
{
        const char *path = unique_file("two");
        const char *other = unique_file("three");
        CREATEFILE2_EXTENDED_PARAMETERS more = { .dwSize = sizeof more,
                                                 .dwFileFlags = FILE_FLAG_DELETE_ON_CLOSE };
        WCHAR wide[MAX_PATH];
        HANDLE file;
        DWORD high = 9;

        MultiByteToWideChar(CP_ACP, 0, path, -1, wide, MAX_PATH);
        file = CreateFile2(wide, GENERIC_WRITE, 0, CREATE_NEW, NULL);
        ROW("15.5 CreateFile2", file != INVALID_HANDLE_VALUE);
        CloseHandle(file);
        ROW("15.5 which is there: 80",
            FAILS(CreateFile2(wide, GENERIC_WRITE, 0, CREATE_NEW, NULL) != INVALID_HANDLE_VALUE,
                  80));
        make_file(path, 1000);
        ROW("15.5 GetCompressedFileSize: as large as it is, or as it lies there",
            GetCompressedFileSizeA(path, &high) < 70000 && high == 0);
        ROW("15.5 of none: 2", FAILS(GetCompressedFileSizeA(other, NULL) != INVALID_FILE_SIZE, 2));
        ROW("15.5 MoveFileWithProgress", MoveFileWithProgressA(path, other, NULL, NULL, 0));
        make_file(path, 10);
        ROW("15.5 onto one that is there: 183",
            FAILS(MoveFileWithProgressA(path, other, NULL, NULL, 0), 183));
        ROW("15.5 MOVEFILE_REPLACE_EXISTING",
            MoveFileWithProgressA(path, other, NULL, NULL, MOVEFILE_REPLACE_EXISTING));
        MultiByteToWideChar(CP_ACP, 0, other, -1, wide, MAX_PATH);
        file = CreateFile2(wide, GENERIC_READ | DELETE, 0, OPEN_EXISTING, &more);
        ROW("15.5 CreateFile2 with flags",
            file != INVALID_HANDLE_VALUE && GetFileSize(file, NULL) == 10);
        CloseHandle(file);
        ROW("15.5 which were heard", GetFileAttributesA(other) == INVALID_FILE_ATTRIBUTES);
}

void rules_sparse(void)
{
        sparse_files();
        other_ways();
}
