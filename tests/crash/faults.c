/* SPDX-License-Identifier: MIT */
/* faults.c — each system call of each public function fails, one after the other.
 *
 * For n = 1, 2, 3... the n-th call fails (once, or it and all that follow), until
 * the function got through without meeting the fault. After each: the result is
 * success or a documented error with its line of text, descriptors are as many
 * as before, the next try works, and nothing is left in the directories. Where
 * it was the very removal that failed, one sweep must remove the rest.
 *
 * Each try is a process of its own, so each meets the library in its first state.
 */
#include "thing.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/step.h"

static struct thing thing, second;
static mw_mapping *mapping;
static void *view;
static mw_inspector *inspector;
static char file_path[300];

struct scenario {
        const char *name;
        int (*before)(void); /* without faults; negative fails the test */
        int (*op)(void);     /* with them; its result                   */
        void (*after)(void); /* gives back what op got; without faults  */
        bool closes;         /* op ends names: a failing removal leaves them to gc */
};

/* ---- what is tried ------------------------------------------------------ */

static int create(enum what what, const char *name, uint32_t initial)
{
        return thing_open(&thing, what, name, MW_CREATE, initial);
}

static void close_thing(void) { thing_close(&thing); }
static void close_mapping(void) { mw_mapping_close(mapping); }
static void close_view_and_mapping(void)
{
        mw_view_unmap(view);
        mw_mapping_close(mapping);
}

static int create_manual(void) { return create(MANUAL, "x", 0); }
static int create_auto(void) { return create(AUTO, "x", 1); }
static int create_mutex(void) { return create(MUTEX, "x", 0); }
static int create_owned_mutex(void) { return create(MUTEX, "x", 1); }
static int create_semaphore(void) { return create(SEMAPHORE, "x", 3); }
static int create_global(void) { return create(AUTO, "Global\\x", 0); }
static int create_global_owned(void) { return create(MUTEX, "Global\\x", 1); }
static int create_unnamed(void) { return create(AUTO, NULL, 0); }
static int create_unnamed_owned(void) { return create(MUTEX, NULL, 1); }
static int open_held(void) { return thing_open(&thing, AUTO, "held", 0, 0); }
static int create_or_open_held(void) { return create(AUTO, "held", 0); }

static int lock_it(void)
{
        int result = mw_mutex_lock(thing.mutex, mw_after_ns(100000000));

        return result < 0 ? result : mw_mutex_unlock(thing.mutex);
}

static int wait_times_out(void)
{
        int result = thing_wait(&thing, mw_after_ns(1000000));

        return result == MW_ETIMEDOUT ? MW_OK : result;
}

static int two_namespaces(void)
{
        int result = create(SEMAPHORE, "x", 3);

        return result < 0 ? result : thing_open(&second, MUTEX, "Global\\m", MW_CREATE, 0);
}

static int wait_for_both(void)
{
        mw_object *both[] = { thing.object, second.object };
        int result = mw_wait_all(both, 2, mw_after_ns(100000000), MW_SPIN_NONE);

        return result < 0 ? result : mw_mutex_unlock(second.mutex);
}

static void close_both(void)
{
        thing_close(&thing);
        thing_close(&second);
}

static int signal_both_ways(void)
{
        int result = mw_event_set(thing.event);

        if (result == MW_OK)
                result = mw_event_reset(thing.event);
        return result == MW_OK ? mw_event_pulse(thing.event) : result;
}

static int create_mapping(void) { return mw_mapping_open("x", 100000, MW_CREATE, NULL, &mapping); }
static int create_unnamed_mapping(void)
{
        return mw_mapping_open(NULL, 100000, MW_CREATE, NULL, &mapping);
}
static int create_read_only(void)
{
        return mw_mapping_open("x", 100000, MW_CREATE | MW_READ_ONLY, NULL, &mapping);
}
static int create_lazy(void)
{
        return mw_mapping_open("x", 1 << 30, MW_CREATE | MW_LAZY, NULL, &mapping);
}
static int commit(void) { return mw_mapping_commit(mapping, 5000, 100000); }

static int create_of_file(const char *name)
{
        mw_mapping_options options = MW_MAPPING_OPTIONS_INIT;

        options.file_path = file_path;
        return mw_mapping_open(name, 20000, MW_CREATE, &options, &mapping);
}
static int create_named_of_file(void) { return create_of_file("x"); }
static int create_unnamed_of_file(void) { return create_of_file(NULL); }

static int map(uint32_t flags)
{
        view = NULL;
        return mw_view_map(mapping, 0, 0, flags, &view);
}
static int map_writable(void) { return map(0); }
static int map_copy(void) { return map(MW_COPY_ON_WRITE); }
static int map_detached(void) { return map(MW_DETACHED); }
static int flush(void) { return mw_view_flush(view, 0); }

static int file_and_view(void)
{
        int result = create_named_of_file();

        return result < 0 ? result : map_writable();
}

static int mapping_and_view(void)
{
        int result = create_mapping();

        return result < 0 ? result : map_writable();
}

static int only_view(void)
{
        int result = mapping_and_view();

        mw_mapping_close(mapping);
        return result;
}

static int close_it(void)
{
        thing_close(&thing);
        return MW_OK;
}
static int close_the_mapping(void)
{
        mw_mapping_close(mapping);
        return MW_OK;
}
static int unmap_it(void) { return mw_view_unmap(view); }
static void nothing(void) { }
static int nothing_before(void) { return MW_OK; }

static int list_all(void)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;
        int result = mw_inspect_open(MW_SCOPE_LOCAL, &inspector);

        if (result < 0)
                return result;
        while ((result = mw_inspect_next(inspector, &info)) == MW_OK)
                ;
        mw_inspect_close(inspector);
        return result == MW_ENOTFOUND ? MW_OK : result;
}

static int inspect_one(void)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;

        return mw_inspect_name("held", &info);
}

static int inspect_holders(void)
{
        mw_holder holders[4];
        uint32_t count;

        return mw_inspect_holders("held", holders, 4, &count);
}

static int sweep(void) { return mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL); }

static const struct scenario scenarios[] = {
        { "create manual event", nothing_before, create_manual, close_thing, false },
        { "create auto event", nothing_before, create_auto, close_thing, false },
        { "create mutex", nothing_before, create_mutex, close_thing, false },
        { "create mutex, owned", nothing_before, create_owned_mutex, close_thing, false },
        { "create semaphore", nothing_before, create_semaphore, close_thing, false },
        { "create in Global\\", nothing_before, create_global, close_thing, false },
        { "create in Global\\, owned", nothing_before, create_global_owned, close_thing, false },
        { "create unnamed", nothing_before, create_unnamed, close_thing, false },
        { "create unnamed, owned", nothing_before, create_unnamed_owned, close_thing, false },
        { "open", nothing_before, open_held, close_thing, false },
        { "create-or-open", nothing_before, create_or_open_held, close_thing, false },
        { "first lock", create_mutex, lock_it, close_thing, false },
        { "first lock in Global\\", create_global_owned, lock_it, close_thing, false },
        { "first sleep", create_semaphore, wait_times_out, close_thing, false },
        { "first sleep on an auto event", create_global, wait_times_out, close_thing, false },
        { "all in two namespaces", two_namespaces, wait_for_both, close_both, false },
        { "set, reset, pulse", create_manual, signal_both_ways, close_thing, false },
        { "create mapping", nothing_before, create_mapping, close_mapping, false },
        { "create unnamed mapping", nothing_before, create_unnamed_mapping, close_mapping, false },
        { "create read-only mapping", nothing_before, create_read_only, close_mapping, false },
        { "create lazy mapping", nothing_before, create_lazy, close_mapping, false },
        { "commit", create_lazy, commit, close_mapping, false },
        { "create mapping of a file", nothing_before, create_named_of_file, close_mapping, false },
        { "create unnamed of a file", nothing_before, create_unnamed_of_file, close_mapping,
          false },
        { "map", create_mapping, map_writable, close_view_and_mapping, false },
        { "map copy", create_mapping, map_copy, close_view_and_mapping, false },
        { "map detached", create_mapping, map_detached, close_view_and_mapping, false },
        { "map a file", create_named_of_file, map_writable, close_view_and_mapping, false },
        { "flush", file_and_view, flush, close_view_and_mapping, false },
        { "close", create_auto, close_it, nothing, true },
        { "close in Global\\", create_global, close_it, nothing, true },
        { "close mapping", create_mapping, close_the_mapping, nothing, true },
        { "unmap", only_view, unmap_it, nothing, true },
        { "list", nothing_before, list_all, nothing, false },
        { "inspect", nothing_before, inspect_one, nothing, false },
        { "holders", nothing_before, inspect_holders, nothing, false },
        { "gc", nothing_before, sweep, nothing, false },
};

/* ---- how ----------------------------------------------------------------- */

static struct {
        int error;
        long at, calls;
        bool sticky, was_met, was_unlink;
} fault;

static int fail_at(const char *call)
{
        fault.calls++;
        if (fault.calls < fault.at || (!fault.sticky && fault.calls > fault.at))
                return 0;
        /* For ever interrupted is no fault of a system; twice in a row is. */
        if (fault.error == EINTR && fault.calls > fault.at + 1)
                return 0;
        fault.was_met = true;
        /* EACCES from a lock means that another has it, and we would wait for him */
        if (fault.error == EACCES && strcmp(call, "fcntl") == 0)
                return ENOLCK;
        fault.was_unlink |= strcmp(call, "unlinkat") == 0;
        return fault.error;
}

static int count_descriptors(void)
{
        DIR *directory = opendir("/proc/self/fd");
        struct dirent *entry;
        int count = 0;

        while (directory && (entry = readdir(directory))) {
                char target[400];
                const char *name;
                ssize_t size = readlinkat(dirfd(directory), entry->d_name, target,
                                          sizeof target - 1);

                target[size > 0 ? size : 0] = 0;
                /* the namespaces' directories, Global\'s registry and the memory of unnamed
                 * objects are kept */
                name = strrchr(target, '/');
                count += !name || (strcmp(target, test_directory()) != 0 &&
                                   strcmp(target, getenv("MAPWIRE_GLOBAL_DIR")) != 0 &&
                                   strcmp(name, "/%registry") != 0 &&
                                   strncmp(name, "/memfd:mapwire-unnamed", 22) != 0);
        }
        if (directory)
                closedir(directory);
        return count;
}

#define HERE(condition)                                                                     \
        do {                                                                                \
                if (!(condition)) {                                                         \
                        fprintf(stderr, "  %s, %s at call %ld%s: not %s; %s; %s; files%s\n", \
                                scenario->name, strerrorname_np(fault.error), fault.at,     \
                                fault.sticky ? " and all after it" : "", #condition,        \
                                result_name(result), mw_last_error(),                       \
                                list_files(test_directory()));                              \
                        _exit(1);                                                           \
                }                                                                           \
        } while (0)

/* In a child. Exits 0: the fault was met; 2: there are not so many calls. */
static void try_one(const struct scenario *scenario)
{
        int descriptors, result = 0;
        bool may_be_left;

        descriptors = count_descriptors();
        HERE(scenario->before() >= 0);
        mwi_fault_hook = fail_at;
        result = scenario->op();
        mwi_fault_hook = NULL;
        may_be_left = fault.sticky || fault.was_unlink || scenario->closes;
        if (result < 0) {
                HERE(strncmp(result_name(result), "MW_E", 4) == 0);
                HERE(result != MW_ECORRUPT && result != MW_EFORMAT && result != MW_ETIMEDOUT);
                HERE(mw_last_error()[0] != 0);
                if (may_be_left)
                        mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL), mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL);
                result = scenario->op();
                HERE(result >= 0);
        }
        scenario->after();
        HERE(count_descriptors() == descriptors);
        if (may_be_left) {
                mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL);
                mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL);
        }
        HERE(files_left(test_directory()) == 1); /* what the holder holds */
        HERE(files_left(getenv("MAPWIRE_GLOBAL_DIR")) == 0);
        /* the holder's object is whole */
        HERE(thing_open(&thing, AUTO, "held", 0, 0) == MW_OK);
        HERE(thing_signal(&thing) == MW_OK && thing_try(&thing) == MW_OK);
        thing_close(&thing);
        exit(fault.was_met ? 0 : 2);
}

/* In a child: we ourselves must not know the library yet. */
static void sweep_apart(void)
{
        pid_t pid = fork();

        if (pid == 0) {
                mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL);
                mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL);
                _exit(0);
        }
        ASSERT_SYS(waitpid(pid, NULL, 0));
}

static long all_faults(const struct scenario *scenario, int error, bool sticky, long *failures)
{
        long tries = 0;

        for (long at = 1;; at++) {
                int status;
                pid_t pid;

                fault.error = error;
                fault.sticky = sticky;
                fault.at = at;
                fault.calls = 0;
                fflush(NULL);
                pid = fork();
                ASSERT_SYS(pid);
                if (pid == 0) {
                        alarm(20);
                        try_one(scenario);
                }
                ASSERT_SYS(waitpid(pid, &status, 0));
                unlink(file_path);
                tries++;
                if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
                        return tries;
                if (status != 0) {
                        if (WIFSIGNALED(status))
                                fprintf(stderr, "  %s, %s at call %ld%s: ended by signal %d\n",
                                        scenario->name, strerrorname_np(error), at,
                                        sticky ? " and all after it" : "", WTERMSIG(status));
                        ++*failures;
                        sweep_apart();
                }
                ASSERT(at < 2000);
        }
}

TEST_WITHIN(every_call_of_every_function_fails_cleanly, 900)
{
        static const int errors[] = { ENOSPC, EMFILE, ENOMEM, EINTR, EACCES, ENOLCK, EIO };
        struct peer *holder = remote_start();
        long tries = 0, failures = 0;

        snprintf(file_path, sizeof file_path, "%s/file", test_scratch());
        ASSERT_IS(remote_call(holder, "open %d %d held", AUTO, MW_CREATE), MW_CREATED);
        for (size_t s = 0; s < sizeof scenarios / sizeof *scenarios; s++)
                for (size_t e = 0; e < sizeof errors / sizeof *errors; e++)
                        for (int sticky = 0; sticky < 2; sticky++)
                                tries += all_faults(&scenarios[s], errors[e], sticky, &failures);
        printf("  %ld faults, %ld failures\n", tries, failures);
        ASSERT_EQ(failures, 0);
        peer_end(holder);
}
