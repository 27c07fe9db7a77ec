/* SPDX-License-Identifier: MIT */
/* crt_lock.c — _locking: bytes from a descriptor's place on, locked as by LockFile. */
#include "files/file.h"

#include <errno.h>
#include <io.h>
#include <unistd.h>

#define TRIES    10
#define PAUSE_MS 1000

static int refused(int number)
{
        errno = number;
        return -1;
}

int _locking(int descriptor, int mode, LONG size_bytes)
{
        bool waits = mode == _LK_LOCK || mode == _LK_RLCK;
        LONGLONG from = _lseeki64(descriptor, 0, SEEK_CUR);
        HANDLE file = (HANDLE) _get_osfhandle(descriptor);
        DWORD low = (DWORD) from;
        DWORD high = (DWORD) ((ULONGLONG) from >> 32);

        if (file == INVALID_HANDLE_VALUE || from < 0)
                return refused(EBADF);
        if (size_bytes < 0 || mode < _LK_UNLCK || mode > _LK_NBRLCK)
                return refused(EINVAL);
        if (mode == _LK_UNLCK)
                return UnlockFile(file, low, high, (DWORD) size_bytes, 0) ? 0 : refused(EACCES);
        for (int at = 0; !LockFile(file, low, high, (DWORD) size_bytes, 0); at++) {
                if (GetLastError() != ERROR_LOCK_VIOLATION)
                        return mww_crt_fail(GetLastError());
                if (!waits)
                        return refused(EACCES);
                if (at + 1 == TRIES)
                        return refused(EDEADLK);
                Sleep(PAUSE_MS);
        }
        return 0;
}
