/* SPDX-License-Identifier: MIT */
/* file_facts.c — what Windows' attributes and times of a file are here.
 *
 * READONLY is: nobody may write (mode 0222 is clear). DIRECTORY and, for a
 * symbolic link, REPARSE_POINT are what the file is. HIDDEN, SYSTEM, ARCHIVE and
 * a creation time that a program set are kept in an extended attribute of the
 * file, `user.mapwire`, as text:
 *
 *      attributes in hex, a blank, creation time in hex (0: the file system's)
 *
 * Where the file system has no such attributes, a file is ARCHIVE and its
 * creation time is what the file system says.
 */
#include "file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#define NOTE "user.mapwire"
#define KEPT                                                                                       \
  (FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM | FILE_ATTRIBUTE_ARCHIVE |                        \
   FILE_ATTRIBUTE_NOT_CONTENT_INDEXED | FILE_ATTRIBUTE_OFFLINE | FILE_ATTRIBUTE_TEMPORARY)

/* A program that sets attributes leaves this one as it is. */
#define SPARSE FILE_ATTRIBUTE_SPARSE_FILE

#define TICKS_TO_1970 UINT64_C(116444736000000000)

typedef struct note {
        DWORD attributes;
        uint64_t created; /* ticks; 0: not set */
} note;

static FILETIME from_unix(const struct statx_timestamp *time)
{
        return mww_filetime((uint64_t) (time->tv_sec * 10000000 + time->tv_nsec / 100) +
                            TICKS_TO_1970);
}

static struct timespec to_unix(const FILETIME *time)
{
        int64_t ticks = (int64_t) (mww_ticks(time) - TICKS_TO_1970);
        int64_t seconds = ticks / 10000000 - (ticks % 10000000 < 0);

        return (struct timespec){ seconds, (ticks - seconds * 10000000) * 100 };
}

static bool read_note(const char *path, note *out_note)
{
        char text[64];
        ssize_t length = getxattr(path, NOTE, text, sizeof text - 1);

        if (length < 0)
                return false;
        text[length] = '\0';
        return sscanf(text, "%" SCNx32 " %" SCNx64, &out_note->attributes, &out_note->created) == 2;
}

static int write_note(const char *path, const note *noted)
{
        char text[64];
        int length = snprintf(text, sizeof text, "%" PRIx32 " %" PRIx64, noted->attributes,
                              noted->created);

        return setxattr(path, NOTE, text, (size_t) length, 0);
}

static void read_facts(const char *path, const struct statx *status, mww_facts *out)
{
        bool is_directory = S_ISDIR(status->stx_mode);
        note noted = { is_directory ? 0 : FILE_ATTRIBUTE_ARCHIVE, 0 };

        out->is_link = S_ISLNK(status->stx_mode);
        if ((S_ISREG(status->stx_mode) || is_directory) && !read_note(path, &noted))
                noted.created = 0;
        out->attributes = noted.attributes & (KEPT | SPARSE);
        if (is_directory)
                out->attributes |= FILE_ATTRIBUTE_DIRECTORY;
        else if (!(status->stx_mode & 0222))
                out->attributes |= FILE_ATTRIBUTE_READONLY;
        if (out->is_link)
                out->attributes |= FILE_ATTRIBUTE_REPARSE_POINT;
        if (!out->attributes)
                out->attributes = FILE_ATTRIBUTE_NORMAL;
        out->written = from_unix(&status->stx_mtime);
        out->accessed = from_unix(&status->stx_atime);
        out->changed = from_unix(&status->stx_ctime);
        out->created =
                status->stx_mask & STATX_BTIME ? from_unix(&status->stx_btime) : out->changed;
        if (noted.created)
                out->created = mww_filetime(noted.created);
        out->size_bytes = is_directory ? 0 : status->stx_size;
        out->used_bytes = status->stx_blocks * 512;
        out->id = status->stx_ino;
        out->volume = makedev(status->stx_dev_major, status->stx_dev_minor);
        out->links = status->stx_nlink;
}

DWORD mww_facts_of_path(const char *path, mww_facts *out_facts)
{
        struct statx status;

        if (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS | STATX_BTIME, &status) < 0 &&
            statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS | STATX_BTIME, &status) <
                    0)
                return mww_path_error(path, errno);
        read_facts(path, &status, out_facts);
        return ERROR_SUCCESS;
}

DWORD mww_facts_of_descriptor(int descriptor, mww_facts *out_facts)
{
        struct statx status;
        char path[64];

        if (statx(descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &status) < 0)
                return mww_error_of_errno(errno);
        mww_descriptor_path(descriptor, path);
        read_facts(path, &status, out_facts);
        return ERROR_SUCCESS;
}

/* The note to change; what the file is now, if it has none. */
static note note_of(const char *path)
{
        note noted;
        struct stat status;

        if (read_note(path, &noted))
                return noted;
        noted.attributes =
                stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? 0 : FILE_ATTRIBUTE_ARCHIVE;
        noted.created = 0;
        return noted;
}

DWORD mww_set_attributes(const char *path, DWORD attributes)
{
        struct stat status;
        note noted = note_of(path);
        mode_t mode;

        if (stat(path, &status) < 0)
                return mww_path_error(path, errno);
        mode = status.st_mode & 07777;
        if (!S_ISDIR(status.st_mode)) { /* a directory's READONLY means nothing */
                if (attributes & FILE_ATTRIBUTE_READONLY)
                        mode &= ~(mode_t) 0222;
                else if (!(mode & 0222))
                        mode |= (mode & 0444) >> 1;
        }
        attributes = (attributes & ~SPARSE) | (noted.attributes & SPARSE);
        if (noted.attributes != (attributes & (KEPT | SPARSE))) {
                noted.attributes = attributes & (KEPT | SPARSE);
                /* The note first: a file that nobody may write can't get one. What
                 * the file system can't keep is lost, as on a FAT without it. */
                if (write_note(path, &noted) < 0 && (errno == EACCES || errno == EPERM) &&
                    !(status.st_mode & 0222)) {
                        if (chmod(path, status.st_mode | 0200) == 0)
                                write_note(path, &noted);
                        if (mode == (status.st_mode & 07777))
                                chmod(path, mode);
                }
        }
        if (mode != (status.st_mode & 07777) && chmod(path, mode) < 0)
                return mww_error_of_errno(errno);
        return ERROR_SUCCESS;
}

DWORD mww_set_sparse(int descriptor, bool is_sparse)
{
        char path[64];
        note noted;

        mww_descriptor_path(descriptor, path);
        noted = note_of(path);
        noted.attributes = (noted.attributes & ~SPARSE) | (is_sparse ? SPARSE : 0);
        write_note(path, &noted); /* where it can be kept */
        return ERROR_SUCCESS;
}

static bool is_set(const FILETIME *time)
{
        return time && mww_ticks(time) != 0 && mww_ticks(time) != UINT64_MAX;
}

DWORD mww_set_times(const char *path, const FILETIME *created, const FILETIME *accessed,
                    const FILETIME *written)
{
        struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };

        if (is_set(accessed))
                times[0] = to_unix(accessed);
        if (is_set(written))
                times[1] = to_unix(written);
        if (is_set(created)) {
                note noted = note_of(path);

                noted.created = mww_ticks(created);
                write_note(path, &noted); /* where it can be kept */
        }
        if ((is_set(accessed) || is_set(written)) && utimensat(AT_FDCWD, path, times, 0) < 0)
                return mww_error_of_errno(errno);
        return ERROR_SUCCESS;
}
