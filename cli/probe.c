/* SPDX-License-Identifier: MIT */
/* probe.c — real tries of what the library relies on in this kernel. */
#include "probe.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/magic.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_futex_waitv
#define SYS_futex_waitv 449 /* the same number on every architecture */
#endif

enum { PAGE_BYTES = 4096 };

enum probe_verdict say(struct probe_result *result, enum probe_verdict verdict,
                       const char *format, ...) {
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(result->found, sizeof(result->found), format, arguments);
        va_end(arguments);
        return verdict;
}

/* Where the objects are, or will be: the directory itself, or what it will be made in. */
static const char *where_to_try(char *room, size_t size) {
        const char *where = mw_scope_directory(MW_SCOPE_LOCAL);
        char *slash;

        snprintf(room, size, "%s", where);
        if (access(room, W_OK) == 0)
                return room;
        slash = strrchr(room, '/');
        if (slash && slash != room)
                *slash = '\0';
        return access(room, W_OK) == 0 ? room : "/tmp";
}

/* A file of ours, of one page, on the file system that holds the objects. It
 * has a name for as long as the caller needs to open it again. */
static int make_file(char *path, size_t size) {
        char room[512];
        int fd;

        snprintf(path, size, "%s/.mapwire-doctor-XXXXXX", where_to_try(room, sizeof(room)));
        fd = mkostemp(path, O_CLOEXEC);
        if (fd >= 0 && ftruncate(fd, PAGE_BYTES) < 0) {
                unlink(path);
                close(fd);
                return -1;
        }
        return fd;
}

/* Every object is made without a name, and named when it is whole. */
enum probe_verdict probe_nameless(struct probe_result *result) {
        char room[512], path[600], link[64];
        const char *where = where_to_try(room, sizeof(room));
        int fd = open(where, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), error = 0;

        if (fd < 0)
                return say(result, PROBE_FAILED, "no file without a name in %s: %s", where,
                           strerror(errno));
        snprintf(path, sizeof(path), "%s/.mapwire-doctor-%d", where, (int) getpid());
        snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
        if (linkat(fd, "", AT_FDCWD, path, AT_EMPTY_PATH) < 0 &&
            linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW) < 0)
                error = errno;
        else
                unlink(path);
        close(fd);
        if (error)
                return say(result, PROBE_FAILED, "a file can't be given a name: %s",
                           strerror(error));
        return say(result, PROBE_OK, "a file is made without a name, and named when whole");
}

static int lock_byte(int fd, short type, bool test, struct flock *out) {
        struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1 };
        int r = fcntl(fd, test ? F_OFD_GETLK : F_OFD_SETLK, &lock);

        if (out)
                *out = lock;
        return r;
}

/* Promise P1 stands on this: a view keeps the lock of the file that it maps,
 * after the descriptor is closed, until it is unmapped. */
enum probe_verdict probe_lock_of_mapping(struct probe_result *result) {
        char path[600];
        struct flock lock = { 0 };
        int fd = make_file(path, sizeof(path)), again;
        void *view;
        bool is_kept, is_gone;

        if (fd < 0)
                return say(result, PROBE_FAILED, "can't make a file %s: %s", path, strerror(errno));
        again = open(path, O_RDWR | O_CLOEXEC);
        unlink(path);
        view = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (again < 0 || view == MAP_FAILED || lock_byte(fd, F_RDLCK, false, NULL) < 0) {
                say(result, PROBE_FAILED, "open file description locks: %s", strerror(errno));
                close(fd);
                close(again);
                return PROBE_FAILED;
        }
        close(fd);
        is_kept = lock_byte(again, F_WRLCK, true, &lock) == 0 && lock.l_type != F_UNLCK;
        munmap(view, PAGE_BYTES);
        is_gone = lock_byte(again, F_WRLCK, true, &lock) == 0 && lock.l_type == F_UNLCK;
        close(again);
        if (is_kept && is_gone)
                return say(result, PROBE_OK, "a mapping keeps its lock until it is unmapped");
        return say(result, PROBE_FAILED,
                   is_kept ? "the lock is still there after the last unmap"
                           : "the lock is gone although the file is still mapped");
}

/* A child that does as it is told and then waits to be killed. */
static pid_t start_child(void (*act)(void *), void *argument) {
        int ready[2];
        pid_t pid, parent = getpid();
        char byte;

        if (pipe2(ready, O_CLOEXEC) < 0)
                return -1;
        pid = fork();
        if (pid == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                if (getppid() != parent)
                        _exit(1);
                act(argument);
                if (write(ready[1], "", 1) != 1)
                        _exit(1);
                for (;;)
                        pause();
        }
        close(ready[1]);
        if (pid > 0)
                while (read(ready[0], &byte, 1) < 0 && errno == EINTR)
                        ;
        close(ready[0]);
        return pid;
}

static void kill_child(pid_t pid) {
        kill(pid, SIGKILL);
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
                ;
}

static void take_lock(void *path) {
        int fd = open(path, O_RDWR | O_CLOEXEC);

        if (fd < 0 || lock_byte(fd, F_RDLCK, false, NULL) < 0)
                _exit(1);
}

enum probe_verdict probe_lock_of_dead(struct probe_result *result) {
        char path[600];
        struct flock lock = { 0 };
        int fd = make_file(path, sizeof(path));
        bool was_there, is_gone;
        pid_t pid;

        if (fd < 0)
                return say(result, PROBE_FAILED, "can't make a file: %s", strerror(errno));
        pid = start_child(take_lock, path);
        unlink(path);
        if (pid < 0) {
                close(fd);
                return say(result, PROBE_SKIPPED, "can't start a process: %s", strerror(errno));
        }
        was_there = lock_byte(fd, F_WRLCK, true, &lock) == 0 && lock.l_type != F_UNLCK;
        kill_child(pid);
        is_gone = lock_byte(fd, F_WRLCK, true, &lock) == 0 && lock.l_type == F_UNLCK;
        close(fd);
        if (!was_there)
                return say(result, PROBE_FAILED, "the lock of another process can't be seen");
        if (!is_gone)
                return say(result, PROBE_FAILED, "the lock outlived its holder's kill -9");
        return say(result, PROBE_OK, "a lock ends with its holder, kill -9 included");
}

static const char *file_system_name(const struct statfs *fs) {
        switch ((unsigned long) fs->f_type) {
        case TMPFS_MAGIC:
                return "tmpfs";
        case EXT4_SUPER_MAGIC:
                return "ext4";
        case XFS_SUPER_MAGIC:
                return "xfs";
        case BTRFS_SUPER_MAGIC:
                return "btrfs";
        case OVERLAYFS_SUPER_MAGIC:
                return "overlayfs";
        case NFS_SUPER_MAGIC:
                return "nfs";
        case RAMFS_MAGIC:
                return "ramfs";
        default:
                return "another file system";
        }
}

enum probe_verdict probe_reserve(struct probe_result *result) {
        char path[600];
        struct statfs fs;
        int fd = make_file(path, sizeof(path));
        int error;
        const char *name;

        if (fd < 0)
                return say(result, PROBE_FAILED, "can't make a file: %s", strerror(errno));
        unlink(path);
        /* The system call itself: libc's function replaces it by writing. */
        error = fallocate(fd, 0, 0, 4 * PAGE_BYTES) < 0 ? errno : 0;
        name = fstatfs(fd, &fs) == 0 ? file_system_name(&fs) : "unknown file system";
        close(fd);
        if (error == EOPNOTSUPP)
                return say(result, PROBE_LACK, "%s can't reserve space", name);
        if (error == ENOSPC)
                return say(result, PROBE_LACK, "%s is full: there is no room to try it", name);
        if (error)
                return say(result, PROBE_FAILED, "%s: %s", name, strerror(error));
        if (fs.f_type != TMPFS_MAGIC)
                return say(result, PROBE_NOTE, "the objects are on %s, not in memory (tmpfs)",
                           name);
        return say(result, PROBE_OK, "%s reserves space", name);
}

static void *shared_page(void) {
        void *page = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                          0);

        return page == MAP_FAILED ? NULL : page;
}

static long futex(_Atomic uint32_t *word, int act, uint32_t value, const struct timespec *timeout) {
        return syscall(SYS_futex, word, act, value, timeout, NULL, 0);
}

/* Wakes every millisecond, for it can't know when its parent sleeps. */
static void wake_until_told(_Atomic uint32_t *word) {
        for (int i = 0; i < 2000 && atomic_load(word) == 0; i++) {
                struct timespec pause = { 0, 1000000 };

                nanosleep(&pause, NULL);
                futex(word, FUTEX_WAKE, 1, NULL);
        }
        _exit(0);
}

enum probe_verdict probe_shared_futex(struct probe_result *result) {
        _Atomic uint32_t *word = shared_page();
        struct timespec limit = { 2, 0 };
        long r;
        int error;
        pid_t pid;

        if (!word)
                return say(result, PROBE_FAILED, "no shared page: %s", strerror(errno));
        pid = fork();
        if (pid == 0)
                wake_until_told(word);
        r = pid > 0 ? futex(word, FUTEX_WAIT, 0, &limit) : -1;
        error = errno;
        atomic_store(word, 1);
        while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
                ;
        munmap(word, PAGE_BYTES);
        if (pid < 0)
                return say(result, PROBE_SKIPPED, "can't start a process: %s", strerror(error));
        if (r < 0)
                return say(result, PROBE_FAILED, "a process was not woken by another: %s",
                           strerror(error));
        return say(result, PROBE_OK, "one process wakes another");
}

enum probe_verdict probe_wake_op(struct probe_result *result) {
        _Atomic uint32_t *word = shared_page();
        uint32_t bits = 3;
        long r;
        int error;

        if (!word)
                return say(result, PROBE_FAILED, "no shared page: %s", strerror(errno));
        atomic_store(word, 7);
        r = syscall(SYS_futex, word, FUTEX_WAKE_OP, 1, 0, word,
                    FUTEX_OP(FUTEX_OP_ANDN, bits, FUTEX_OP_CMP_EQ, 0));
        error = errno;
        bits = atomic_load(word);
        munmap(word, PAGE_BYTES);
        if (r >= 0 && bits == 4)
                return say(result, PROBE_OK, "the kernel changes a word and wakes in one step");
        return say(result, PROBE_FAILED, "FUTEX_WAKE_OP: %s",
                   r < 0 ? strerror(error) : "the word was not changed");
}

enum probe_verdict probe_waitv(struct probe_result *result) {
        const char *off = getenv("MAPWIRE_NO_WAITV");
        long r = syscall(SYS_futex_waitv, NULL, 0, 0, NULL, 0);

        /* No words to wait for is an invalid argument, for a kernel that has it. */
        if (r < 0 && errno == ENOSYS)
                return say(result, PROBE_LACK, "this kernel has no futex_waitv (Linux 5.16)");
        if (r < 0 && errno == EPERM)
                return say(result, PROBE_LACK, "futex_waitv is forbidden here (seccomp)");
        if (off && *off)
                return say(result, PROBE_NOTE, "there, but switched off by MAPWIRE_NO_WAITV=%s",
                           off);
        return say(result, PROBE_OK, "a thread sleeps on several words at once");
}

/* A thread that ends while the kernel believes it to hold a word. */
static void *end_as_owner(void *argument) {
        _Atomic uint32_t *word = argument;
        struct robust_list_head *head;
        size_t size;

        if (syscall(SYS_get_robust_list, 0, &head, &size) < 0 || !head)
                return NULL;
        atomic_store(word, (uint32_t) syscall(SYS_gettid));
        head->list_op_pending =
                (struct robust_list *) ((char *) argument - head->futex_offset);
        return argument;
}

enum probe_verdict probe_robust_list(struct probe_result *result) {
        _Atomic uint32_t *word = shared_page();
        pthread_t thread;
        void *had_list = NULL;
        uint32_t value = 0;

        if (!word)
                return say(result, PROBE_FAILED, "no shared page: %s", strerror(errno));
        if (pthread_create(&thread, NULL, end_as_owner, word) != 0) {
                munmap(word, PAGE_BYTES);
                return say(result, PROBE_SKIPPED, "can't start a thread");
        }
        pthread_join(thread, &had_list);
        /* join() returns when the kernel clears the thread's id, which it does
         * after it has walked the robust list. */
        value = atomic_load(word);
        munmap(word, PAGE_BYTES);
        if (!had_list)
                return say(result, PROBE_FAILED, "get_robust_list: %s", strerror(errno));
        if (!(value & FUTEX_OWNER_DIED))
                return say(result, PROBE_FAILED,
                           "the kernel does not mark what a dead thread owned");
        return say(result, PROBE_OK, "the kernel marks what a dead thread owned");
}

enum probe_verdict probe_memfd(struct probe_result *result) {
        int fd = (int) syscall(SYS_memfd_create, "mapwire-doctor", 1u /* MFD_CLOEXEC */);

        if (fd < 0)
                return say(result, PROBE_LACK, "memfd_create: %s", strerror(errno));
        close(fd);
        return say(result, PROBE_OK, "memory without a name");
}

enum probe_verdict probe_proc(struct probe_result *result) {
        char path[64];

        snprintf(path, sizeof(path), "/proc/%d/maps", (int) getppid());
        if (access("/proc/self/fd", R_OK | X_OK) < 0)
                return say(result, PROBE_LACK, "/proc is not there: %s", strerror(errno));
        if (access(path, R_OK) < 0)
                return say(result, PROBE_NOTE, "some processes can't be looked into");
        return say(result, PROBE_OK, "/proc tells who holds what");
}
