/* SPDX-License-Identifier: MIT */
/* crt_stream.c — streams by Windows' rules: paths may be spelled with
 * backslashes and a drive, modes may have Windows' letters, rename refuses to
 * replace a file.
 */
#include "files/file.h"
#include "crt.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Linux's spelling, or NULL and errno. */
static const char *spell(const char *path, char out[PATH_MAX])
{
        if (path && mww_path_from_a(path, out) == ERROR_SUCCESS)
                return out;
        errno = path ? ENOENT : EINVAL;
        return NULL;
}

/* The standard's letters of a mode: what stands behind a comma, as in
 * "r, ccs=UTF-8", names an encoding. Streams are bytes here. */
static void plain_mode(const char *mode, char out[8])
{
        size_t used = 0;

        for (; *mode && *mode != ',' && used < 6; mode++)
                if (strchr("rwa+bx", *mode))
                        out[used++] = *mode;
        out[used++] = 'e'; /* closed when another program is started, as there */
        out[used] = '\0';
}

FILE *mww_fopen(const char *path, const char *mode)
{
        char spelled[PATH_MAX];
        char letters[8];

        if (!path || !mode)
                return mww_invalid_parameter(EINVAL), NULL;
        plain_mode(mode, letters);
        return spell(path, spelled) ? fopen(spelled, letters) : NULL;
}

FILE *mww_freopen(const char *path, const char *mode, FILE *stream)
{
        char spelled[PATH_MAX];
        char letters[8];
        const char *name = path;

        if (!mode || !stream)
                return mww_invalid_parameter(EINVAL), NULL;
        plain_mode(mode, letters);
        letters[strlen(letters) - 1] = '\0'; /* standard streams are passed on */
        if (path && (strcmp(path, "CONOUT$") == 0 || strcmp(path, "CONIN$") == 0))
                name = "/dev/tty";
        else if (path && !(name = spell(path, spelled)))
                return NULL;
        return freopen(name, letters, stream);
}

errno_t fopen_s(FILE **out_stream, const char *path, const char *mode)
{
        if (!out_stream)
                return mww_invalid_parameter(EINVAL);
        *out_stream = NULL;
        if (!path || !mode)
                return mww_invalid_parameter(EINVAL);
        *out_stream = mww_fopen(path, mode);
        return *out_stream ? 0 : errno;
}

errno_t freopen_s(FILE **out_stream, const char *path, const char *mode, FILE *stream)
{
        if (!out_stream || !mode || !stream)
                return mww_invalid_parameter(EINVAL);
        *out_stream = mww_freopen(path, mode, stream);
        return *out_stream ? 0 : errno;
}

/* Streams share their files with everybody. */
FILE *_fsopen(const char *path, const char *mode, int share)
{
        (void) share;
        return mww_fopen(path, mode);
}

errno_t tmpfile_s(FILE **out_stream)
{
        if (!out_stream)
                return mww_invalid_parameter(EINVAL);
        *out_stream = tmpfile();
        return *out_stream ? 0 : errno;
}

errno_t tmpnam_s(char *buffer, rsize_t count)
{
        char name[] = "/tmp/mwwXXXXXX";
        int descriptor;

        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL);
        if (count < sizeof name) {
                buffer[0] = '\0';
                return mww_invalid_parameter(ERANGE);
        }
        descriptor = mkstemp(name);
        if (descriptor < 0)
                return errno;
        close(descriptor);
        unlink(name);
        memcpy(buffer, name, sizeof name);
        return 0;
}

/* Linux has no limit of its own for streams: that of descriptors is raised with it. */
#define STREAMS_MIN 20
#define STREAMS_MAX 8192
static atomic_int stream_limit = 512;

int _getmaxstdio(void)
{
        return atomic_load(&stream_limit);
}

int _setmaxstdio(int count)
{
        struct rlimit now;

        if (count < STREAMS_MIN || count > STREAMS_MAX) {
                mww_invalid_parameter(EINVAL);
                return -1;
        }
        if (getrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur < (rlim_t) count) {
                now.rlim_cur = (rlim_t) count;
                if (now.rlim_cur > now.rlim_max || setrlimit(RLIMIT_NOFILE, &now) < 0)
                        return -1;
        }
        atomic_store(&stream_limit, count);
        return count;
}

int _set_printf_count_output(int wanted)
{
        return 0;
}

int _get_printf_count_output(void)
{
        return 0;
}

int mww_remove(const char *path)
{
        char spelled[PATH_MAX];

        return spell(path, spelled) ? unlink(spelled) : -1;
}

int mww_rename(const char *from, const char *to)
{
        char spelled_from[PATH_MAX];
        char spelled_to[PATH_MAX];

        if (!spell(from, spelled_from) || !spell(to, spelled_to))
                return -1;
        if (renameat2(AT_FDCWD, spelled_from, AT_FDCWD, spelled_to, RENAME_NOREPLACE) == 0)
                return 0;
        if (errno != EINVAL) /* a file system that doesn't know the flag */
                return -1;
        if (access(spelled_to, F_OK) == 0) {
                errno = EEXIST;
                return -1;
        }
        return rename(spelled_from, spelled_to);
}

errno_t clearerr_s(FILE *stream)
{
        if (!stream)
                return mww_invalid_parameter(EINVAL);
        clearerr(stream);
        return 0;
}

size_t fread_s(void *buffer, size_t size, size_t element, size_t count, FILE *stream)
{
        if (!element || !count)
                return 0;
        if (!buffer || !stream || count > size / element) {
                if (buffer)
                        memset(buffer, 0, size);
                return mww_invalid_parameter(buffer && stream ? ERANGE : EINVAL), (size_t) 0;
        }
        return fread(buffer, element, count, stream);
}

/* A line without its end; NULL when nothing was read, or it does not fit. */
static char *get_line(char *buffer, size_t count)
{
        size_t used = 0;
        int byte = getc(stdin);

        if (byte == EOF)
                return NULL;
        for (; byte != EOF && byte != '\n'; byte = getc(stdin)) {
                if (used + 1 >= count) {
                        buffer[0] = '\0';
                        return mww_invalid_parameter(ERANGE), NULL;
                }
                buffer[used++] = (char) byte;
        }
        buffer[used] = '\0';
        return buffer;
}

char *mww_gets(char *buffer)
{
        return get_line(buffer, SIZE_MAX);
}

char *gets_s(char *buffer, rsize_t count)
{
        if (!buffer || !count)
                return mww_invalid_parameter(EINVAL), NULL;
        return get_line(buffer, count);
}

/* All streams; Windows tells how many there are, which nobody can know here. */
int _flushall(void)
{
        return fflush(NULL) == 0 ? 3 : EOF;
}

int _fcloseall(void)
{
        return fcloseall();
}
