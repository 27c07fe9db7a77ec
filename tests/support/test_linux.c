/* SPDX-License-Identifier: MIT */
/* test_linux.c — runs each test as a program of its own and looks at what is left.
 *
 * Three generations: the runner makes the test's directories and is the reaper of all
 * its orphans; the test leads a process group; peers belong to that group. So the runner
 * can end all of a hung test, and see what it left.
 *
 * A runner that is killed can't tidy up. So its directories lie in a home, whose file
 * "owner" it holds locked for as long as it lives: who gets that lock may remove the
 * home (sweep.sh). The file gets its name once it is locked.
 */
#include "harness.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void put_setting(const char *name, const char *value)
{
        setenv(name, value, 1);
}

const char *test_directory(void)
{
        return getenv("MAPWIRE_DIR");
}

/* "." and ".." apart, everything counts, hidden or not. */
static bool is_entry(const struct dirent *entry)
{
        return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static bool is_registry(const struct dirent *entry)
{
        return strcmp(entry->d_name, "%registry") == 0;
}

static int count_files(const char *path, bool with_registry)
{
        DIR *directory = opendir(path);
        struct dirent *entry;
        int count = 0;

        if (!directory)
                return 0;
        while ((entry = readdir(directory)))
                count += is_entry(entry) && (with_registry || !is_registry(entry));
        closedir(directory);
        return count;
}

int files_left(const char *path)
{
        return count_files(path, false);
}

const char *list_files(const char *path)
{
        static char text[512];
        DIR *directory = opendir(path);
        struct dirent *entry;
        size_t used = 0;

        text[0] = 0;
        while (directory && (entry = readdir(directory)) && used < sizeof text - 1)
                if (is_entry(entry))
                        used += (size_t) snprintf(text + used, sizeof text - used, " %s",
                                                  entry->d_name);
        if (directory)
                closedir(directory);
        return text;
}

/* The library keeps one descriptor of a namespace's directory, one of the registry of
 * Global\, and one of the memory in which unnamed objects lie, for as long as the
 * process lives. Those are no leak. */
static bool is_kept(const char *target)
{
        const char *directories[] = { test_directory(), getenv("MAPWIRE_GLOBAL_DIR") };

        if (strcmp(target, "/memfd:mapwire-unnamed (deleted)") == 0)
                return true;
        for (int i = 0; i < 2; i++) {
                size_t size = strlen(directories[i]);

                if (strncmp(target, directories[i], size) == 0 &&
                    (target[size] == 0 || strcmp(target + size, "/%registry") == 0))
                        return true;
        }
        return false;
}

static int open_descriptors(void)
{
        DIR *directory = opendir("/proc/self/fd");
        struct dirent *entry;
        int count = 0;

        while (directory && (entry = readdir(directory))) {
                char target[600];
                ssize_t size = readlinkat(dirfd(directory), entry->d_name, target,
                                          sizeof target - 1);

                if (size <= 0 || atoi(entry->d_name) == dirfd(directory))
                        continue;
                target[size] = 0;
                count += !is_kept(target);
        }
        if (directory)
                closedir(directory);
        return count;
}

void run_and_look(struct test *test)
{
        int before, after;

        before = open_descriptors();
        test->run();
        after = open_descriptors();
        if (after != before)
                test_fail(__FILE__, __LINE__, "%d descriptors at the end, %d at the start",
                          after, before);
        if (waitpid(-1, NULL, WNOHANG | __WALL) != -1)
                test_fail(__FILE__, __LINE__, "a child is left");
}

static void print_file(const char *path)
{
        char text[200];
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

        if (fd >= 0)
                close(fd);
        while (got > 0 && text[got - 1] == '\n')
                got--;
        if (got > 0)
                fprintf(stderr, " %.*s", (int) got, text);
}

/* What every thread of a hung process group does, for the person who reads the log. */
static void print_threads(pid_t group)
{
        DIR *processes = opendir("/proc");
        struct dirent *process, *thread;

        while (processes && (process = readdir(processes))) {
                pid_t pid = (pid_t) atoi(process->d_name);
                char path[600];
                DIR *threads;

                if (pid <= 0 || getpgid(pid) != group)
                        continue;
                snprintf(path, sizeof path, "/proc/%d/task", pid);
                threads = opendir(path);
                while (threads && (thread = readdir(threads))) {
                        if (!is_entry(thread))
                                continue;
                        fprintf(stderr, "  process %d thread %s:", pid, thread->d_name);
                        snprintf(path, sizeof path, "/proc/%d/task/%s/wchan", pid,
                                 thread->d_name);
                        print_file(path);
                        snprintf(path, sizeof path, "/proc/%d/task/%s/syscall", pid,
                                 thread->d_name);
                        print_file(path);
                        fprintf(stderr, "\n");
                }
                if (threads)
                        closedir(threads);
        }
        if (processes)
                closedir(processes);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
        (void) info, (void) type, (void) where;
        return remove(path);
}

static void remove_tree(const char *path)
{
        nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* End what is left of the group; how many processes that were. */
static int sweep_group(pid_t group)
{
        int left = 0;

        while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
                ; /* orphans that have ended already are nobody's fault */
        while (kill(-group, SIGKILL) == 0) {
                pid_t pid = waitpid(-1, NULL, __WALL);

                if (pid < 0)
                        break;
                left++;
        }
        return left;
}

static bool ends_within(pid_t pid, int seconds)
{
        struct pollfd ended = { .fd = (int) syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };
        int result;

        if (ended.fd < 0)
                return true; /* a kernel without pidfd: CTest's own limit remains */
        do
                result = poll(&ended, 1, seconds * 1000);
        while (result < 0 && errno == EINTR);
        close(ended.fd);
        return result != 0;
}

/* Told to end: end the test, tidy up, and begin no other. */
static volatile sig_atomic_t running, told_to_end;

static void on_end(int number)
{
        (void) number;
        told_to_end = 1;
        if (running > 0)
                kill(-(pid_t) running, SIGKILL);
}

bool goes_on(void)
{
        return !told_to_end;
}

static pid_t start_test(const struct test *test)
{
        char argument[200];
        pid_t runner = getpid(), pid;

        snprintf(argument, sizeof argument, "--run=%s", test->name);
        fflush(NULL);
        pid = fork();
        if (pid == 0) {
                setpgid(0, 0);
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                if (getppid() != runner) /* it died before we asked to be told */
                        _exit(127);
                execl("/proc/self/exe", program_invocation_name, argument, (char *) NULL);
                _exit(127);
        }
        if (pid > 0)
                setpgid(pid, pid);
        return pid;
}

/* The objects' in memory, where they belong, and what is private on disk. */
static struct home {
        char path[32];
        int owner;
} memory = { "/dev/shm/mwt.XXXXXX", -1 }, disk = { "/tmp/mwt.XXXXXX", -1 };

static bool make_home(struct home *home)
{
        static const char owner[] = "the home of a mapwire test; who holds the lock lives here\n";
        char fresh[64], path[64];

        if (!mkdtemp(home->path)) {
                perror(home->path);
                return false;
        }
        chmod(home->path, 0711); /* other users' tests come in, and see nothing */
        snprintf(fresh, sizeof fresh, "%s/owner.new", home->path);
        snprintf(path, sizeof path, "%s/owner", home->path);
        home->owner = open(fresh, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        if (home->owner < 0 || flock(home->owner, LOCK_EX) < 0 ||
            write(home->owner, owner, sizeof owner - 1) < 0 || rename(fresh, path) < 0) {
                perror(path);
                return false;
        }
        return true;
}

bool begin_runner(void)
{
        setvbuf(stdout, NULL, _IOLBF, 0);
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        signal(SIGINT, on_end);
        signal(SIGTERM, on_end);
        return make_home(&memory) && make_home(&disk);
}

void end_runner(void)
{
        remove_tree(memory.path);
        remove_tree(disk.path);
}

void begin_process(int *argc, char **argv)
{
        if (*argc > 1 && strncmp(argv[1], "--role=", 7) == 0)
                prctl(PR_SET_PDEATHSIG, SIGKILL);
        setvbuf(stdout, NULL, _IOLBF, 0);
}

static bool left_files(const char *directory)
{
        int left = count_files(directory, true);

        if (left)
                fprintf(stderr, "  left behind, %d files:%s\n", left, list_files(directory));
        return left != 0;
}

static bool make_directory(char *out, size_t size, const struct home *home, const char *name,
                           const char *setting)
{
        snprintf(out, size, "%s/%s", home->path, name);
        put_setting(setting, out);
        if (mkdir(out, 0700) == 0)
                return true;
        perror(out);
        return false;
}

/* Returns 0, 1 or EXIT_SKIP. */
int run_apart(struct test *test)
{
        char directory[64], global[64], scratch[64];
        int status = 0, verdict, left;
        pid_t pid;

        if (!make_directory(directory, sizeof directory, &memory, "local", "MAPWIRE_DIR") ||
            !make_directory(global, sizeof global, &memory, "global", "MAPWIRE_GLOBAL_DIR") ||
            !make_directory(scratch, sizeof scratch, &disk, "scratch", "MW_TEST_SCRATCH"))
                return 1;
        pid = start_test(test);
        running = pid;
        if (told_to_end)
                on_end(0);
        if (!ends_within(pid, limit_of(test))) {
                fprintf(stderr, "  still running after %d s\n", limit_of(test));
                print_threads(pid);
                kill(-pid, SIGKILL);
        }
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                ;
        running = 0;
        verdict = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        if (WIFSIGNALED(status))
                fprintf(stderr, "  ended by signal %d (%s)\n", WTERMSIG(status),
                        strsignal(WTERMSIG(status)));
        left = sweep_group(pid);
        if (verdict == 0) {
                if (left)
                        fprintf(stderr, "  left %d processes behind\n", left);
                if (left_files(directory) | left_files(global) || left)
                        verdict = 1;
        }
        remove_tree(directory);
        remove_tree(global);
        remove_tree(scratch);
        return verdict == 0 || verdict == EXIT_SKIP ? verdict : 1;
}
