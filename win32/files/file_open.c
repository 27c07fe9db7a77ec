/* SPDX-License-Identifier: MIT */
/* file_open.c — CreateFile, ReOpenFile.
 *
 * In the order in which Windows finds faults: the arguments, the path, what is
 * there under it (a directory, a read-only file), who has it open. Only then is
 * a file emptied.
 */
#include "file.h"
#include "pipes/mailslot.h"
#include "pipes/pipe.h"

#include <errno.h>
#include <unistd.h>

/* What of the attributes is kept with the file. */
#define SETTABLE                                                                                   \
  (FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM | FILE_ATTRIBUTE_ARCHIVE)

static bool empties(DWORD disposition)
{
        return disposition == CREATE_ALWAYS || disposition == TRUNCATE_EXISTING;
}

static bool may_make(DWORD disposition)
{
        return disposition == CREATE_NEW || disposition == CREATE_ALWAYS ||
               disposition == OPEN_ALWAYS;
}

/* The handle's flags, without what belongs to the file. */
static DWORD kept_flags(const mww_open *how)
{
        return (how->flags & MWW_HANDLE_FLAGS) | how->marks;
}

static int open_flags(const mww_open *how)
{
        bool writes = how->access & (FILE_WRITE_DATA | FILE_APPEND_DATA);
        int flags = O_CLOEXEC | O_NOCTTY;

        /* Also who only writes: locks and mappings need a file that can be read. */
        flags |= writes || empties(how->disposition) ? O_RDWR : O_RDONLY;
        if (how->flags & FILE_FLAG_WRITE_THROUGH)
                flags |= O_DSYNC;
        return flags;
}

/* open(2), with less if more than the program wants is what fails. */
static int open_as_wanted(const char *path, int flags, const mww_open *how)
{
        int descriptor = open(path, flags);

        if (descriptor < 0 && errno == EACCES) {
                if ((flags & O_ACCMODE) == O_RDWR && !(how->access & FILE_READ_DATA))
                        descriptor = open(path, (flags & ~O_ACCMODE) | O_WRONLY);
                else if (!(how->access &
                           (FILE_READ_DATA | FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_EXECUTE)))
                        descriptor = open(path, O_PATH | O_CLOEXEC);
        }
        return descriptor;
}

/* Opens or makes the file. */
static DWORD open_or_make(const char *path, mww_open *how, int *out_descriptor)
{
        int flags = open_flags(how);
        mode_t mode = how->flags & FILE_ATTRIBUTE_READONLY ? 0444 : 0666;
        int descriptor = -1;

        /* Somebody may make or remove the file between our two looks. */
        for (int tries = 0; tries < 16 && descriptor < 0; tries++) {
                how->existed = false;
                if (may_make(how->disposition))
                        descriptor = open(path, flags | O_RDWR | O_CREAT | O_EXCL, mode);
                if (descriptor >= 0 || how->disposition == CREATE_NEW ||
                    (may_make(how->disposition) && errno != EEXIST))
                        break;
                how->existed = true;
                descriptor = open_as_wanted(path, flags, how);
                if (descriptor < 0 && (errno != ENOENT || !may_make(how->disposition)))
                        break;
        }
        if (descriptor < 0)
                return mww_path_error(path, errno);
        *out_descriptor = descriptor;
        return ERROR_SUCCESS;
}

/* What forbids this use of a file that is there. */
static DWORD check_existing(const char *path, const mww_open *how)
{
        const DWORD hides = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM;
        mww_facts facts;

        if (mww_facts_of_path(path, &facts) != ERROR_SUCCESS)
                return ERROR_SUCCESS; /* open() will say why */
        if (how->disposition == CREATE_NEW)
                return ERROR_FILE_EXISTS;
        if ((facts.attributes & FILE_ATTRIBUTE_READONLY) &&
            ((how->access & (FILE_WRITE_DATA | FILE_APPEND_DATA)) || empties(how->disposition) ||
             (how->flags & FILE_FLAG_DELETE_ON_CLOSE)))
                return ERROR_ACCESS_DENIED;
        if (how->disposition == CREATE_ALWAYS && (facts.attributes & hides & ~how->flags))
                return ERROR_ACCESS_DENIED;
        return ERROR_SUCCESS;
}

static DWORD open_directory(const char *path, bool ends_in_slash, mww_open *how,
                            mww_file **out_file)
{
        int descriptor;

        if (!(how->flags & FILE_FLAG_BACKUP_SEMANTICS))
                return ends_in_slash ? ERROR_PATH_NOT_FOUND : ERROR_ACCESS_DENIED;
        if (how->disposition == CREATE_NEW)
                return ERROR_FILE_EXISTS;
        if (empties(how->disposition))
                return ERROR_ACCESS_DENIED;
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0)
                return mww_path_error(path, errno);
        how->existed = true;
        if (mww_share_take(descriptor, how->access, how->share) != ERROR_SUCCESS) {
                close(descriptor);
                return ERROR_SHARING_VIOLATION;
        }
        *out_file = mww_file_new(&mww_directory_kind, descriptor, kept_flags(how));
        return *out_file ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

/* What is left to do on the open descriptor of a disk file. */
static DWORD begin(const char *path, const mww_open *how, int descriptor)
{
        DWORD error = mww_share_take(descriptor, how->access, how->share);

        if (!error && how->existed && empties(how->disposition)) {
                if (mww_backing_forbids(descriptor, 0))
                        error = ERROR_USER_MAPPED_FILE;
                else if (ftruncate(descriptor, 0) < 0)
                        error = mww_error_of_errno(errno);
        }
        if (!error && (!how->existed || how->disposition == CREATE_ALWAYS) &&
            (how->flags & SETTABLE & ~FILE_ATTRIBUTE_ARCHIVE))
                error = mww_set_attributes(path, (how->flags & SETTABLE) | FILE_ATTRIBUTE_ARCHIVE);
        return error;
}

static DWORD open_device(mww_device device, const mww_open *how, mww_file **out_file)
{
        static const char *const paths[] = { [MWW_NUL] = "/dev/null",
                                             [MWW_CON] = "/dev/tty",
                                             [MWW_CONIN] = "/dev/tty",
                                             [MWW_CONOUT] = "/dev/tty" };
        bool writes =
                device == MWW_CONOUT || (device == MWW_CON && (how->access & FILE_WRITE_DATA));
        int descriptor;

        if (device == MWW_OTHER_DEVICE)
                return ERROR_FILE_NOT_FOUND;
        descriptor = open(paths[device], O_RDWR | O_CLOEXEC | O_NOCTTY);
        /* Without a terminal the console is what the program was started with. */
        if (descriptor < 0 && device != MWW_NUL)
                descriptor = fcntl(writes ? STDOUT_FILENO : STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
        if (descriptor < 0)
                return ERROR_FILE_NOT_FOUND;
        *out_file = mww_file_new(mww_kind_of(descriptor), descriptor,
                                 kept_flags(how) | (writes ? MWW_FILE_IS_OUTPUT : 0));
        return *out_file ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

DWORD mww_file_open(const char *path, bool ends_in_slash, mww_open *how, mww_file **out_file)
{
        struct stat status;
        DWORD error;
        int descriptor = -1;

        if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
                return open_directory(path, ends_in_slash, how, out_file);
        if (ends_in_slash)
                return may_make(how->disposition) ? ERROR_INVALID_NAME : ERROR_PATH_NOT_FOUND;
        error = check_existing(path, how);
        if (!error)
                error = open_or_make(path, how, &descriptor);
        if (error)
                return error;
        error = begin(path, how, descriptor);
        if (error) {
                close(descriptor);
                return error;
        }
        *out_file = mww_file_new(mww_kind_of(descriptor), descriptor, kept_flags(how));
        if (!*out_file)
                return ERROR_NOT_ENOUGH_MEMORY;
        if (how->flags & FILE_FLAG_DELETE_ON_CLOSE)
                mww_file_delete_later(*out_file, true);
        return ERROR_SUCCESS;
}

static DWORD create_file(const char *given, DWORD wanted, mww_open *how, mww_file **out_file)
{
        char path[PATH_MAX];
        bool ends_in_slash;
        mww_device device;
        DWORD error;

        if (how->disposition < CREATE_NEW || how->disposition > TRUNCATE_EXISTING ||
            (how->disposition == TRUNCATE_EXISTING && !(wanted & GENERIC_WRITE)))
                return ERROR_INVALID_PARAMETER;
        if (!given || !given[0])
                return ERROR_PATH_NOT_FOUND;
        error = mww_access_any(&mww_file_class, wanted, &how->access);
        if (error)
                return error;
        /* Every file handle may be waited for and asked for its size. */
        how->access |= SYNCHRONIZE | FILE_READ_ATTRIBUTES;
        if (how->flags & FILE_FLAG_DELETE_ON_CLOSE)
                how->access |= DELETE;
        if ((how->access & FILE_APPEND_DATA) && !(how->access & FILE_WRITE_DATA))
                how->marks |= MWW_FILE_APPENDS;
        device = mww_path_device(given);
        if (device == MWW_PIPE)
                return mww_pipe_open(given, how->access, how->flags, out_file);
        if (device == MWW_MAILSLOT)
                return mww_mailslot_open(given, how->access, how->flags, out_file);
        if (device != MWW_NO_DEVICE)
                return open_device(device, how, out_file);
        error = mww_path_spell(given, path, false, &ends_in_slash);
        if (error)
                return error;
        mww_path_find_case(path);
        return mww_file_open(path, ends_in_slash, how, out_file);
}

HANDLE CreateFileA(LPCSTR given, DWORD wanted, DWORD share, LPSECURITY_ATTRIBUTES security,
                   DWORD disposition, DWORD attributes, HANDLE template_file)
{
        mww_open how = { .share = share, .disposition = disposition, .flags = attributes };
        mww_file *file;
        HANDLE handle;
        DWORD error;

        error = create_file(given, wanted, &how, &file);
        if (error) {
                SetLastError(error);
                return INVALID_HANDLE_VALUE;
        }
        handle = mww_handle_new(&file->base, how.access, mww_wants_inherit(security));
        if (!handle) {
                SetLastError(ERROR_NOT_ENOUGH_MEMORY);
                return INVALID_HANDLE_VALUE;
        }
        SetLastError(how.existed && (disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS) ?
                             ERROR_ALREADY_EXISTS :
                             ERROR_SUCCESS);
        return handle;
}

HANDLE CreateFileW(LPCWSTR given, DWORD wanted, DWORD share, LPSECURITY_ATTRIBUTES security,
                   DWORD disposition, DWORD attributes, HANDLE template_file)
{
        char path[PATH_MAX];
        LPCSTR text;

        if (!mww_bytes_of_wide(given, path, &text))
                return INVALID_HANDLE_VALUE;
        return CreateFileA(text, wanted, share, security, disposition, attributes, template_file);
}

/* The same file, by the kernel's name of the open descriptor: its own may have changed. */
static DWORD reopen(mww_file *original, DWORD wanted, mww_open *how, mww_file **out_file)
{
        char path[64];
        DWORD error = mww_access_any(&mww_file_class, wanted, &how->access);

        if (how->flags & 0x7ffff) /* attributes are the file's, not the handle's */
                return ERROR_INVALID_PARAMETER;
        if (error)
                return error;
        if (original->kind != &mww_disk_kind)
                return ERROR_NOT_SUPPORTED;
        how->access |= SYNCHRONIZE | FILE_READ_ATTRIBUTES;
        mww_descriptor_path(original->descriptor, path);
        return mww_file_open(path, false, how, out_file);
}

HANDLE ReOpenFile(HANDLE original, DWORD wanted, DWORD share, DWORD flags)
{
        mww_open how = { .share = share, .disposition = OPEN_EXISTING, .flags = flags };
        mww_file *from;
        mww_file *file = NULL;
        HANDLE handle = NULL;
        mww_pin pin;
        DWORD error = mww_file_pin(original, 0, &pin, &from);

        if (!error) {
                error = reopen(from, wanted, &how, &file);
                mww_handle_unpin(&pin);
        }
        if (!error) {
                handle = mww_handle_new(&file->base, how.access, false);
                error = handle ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
        }
        if (error)
                SetLastError(error);
        return error ? INVALID_HANDLE_VALUE : handle;
}
