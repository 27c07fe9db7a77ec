/* SPDX-License-Identifier: MIT */
/* file_more.c — CreateFile2, MoveFileWithProgress, GetCompressedFileSize, SetFileValidData:
 * other ways to what the sources of files do.
 */
#include "file.h"

#include <errno.h>
#include <unistd.h>

HANDLE CreateFile2(LPCWSTR path, DWORD access, DWORD share, DWORD disposition,
                   LPCREATEFILE2_EXTENDED_PARAMETERS more)
{
        if (!more)
                return CreateFileW(path, access, share, NULL, disposition, 0, NULL);
        if (more->dwSize < sizeof *more) {
                SetLastError(ERROR_INVALID_PARAMETER);
                return INVALID_HANDLE_VALUE;
        }
        return CreateFileW(path, access, share, more->lpSecurityAttributes, disposition,
                           more->dwFileAttributes | more->dwFileFlags | more->dwSecurityQosFlags,
                           more->hTemplateFile);
}

/* Within a file system a move has no progress; between two it is a copy, which tells. */
BOOL MoveFileWithProgressA(LPCSTR from, LPCSTR to, LPPROGRESS_ROUTINE progress, LPVOID context,
                           DWORD flags)
{
        DWORD error;

        if (MoveFileExA(from, to, flags & ~(DWORD) MOVEFILE_COPY_ALLOWED))
                return TRUE;
        error = GetLastError();
        if (error != ERROR_NOT_SAME_DEVICE || !(flags & MOVEFILE_COPY_ALLOWED))
                return mww_fail(error);
        return CopyFileExA(from, to, progress, context, NULL,
                           flags & MOVEFILE_REPLACE_EXISTING ? 0 : COPY_FILE_FAIL_IF_EXISTS) &&
               DeleteFileA(from);
}

BOOL MoveFileWithProgressW(LPCWSTR from, LPCWSTR to, LPPROGRESS_ROUTINE progress, LPVOID context,
                           DWORD flags)
{
        char bytes[2][PATH_MAX];
        LPCSTR text[2];

        return mww_bytes_of_wide(from, bytes[0], &text[0]) &&
               mww_bytes_of_wide(to, bytes[1], &text[1]) &&
               MoveFileWithProgressA(text[0], text[1], progress, context, flags);
}

/* What it takes on the disk, if it is sparse; else, as on NTFS, its size. */
DWORD GetCompressedFileSizeA(LPCSTR given, LPDWORD out_high)
{
        char path[PATH_MAX];
        mww_facts facts;
        DWORD error = mww_path_from_a(given, path);

        if (!error)
                error = mww_facts_of_path(path, &facts);
        if (error) {
                SetLastError(error);
                return INVALID_FILE_SIZE;
        }
        if (facts.attributes & FILE_ATTRIBUTE_SPARSE_FILE)
                facts.size_bytes = facts.used_bytes;
        if (out_high)
                *out_high = (DWORD) (facts.size_bytes >> 32);
        if ((DWORD) facts.size_bytes == INVALID_FILE_SIZE)
                SetLastError(ERROR_SUCCESS);
        return (DWORD) facts.size_bytes;
}

DWORD GetCompressedFileSizeW(LPCWSTR given, LPDWORD out_high)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) ? GetCompressedFileSizeA(text, out_high) :
                                                       INVALID_FILE_SIZE;
}

/* It would show what others left on the disk; here no user has that privilege. */
BOOL SetFileValidData(HANDLE handle, LONGLONG size_bytes)
{
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, FILE_WRITE_DATA, &pin, &file);

        if (error)
                return mww_fail(error);
        mww_handle_unpin(&pin);
        return mww_fail(ERROR_PRIVILEGE_NOT_HELD);
}
