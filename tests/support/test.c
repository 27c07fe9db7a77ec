/* SPDX-License-Identifier: MIT */
/* test.c — runs each test as a program of its own and looks at what is left.
 *
 * Three generations: the runner (this binary as CTest starts it) makes the
 * test's directories and is the reaper of all its orphans; the test (this
 * binary with --run=NAME) leads a process group; peers (--role=NAME) belong to
 * that group. So the runner can end all of a hung test, and see what it left.
 */
#include "test.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_SKIP = 77 };

static struct test *all_tests;
static struct role *all_roles;
static const char *current = "runner";

/* Constructors run in the order of the file; keep it. */
void test_register(struct test *test)
{
        struct test **end = &all_tests;

        while (*end)
                end = &(*end)->next;
        *end = test;
}

void role_register(struct role *role)
{
        role->next = all_roles;
        all_roles = role;
}

const char *result_name(int result)
{
        static __thread char buffer[4][16];
        static __thread unsigned turn;

        switch (result) {
        case MW_OK:        return "MW_OK";
        case MW_CREATED:   return "MW_CREATED";
        case MW_ABANDONED: return "MW_ABANDONED";
#define MW_X(name, number, text)                                                            \
        case number: return "MW_" #name;
                MW_ERRORS(MW_X)
#undef MW_X
        }
        turn = (turn + 1) % 4;
        snprintf(buffer[turn], sizeof buffer[turn], "%d", result);
        return buffer[turn];
}

void test_fail(const char *file, int line, const char *format, ...)
{
        char text[1024];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        fprintf(stderr, "  %s:%d: %s: %s (MW_TEST_SEED=%s)\n", file, line, current, text,
                getenv("MW_TEST_SEED"));
        fflush(NULL);
        _exit(1);
}

void test_skip(const char *format, ...)
{
        va_list arguments;

        printf("  ");
        va_start(arguments, format);
        vprintf(format, arguments);
        va_end(arguments);
        printf("\n");
        fflush(NULL);
        _exit(EXIT_SKIP);
}

long test_amount(long in_test, long in_proof, long in_soak)
{
        const char *level = getenv("MW_TEST_LEVEL");

        if (level && strcmp(level, "soak") == 0)
                return in_soak;
        return level && strcmp(level, "proof") == 0 ? in_proof : in_test;
}

/* splitmix64: short, and good enough to choose victims. */
uint32_t random_step(uint64_t *state)
{
        uint64_t z = *state += 0x9e3779b97f4a7c15;

        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (uint32_t) (z >> 32);
}

uint32_t test_random(void)
{
        static uint64_t state;

        if (!state)
                state = strtoull(getenv("MW_TEST_SEED"), NULL, 10) * 2654435761u + 1;
        return random_step(&state);
}

const char *test_directory(void)
{
        return getenv("MAPWIRE_DIR");
}

const char *test_scratch(void)
{
        return getenv("MW_TEST_SCRATCH");
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

/* The library keeps one descriptor of a namespace's directory, and one of the
 * registry of Global\, for as long as the process lives. Those are no leak. */
static bool is_kept(const char *target)
{
        const char *directories[] = { test_directory(), getenv("MAPWIRE_GLOBAL_DIR") };

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

/* In the test's own process. */
static int run_here(const char *name)
{
        struct test *test = all_tests;
        int before, after;

        while (test && strcmp(test->name, name) != 0)
                test = test->next;
        if (!test) {
                fprintf(stderr, "no test named %s\n", name);
                return 2;
        }
        current = name;
        setvbuf(stdout, NULL, _IOLBF, 0);
        before = open_descriptors();
        test->run();
        after = open_descriptors();
        if (after != before)
                test_fail(__FILE__, __LINE__, "%d descriptors at the end, %d at the start",
                          after, before);
        if (waitpid(-1, NULL, WNOHANG | __WALL) != -1)
                test_fail(__FILE__, __LINE__, "a child is left");
        return 0;
}

static int run_role(const char *name, int argc, char **argv)
{
        struct role *role = all_roles;

        while (role && strcmp(role->name, name) != 0)
                role = role->next;
        if (!role) {
                fprintf(stderr, "no role named %s\n", name);
                return 2;
        }
        current = name;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setvbuf(stdout, NULL, _IOLBF, 0);
        role->run(argc, argv);
        return 0;
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

static pid_t start_test(const struct test *test)
{
        char argument[200];
        pid_t pid;

        snprintf(argument, sizeof argument, "--run=%s", test->name);
        fflush(NULL);
        pid = fork();
        if (pid == 0) {
                setpgid(0, 0);
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                execl("/proc/self/exe", program_invocation_name, argument, (char *) NULL);
                _exit(127);
        }
        if (pid > 0)
                setpgid(pid, pid);
        return pid;
}

/* MW_TEST_SLOW multiplies all time limits, for sanitizers and valgrind. */
static int limit_of(const struct test *test)
{
        const char *slow = getenv("MW_TEST_SLOW");

        return test->limit_s * (slow ? atoi(slow) : 1);
}

static bool left_files(const char *directory)
{
        int left = count_files(directory, true);

        if (left)
                fprintf(stderr, "  left behind, %d files:%s\n", left, list_files(directory));
        return left != 0;
}

/* Returns 0, 1 or EXIT_SKIP. */
static int run_apart(const struct test *test)
{
        char directory[] = "/dev/shm/mwt.XXXXXX", global[] = "/dev/shm/mwg.XXXXXX";
        char scratch[] = "/tmp/mwt.XXXXXX";
        int status = 0, verdict, left;
        pid_t pid;

        if (!mkdtemp(directory) || !mkdtemp(global) || !mkdtemp(scratch)) {
                perror("mkdtemp");
                return 1;
        }
        setenv("MAPWIRE_DIR", directory, 1);
        setenv("MAPWIRE_GLOBAL_DIR", global, 1);
        setenv("MW_TEST_SCRATCH", scratch, 1);
        pid = start_test(test);
        if (!ends_within(pid, limit_of(test))) {
                fprintf(stderr, "  still running after %d s\n", limit_of(test));
                print_threads(pid);
                kill(-pid, SIGKILL);
        }
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
                ;
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

static bool is_wanted(const struct test *test, int argc, char **argv)
{
        if (argc < 2)
                return true;
        for (int i = 1; i < argc; i++)
                if (strstr(test->name, argv[i]))
                        return true;
        return false;
}

static int run_all(int argc, char **argv)
{
        static const char *const word[] = { "ok", "FAILED", "skipped" };
        int count[3] = { 0, 0, 0 };
        char seed[24];

        setvbuf(stdout, NULL, _IOLBF, 0);
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        snprintf(seed, sizeof seed, "%u", (unsigned) (mw_now_ns() / 1000) ^ (unsigned) getpid());
        setenv("MW_TEST_SEED", seed, 0);
        for (struct test *test = all_tests; test; test = test->next) {
                int64_t start_ns = mw_now_ns();
                int verdict;

                if (!is_wanted(test, argc, argv))
                        continue;
                verdict = run_apart(test);
                verdict = verdict == EXIT_SKIP ? 2 : verdict;
                count[verdict]++;
                printf("%-7s %s (%lld ms)\n", word[verdict], test->name,
                       (long long) (mw_now_ns() - start_ns) / 1000000);
        }
        if (count[2])
                printf("%d skipped\n", count[2]);
        printf("%d passed, %d failed\n", count[0], count[1]);
        if (count[1] || count[0] + count[2] == 0)
                return 1;
        return count[0] ? 0 : EXIT_SKIP;
}

int main(int argc, char **argv)
{
        if (argc > 1 && strncmp(argv[1], "--run=", 6) == 0)
                return run_here(argv[1] + 6);
        if (argc > 1 && strncmp(argv[1], "--role=", 7) == 0)
                return run_role(argv[1] + 7, argc - 2, argv + 2);
        return run_all(argc, argv);
}
