/* SPDX-License-Identifier: MIT */
/* rules_files.c — section 3: mappings of disk files, and the files themselves. */
#include "support.h"

static HANDLE section_of(HANDLE file, DWORD protect, DWORD size_bytes)
{
        return CreateFileMappingA(file, NULL, protect, 0, size_bytes, NULL);
}

static BOOL closes(HANDLE handle)
{
        return handle && CloseHandle(handle);
}

static void exact_sizes(void)
{
        const char *path = unique_file("exact");
        HANDLE file;
        HANDLE section;
        char *view;
        int tail = 1;

        make_file(path, 100);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        ROW("3.9 size 0 is the file's size",
            SETS(section = section_of(file, PAGE_READWRITE, 0), 0));
        ROW("0.6 a file's mapping is byte exact: 100 bytes", ({
                    view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 100);
                    view &&view[0] == 'a' && view[99] == 'a';
            }));
        for (int at = 100; view && at < 4096; at++)
                tail = tail && view[at] == 0;
        ROW("5.5 the bytes after its end read 0", tail);
        UnmapViewOfFile(view);
        ROW("0.6 101 of 100 bytes: 5", FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0, 101), 5));
        ROW("0.6 4096 of 100 bytes: 5",
            FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0, 4096), 5));
        view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        view[200] = 'x';
        view[50] = 'b';
        UnmapViewOfFile(view);
        CloseHandle(section);
        ROW("5.5 a write after the end is not stored", GetFileSize(file, NULL) == 100);
        ROW("3.10 a smaller size maps that prefix", ({
                    section = section_of(file, PAGE_READWRITE, 10);
                    view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
                    view != NULL &&FAILS(MapViewOfFile(section, FILE_MAP_READ, 0, 0, 11), 5);
            }));
        UnmapViewOfFile(view);
        CloseHandle(section);
        ROW("3.10 and does not cut the file", GetFileSize(file, NULL) == 100);
        CloseHandle(file);
        ROW("3.12 the written byte is in the file", ({
                    FILE *plain = fopen(path, "rb");
                    int byte = plain && fseek(plain, 50, SEEK_SET) == 0 ? fgetc(plain) : 0;

                    if (plain)
                            fclose(plain);
                    byte == 'b';
            }));
        DeleteFileA(path);
}

static void growing(void)
{
        const char *path = unique_file("grow");
        HANDLE file;
        HANDLE section;
        char *view;

        make_file(path, 100);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        ROW("3.10 read-only, bigger than the file: 8",
            REFUSED(section_of(file, PAGE_READONLY, 200), 8));
        ROW("3.10 write-copy, bigger than the file: 8",
            REFUSED(section_of(file, PAGE_WRITECOPY, 200), 8));
        ROW("3.10 the file is as it was", GetFileSize(file, NULL) == 100);
        section = section_of(file, PAGE_READWRITE, 70000);
        ROW("3.10 read-write, bigger: the file grows at once",
            section && GetFileSize(file, NULL) == 70000);
        view = MapViewOfFile(section, FILE_MAP_READ, 0, 65536, 0);
        ROW("3.10 the new bytes are zero", view && view[0] == 0 && view[70000 - 65536 - 1] == 0);
        UnmapViewOfFile(view);
        CloseHandle(section);
        CloseHandle(file);
        DeleteFileA(path);
}

static void empty(void)
{
        const char *path = unique_file("empty");
        HANDLE file;

        make_file(path, 0);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        ROW("3.9 an empty file, read-write: 1006",
            REFUSED(section_of(file, PAGE_READWRITE, 0), 1006));
        ROW("3.9 an empty file, read-only: 1006",
            REFUSED(section_of(file, PAGE_READONLY, 0), 1006));
        ROW("3.9 an empty file, write-copy: 1006",
            REFUSED(section_of(file, PAGE_WRITECOPY, 0), 1006));
        CloseHandle(file);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE);
        ROW("3.9 an empty file, executable: 1006",
            REFUSED(section_of(file, PAGE_EXECUTE_READ, 0), 1006) &&
                    REFUSED(section_of(file, PAGE_EXECUTE_READWRITE, 0), 1006));
        ROW("3.10 with a size it grows",
            closes(section_of(file, PAGE_READWRITE, 10)) && GetFileSize(file, NULL) == 10);
        CloseHandle(file);
        DeleteFileA(path);
}

/* 3.11: what the file handle must be able to do. */
static void file_rights(void)
{
        const char *path = unique_file("rights");
        HANDLE reader;
        HANDLE writer;

        make_file(path, 100);
        reader = open_file(path, GENERIC_READ);
        writer = open_file(path, GENERIC_WRITE);
        ROW("3.11 a reader's read-only mapping", closes(section_of(reader, PAGE_READONLY, 0)));
        ROW("3.11 a reader's write-copy mapping", closes(section_of(reader, PAGE_WRITECOPY, 0)));
        ROW("3.11 a reader's read-write mapping: 5",
            REFUSED(section_of(reader, PAGE_READWRITE, 0), 5));
        ROW("3.11 a writer's read-only mapping: 5",
            REFUSED(section_of(writer, PAGE_READONLY, 0), 5));
        ROW("3.11 a writer's read-write mapping: 5",
            REFUSED(section_of(writer, PAGE_READWRITE, 0), 5));
        ROW_OR_WINE("3.11 a reader's executable mapping: 5",
                    REFUSED(section_of(reader, PAGE_EXECUTE_READ, 0), 5), 1);
        CloseHandle(writer);
        writer = open_file(path, GENERIC_READ | GENERIC_EXECUTE);
        ROW("3.11 who may read and execute maps so",
            closes(section_of(writer, PAGE_EXECUTE_READ, 0)) &&
                    closes(section_of(writer, PAGE_EXECUTE_WRITECOPY, 0)));
        ROW("3.11 but not to write: 5", REFUSED(section_of(writer, PAGE_EXECUTE_READWRITE, 0), 5));
        CloseHandle(writer);
        writer = open_file(path, GENERIC_READ | GENERIC_WRITE);
        ROW("3.11 who reads and writes may do both", closes(section_of(writer, PAGE_READWRITE, 0)));
        CloseHandle(writer);
        writer = open_file(path, GENERIC_WRITE);
        ROW("3.11 a reader can't write: 5", ({
                    DWORD done;

                    FAILS(WriteFile(reader, "x", 1, &done, NULL), 5);
            }));
        ROW("3.11 a writer can't read: 5", ({
                    DWORD done;
                    char byte;

                    FAILS(ReadFile(writer, &byte, 1, &done, NULL), 5);
            }));
        CloseHandle(reader);
        CloseHandle(writer);
        DeleteFileA(path);
}

static void mapped_files_stay(void)
{
        const char *path = unique_file("stay");
        HANDLE file;
        HANDLE section;
        char *view;

        make_file(path, 5000);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        section = section_of(file, PAGE_READWRITE, 0);
        CloseHandle(file);
        view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        ROW("3.12 the file handle may be closed at once", view && view[4999] == 'a');
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        SetFilePointer(file, 10, NULL, FILE_BEGIN);
        ROW("3.12 cutting below a mapping: 1224", FAILS(SetEndOfFile(file), 1224));
        SetFilePointer(file, 9000, NULL, FILE_BEGIN);
        ROW("3.12 growing a mapped file", LEAVES(SetEndOfFile(file)));
        CloseHandle(section);
        SetFilePointer(file, 10, NULL, FILE_BEGIN);
        ROW("3.12 cutting below a view alone: 1224", FAILS(SetEndOfFile(file), 1224));
        ROW_OR_WINE("3.12 deleting a mapped file is refused", FAILS(DeleteFileA(path), 5), 1);
        UnmapViewOfFile(view);
        make_file(path, 5000);
        CloseHandle(file);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        SetFilePointer(file, 10, NULL, FILE_BEGIN);
        ROW("3.12 once it is unmapped, it is cut",
            LEAVES(SetEndOfFile(file)) && GetFileSize(file, NULL) == 10);
        CloseHandle(file);
        DeleteFileA(path);
}

static void coherent(void)
{
        const char *path = unique_file("coherent");
        const char *name = unique("coherent");
        HANDLE file;
        HANDLE first;
        HANDLE second;
        HANDLE named;
        char *one;
        char *two;

        make_file(path, 4096);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        first = section_of(file, PAGE_READWRITE, 0);
        second = section_of(file, PAGE_READWRITE, 0);
        one = MapViewOfFile(first, FILE_MAP_WRITE, 0, 0, 0);
        two = MapViewOfFile(second, FILE_MAP_READ, 0, 0, 0);
        strcpy(one, "both");
        ROW("5.9 two mappings of one file show the same bytes", strcmp(two, "both") == 0);
        UnmapViewOfFile(two);
        two = MapViewOfFile(second, FILE_MAP_COPY, 0, 0, 0);
        two[0] = 'm';
        ROW("6.2 what a copy-on-write view writes is not in the file", strcmp(one, "both") == 0);
        ROW("8.1 a file's view is flushed", LEAVES(FlushViewOfFile(one, 0)));
        ROW("8.2 and the file has its bytes", ({
                    char bytes[5] = "";
                    DWORD done = 0;

                    ReadFile(file, bytes, 5, &done, NULL) && strcmp(bytes, "both") == 0;
            }));
        ROW("8.1 from an address inside", LEAVES(FlushViewOfFile(one + 100, 0)));
        ROW("8.1 a part of it", LEAVES(FlushViewOfFile(one + 100, 200)));
        ROW("8.2 and its file", LEAVES(FlushFileBuffers(file)));
        UnmapViewOfFile(one);
        UnmapViewOfFile(two);
        CloseHandle(first);
        CloseHandle(second);

        named = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, name);
        ROW("3.13 memory of a file's name opens the file's",
            SETS(first = memory_section(name, 100), 183));
        one = MapViewOfFile(first, FILE_MAP_READ, 0, 0, 0);
        ROW("3.13 with its bytes", one && strcmp(one, "both") == 0);
        UnmapViewOfFile(one);
        CloseHandle(first);
        CloseHandle(named);
        CloseHandle(file);
        DeleteFileA(path);
}

static void creating(void)
{
        const char *path = unique_file("create");
        HANDLE file;

        DeleteFileA(path);
#define CREATE(access, how)                                                                        \
  CreateFileA(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, how, FILE_ATTRIBUTE_NORMAL,  \
              NULL)
#define REFUSES(how, code)                                                                         \
  (SetLastError(MARK),                                                                             \
   CREATE(GENERIC_WRITE, how) == INVALID_HANDLE_VALUE && GetLastError() == (code))
        ROW("0.10 only CreateFile fails with INVALID_HANDLE_VALUE; missing: 2",
            REFUSES(OPEN_EXISTING, 2));
        ROW("14 TRUNCATE_EXISTING of a missing file: 2", REFUSES(TRUNCATE_EXISTING, 2));
        ROW("14 a missing directory: 3", ({
                    SetLastError(MARK);
                    CreateFileA("no-such-directory\\x", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0,
                                NULL) ==
                            INVALID_HANDLE_VALUE &&GetLastError() == 3;
            }));
        ROW("15.4 CREATE_NEW sets 0",
            SETS((file = CREATE(GENERIC_WRITE, CREATE_NEW)) != INVALID_HANDLE_VALUE, 0));
        CloseHandle(file);
        ROW("15.4 CREATE_NEW of an existing file: 80", REFUSES(CREATE_NEW, 80));
        ROW("15.4 OPEN_ALWAYS of an existing file sets 183",
            SETS((file = CREATE(GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS)) != INVALID_HANDLE_VALUE,
                 183));
        CloseHandle(file);
        ROW("15.4 CREATE_ALWAYS of an existing file sets 183",
            SETS((file = CREATE(GENERIC_READ | GENERIC_WRITE, CREATE_ALWAYS)) !=
                         INVALID_HANDLE_VALUE,
                 183));
        CloseHandle(file);
        ROW("15.4 OPEN_EXISTING sets 0",
            SETS((file = CREATE(GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING)) !=
                         INVALID_HANDLE_VALUE,
                 0));
        CloseHandle(file);
        DeleteFileA(path);
        ROW("15.4 OPEN_ALWAYS of a new file sets 0",
            SETS((file = CREATE(GENERIC_WRITE, OPEN_ALWAYS)) != INVALID_HANDLE_VALUE, 0));
        CloseHandle(file);
        DeleteFileA(path);
        ROW("15.4 CREATE_ALWAYS of a new file sets 0",
            SETS((file = CREATE(GENERIC_WRITE, CREATE_ALWAYS)) != INVALID_HANDLE_VALUE, 0));
        CloseHandle(file);
        ROW("15.4 TRUNCATE_EXISTING sets 0",
            SETS((file = CREATE(GENERIC_WRITE, TRUNCATE_EXISTING)) != INVALID_HANDLE_VALUE, 0));
        CloseHandle(file);
        ROW("14 a bad disposition: 87", REFUSES(9, 87));
        ROW("15.4 DeleteFile", LEAVES(DeleteFileA(path)));
        ROW("14 DeleteFile of a missing file: 2", FAILS(DeleteFileA(path), 2));
}

static void reading(void)
{
        const char *path = unique_file("read");
        HANDLE file;
        HANDLE copy;
        OVERLAPPED at = { 0 };
        LARGE_INTEGER size;
        LARGE_INTEGER zero;
        LONG high = 0;
        char bytes[20] = "";
        DWORD done = 99;

        DeleteFileA(path);
        file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        ROW("15.5 WriteFile", LEAVES(WriteFile(file, "0123456789", 10, &done, NULL)) && done == 10);
        ROW("15.5 GetFileSizeEx", LEAVES(GetFileSizeEx(file, &size)) && size.QuadPart == 10);
        ROW("15.5 ReadFile at the end: TRUE with 0 bytes",
            LEAVES(ReadFile(file, bytes, 5, &done, NULL)) && done == 0);
        ROW("15.5 SetFilePointer", SetFilePointer(file, -4, NULL, FILE_END) == 6);
        ROW("15.5 with a high half the low one is unsigned",
            SetFilePointer(file, -1, &high, FILE_BEGIN) == 0xFFFFFFFF && high == 0 &&
                    GetLastError() == 0);
        SetFilePointer(file, 6, NULL, FILE_BEGIN);
        ROW("15.5 ReadFile from there",
            ReadFile(file, bytes, 20, &done, NULL) && done == 4 && memcmp(bytes, "6789", 4) == 0);
        ROW("15.5 a seek before 0: 131", ({
                    SetLastError(MARK);
                    SetFilePointer(file, -11, NULL, FILE_END) ==
                            INVALID_SET_FILE_POINTER &&GetLastError() == 131;
            }));
        zero.QuadPart = 2;
        ROW("15.5 SetFilePointerEx",
            SetFilePointerEx(file, zero, &size, FILE_BEGIN) && size.QuadPart == 2);
        DuplicateHandle(GetCurrentProcess(), file, GetCurrentProcess(), &copy, 0, FALSE,
                        DUPLICATE_SAME_ACCESS);
        ROW("15.5 duplicated handles share one pointer",
            ReadFile(copy, bytes, 2, &done, NULL) && memcmp(bytes, "23", 2) == 0 &&
                    SetFilePointer(file, 0, NULL, FILE_CURRENT) == 4);
        CloseHandle(copy);
        at.Offset = 7;
        ROW("15.5 an OVERLAPPED offset reads there",
            ReadFile(file, bytes, 2, &done, &at) && done == 2 && memcmp(bytes, "78", 2) == 0);
        ROW("11.2 a file of a bad handle: 6", FAILS(ReadFile(NULL, bytes, 1, &done, NULL), 6));
        ROW("14 GetFileSize of an event: 6", ({
                    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
                    DWORD result;

                    SetLastError(MARK);
                    result = GetFileSize(event, NULL);
                    CloseHandle(event);
                    result == INVALID_FILE_SIZE &&GetLastError() == 6;
            }));
        CloseHandle(file);
        DeleteFileA(path);
}

void rules_files(void)
{
        exact_sizes();
        growing();
        empty();
        file_rights();
        mapped_files_stay();
        coherent();
        creating();
        reading();
}
