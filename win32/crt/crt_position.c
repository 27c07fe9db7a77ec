/* SPDX-License-Identifier: MIT */
/* crt_position.c — io.h: positions and lengths of descriptors. */
#include "files/file.h"

#include <errno.h>
#include <io.h>
#include <unistd.h>

LONGLONG _lseeki64(int descriptor, LONGLONG offset, int origin)
{
        off_t at = lseek(descriptor, (off_t) offset, origin);

        return at < 0 ? mww_crt_fail_errno() : at;
}

LONG _lseek(int descriptor, LONG offset, int origin)
{
        return (LONG) _lseeki64(descriptor, offset, origin);
}

LONG _tell(int descriptor)
{
        return _lseek(descriptor, 0, SEEK_CUR);
}

LONGLONG _telli64(int descriptor)
{
        return _lseeki64(descriptor, 0, SEEK_CUR);
}

LONGLONG _filelengthi64(int descriptor)
{
        struct stat status;

        return fstat(descriptor, &status) < 0 ? mww_crt_fail_errno() : status.st_size;
}

LONG _filelength(int descriptor)
{
        return (LONG) _filelengthi64(descriptor);
}

int _eof(int descriptor)
{
        LONGLONG length = _filelengthi64(descriptor);
        LONGLONG at = length < 0 ? -1 : _telli64(descriptor);

        return at < 0 ? -1 : at >= length;
}

int _chsize_s(int descriptor, LONGLONG size_bytes)
{
        if (size_bytes < 0)
                return errno = EINVAL;
        if (mww_backing_forbids(descriptor, (uint64_t) size_bytes))
                return errno = EACCES;
        return ftruncate(descriptor, (off_t) size_bytes) < 0 ? errno : 0;
}

int _chsize(int descriptor, LONG size_bytes)
{
        return _chsize_s(descriptor, size_bytes) ? -1 : 0;
}

int _commit(int descriptor)
{
        return fsync(descriptor) < 0 ? mww_crt_fail_errno() : 0;
}
