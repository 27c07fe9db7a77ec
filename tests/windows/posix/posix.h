/* SPDX-License-Identifier: MIT */
/* posix.h — what tests written for Linux mention and Windows doesn't have.
 *
 * It is included in front of every test, so that the tests in a file which can run here
 * are not lost with those that can't. Most of these names end the test as skipped, with
 * the reason, when they are reached. The real thing by another name are catching an
 * access violation, reading and writing at an offset, and quick_exit().
 */
#ifndef MW_TEST_POSIX_H
#define MW_TEST_POSIX_H

#include "test.h"
#include <fcntl.h>
#include <io.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Ends the test: it needs something that there isn't. */
#define MW_NEEDS(what) test_skip("needs %s, which Windows doesn't have", what)

#define O_CLOEXEC   _O_NOINHERIT
#define O_DIRECTORY 0

enum { SIGBUS = 7, SIGKILL = 9, SIGALRM = 14, SIGCONT = 18, SIGSTOP = 19 };
#undef SIGUSR1
#define SIGUSR1 SIGTERM /* raise() and signal() are C's; so is this one */

/* SIGSEGV can be caught; nothing raises SIGBUS. */
typedef struct {
        void *si_addr;
} siginfo_t;
struct sigaction {
        void (*sa_handler)(int);
        void (*sa_sigaction)(int, siginfo_t *, void *);
        int sa_flags;
};
enum { SA_SIGINFO = 4 };
int sigaction(int number, const struct sigaction *action, struct sigaction *out_old);
typedef jmp_buf sigjmp_buf;
#define sigsetjmp(where, mask)    _setjmp(where, NULL)
#define siglongjmp(where, result) longjmp(where, result)

enum { PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_ANONYMOUS = 32 };
#define MAP_FAILED ((void *) -1)
static inline void *mmap(void *at, size_t size, int rights, int flags, int file, long long offset)
{
        (void) at, (void) size, (void) rights, (void) flags, (void) file, (void) offset;
        MW_NEEDS("mmap()");
}
static inline int munmap(void *at, size_t size)
{
        (void) at, (void) size;
        MW_NEEDS("munmap()");
}
static inline int mprotect(void *at, size_t size, int rights)
{
        (void) at, (void) size, (void) rights;
        MW_NEEDS("mprotect()");
}
static inline long pread(int file, void *out, size_t size, long long offset)
{
        return _lseeki64(file, offset, SEEK_SET) < 0 ? -1 : read(file, out, (unsigned) size);
}
static inline long pwrite(int file, const void *data, size_t size, long long offset)
{
        return _lseeki64(file, offset, SEEK_SET) < 0 ? -1 : write(file, data, (unsigned) size);
}
static inline int geteuid(void)
{
        MW_NEEDS("a user's number");
}
static inline int kill(int pid, int number)
{
        (void) pid, (void) number;
        MW_NEEDS("kill()");
}
static inline int waitpid(int pid, int *out_status, int flags)
{
        (void) pid, (void) out_status, (void) flags;
        MW_NEEDS("waitpid()");
}
static inline int mkfifo(const char *path, int mode)
{
        (void) path, (void) mode;
        MW_NEEDS("a FIFO");
}
static inline int link(const char *from, const char *to)
{
        (void) from, (void) to;
        MW_NEEDS("link()");
}
static inline int symlink(const char *from, const char *to)
{
        (void) from, (void) to;
        MW_NEEDS("symlink()");
}
static inline int setenv(const char *name, const char *value, int replace)
{
        (void) name, (void) value, (void) replace;
        MW_NEEDS("setenv()");
}
static inline int pipe2(int ends[2], int flags)
{
        (void) ends, (void) flags;
        MW_NEEDS("a Unix pipe");
}
static inline int pause(void)
{
        MW_NEEDS("pause()");
}
/* The old C library has none. No test gives it anything to call, so this is all it does. */
static inline _Noreturn void quick_exit(int status)
{
        _exit(status);
}
struct flock {
        int l_type, l_whence, l_start, l_len;
};
enum { F_RDLCK, F_WRLCK, F_OFD_SETLK };
#define fcntl(...) (test_skip("needs fcntl(), which Windows doesn't have"), 0)
#define mkdir(path, mode) mkdir(path)
struct itimerval {
        struct {
                long tv_sec, tv_usec;
        } it_interval, it_value;
};
enum { ITIMER_REAL = 0, WUNTRACED = 2, WNOHANG = 1 };
static inline int setitimer(int which, const struct itimerval *timer, struct itimerval *out_old)
{
        (void) which, (void) timer, (void) out_old;
        MW_NEEDS("setitimer()");
}
#define WIFEXITED(status)   ((status) < 256)
#define WIFSIGNALED(status) ((status) >= 256)
#define WIFSTOPPED(status)  0
#define WTERMSIG(status)    (status)
#define WEXITSTATUS(status) (status)

/* A file here doesn't tell how many blocks it has; nothing asks but what needs blocks. */
static inline long long blocks_of(void)
{
        MW_NEEDS("a file's blocks");
}
#define st_blocks st_size + blocks_of()

#endif
