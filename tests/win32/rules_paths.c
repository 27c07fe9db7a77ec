/* SPDX-License-Identifier: MIT */
/* rules_paths.c — directories, paths, names for temporary files, drives. */
#include "support.h"

static int ends_with(const char *text, const char *end)
{
        size_t length = strlen(text);

        return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static void directories(void)
{
        const char *directory = unique_file("directory");
        const char *other = unique_file("Other");
        char path[300];
        char before[300];
        char here[300];
        HANDLE file;

        ROW("15.4 CreateDirectory", LEAVES(CreateDirectoryA(directory, NULL)));
        ROW("15.4 twice: 183", FAILS(CreateDirectoryA(directory, NULL), 183));
        ROW("15.4 below one that isn't there: 3",
            FAILS(CreateDirectoryA("mwt-no-such-directory\\x", NULL), 3));
        ROW("15.4 a directory's attributes", GetFileAttributesA(directory) == 0x10);
        ROW("15.4 DeleteFile of a directory: 5", FAILS(DeleteFileA(directory), 5));
        ROW("15.4 CreateFile of a directory: 5", ({
                    SetLastError(MARK);
                    CreateFileA(directory, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) ==
                            INVALID_HANDLE_VALUE &&GetLastError() == 5;
            }));
        ROW("15.4 with FILE_FLAG_BACKUP_SEMANTICS it is opened", ({
                    BY_HANDLE_FILE_INFORMATION info;

                    file = CreateFileA(directory, GENERIC_READ, 7, NULL, OPEN_EXISTING,
                                       FILE_FLAG_BACKUP_SEMANTICS, NULL);
                    file != INVALID_HANDLE_VALUE &&GetFileInformationByHandle(file, &info) &&
                            (info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY);
            }));
        CloseHandle(file);
        snprintf(path, sizeof path, "%s\\file", directory);
        make_file(path, 3);
        ROW("15.4 RemoveDirectory with a file in it: 145", FAILS(RemoveDirectoryA(directory), 145));
        ROW("15.4 RemoveDirectory of a file: 267", FAILS(RemoveDirectoryA(path), 267));
        ROW("15.4 of what isn't there: 2", FAILS(RemoveDirectoryA("mwt-no-such"), 2));
        GetCurrentDirectoryA(sizeof before, before);
        ROW("15.4 SetCurrentDirectory", LEAVES(SetCurrentDirectoryA(directory)));
        ROW("15.4 a relative path begins there",
            GetFileAttributesA("file") == FILE_ATTRIBUTE_ARCHIVE &&
                    GetFileAttributesA(".\\FILE") == FILE_ATTRIBUTE_ARCHIVE);
        GetCurrentDirectoryA(sizeof here, here);
        ROW("15.4 GetCurrentDirectory: a drive, backslashes",
            here[1] == ':' && here[2] == '\\' && ends_with(here, directory));
        ROW("15.4 with too little room: how much it needs",
            GetCurrentDirectoryA(5, path) == strlen(here) + 1 &&
                    GetCurrentDirectoryA(0, NULL) == strlen(here) + 1);
        ROW_OR_WINE("15.4 the current directory isn't removed: 32", ({
                            snprintf(path, sizeof path, "..\\%s", directory);
                            DeleteFileA("file");
                            FAILS(RemoveDirectoryA(path), 32);
                    }),
                    1);
        SetCurrentDirectoryA(before);
        ROW("15.4 SetCurrentDirectory to what isn't there: 2",
            FAILS(SetCurrentDirectoryA("mwt-no-such"), 2));
        if (GetFileAttributesA(directory) == INVALID_FILE_ATTRIBUTES)
                CreateDirectoryA(directory, NULL);
        ROW("15.4 a directory is moved, and its name's case changed",
            LEAVES(MoveFileA(directory, other)) && GetFileAttributesA(other) == 0x10);
        ROW("15.4 RemoveDirectory, by another case",
            LEAVES(RemoveDirectoryA(unique_file("Other"))));
}

static void full_paths(void)
{
        char path[300];
        char here[300];
        char whole[700];
        char *name = NULL;

        GetCurrentDirectoryA(sizeof here, here);
        snprintf(whole, sizeof whole, "%s\\b\\c.txt", here);
        ROW("15.4 GetFullPathName",
            GetFullPathNameA("a\\..\\b/./c.txt", sizeof path, path, &name) == strlen(whole) &&
                    strcmp(path, whole) == 0);
        ROW("15.4 a device's is the device's",
            GetFullPathNameA("nul", sizeof path, path, NULL) == 7 &&
                    strcmp(path, "\\\\.\\nul") == 0);
        ROW("15.4 what stands in front stays",
            GetFullPathNameA("\\\\?\\C:\\a\\..\\b", sizeof path, path, NULL) == 8 &&
                    strcmp(path, "\\\\?\\C:\\b") == 0);
        ROW("15.4 another device",
            GetFullPathNameA("\\\\.\\pipe\\x", sizeof path, path, NULL) == 10 &&
                    strcmp(path, "\\\\.\\pipe\\x") == 0);
        GetFullPathNameA("b\\c.txt", sizeof path, path, &name);
        ROW("15.4 and where its name begins", name && strcmp(name, "c.txt") == 0);
        ROW("15.4 too little room: how much it needs",
            GetFullPathNameA("b\\c.txt", 5, path, &name) == strlen(whole) + 1);
        ROW("15.4 a path with a drive",
            GetFullPathNameA("C:\\x\\..\\y\\", sizeof path, path, &name) == 5 &&
                    strcmp(path, "C:\\y\\") == 0 && name == NULL);
        ROW("15.4 dots and blanks at an end",
            GetFullPathNameA("C:\\a. .", sizeof path, path, &name) == 4 &&
                    GetFullPathNameA("C:\\a.b.", sizeof path, path, &name) == 6 &&
                    strcmp(name, "a.b") == 0 &&
                    GetFullPathNameA("C:\\b\\*.", sizeof path, path, &name) >= 6);
        ROW("15.4 .. above the root", GetFullPathNameA("C:\\..\\..\\y", sizeof path, path, &name) &&
                                              strcmp(path, "C:\\y") == 0);
        ROW("15.4 wide, too", ({
                    WCHAR wide[300];
                    LPWSTR part = NULL;
                    DWORD length = GetFullPathNameW(WIDE("C:\\x\\y"), 300, wide, &part);

                    length == 6 && wide[3] == 'x' && part == wide + 5;
            }));
        ROW("15.4 missing, by a longer way: 3",
            FAILS(GetFileAttributesA("no-such\\file") != INVALID_FILE_ATTRIBUTES, 3));
        ROW("15.4 a wildcard in a name: 123",
            FAILS(GetFileAttributesA("a*b") != INVALID_FILE_ATTRIBUTES, 123));
        ROW_OR_WINE("15.4 a drive that isn't there: 3",
                    FAILS(GetFileAttributesA("Q:\\file") != INVALID_FILE_ATTRIBUTES, 3),
                    GetLastError() == 2);
}

static void temporary(void)
{
        char directory[300];
        char path[300];
        char again[300];
        DWORD length = GetTempPathA(sizeof directory, directory);
        UINT number;

        ROW("15.4 GetTempPath ends in a backslash",
            length > 0 && length == strlen(directory) && directory[length - 1] == '\\');
        ROW("15.4 its directory is there",
            GetFileAttributesA(directory) & FILE_ATTRIBUTE_DIRECTORY);
        number = GetTempFileNameA(directory, "prefix", 0, path);
        ROW("15.4 GetTempFileName makes a file: three letters, a number, .tmp", ({
                    char *name = strrchr(path, '\\') + 1;

                    number &&strncmp(name, "pre", 3) == 0 &&
                            (ends_with(name, ".tmp") || ends_with(name, ".TMP"));
            }));
        ROW("15.4 an empty one", ({
                    HANDLE file = CreateFileA(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
                    int empty = file != INVALID_HANDLE_VALUE && GetFileSize(file, NULL) == 0;

                    CloseHandle(file);
                    empty;
            }));
        ROW("15.4 and another the next time",
            GetTempFileNameA(directory, "prefix", 0, again) && strcmp(path, again) != 0);
        DeleteFileA(path);
        DeleteFileA(again);
        ROW("15.4 with a number it only makes the name",
            GetTempFileNameA(directory, "abc", 0x12AB, path) == 0x12AB &&
                    GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES);
        ROW("15.4 in a directory that isn't there: 267",
            FAILS(GetTempFileNameA("no-such", "abc", 0, path), 267));
}

static void drives(void)
{
        ULARGE_INTEGER available;
        ULARGE_INTEGER total;
        ULARGE_INTEGER unused;
        char name[50];
        char program[300];
        DWORD limit = 0;
        DWORD sectors;
        DWORD bytes;
        DWORD free_clusters;
        DWORD clusters;

        ROW("15.4 C: is a fixed drive", GetDriveTypeA("C:\\") == DRIVE_FIXED);
        ROW("15.4 Q: is none", GetDriveTypeA("Q:\\") == DRIVE_NO_ROOT_DIR);
        ROW("15.4 GetLogicalDrives", GetLogicalDrives() & 4);
        ROW("15.4 GetLogicalDriveStrings",
            GetLogicalDriveStringsA(sizeof name, name) >= 4 && strcmp(name, "C:\\") == 0);
        ROW("15.4 GetDiskFreeSpaceEx",
            LEAVES(GetDiskFreeSpaceExA("C:\\", &available, &total, &unused)) &&
                    available.QuadPart <= total.QuadPart && total.QuadPart > 0);
        ROW("15.4 GetDiskFreeSpace",
            GetDiskFreeSpaceA(NULL, &sectors, &bytes, &free_clusters, &clusters) && bytes == 512 &&
                    sectors > 0);
        ROW("15.4 GetVolumeInformation",
            GetVolumeInformationA("C:\\", NULL, 0, NULL, &limit, NULL, name, sizeof name) &&
                    limit == 255 && strcmp(name, "NTFS") == 0);
        ROW("15.4 SearchPath finds a file in a list of directories", ({
                    const char *path = unique_file("search");
                    char *part = NULL;
                    int found;

                    make_file(path, 1);
                    found = SearchPathA(".", path, NULL, sizeof program, program, &part) > 0 &&
                            part && strcmp(part, path) == 0;
                    DeleteFileA(path);
                    found;
            }));
        ROW("15.4 or doesn't: 2",
            FAILS(SearchPathA(NULL, "mwt-no-such-file", NULL, sizeof program, program, NULL), 2));
}

void rules_paths(void)
{
        directories();
        full_paths();
        temporary();
        drives();
}
