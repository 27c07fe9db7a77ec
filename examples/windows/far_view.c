/* SPDX-License-Identifier: MIT */
/* far_view.c — look at a few bytes far inside a large file through a small view.
 *
 *      Linux    cc far_view.c $(pkg-config --cflags --libs mapwire-win32)
 *      Windows  x86_64-w64-mingw32-gcc far_view.c -o far_view.exe
 *
 * A view can begin only at a multiple of the allocation granularity (64 KiB). So who
 * wants bytes at any offset maps from the multiple below it, and adds the rest to
 * the address. The file's size is 5 GiB here, so that the offset needs both of its
 * halves; where files may have holes, nearly all of it is one and takes no space.
 */
#include <windows.h>
#include <stdio.h>
#include <string.h>

#define FILE_NAME "far_view.tmp"
#define TEXT_THERE "here I am"

static const ULONGLONG FILE_BYTES = 5ull << 30;
static const ULONGLONG ACROSS = (4ull << 30) - 3; /* its text reaches over 4 GiB */

static int failed(const char *what)
{
        fprintf(stderr, "%s failed with error %lu\n", what, (unsigned long) GetLastError());
        return 1;
}

/* Bytes of a mapping, wherever they are; *out_view is what to unmap. */
static char *look_at(HANDLE mapping, DWORD access, ULONGLONG offset, SIZE_T size_bytes,
                     void **out_view)
{
        SYSTEM_INFO system;
        ULONGLONG begin;
        SIZE_T rest;

        GetSystemInfo(&system);
        begin = offset / system.dwAllocationGranularity * system.dwAllocationGranularity;
        rest = (SIZE_T) (offset - begin);
        *out_view = MapViewOfFile(mapping, access, (DWORD) (begin >> 32), (DWORD) begin,
                                  rest + size_bytes);
        return *out_view ? (char *) *out_view + rest : NULL;
}

static int use(HANDLE mapping)
{
        ULONGLONG offsets[] = { 0, 65535, 138240, ACROSS, FILE_BYTES - sizeof TEXT_THERE };

        for (int i = 0; i < (int) (sizeof offsets / sizeof offsets[0]); i++) {
                void *view, *other;
                SIZE_T size = sizeof TEXT_THERE;
                char *bytes = look_at(mapping, FILE_MAP_WRITE, offsets[i], size, &view);
                char *again = look_at(mapping, FILE_MAP_READ, offsets[i], size, &other);

                if (!bytes || !again)
                        return failed("MapViewOfFile");
                CopyMemory(bytes, TEXT_THERE, size);
                printf("offset %10llu: view at %p, bytes at %p: \"%s\"\n", offsets[i], other,
                       (void *) again, again);
                if (strcmp(again, TEXT_THERE) != 0 || !FlushViewOfFile(bytes, size))
                        return failed("FlushViewOfFile");
                UnmapViewOfFile(view);
                UnmapViewOfFile(other);
        }
        return 0;
}

/* The file as others see it, without a mapping. */
static int check(HANDLE file)
{
        LARGE_INTEGER at = { .QuadPart = (LONGLONG) ACROSS };
        char text[sizeof TEXT_THERE];
        DWORD count;

        if (!SetFilePointerEx(file, at, NULL, FILE_BEGIN) ||
            !ReadFile(file, text, sizeof text, &count, NULL))
                return failed("ReadFile");
        return count != sizeof text || strcmp(text, TEXT_THERE) != 0;
}

int main(void)
{
        HANDLE file = CreateFileA(FILE_NAME, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                                  FILE_FLAG_DELETE_ON_CLOSE, NULL);
        LARGE_INTEGER end = { .QuadPart = (LONGLONG) FILE_BYTES };
        HANDLE mapping;
        int result;

        if (file == INVALID_HANDLE_VALUE)
                return failed("CreateFile");
        if (!SetFilePointerEx(file, end, NULL, FILE_BEGIN) || !SetEndOfFile(file))
                return failed("SetEndOfFile");
        /* no size: the file's */
        mapping = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL);
        if (!mapping)
                return failed("CreateFileMapping");
        result = use(mapping);
        CloseHandle(mapping);
        if (result == 0)
                result = check(file);
        CloseHandle(file);
        return result;
}
