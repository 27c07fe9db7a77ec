/* SPDX-License-Identifier: MIT */
/* os_windows.c — what the tool needs of Windows.
 *
 * The program begins at wmain(): Windows gives words in UTF-16, and main() would get
 * them in an old code page that can't hold them all. The tool, like mapwire's names,
 * takes UTF-8.
 */
#include "os.h"

#include "cli.h"

#include <windows.h>

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <signal.h>
#include <stdlib.h>

enum { PIPE_SIGNAL = 13 }; /* as everywhere else: a shell sees 141 */

int main(int argc, char **argv);
int wmain(int argc, wchar_t **words);

int wmain(int argc, wchar_t **words) {
        char **argv = calloc((size_t) argc + 1, sizeof(*argv));

        for (int i = 0; argv && i < argc; i++) {
                int bytes = WideCharToMultiByte(CP_UTF8, 0, words[i], -1, NULL, 0, NULL, NULL);

                if (!(argv[i] = malloc((size_t) bytes + 1)))
                        return CLI_FAILURE;
                WideCharToMultiByte(CP_UTF8, 0, words[i], -1, argv[i], bytes, NULL, NULL);
        }
        return argv ? main(argc, argv) : CLI_FAILURE;
}

void cli_os_begin(void) {
        for (int fd = 0; fd < 3; fd++)
                _setmode(fd, _O_BINARY); /* bytes as they are, and lines end as they were written */
        SetConsoleOutputCP(CP_UTF8);
        SetErrorMode(SEM_FAILCRITICALERRORS);
}

/* There is nothing to end by: the exit code says it. */
void cli_os_end_by(int number) {
        _exit(128 + number);
}

int cli_os_pipe_signal(void) {
        return PIPE_SIGNAL;
}

/* By the system's own calls: what the file behind a view can't give is an error
 * there, and the C library's limit of a piece is no concern. */
int cli_os_put(const void *data, size_t size) {
        HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
        const unsigned char *bytes = data;

        while (size > 0) {
                DWORD piece = size > 1 << 20 ? 1 << 20 : (DWORD) size, put = 0;

                if (!WriteFile(out, bytes, piece, &put, NULL))
                        return GetLastError() == ERROR_NO_DATA ||
                                               GetLastError() == ERROR_BROKEN_PIPE ?
                                       EPIPE :
                                       EIO;
                bytes += put;
                size -= put;
        }
        return 0;
}

bool cli_os_output_is_broken(void) {
        HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
        DWORD put;

        return GetFileType(out) == FILE_TYPE_PIPE && !WriteFile(out, "", 0, &put, NULL) &&
               (GetLastError() == ERROR_NO_DATA || GetLastError() == ERROR_BROKEN_PIPE);
}

long long cli_os_get(void *bytes, size_t size) {
        DWORD piece = size > 1 << 20 ? 1 << 20 : (DWORD) size, got = 0;

        if (ReadFile(GetStdHandle(STD_INPUT_HANDLE), bytes, piece, &got, NULL))
                return got;
        if (GetLastError() == ERROR_BROKEN_PIPE) /* the writer has closed its end */
                return 0;
        errno = EIO;
        return -1;
}

bool cli_os_input_size(uint64_t *out_bytes) {
        HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
        LARGE_INTEGER size, at, none = { .QuadPart = 0 };

        if (GetFileType(in) != FILE_TYPE_DISK || !GetFileSizeEx(in, &size) ||
            !SetFilePointerEx(in, none, &at, FILE_CURRENT))
                return false;
        *out_bytes = size.QuadPart > at.QuadPart ? (uint64_t) (size.QuadPart - at.QuadPart) : 0;
        return true;
}

/* Does [abc], [a-z] or [!a] match? *inout_pattern is moved behind it. */
static bool in_brackets(const char **inout_pattern, char letter) {
        const char *at = *inout_pattern + 1;
        bool negated = *at == '!' || *at == '^', found = false;

        at += negated;
        do {
                char first = *at, last = at[1] == '-' && at[2] && at[2] != ']' ? at[2] : first;

                if (!first)
                        return false; /* no closing bracket */
                found |= letter >= first && letter <= last;
                at += last != first ? 3 : 1;
        } while (*at != ']');
        *inout_pattern = at + 1;
        return found != negated;
}

bool cli_os_matches(const char *pattern, const char *text) {
        const char *star = NULL, *retry = NULL;

        while (*text) {
                const char *next = pattern + 1;
                bool matches = *pattern == '?' || *pattern == *text;

                if (*pattern == '*') {
                        star = ++pattern;
                        retry = text;
                        continue;
                }
                if (*pattern == '[') {
                        next = pattern;
                        matches = in_brackets(&next, *text);
                }
                if (matches && *pattern) {
                        pattern = next;
                        text++;
                } else if (star) {
                        pattern = star; /* the last * takes one more */
                        text = ++retry;
                } else {
                        return false;
                }
        }
        while (*pattern == '*')
                pattern++;
        return !*pattern;
}

void cli_os_setenv(const char *name, const char *value) {
        SetEnvironmentVariableA(name, value);
}

int64_t cli_os_wall_ns(void) {
        static const int64_t epoch = INT64_C(116444736000000000); /* 1970 in 100 ns from 1601 */
        FILETIME now;

        GetSystemTimeAsFileTime(&now);
        return ((int64_t) ((uint64_t) now.dwHighDateTime << 32 | now.dwLowDateTime) - epoch) * 100;
}

bool cli_os_local_time(int64_t seconds, struct tm *out_parts) {
        __time64_t time = seconds;

        return _localtime64_s(out_parts, &time) == 0;
}

void cli_os_nap(int64_t ns) {
        Sleep((DWORD) ((ns + 999999) / 1000000));
}
