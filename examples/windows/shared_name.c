/* SPDX-License-Identifier: MIT */
/* shared_name.c — two programs share Global\MyFileMappingObject, as Microsoft's
 * documentation of named shared memory has it.
 *
 *      Linux    cc shared_name.c $(pkg-config --cflags --libs mapwire-win32)
 *      Windows  x86_64-w64-mingw32-gcc shared_name.c -o shared_name.exe
 *
 * The first program makes the mapping and writes a text. It starts this same program
 * once more, with a word on its command line; that one knows only the name. It
 * reads the text and answers in the same memory. Both end with 0.
 */
#include <windows.h>
#include <stdio.h>
#include <string.h>

#define NAME     "Global\\MyFileMappingObject"
#define QUESTION "Message from first process."
#define ANSWER   "And one from the second."

enum { BUFFER_BYTES = 256 };

static int failed(const char *what)
{
        fprintf(stderr, "%s failed with error %lu\n", what, (unsigned long) GetLastError());
        return 1;
}

static int second(void)
{
        HANDLE mapping = OpenFileMappingA(FILE_MAP_ALL_ACCESS, FALSE, NAME);
        char *buffer, seen[BUFFER_BYTES];

        if (!mapping)
                return failed("OpenFileMapping");
        buffer = MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, BUFFER_BYTES);
        if (!buffer)
                return failed("MapViewOfFile");
        CopyMemory(seen, buffer, sizeof seen);
        seen[sizeof seen - 1] = 0;
        printf("second: at %p: \"%s\"\n", (void *) buffer, seen);
        CopyMemory(buffer, ANSWER, sizeof ANSWER);
        UnmapViewOfFile(buffer);
        CloseHandle(mapping);
        return strcmp(seen, QUESTION) != 0;
}

/* Runs this program as the second one; its exit code, or -1. */
static int run_second(void)
{
        char path[MAX_PATH], line[MAX_PATH + 16];
        STARTUPINFOA startup = { .cb = sizeof startup };
        PROCESS_INFORMATION process;
        DWORD code = 1;

        GetModuleFileNameA(NULL, path, sizeof path);
        snprintf(line, sizeof line, "\"%s\" second", path);
        if (!CreateProcessA(path, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
                return -1;
        WaitForSingleObject(process.hProcess, INFINITE);
        GetExitCodeProcess(process.hProcess, &code);
        CloseHandle(process.hThread);
        CloseHandle(process.hProcess);
        return (int) code;
}

static int first(void)
{
        HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                            BUFFER_BYTES, NAME);
        char *buffer;
        int code;

        if (!mapping)
                return failed("CreateFileMapping");
        buffer = MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, BUFFER_BYTES);
        if (!buffer)
                return failed("MapViewOfFile");
        CopyMemory(buffer, QUESTION, sizeof QUESTION);
        code = run_second();
        if (code < 0)
                return failed("CreateProcess");
        printf("first:  at %p: \"%s\"\n", (void *) buffer, buffer);
        code |= strcmp(buffer, ANSWER) != 0;
        UnmapViewOfFile(buffer);
        CloseHandle(mapping);
        /* The last handle is closed: the name is gone. */
        return code || OpenFileMappingA(FILE_MAP_READ, FALSE, NAME) != NULL;
}

int main(int count, char **arguments)
{
        (void) arguments;
        return count > 1 ? second() : first();
}
