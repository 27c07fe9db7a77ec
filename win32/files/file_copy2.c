/* SPDX-License-Identifier: MIT */
/* file_copy2.c — CopyFile2: CopyFileEx, whose caller is told in messages. A file has one
 * stream here, which is told of when it begins, after each chunk, and when it is done. */
#include "file.h"

typedef struct telling {
        PCOPYFILE2_PROGRESS_ROUTINE routine;
        PVOID context;
        ULONGLONG chunks;      /* that are done */
        ULONGLONG done_before; /* bytes         */
        bool is_quiet;
        bool is_paused;
} telling;

static COPYFILE2_MESSAGE_ACTION tell(telling *to, const COPYFILE2_MESSAGE *message)
{
        COPYFILE2_MESSAGE_ACTION answer =
                to->is_quiet ? COPYFILE2_PROGRESS_CONTINUE : to->routine(message, to->context);

        if (answer == COPYFILE2_PROGRESS_QUIET) {
                to->is_quiet = true;
                answer = COPYFILE2_PROGRESS_CONTINUE;
        }
        if (answer == COPYFILE2_PROGRESS_PAUSE) { /* it can't be gone on with later */
                to->is_paused = true;
                answer = COPYFILE2_PROGRESS_STOP;
        }
        return answer;
}

static ULARGE_INTEGER large(ULONGLONG value)
{
        ULARGE_INTEGER made;

        made.QuadPart = value;
        return made;
}

static COPYFILE2_MESSAGE_ACTION tell_begin(telling *to, ULONGLONG all, HANDLE from, HANDLE target)
{
        COPYFILE2_MESSAGE message = { .Type = COPYFILE2_CALLBACK_STREAM_STARTED };

        message.Info.StreamStarted.dwStreamNumber = 1;
        message.Info.StreamStarted.hSourceFile = from;
        message.Info.StreamStarted.hDestinationFile = target;
        message.Info.StreamStarted.uliStreamSize = large(all);
        message.Info.StreamStarted.uliTotalFileSize = large(all);
        return tell(to, &message);
}

static COPYFILE2_MESSAGE_ACTION tell_chunk(telling *to, ULONGLONG all, ULONGLONG done, HANDLE from,
                                           HANDLE target)
{
        COPYFILE2_MESSAGE message = { .Type = COPYFILE2_CALLBACK_CHUNK_FINISHED };

        message.Info.ChunkFinished.dwStreamNumber = 1;
        message.Info.ChunkFinished.hSourceFile = from;
        message.Info.ChunkFinished.hDestinationFile = target;
        message.Info.ChunkFinished.uliChunkNumber = large(to->chunks++);
        message.Info.ChunkFinished.uliChunkSize = large(done - to->done_before);
        message.Info.ChunkFinished.uliStreamSize = large(all);
        message.Info.ChunkFinished.uliStreamBytesTransferred = large(done);
        message.Info.ChunkFinished.uliTotalFileSize = large(all);
        message.Info.ChunkFinished.uliTotalBytesTransferred = large(done);
        to->done_before = done;
        return tell(to, &message);
}

static COPYFILE2_MESSAGE_ACTION tell_end(telling *to, ULONGLONG all, ULONGLONG done, HANDLE from,
                                         HANDLE target)
{
        COPYFILE2_MESSAGE message = { .Type = COPYFILE2_CALLBACK_STREAM_FINISHED };

        message.Info.StreamFinished.dwStreamNumber = 1;
        message.Info.StreamFinished.hSourceFile = from;
        message.Info.StreamFinished.hDestinationFile = target;
        message.Info.StreamFinished.uliStreamSize = large(all);
        message.Info.StreamFinished.uliStreamBytesTransferred = large(done);
        message.Info.StreamFinished.uliTotalFileSize = large(all);
        message.Info.StreamFinished.uliTotalBytesTransferred = large(done);
        return tell(to, &message);
}

static DWORD WINAPI on_progress(LARGE_INTEGER all, LARGE_INTEGER done, LARGE_INTEGER stream_all,
                                LARGE_INTEGER stream_done, DWORD stream, DWORD reason, HANDLE from,
                                HANDLE target, LPVOID context)
{
        const ULONGLONG total = (ULONGLONG) all.QuadPart;
        const ULONGLONG moved = (ULONGLONG) done.QuadPart;
        COPYFILE2_MESSAGE_ACTION answer;

        if (reason == CALLBACK_STREAM_SWITCH)
                answer = tell_begin(context, total, from, target);
        else
                answer = tell_chunk(context, total, moved, from, target);
        if (answer == COPYFILE2_PROGRESS_CONTINUE && moved == total)
                answer = tell_end(context, total, moved, from, target);
        return (DWORD) answer; /* continue, cancel and stop have the same numbers */
}

HRESULT CopyFile2(PCWSTR from, PCWSTR to, COPYFILE2_EXTENDED_PARAMETERS *how)
{
        telling on = { .routine = NULL };
        DWORD error;

        if (how && (how->dwSize != sizeof *how || (how->dwCopyFlags & ~COPY_FILE_FAIL_IF_EXISTS)))
                return HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
        if (how) {
                on.routine = how->pProgressRoutine;
                on.context = how->pvCallbackContext;
        }
        if (CopyFileExW(from, to, on.routine ? on_progress : NULL, &on, how ? how->pfCancel : NULL,
                        how ? how->dwCopyFlags : 0))
                return S_OK;
        error = GetLastError();
        if (error == ERROR_REQUEST_ABORTED && on.is_paused)
                error = ERROR_REQUEST_PAUSED;
        return HRESULT_FROM_WIN32(error);
}
