/* SPDX-License-Identifier: MIT */
/* completion.c — ReadFileEx, WriteFileEx: I/O whose end is a call in the thread
 * that asked for it, when that waits alertably.
 *
 * The I/O is done with an OVERLAPPED of our own, because the caller's hEvent is
 * his to use here. What is finished at once queues the call at once; for what is
 * under way (pipes) a thread of its own waits.
 */
#include "file.h"

#include <stdlib.h>

typedef struct completion {
        OVERLAPPED own;
        OVERLAPPED *theirs;
        LPOVERLAPPED_COMPLETION_ROUTINE routine;
        HANDLE file;
        HANDLE thread; /* who asked; ours to close */
        DWORD error;
        DWORD done_bytes;
} completion;

static void end(completion *one)
{
        CloseHandle(one->own.hEvent);
        if (one->thread)
                CloseHandle(one->thread);
        free(one);
}

static void CALLBACK call(ULONG_PTR argument)
{
        completion *one = (completion *) argument;
        LPOVERLAPPED_COMPLETION_ROUTINE routine = one->routine;
        OVERLAPPED *theirs = one->theirs;
        DWORD error = one->error;
        DWORD done_bytes = one->done_bytes;

        end(one);
        routine(error, done_bytes, theirs);
}

/* The caller's structure is finished, then his routine queued. */
static bool finish(completion *one)
{
        one->error = GetOverlappedResult(one->file, &one->own, &one->done_bytes, TRUE) ?
                             ERROR_SUCCESS :
                             GetLastError();
        one->theirs->InternalHigh = one->own.InternalHigh;
        /* release overlapped.status: as in mww_overlapped_done(). */
        __atomic_store_n(&one->theirs->Internal, one->own.Internal, __ATOMIC_RELEASE);
        return QueueUserAPC(call, one->thread, (ULONG_PTR) one);
}

static void *await(void *argument)
{
        completion *one = argument;

        if (!finish(one)) /* the thread that asked is gone */
                end(one);
        return NULL;
}

static bool await_elsewhere(completion *one)
{
        pthread_attr_t attributes;
        pthread_t thread;
        int number;

        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        number = pthread_create(&thread, &attributes, await, one);
        pthread_attr_destroy(&attributes);
        return number == 0;
}

static completion *prepare(HANDLE file, OVERLAPPED *theirs, LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
        completion *one = calloc(1, sizeof *one);

        if (!one)
                return NULL;
        one->own.Offset = theirs->Offset;
        one->own.OffsetHigh = theirs->OffsetHigh;
        one->own.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
        one->theirs = theirs;
        one->routine = routine;
        one->file = file;
        if (!one->own.hEvent ||
            !DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(),
                             &one->thread, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
                end(one);
                return NULL;
        }
        theirs->Internal = STATUS_PENDING;
        theirs->InternalHigh = 0;
        return one;
}

static BOOL transfer(HANDLE file, bool writes, void *data, DWORD size_bytes, OVERLAPPED *theirs,
                     LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
        DWORD before = GetLastError();
        completion *one;
        bool is_begun;
        BOOL done;

        if (!theirs || !routine)
                return mww_fail(ERROR_INVALID_PARAMETER);
        one = prepare(file, theirs, routine);
        if (!one)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        done = writes ? WriteFile(file, data, size_bytes, NULL, &one->own) :
                        ReadFile(file, data, size_bytes, NULL, &one->own);
        if (!done && GetLastError() != ERROR_IO_PENDING) {
                DWORD error = GetLastError();

                theirs->Internal = mww_status_of_error(error);
                end(one);
                return mww_fail(error);
        }
        is_begun = done ? finish(one) : await_elsewhere(one);
        if (!is_begun) {
                end(one);
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        }
        SetLastError(before);
        return TRUE;
}

BOOL ReadFileEx(HANDLE file, LPVOID data, DWORD size_bytes, LPOVERLAPPED overlapped,
                LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
        return transfer(file, false, data, size_bytes, overlapped, routine);
}

BOOL WriteFileEx(HANDLE file, LPCVOID data, DWORD size_bytes, LPOVERLAPPED overlapped,
                 LPOVERLAPPED_COMPLETION_ROUTINE routine)
{
        return transfer(file, true, (void *) (uintptr_t) data, size_bytes, overlapped, routine);
}
