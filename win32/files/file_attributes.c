/* SPDX-License-Identifier: MIT */
/* file_attributes.c — attributes and times by a file's name or handle. */
#include "file.h"

#include <errno.h>

static DWORD facts_of(LPCSTR given, mww_facts *out_facts)
{
        char path[PATH_MAX];
        bool ends_in_slash = false;
        mww_device device = given ? mww_path_device(given) : MWW_NO_DEVICE;
        DWORD error;

        if (device == MWW_NUL || device == MWW_CON) {
                *out_facts = (mww_facts){ .attributes = FILE_ATTRIBUTE_ARCHIVE };
                return ERROR_SUCCESS;
        }
        error = mww_path_spell(given, path, false, &ends_in_slash);
        if (error)
                return error;
        mww_path_find_case(path);
        error = mww_facts_of_path(path, out_facts);
        if (!error && ends_in_slash && !(out_facts->attributes & FILE_ATTRIBUTE_DIRECTORY))
                error = ERROR_INVALID_NAME;
        return error;
}

DWORD GetFileAttributesA(LPCSTR given)
{
        mww_facts facts;
        DWORD error = facts_of(given, &facts);

        if (error)
                SetLastError(error);
        return error ? INVALID_FILE_ATTRIBUTES : facts.attributes;
}

DWORD GetFileAttributesW(LPCWSTR given)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) ? GetFileAttributesA(text) :
                                                       INVALID_FILE_ATTRIBUTES;
}

BOOL GetFileAttributesExA(LPCSTR given, GET_FILEEX_INFO_LEVELS level, LPVOID out_data)
{
        WIN32_FILE_ATTRIBUTE_DATA *out = out_data;
        mww_facts facts;
        DWORD error;

        if (level != GetFileExInfoStandard)
                return mww_fail(ERROR_INVALID_PARAMETER);
        error = facts_of(given, &facts);
        if (error)
                return mww_fail(error);
        out->dwFileAttributes = facts.attributes;
        out->ftCreationTime = facts.created;
        out->ftLastAccessTime = facts.accessed;
        out->ftLastWriteTime = facts.written;
        out->nFileSizeHigh = (DWORD) (facts.size_bytes >> 32);
        out->nFileSizeLow = (DWORD) facts.size_bytes;
        return TRUE;
}

BOOL GetFileAttributesExW(LPCWSTR given, GET_FILEEX_INFO_LEVELS level, LPVOID out_data)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) && GetFileAttributesExA(text, level, out_data);
}

BOOL SetFileAttributesA(LPCSTR given, DWORD attributes)
{
        char path[PATH_MAX];
        DWORD error = mww_path_from_a(given, path);

        if (!error)
                error = mww_set_attributes(path, attributes);
        return error ? mww_fail(error) : TRUE;
}

BOOL SetFileAttributesW(LPCWSTR given, DWORD attributes)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) && SetFileAttributesA(text, attributes);
}

BOOL GetFileTime(HANDLE handle, LPFILETIME out_created, LPFILETIME out_accessed,
                 LPFILETIME out_written)
{
        mww_facts facts;
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, FILE_READ_ATTRIBUTES, &pin, &file);

        if (error)
                return mww_fail(error);
        error = mww_facts_of_descriptor(file->descriptor, &facts);
        mww_handle_unpin(&pin);
        if (error)
                return mww_fail(error);
        if (out_created)
                *out_created = facts.created;
        if (out_accessed)
                *out_accessed = facts.accessed;
        if (out_written)
                *out_written = facts.written;
        return TRUE;
}

BOOL SetFileTime(HANDLE handle, const FILETIME *created, const FILETIME *accessed,
                 const FILETIME *written)
{
        char path[64];
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, FILE_WRITE_ATTRIBUTES, &pin, &file);

        if (error)
                return mww_fail(error);
        mww_descriptor_path(file->descriptor, path);
        error = mww_set_times(path, created, accessed, written);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}
