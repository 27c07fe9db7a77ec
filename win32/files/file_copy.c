/* SPDX-License-Identifier: MIT */
/* file_copy.c — CopyFile and CopyFileEx: bytes, attributes, time of last write. */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define CHUNK_BYTES (1u << 20)

/* What CopyFileEx's caller is told, and may say. */
typedef struct copying {
        mww_file *source;
        mww_file *target;
        LPPROGRESS_ROUTINE progress; /* or NULL */
        LPVOID context;
        LPBOOL cancelled; /* or NULL */
        LARGE_INTEGER total;
        LARGE_INTEGER done;
        HANDLE handles[2];
} copying;

/* 0: go on. */
static DWORD report(copying *one, DWORD reason)
{
        if (one->cancelled && *one->cancelled)
                return PROGRESS_CANCEL;
        if (!one->progress)
                return PROGRESS_CONTINUE;
        return one->progress(one->total, one->done, one->total, one->done, 1, reason,
                             one->handles[0], one->handles[1], one->context);
}

static DWORD copy_bytes(copying *one)
{
        char *chunk = malloc(CHUNK_BYTES);
        DWORD error = chunk ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        DWORD answer = error ? PROGRESS_CONTINUE : report(one, CALLBACK_STREAM_SWITCH);

        while (!error && answer != PROGRESS_CANCEL && answer != PROGRESS_STOP) {
                ssize_t got = read(one->source->descriptor, chunk, CHUNK_BYTES);
                ssize_t put = 0;

                if (got < 0 && errno == EINTR)
                        continue;
                if (got < 0)
                        error = mww_error_of_errno(errno);
                if (got <= 0)
                        break;
                while (!error && put < got) {
                        ssize_t n =
                                write(one->target->descriptor, chunk + put, (size_t) (got - put));

                        if (n < 0 && errno != EINTR)
                                error = mww_error_of_errno(errno);
                        put += n > 0 ? n : 0;
                }
                one->done.QuadPart += put;
                if (answer == PROGRESS_QUIET)
                        answer = one->cancelled && *one->cancelled ? PROGRESS_CANCEL :
                                                                     PROGRESS_QUIET;
                else if (!error)
                        answer = report(one, CALLBACK_CHUNK_FINISHED);
        }
        free(chunk);
        if (!error && (answer == PROGRESS_CANCEL || answer == PROGRESS_STOP))
                error = ERROR_REQUEST_ABORTED;
        if (error == ERROR_REQUEST_ABORTED && answer == PROGRESS_CANCEL)
                mww_unlink_descriptor(one->target->descriptor);
        return error;
}

static DWORD copy_open(copying *one, const char *target)
{
        mww_facts facts;
        DWORD error = mww_facts_of_descriptor(one->source->descriptor, &facts);

        if (error)
                return error;
        one->total.QuadPart = (LONGLONG) facts.size_bytes;
        if (one->progress) { /* handles for the caller to look at */
                one->handles[0] = mww_handle_new(mww_object_ref(&one->source->base),
                                                 FILE_GENERIC_READ, false);
                one->handles[1] = mww_handle_new(mww_object_ref(&one->target->base),
                                                 FILE_GENERIC_WRITE, false);
        }
        error = copy_bytes(one);
        for (int at = 0; at < 2 && one->progress; at++)
                CloseHandle(one->handles[at]);
        if (error)
                return error;
        error = mww_set_attributes(target, facts.attributes | FILE_ATTRIBUTE_ARCHIVE);
        return error ? error : mww_set_times(target, NULL, NULL, &facts.written);
}

static DWORD copy_file(copying *one, LPCSTR given_from, LPCSTR given_to, bool fails_if_exists)
{
        mww_open reads = {
                .access = FILE_GENERIC_READ,
                .share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                .disposition = OPEN_EXISTING,
        };
        mww_open writes = {
                .access = FILE_GENERIC_WRITE,
                .share = FILE_SHARE_READ | FILE_SHARE_WRITE,
                .disposition = fails_if_exists ? CREATE_NEW : CREATE_ALWAYS,
        };
        char from[PATH_MAX];
        char to[PATH_MAX];
        struct stat here;
        struct stat there;
        DWORD error = mww_path_from_a(given_from, from);

        if (!error)
                error = mww_path_from_a(given_to, to);
        if (!error)
                error = mww_file_open(from, false, &reads, &one->source);
        if (error)
                return error;
        if (stat(to, &there) == 0 && fstat(one->source->descriptor, &here) == 0 &&
            there.st_ino == here.st_ino && there.st_dev == here.st_dev)
                error = fails_if_exists ? ERROR_FILE_EXISTS : ERROR_SHARING_VIOLATION;
        if (!error)
                error = mww_file_open(to, false, &writes, &one->target);
        if (!error) {
                error = copy_open(one, to);
                mww_object_unref(&one->target->base);
        }
        mww_object_unref(&one->source->base);
        return error;
}

BOOL CopyFileExA(LPCSTR from, LPCSTR to, LPPROGRESS_ROUTINE progress, LPVOID context,
                 LPBOOL cancelled, DWORD flags)
{
        copying one = { .progress = progress, .context = context, .cancelled = cancelled };
        DWORD error = copy_file(&one, from, to, flags & COPY_FILE_FAIL_IF_EXISTS);

        SetLastError(error); /* 0, too, as Windows does */
        return !error;
}

BOOL CopyFileExW(LPCWSTR from, LPCWSTR to, LPPROGRESS_ROUTINE progress, LPVOID context,
                 LPBOOL cancelled, DWORD flags)
{
        char bytes[2][PATH_MAX];
        LPCSTR text[2];

        return mww_bytes_of_wide(from, bytes[0], &text[0]) &&
               mww_bytes_of_wide(to, bytes[1], &text[1]) &&
               CopyFileExA(text[0], text[1], progress, context, cancelled, flags);
}

BOOL CopyFileA(LPCSTR from, LPCSTR to, BOOL fails_if_exists)
{
        return CopyFileExA(from, to, NULL, NULL, NULL,
                           fails_if_exists ? COPY_FILE_FAIL_IF_EXISTS : 0);
}

BOOL CopyFileW(LPCWSTR from, LPCWSTR to, BOOL fails_if_exists)
{
        return CopyFileExW(from, to, NULL, NULL, NULL,
                           fails_if_exists ? COPY_FILE_FAIL_IF_EXISTS : 0);
}
