/* SPDX-License-Identifier: MIT */
/* error.c — GetLastError(), told for programs and for people. */
#include <stdio.h>
#include <string.h>

#include "windows/system.h"

int mwi_windows_result(DWORD error)
{
        switch (error) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
        case ERROR_INVALID_NAME:
        case ERROR_BAD_PATHNAME:
        case ERROR_BAD_NETPATH:
                return MW_ENOTFOUND;
        case ERROR_ACCESS_DENIED:
        case ERROR_SHARING_VIOLATION:
        case ERROR_PRIVILEGE_NOT_HELD:
        case ERROR_WRITE_PROTECT:
                return MW_EACCES;
        case ERROR_FILE_EXISTS:
        case ERROR_ALREADY_EXISTS:
                return MW_EEXIST;
        case ERROR_NOT_ENOUGH_MEMORY:
        case ERROR_OUTOFMEMORY:
        case ERROR_NO_SYSTEM_RESOURCES:
                return MW_ENOMEM;
        case ERROR_COMMITMENT_LIMIT:
        case ERROR_COMMITMENT_MINIMUM:
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL:
        case ERROR_FILE_TOO_LARGE:
                return MW_ENOSPC;
        case ERROR_INVALID_ADDRESS:
                return MW_EADDRESS;
        case ERROR_MAPPED_ALIGNMENT:
                return MW_EALIGN;
        case ERROR_FILE_INVALID:
                return MW_EEMPTY;
        case ERROR_TOO_MANY_OPEN_FILES:
        case ERROR_NOT_ENOUGH_QUOTA:
                return MW_ELIMIT;
        default:
                return MW_EOS;
        }
}

/* The system's own words, in UTF-8, without the line's end. */
static void describe(DWORD error, char *out, size_t room)
{
        wchar_t wide[256];
        DWORD units = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS,
                                     NULL, error, 0, wide, MWI_COUNT(wide), NULL);
        int bytes;

        while (units > 0 && wcschr(L"\r\n. ", wide[units - 1]))
                units--;
        bytes = units == 0 ? 0 :
                             WideCharToMultiByte(CP_UTF8, 0, wide, (int) units, out, (int) room - 1,
                                                 NULL, NULL);
        out[bytes] = 0;
        if (bytes == 0)
                snprintf(out, room, "error %lu", error);
}

int mwi_fail_os(int result, const char *format, ...)
{
        DWORD error = GetLastError();
        char text[400];
        va_list arguments;

        describe(error, text, sizeof text);
        va_start(arguments, format);
        mwi_fail_with(result, (int) error, text, format, arguments);
        va_end(arguments);
        SetLastError(error);
        return result;
}
