/* SPDX-License-Identifier: MIT */
/* file.c — files and directories on Linux.
 *
 * Everything inside a namespace goes through a descriptor of its directory
 * (openat and kin), with O_NOFOLLOW, O_CLOEXEC and O_NONBLOCK: no symbolic
 * link is followed, nothing leaks into exec'ed programs, a planted FIFO
 * doesn't stop us.
 */
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "os/linux/system.h"

int mwi_linux_result(int error)
{
        switch (error) {
        case ENOENT:
        case ENOTDIR:
                return MW_ENOTFOUND;
        case EEXIST:
                return MW_EEXIST;
        case EACCES:
        case EPERM:
        case EROFS:
        case ETXTBSY:
                return MW_EACCES;
        case ELOOP:
        case ENXIO:
                return MW_EUNTRUSTED;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
                return MW_ENOSPC;
        case ENOMEM:
                return MW_ENOMEM;
        case EMFILE:
        case ENFILE:
        case ENOLCK:
                return MW_ELIMIT;
        case ENOSYS:
        case EOPNOTSUPP:
                return MW_ENOTSUP;
        default:
                return MW_EOS;
        }
}

static int access_flags(int how)
{
        return (how & MWI_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC;
}

int mwi_os_open_at(int directory, const char *file, int how, int *out_file)
{
        int fd;

        MWI_SYS(fd, "openat", openat(directory, file, access_flags(how) | O_NOFOLLOW | O_NONBLOCK));
        if (fd < 0)
                return mwi_linux_result(errno);
        *out_file = fd;
        return MW_OK;
}

int mwi_os_open_nameless(int directory, uint32_t mode, int *out_file)
{
        int fd, r = 0;

        MWI_SYS(fd, "openat", openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
        if (fd < 0)
                return errno == EISDIR ? MW_ENOTSUP : mwi_linux_result(errno);
        if (mode != 0600)
                MWI_SYS(r, "fchmod", fchmod(fd, mode));
        if (r < 0) {
                mwi_os_close(fd);
                return mwi_linux_result(errno);
        }
        *out_file = fd;
        return MW_OK;
}

int mwi_os_give_name(int file, int directory, const char *name)
{
        char path[32];
        int r;

        MWI_SYS(r, "linkat", linkat(file, "", directory, name, AT_EMPTY_PATH));
        /* before Linux 6.10 that needs a capability; the way through /proc does not */
        if (r < 0 && (errno == ENOENT || errno == EPERM)) {
                snprintf(path, sizeof path, "/proc/self/fd/%d", file);
                MWI_SYS(r, "linkat", linkat(AT_FDCWD, path, directory, name, AT_SYMLINK_FOLLOW));
        }
        return r < 0 ? mwi_linux_result(errno) : MW_OK;
}

int mwi_os_open_path(const char *path, int how, int *out_file)
{
        int fd;

        /* nonblocking: a FIFO is refused by who looks at it, not waited for */
        MWI_SYS(fd, "open",
                open(path,
                     access_flags(how) | O_NONBLOCK | O_NOCTTY |
                             (how & MWI_NEW ? O_CREAT | O_EXCL : 0),
                     0666));
        if (fd < 0)
                return mwi_linux_result(errno);
        *out_file = fd;
        return MW_OK;
}

int mwi_os_open_memory(const char *label, uint64_t size_bytes, int lazy, int *out_file)
{
        int fd, r;

        MWI_SYS(fd, "memfd_create", memfd_create(label, MFD_CLOEXEC | MFD_ALLOW_SEALING));
        if (fd < 0)
                return mwi_linux_result(errno);
        if ((r = mwi_os_resize(fd, size_bytes)) < 0 ||
            (!lazy && (r = mwi_os_reserve(fd, 0, size_bytes)) < 0)) {
                mwi_os_close(fd);
                return r;
        }
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
        *out_file = fd;
        return MW_OK;
}

int mwi_os_is_fixed(int file)
{
        int seals = fcntl(file, F_GET_SEALS);

        return seals >= 0 && (seals & F_SEAL_SHRINK) && (seals & F_SEAL_GROW);
}

int mwi_os_duplicate(int file, int *out_file)
{
        int fd;

        MWI_SYS(fd, "fcntl", fcntl(file, F_DUPFD_CLOEXEC, 0));
        if (fd < 0)
                return mwi_linux_result(errno);
        *out_file = fd;
        return MW_OK;
}

void mwi_os_move(int file, int onto)
{
        if (dup3(file, onto, O_CLOEXEC) >= 0)
                close(file);
}

void mwi_os_close(int file)
{
        if (file >= 0) {
                int kept = errno;

                close(file);
                errno = kept;
        }
}

static void from_stat(const struct stat *st, struct mwi_os_stat *out)
{
        *out = (struct mwi_os_stat){
                .device = st->st_dev,
                .inode = st->st_ino,
                .size_bytes = (uint64_t) st->st_size,
                .used_bytes = (uint64_t) st->st_blocks * 512,
                .links = (uint32_t) st->st_nlink,
                .owner = st->st_uid,
                .mode = st->st_mode & 07777,
                .is_regular = S_ISREG(st->st_mode),
                .is_directory = S_ISDIR(st->st_mode),
                .is_sticky = (st->st_mode & S_ISVTX) != 0,
        };
}

int mwi_os_stat(int file, struct mwi_os_stat *out_stat)
{
        struct stat st;
        int r;

        MWI_SYS(r, "fstat", fstat(file, &st));
        if (r < 0)
                return mwi_linux_result(errno);
        from_stat(&st, out_stat);
        return MW_OK;
}

int mwi_os_stat_path(const char *path, struct mwi_os_stat *out_stat)
{
        struct stat st;
        int r;

        MWI_SYS(r, "stat", stat(path, &st));
        if (r < 0)
                return mwi_linux_result(errno);
        from_stat(&st, out_stat);
        return MW_OK;
}

int mwi_os_stat_at(int directory, const char *file, struct mwi_os_stat *out_stat)
{
        struct stat st;
        int r;

        MWI_SYS(r, "fstatat", fstatat(directory, file, &st, AT_SYMLINK_NOFOLLOW));
        if (r < 0)
                return mwi_linux_result(errno);
        from_stat(&st, out_stat);
        return MW_OK;
}

int mwi_os_unlink_at(int directory, const char *file)
{
        int r;

        MWI_SYS(r, "unlinkat", unlinkat(directory, file, 0));
        return r < 0 ? mwi_linux_result(errno) : MW_OK;
}

void mwi_os_unlink(const char *path)
{
        int kept = errno;

        unlink(path);
        errno = kept;
}

int mwi_os_is_memory(int file)
{
        struct statfs fs;

        return fstatfs(file, &fs) == 0 && fs.f_type == TMPFS_MAGIC;
}

int mwi_os_rights(int file)
{
        int flags = fcntl(file, F_GETFL);

        if (flags < 0 || flags & O_PATH)
                return 0;
        return (flags & O_ACCMODE) == O_RDWR   ? MWI_READ | MWI_WRITE :
               (flags & O_ACCMODE) == O_WRONLY ? MWI_WRITE :
                                                 MWI_READ;
}

int mwi_os_read(int file, uint64_t offset_bytes, void *out_data, size_t size_bytes)
{
        ssize_t bytes;

        MWI_SYS(bytes, "pread", pread(file, out_data, size_bytes, (off_t) offset_bytes));
        if (bytes < 0)
                return mwi_linux_result(errno);
        return (size_t) bytes == size_bytes ? MW_OK : MW_ECORRUPT;
}

int mwi_os_write(int file, uint64_t offset_bytes, const void *data, size_t size_bytes)
{
        ssize_t bytes;

        MWI_SYS(bytes, "pwrite", pwrite(file, data, size_bytes, (off_t) offset_bytes));
        if (bytes < 0)
                return mwi_linux_result(errno);
        errno = ENOSPC;
        return (size_t) bytes == size_bytes ? MW_OK : MW_ENOSPC;
}

/* Growing a file beyond RLIMIT_FSIZE is not only refused, it raises SIGXFSZ, which
 * ends the program. So ask first. errno is EFBIG when it is too much. */
static int is_over_limit(int file, uint64_t end_bytes)
{
        struct rlimit limit;
        struct stat st;

        errno = EFBIG;
        if (end_bytes > INT64_MAX)
                return 1;
        return getrlimit(RLIMIT_FSIZE, &limit) == 0 && end_bytes > limit.rlim_cur &&
               (fstat(file, &st) < 0 || end_bytes > (uint64_t) st.st_size);
}

int mwi_os_resize(int file, uint64_t size_bytes)
{
        int r;

        if (is_over_limit(file, size_bytes))
                return MW_ENOSPC;
        MWI_SYS(r, "ftruncate", ftruncate(file, (off_t) size_bytes));
        /* beyond what the file system can address is a matter of space, to the caller */
        return r < 0 ? (errno == EINVAL ? MW_ENOSPC : mwi_linux_result(errno)) : MW_OK;
}

/* Memory that isn't there can be promised by nobody: ask before the kernel's
 * out-of-memory killer answers. Worth a read of /proc only when it is much. */
#define MUCH_BYTES (UINT64_C(64) << 20)

static int is_more_than_memory(int file, uint64_t size_bytes)
{
        unsigned long long kilobytes, available = 0, swap = 0;
        uint64_t has_bytes = 0;
        struct stat st;
        char line[128];
        FILE *info = fopen("/proc/meminfo", "re");

        if (!info)
                return 0;
        if (fstat(file, &st) == 0)
                has_bytes = (uint64_t) st.st_blocks * 512;
        while (fgets(line, sizeof line, info)) {
                if (sscanf(line, "MemAvailable: %llu", &kilobytes) == 1)
                        available = kilobytes;
                else if (sscanf(line, "SwapFree: %llu", &kilobytes) == 1)
                        swap = kilobytes;
        }
        fclose(info);
        if (has_bytes > size_bytes)
                has_bytes = size_bytes;
        return available > 0 && (size_bytes - has_bytes) / 1024 > available + swap;
}

int mwi_os_reserve(int file, uint64_t offset_bytes, uint64_t size_bytes)
{
        int r;

        if (offset_bytes > INT64_MAX || size_bytes > INT64_MAX ||
            is_over_limit(file, offset_bytes + size_bytes)) {
                errno = EFBIG;
                return MW_ENOSPC;
        }
        if (size_bytes >= MUCH_BYTES && mwi_os_is_memory(file) &&
            is_more_than_memory(file, size_bytes)) {
                errno = ENOSPC;
                return MW_ENOSPC;
        }
        MWI_SYS(r, "fallocate", fallocate(file, 0, (off_t) offset_bytes, (off_t) size_bytes));
        if (r < 0 && errno == EOPNOTSUPP) {
                /* libc's emulation writes into a file that others may be writing: only
                 * make it long enough, space can't be promised here */
                struct stat st;

                if ((r = fstat(file, &st)) == 0 &&
                    offset_bytes + size_bytes > (uint64_t) st.st_size)
                        r = ftruncate(file, (off_t) (offset_bytes + size_bytes));
        }
        if (r == 0)
                return MW_OK;
        return errno == ENOMEM ? MW_ENOSPC : mwi_linux_result(errno);
}

int mwi_os_path_of(int file, char *out_path, size_t room)
{
        char link[32];
        ssize_t bytes;

        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        bytes = readlink(link, out_path, room);
        if (bytes < 0)
                return mwi_linux_result(errno);
        if ((size_t) bytes >= room)
                return MW_EINVAL;
        out_path[bytes] = 0;
        return MW_OK;
}

int mwi_os_make_directory(const char *path)
{
        int r;

        MWI_SYS(r, "mkdir", mkdir(path, 0700));
        return r < 0 ? mwi_linux_result(errno) : MW_OK;
}

void mwi_os_open_to_all(const char *path)
{
        int kept = errno;

        if (chmod(path, 01777) < 0)
                errno = kept;
}

int mwi_os_open_directory(const char *path, int *out_directory)
{
        int fd;

        MWI_SYS(fd, "open", open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (fd < 0)
                return errno == ENOTDIR ? MW_EUNTRUSTED : mwi_linux_result(errno);
        *out_directory = fd;
        return MW_OK;
}

void mwi_os_remove_directory(const char *path)
{
        int kept = errno;

        rmdir(path);
        errno = kept;
}

int mwi_os_list(int directory, int (*each)(void *context, const char *file), void *context)
{
        struct dirent *entry;
        DIR *stream;
        int fd, r = MW_OK;

        /* an open file of its own, so that lists don't share a position */
        MWI_SYS(fd, "openat", openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (fd < 0)
                return mwi_linux_result(errno);
        if (!(stream = fdopendir(fd))) {
                close(fd);
                return MW_ENOMEM;
        }
        while (r >= 0 && (entry = readdir(stream)))
                if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
                        r = each(context, entry->d_name);
        closedir(stream);
        return r < 0 ? r : MW_OK;
}
