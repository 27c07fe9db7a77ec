/* SPDX-License-Identifier: MIT */
/* lfile.c — the file functions of 16-bit Windows, which old programs still call:
 * _lopen and its kin, OpenFile. An HFILE is a HANDLE's number. */
#include "file.h"

static HANDLE handle_of(HFILE file)
{
        return (HANDLE) (INT_PTR) file;
}

static HFILE file_of(HANDLE handle)
{
        return handle == INVALID_HANDLE_VALUE ? HFILE_ERROR : (HFILE) (INT_PTR) handle;
}

static DWORD access_of(int mode)
{
        switch (mode & 3) {
        case OF_WRITE:
                return GENERIC_WRITE;
        case OF_READWRITE:
                return GENERIC_READ | GENERIC_WRITE;
        default:
                return GENERIC_READ;
        }
}

static DWORD share_of(int mode)
{
        switch (mode & 0x70) {
        case OF_SHARE_EXCLUSIVE:
                return 0;
        case OF_SHARE_DENY_WRITE:
                return FILE_SHARE_READ;
        case OF_SHARE_DENY_READ:
                return FILE_SHARE_WRITE;
        default:
                return FILE_SHARE_READ | FILE_SHARE_WRITE;
        }
}

HFILE _lopen(LPCSTR path, int mode)
{
        return file_of(CreateFileA(path, access_of(mode), share_of(mode), NULL, OPEN_EXISTING,
                                   FILE_ATTRIBUTE_NORMAL, NULL));
}

HFILE _lcreat(LPCSTR path, int attributes)
{
        const DWORD kept = FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM;

        return file_of(CreateFileA(path, GENERIC_READ | GENERIC_WRITE,
                                   FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS,
                                   (DWORD) attributes & kept, NULL));
}

HFILE _lclose(HFILE file)
{
        return CloseHandle(handle_of(file)) ? 0 : HFILE_ERROR;
}

UINT _lread(HFILE file, LPVOID out, UINT size_bytes)
{
        DWORD done;

        return ReadFile(handle_of(file), out, size_bytes, &done, NULL) ? done : (UINT) HFILE_ERROR;
}

/* Nothing to write means: the file ends here. */
UINT _lwrite(HFILE file, LPCSTR data, UINT size_bytes)
{
        DWORD done;

        if (size_bytes == 0)
                return SetEndOfFile(handle_of(file)) ? 0 : (UINT) HFILE_ERROR;
        return WriteFile(handle_of(file), data, size_bytes, &done, NULL) ? done :
                                                                           (UINT) HFILE_ERROR;
}

LONG _hread(HFILE file, LPVOID out, LONG size_bytes)
{
        return (LONG) _lread(file, out, (UINT) size_bytes);
}

LONG _hwrite(HFILE file, LPCSTR data, LONG size_bytes)
{
        return (LONG) _lwrite(file, data, (UINT) size_bytes);
}

LONG _llseek(HFILE file, LONG offset, int origin)
{
        return (LONG) SetFilePointer(handle_of(file), offset, NULL, (DWORD) origin);
}

static HFILE fail_open(OFSTRUCT *out, DWORD error)
{
        out->nErrCode = (WORD) error;
        SetLastError(error);
        return HFILE_ERROR;
}

HFILE OpenFile(LPCSTR given, LPOFSTRUCT out, UINT mode)
{
        char path[PATH_MAX];
        HANDLE file;
        DWORD error = given ? mww_path_full(given, path) : ERROR_INVALID_PARAMETER;

        if (!error && strlen(path) >= sizeof out->szPathName)
                error = ERROR_FILENAME_EXCED_RANGE;
        if (error)
                return fail_open(out, error);
        memset(out, 0, sizeof *out);
        out->cBytes = sizeof *out;
        out->fFixedDisk = TRUE;
        strcpy(out->szPathName, path);
        if (mode & OF_PARSE)
                return 0;
        if (mode & OF_DELETE)
                return DeleteFileA(path) ? 1 : fail_open(out, GetLastError());
        file = CreateFileA(
                path, mode & OF_CREATE ? GENERIC_READ | GENERIC_WRITE : access_of((int) mode),
                share_of((int) mode), NULL, mode & OF_CREATE ? CREATE_ALWAYS : OPEN_EXISTING,
                FILE_ATTRIBUTE_NORMAL, NULL);
        if (file == INVALID_HANDLE_VALUE)
                return fail_open(out, GetLastError());
        SetLastError(ERROR_SUCCESS);
        if (!(mode & OF_EXIST))
                return file_of(file);
        CloseHandle(file);
        return 1;
}
