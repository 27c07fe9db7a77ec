/* SPDX-License-Identifier: MIT */
/* volume.c — drives, their space, their names. `C:` and `Z:` are the whole file
 * system; what is asked of a path is asked of the file system it lies on. */
#include "file.h"

#include <ctype.h>
#include <errno.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DRIVES       ((1u << ('C' - 'A')) | (1u << ('Z' - 'A')))
#define SECTOR_BYTES 512u

DWORD GetLogicalDrives(void)
{
        return DRIVES;
}

DWORD GetLogicalDriveStringsA(DWORD room, LPSTR out)
{
        static const char drives[] = "C:\\\0Z:\\\0";

        if (!out || room < sizeof drives - 1)
                return sizeof drives;
        memcpy(out, drives, sizeof drives);
        return sizeof drives - 1;
}

DWORD GetLogicalDriveStringsW(DWORD room, LPWSTR out)
{
        char drives[16];
        DWORD length = GetLogicalDriveStringsA(sizeof drives, drives);

        if (!out || room < length)
                return length + 1;
        for (DWORD at = 0; at <= length; at++)
                out[at] = (WCHAR) drives[at];
        return length;
}

/* "C:\", and what else is a root: "\". */
static bool is_root(LPCSTR given)
{
        if (isalpha((unsigned char) given[0]) && given[1] == ':')
                given += 2;
        return (given[0] == '\\' || given[0] == '/') && !given[1];
}

UINT GetDriveTypeA(LPCSTR root)
{
        char path[PATH_MAX];

        if (!root)
                return DRIVE_FIXED; /* the current one */
        if (root[0] && root[1] == ':' && !root[2])
                return strchr("cCzZ", root[0]) ? DRIVE_FIXED : DRIVE_NO_ROOT_DIR;
        return is_root(root) && mww_path_from_a(root, path) == ERROR_SUCCESS ? DRIVE_FIXED :
                                                                               DRIVE_NO_ROOT_DIR;
}

UINT GetDriveTypeW(LPCWSTR root)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(root, path, &text) ? GetDriveTypeA(text) : DRIVE_NO_ROOT_DIR;
}

static DWORD space_of(LPCSTR given, struct statvfs *out_space)
{
        char path[PATH_MAX] = ".";
        DWORD error = given ? mww_path_from_a(given, path) : ERROR_SUCCESS;

        if (!error && statvfs(path, out_space) < 0)
                error = errno == ENOENT ? ERROR_PATH_NOT_FOUND : mww_path_error(path, errno);
        return error;
}

BOOL GetDiskFreeSpaceExA(LPCSTR given, PULARGE_INTEGER out_available, PULARGE_INTEGER out_total,
                         PULARGE_INTEGER out_free)
{
        struct statvfs space;
        DWORD error = space_of(given, &space);

        if (error)
                return mww_fail(error);
        if (out_available)
                out_available->QuadPart = (ULONGLONG) space.f_bavail * space.f_frsize;
        if (out_total)
                out_total->QuadPart = (ULONGLONG) space.f_blocks * space.f_frsize;
        if (out_free)
                out_free->QuadPart = (ULONGLONG) space.f_bfree * space.f_frsize;
        return TRUE;
}

BOOL GetDiskFreeSpaceExW(LPCWSTR given, PULARGE_INTEGER out_available, PULARGE_INTEGER out_total,
                         PULARGE_INTEGER out_free)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) &&
               GetDiskFreeSpaceExA(text, out_available, out_total, out_free);
}

static DWORD clamp(uint64_t count)
{
        return count > 0xFFFFFFFFu ? 0xFFFFFFFFu : (DWORD) count;
}

BOOL GetDiskFreeSpaceA(LPCSTR given, LPDWORD out_sectors, LPDWORD out_sector_bytes,
                       LPDWORD out_free, LPDWORD out_total)
{
        struct statvfs space;
        DWORD error = space_of(given, &space);

        if (error)
                return mww_fail(error);
        if (out_sectors)
                *out_sectors =
                        space.f_frsize > SECTOR_BYTES ? (DWORD) (space.f_frsize / SECTOR_BYTES) : 1;
        if (out_sector_bytes)
                *out_sector_bytes = SECTOR_BYTES;
        if (out_free)
                *out_free = clamp(space.f_bavail);
        if (out_total)
                *out_total = clamp(space.f_blocks);
        return TRUE;
}

BOOL GetDiskFreeSpaceW(LPCWSTR given, LPDWORD out_sectors, LPDWORD out_sector_bytes,
                       LPDWORD out_free, LPDWORD out_total)
{
        char path[PATH_MAX];
        LPCSTR text;

        return mww_bytes_of_wide(given, path, &text) &&
               GetDiskFreeSpaceA(text, out_sectors, out_sector_bytes, out_free, out_total);
}

/* NTFS, as programs hope: names keep their case, and have 255 units. */
static DWORD volume_of(LPCSTR root, DWORD *out_serial, DWORD *out_name_max, DWORD *out_flags)
{
        char path[PATH_MAX] = "/";
        struct stat status;
        DWORD error = ERROR_SUCCESS;

        if (root && !is_root(root))
                return ERROR_INVALID_NAME;
        if (root)
                error = mww_path_from_a(root, path);
        if (!error && stat(path, &status) < 0)
                error = mww_path_error(path, errno);
        if (error)
                return error;
        if (out_serial)
                *out_serial = (DWORD) status.st_dev;
        if (out_name_max)
                *out_name_max = 255;
        if (out_flags)
                *out_flags = FILE_CASE_SENSITIVE_SEARCH | FILE_CASE_PRESERVED_NAMES |
                             FILE_UNICODE_ON_DISK | FILE_SUPPORTS_HARD_LINKS;
        return ERROR_SUCCESS;
}

BOOL GetVolumeInformationA(LPCSTR root, LPSTR out_label, DWORD label_room, LPDWORD out_serial,
                           LPDWORD out_name_max, LPDWORD out_flags, LPSTR out_system,
                           DWORD system_room)
{
        DWORD error = volume_of(root, out_serial, out_name_max, out_flags);

        if (error)
                return mww_fail(error);
        if ((out_label && label_room && mww_give_a("", out_label, label_room) >= label_room) ||
            (out_system && system_room &&
             mww_give_a("NTFS", out_system, system_room) >= system_room))
                return mww_fail(ERROR_BAD_LENGTH);
        return TRUE;
}

BOOL GetVolumeInformationW(LPCWSTR root, LPWSTR out_label, DWORD label_room, LPDWORD out_serial,
                           LPDWORD out_name_max, LPDWORD out_flags, LPWSTR out_system,
                           DWORD system_room)
{
        char path[PATH_MAX];
        LPCSTR text;
        DWORD error;

        if (!mww_bytes_of_wide(root, path, &text))
                return FALSE;
        error = volume_of(text, out_serial, out_name_max, out_flags);
        if (error)
                return mww_fail(error);
        if ((out_label && label_room && mww_give_w("", out_label, label_room) >= label_room) ||
            (out_system && system_room &&
             mww_give_w("NTFS", out_system, system_room) >= system_room))
                return mww_fail(ERROR_BAD_LENGTH);
        return TRUE;
}

/* Everything lies on the drive. */
BOOL GetVolumePathNameA(LPCSTR given, LPSTR out, DWORD room)
{
        char path[PATH_MAX];
        DWORD error = given ? mww_path_spell(given, path, true, NULL) : ERROR_INVALID_PARAMETER;

        if (!error && mww_give_a("C:\\", out, room) >= room)
                error = ERROR_FILENAME_EXCED_RANGE;
        return error ? mww_fail(error) : TRUE;
}

BOOL GetVolumePathNameW(LPCWSTR given, LPWSTR out, DWORD room)
{
        char path[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(given, path, &text))
                return FALSE;
        if (!text)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return mww_give_w("C:\\", out, room) < room ? TRUE : mww_fail(ERROR_FILENAME_EXCED_RANGE);
}
