/* SPDX-License-Identifier: MIT */
/* file_info.c — GetFileInformationByHandle and the classes of its Ex form. */
#include "file.h"

#include <errno.h>
#include <unistd.h>

BOOL GetFileInformationByHandle(HANDLE handle, LPBY_HANDLE_FILE_INFORMATION out)
{
        mww_facts facts;
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_file_pin(handle, FILE_READ_ATTRIBUTES, &pin, &file);

        if (error)
                return mww_fail(error);
        error = file->kind->type == FILE_TYPE_DISK ?
                        mww_facts_of_descriptor(file->descriptor, &facts) :
                        ERROR_INVALID_FUNCTION;
        mww_handle_unpin(&pin);
        if (error)
                return mww_fail(error);
        out->dwFileAttributes = facts.attributes;
        out->ftCreationTime = facts.created;
        out->ftLastAccessTime = facts.accessed;
        out->ftLastWriteTime = facts.written;
        out->dwVolumeSerialNumber = (DWORD) facts.volume;
        out->nFileSizeHigh = (DWORD) (facts.size_bytes >> 32);
        out->nFileSizeLow = (DWORD) facts.size_bytes;
        out->nNumberOfLinks = facts.links;
        out->nFileIndexHigh = (DWORD) (facts.id >> 32);
        out->nFileIndexLow = (DWORD) facts.id;
        return TRUE;
}

/* The absolute path of Linux of an open file. */
static DWORD path_of(int descriptor, char out[PATH_MAX])
{
        char link[64];
        ssize_t length;

        mww_descriptor_path(descriptor, link);
        length = readlink(link, out, PATH_MAX - 1);
        if (length < 0)
                return mww_error_of_errno(errno);
        out[length] = '\0';
        return out[0] == '/' ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

static DWORD give_name(const mww_file *file, FILE_NAME_INFO *out, DWORD room_bytes)
{
        char path[PATH_MAX];
        char name[PATH_MAX];
        size_t room = (room_bytes - offsetof(FILE_NAME_INFO, FileName)) / sizeof(WCHAR);
        DWORD error = path_of(file->descriptor, path);
        size_t units;

        if (error)
                return error;
        if (!mww_path_to_windows(path, name))
                return ERROR_FILENAME_EXCED_RANGE;
        units = mww_wide_of_bytes(name + 2, out->FileName, room); /* without the drive */
        out->FileNameLength = (DWORD) (units * sizeof(WCHAR));
        return units > room ? ERROR_MORE_DATA : ERROR_SUCCESS;
}

static void give_basic(const mww_facts *facts, FILE_BASIC_INFO *out)
{
        out->CreationTime.QuadPart = (LONGLONG) mww_ticks(&facts->created);
        out->LastAccessTime.QuadPart = (LONGLONG) mww_ticks(&facts->accessed);
        out->LastWriteTime.QuadPart = (LONGLONG) mww_ticks(&facts->written);
        out->ChangeTime.QuadPart = (LONGLONG) mww_ticks(&facts->changed);
        out->FileAttributes = facts->attributes;
}

static void give_standard(mww_file *file, const mww_facts *facts, FILE_STANDARD_INFO *out)
{
        out->AllocationSize.QuadPart = (LONGLONG) facts->used_bytes;
        out->EndOfFile.QuadPart = (LONGLONG) facts->size_bytes;
        out->DeletePending = mww_file_is_deleted_later(file);
        out->NumberOfLinks = facts->links - (out->DeletePending && facts->links > 0);
        out->Directory = (facts->attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

static void give_id(const mww_facts *facts, FILE_ID_INFO *out)
{
        memset(out, 0, sizeof *out);
        out->VolumeSerialNumber = facts->volume;
        memcpy(out->FileId.Identifier, &facts->id, sizeof facts->id);
}

/* How many bytes a class needs; 0: there is none that can be asked for. */
static DWORD size_of_class(FILE_INFO_BY_HANDLE_CLASS class)
{
        switch (class) {
        case FileBasicInfo:
                return sizeof(FILE_BASIC_INFO);
        case FileStandardInfo:
                return sizeof(FILE_STANDARD_INFO);
        case FileNameInfo:
                return sizeof(FILE_NAME_INFO);
        case FileAttributeTagInfo:
                return sizeof(FILE_ATTRIBUTE_TAG_INFO);
        case FileIdInfo:
                return sizeof(FILE_ID_INFO);
        default:
                return 0;
        }
}

BOOL GetFileInformationByHandleEx(HANDLE handle, FILE_INFO_BY_HANDLE_CLASS class, LPVOID out,
                                  DWORD room_bytes)
{
        mww_facts facts;
        mww_file *file;
        mww_pin pin;
        DWORD needed = size_of_class(class);
        DWORD error;

        if (!needed)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (room_bytes < needed)
                return mww_fail(ERROR_BAD_LENGTH);
        if (!out)
                return mww_fail(ERROR_NOACCESS);
        error = mww_file_pin(handle, FILE_READ_ATTRIBUTES, &pin, &file);
        if (error)
                return mww_fail(error);
        error = mww_facts_of_descriptor(file->descriptor, &facts);
        if (!error && class == FileBasicInfo)
                give_basic(&facts, out);
        else if (!error && class == FileStandardInfo)
                give_standard(file, &facts, out);
        else if (!error && class == FileNameInfo)
                error = give_name(file, out, room_bytes);
        else if (!error && class == FileAttributeTagInfo)
                *(FILE_ATTRIBUTE_TAG_INFO *) out = (FILE_ATTRIBUTE_TAG_INFO){ facts.attributes, 0 };
        else if (!error)
                give_id(&facts, out);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

/* 0: leave it; so a time of Windows that is negative. */
static FILETIME time_or_none(LARGE_INTEGER time)
{
        return mww_filetime(time.QuadPart > 0 ? (uint64_t) time.QuadPart : 0);
}

static DWORD set_basic(const mww_file *file, const FILE_BASIC_INFO *wanted)
{
        FILETIME created = time_or_none(wanted->CreationTime);
        FILETIME accessed = time_or_none(wanted->LastAccessTime);
        FILETIME written = time_or_none(wanted->LastWriteTime);
        char path[64];
        DWORD error = ERROR_SUCCESS;

        mww_descriptor_path(file->descriptor, path);
        if (wanted->FileAttributes)
                error = mww_set_attributes(path, wanted->FileAttributes);
        return error ? error : mww_set_times(path, &created, &accessed, &written);
}

static DWORD set_disposition(mww_file *file, bool deletes)
{
        mww_facts facts;
        DWORD error = mww_facts_of_descriptor(file->descriptor, &facts);

        if (error)
                return error;
        if (deletes && (facts.attributes & FILE_ATTRIBUTE_READONLY))
                return ERROR_ACCESS_DENIED;
        if (deletes && file->kind == &mww_disk_kind && mww_backing_forbids(file->descriptor, 0))
                return ERROR_ACCESS_DENIED;
        mww_file_delete_later(file, deletes);
        return ERROR_SUCCESS;
}

static DWORD rename_open(const mww_file *file, const FILE_RENAME_INFO *wanted, DWORD size_bytes)
{
        size_t units = wanted->FileNameLength / sizeof(WCHAR);
        WCHAR wide[PATH_MAX];
        char from[PATH_MAX];
        char to[PATH_MAX];
        DWORD error;

        if (offsetof(FILE_RENAME_INFO, FileName) + wanted->FileNameLength > size_bytes ||
            units >= PATH_MAX)
                return ERROR_INVALID_PARAMETER;
        memcpy(wide, wanted->FileName, units * sizeof(WCHAR));
        wide[units] = 0;
        error = path_of(file->descriptor, from);
        if (!error)
                error = mww_path_from_w(wide, to);
        if (!error && access(to, F_OK) == 0 && !wanted->ReplaceIfExists)
                error = ERROR_ALREADY_EXISTS;
        if (!error && rename(from, to) < 0)
                error = mww_path_error(to, errno);
        return error;
}

/* What a class needs: its size and the handle's right; false: can't be set. */
static bool settable(FILE_INFO_BY_HANDLE_CLASS class, DWORD *out_size, DWORD *out_right)
{
        *out_right = FILE_WRITE_DATA;
        switch (class) {
        case FileBasicInfo:
                *out_size = sizeof(FILE_BASIC_INFO);
                *out_right = FILE_WRITE_ATTRIBUTES;
                return true;
        case FileRenameInfo:
                *out_size = sizeof(FILE_RENAME_INFO);
                *out_right = DELETE;
                return true;
        case FileDispositionInfo:
                *out_size = sizeof(FILE_DISPOSITION_INFO);
                *out_right = DELETE;
                return true;
        case FileAllocationInfo:
                *out_size = sizeof(FILE_ALLOCATION_INFO);
                return true;
        case FileEndOfFileInfo:
                *out_size = sizeof(FILE_END_OF_FILE_INFO);
                return true;
        default:
                return false;
        }
}

/* An allocation below the file's end cuts it; above, it is a reserve. */
static DWORD set_allocation(mww_file *file, uint64_t size_bytes)
{
        struct stat status;

        if (fstat(file->descriptor, &status) < 0)
                return mww_error_of_errno(errno);
        if (size_bytes < (uint64_t) status.st_size)
                return mww_file_set_size(file, size_bytes);
        if (size_bytes > 0 && size_bytes <= INT64_MAX &&
            fallocate(file->descriptor, FALLOC_FL_KEEP_SIZE, 0, (off_t) size_bytes) < 0 &&
            errno == ENOSPC)
                return ERROR_DISK_FULL;
        return ERROR_SUCCESS;
}

BOOL SetFileInformationByHandle(HANDLE handle, FILE_INFO_BY_HANDLE_CLASS class, LPVOID data,
                                DWORD size_bytes)
{
        DWORD needed;
        DWORD right;
        mww_file *file;
        mww_pin pin;
        DWORD error;

        if (!settable(class, &needed, &right))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (size_bytes < needed)
                return mww_fail(ERROR_BAD_LENGTH);
        if (!data)
                return mww_fail(ERROR_NOACCESS);
        error = mww_file_pin(handle, right, &pin, &file);
        if (error)
                return mww_fail(error);
        if (class == FileBasicInfo)
                error = set_basic(file, data);
        else if (class == FileRenameInfo)
                error = rename_open(file, data, size_bytes);
        else if (class == FileDispositionInfo)
                error = set_disposition(file, ((const FILE_DISPOSITION_INFO *) data)->DeleteFile);
        else if (class == FileAllocationInfo)
                error = set_allocation(
                        file,
                        (uint64_t) ((const FILE_ALLOCATION_INFO *) data)->AllocationSize.QuadPart);
        else
                error = mww_file_set_size(
                        file,
                        (uint64_t) ((const FILE_END_OF_FILE_INFO *) data)->EndOfFile.QuadPart);
        mww_handle_unpin(&pin);
        return error ? mww_fail(error) : TRUE;
}

static DWORD final_path(HANDLE handle, DWORD flags, char out[PATH_MAX + 4])
{
        char path[PATH_MAX];
        mww_file *file;
        mww_pin pin;
        DWORD error;

        if (flags & ~(DWORD) (FILE_NAME_OPENED | VOLUME_NAME_NONE))
                return ERROR_INVALID_PARAMETER;
        error = mww_file_pin(handle, 0, &pin, &file);
        if (error)
                return error;
        error = path_of(file->descriptor, path);
        mww_handle_unpin(&pin);
        if (error)
                return error;
        strcpy(out, "\\\\?\\");
        if (!mww_path_to_windows(path, out + 4))
                return ERROR_FILENAME_EXCED_RANGE;
        if (flags & VOLUME_NAME_NONE)
                memmove(out, out + 6, strlen(out + 6) + 1);
        return ERROR_SUCCESS;
}

DWORD GetFinalPathNameByHandleA(HANDLE handle, LPSTR out, DWORD room, DWORD flags)
{
        char path[PATH_MAX + 4];
        DWORD error = final_path(handle, flags, path);

        return error ? (DWORD) mww_fail(error) : mww_give_a(path, out, room);
}

DWORD GetFinalPathNameByHandleW(HANDLE handle, LPWSTR out, DWORD room, DWORD flags)
{
        char path[PATH_MAX + 4];
        DWORD error = final_path(handle, flags, path);

        return error ? (DWORD) mww_fail(error) : mww_give_w(path, out, room);
}
