/* SPDX-License-Identifier: MIT */
/* steps.c — killed once at every named step, by the library itself.
 *
 * The kill points that the source names (MW_STEP) are where its authors thought
 * of death. Each little play below is run again and again, killed at its first
 * step, its second, and so on until it gets through. Afterwards: the name is free,
 * what is made anew works, one sweep leaves nothing. At the end the source files
 * are read, and each step that they name must have killed somebody.
 */
#include "thing.h"
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/step.h"

enum { NAMES_MAX = 200, NAME_BYTES = 48 };

static struct {
        char killed_at[NAMES_MAX][NAME_BYTES]; /* a set */
} * record;

static _Atomic long steps_to_live;

/* At most one process of a time dies, so nobody else writes the record. */
static void note_death(const char *name)
{
        for (int i = 0; i < NAMES_MAX; i++) {
                if (!record->killed_at[i][0])
                        snprintf(record->killed_at[i], NAME_BYTES, "%s", name);
                if (strcmp(record->killed_at[i], name) == 0)
                        return;
        }
}

static const char *place_of_death; /* or NULL: whichever step it is */

static void count_down(const char *name)
{
        if (place_of_death && strcmp(name, place_of_death) != 0)
                return;
        if (atomic_fetch_sub(&steps_to_live, 1) != 0)
                return;
        note_death(name);
        kill(getpid(), SIGKILL);
        for (;;)
                pause();
}

/* ---- plays -------------------------------------------------------------------- */

static void *sleep_on(void *argument)
{
        struct thing *thing = argument;

        thing_wait(thing, MW_NEVER);
        return NULL;
}

/* A thread of ours is asleep when the word says that somebody waits. */
static void until_waited_for(const char *name)
{
        for (;;) {
                mw_object_info info = MW_OBJECT_INFO_INIT;

                mw_inspect_name(name, &info);
                if (info.has_waiters)
                        return;
                breathe();
        }
}

/* A thread sleeps on it, then it is signalled: joins, prepared changes, wakes. */
static void play_signal_a_sleeper(void)
{
        for (int what = 0; what < KINDS; what++) {
                struct thing thing = thing_make(what, "x", what == MUTEX);
                pthread_t thread;

                pthread_create(&thread, NULL, sleep_on, &thing);
                until_waited_for("x");
                if (what == AUTO)
                        mw_event_pulse(thing.event);
                else
                        thing_signal(&thing);
                pthread_join(thread, NULL);
                if (what == MANUAL)
                        mw_event_reset(thing.event);
                thing_close(&thing);
        }
}

static void play_take_and_give(void)
{
        for (int what = 0; what < KINDS; what++) {
                struct thing thing = thing_make(what, "x", 0), again = thing_find(what, "x");

                if (what != MUTEX)
                        thing_signal(&thing);
                thing_try(&thing);
                thing_signal(&thing);
                thing_wait(&again, mw_after_ns(1000000));
                thing_close(&again);
                thing_close(&thing);
        }
}

static void play_wait_all(void)
{
        struct thing things[] = { thing_make(AUTO, "x", 1), thing_make(SEMAPHORE, "s", 1),
                                  thing_make(MUTEX, "m", 0), thing_make(MUTEX, "Global\\g", 0),
                                  thing_make(AUTO, "Global\\e", 1) };
        mw_object *objects[5];

        for (int i = 0; i < 5; i++)
                objects[i] = things[i].object;
        mw_wait_all(objects, 5, MW_NOW, MW_SPIN_NONE);
        mw_wait_all(objects, 2, mw_after_ns(1000000), MW_SPIN_NONE);
        for (int i = 0; i < 5; i++)
                thing_close(&things[i]);
}

static _Atomic int is_waiting;

static void *sleep_on_all(void *argument)
{
        struct thing *things = argument;
        mw_object *objects[] = { things[0].object, things[1].object, things[2].object };

        mw_wait_all(objects, 3, MW_NEVER, MW_SPIN_NONE);
        mw_mutex_unlock(things[2].mutex);
        atomic_store(&is_waiting, 0);
        return NULL;
}

/* A thread watches a semaphore and a mutex until the event beside them is pulsed. */
static void play_pulse_all(void)
{
        struct thing things[] = { thing_make(AUTO, "x", 0), thing_make(SEMAPHORE, "s", 1),
                                  thing_make(MUTEX, "m", 0) };
        pthread_t thread;

        atomic_store(&is_waiting, 1);
        pthread_create(&thread, NULL, sleep_on_all, things);
        until_waited_for("m"); /* marked, so all are watched, or just about to be */
        while (atomic_load(&is_waiting)) {
                mw_event_pulse(things[0].event);
                breathe();
        }
        pthread_join(thread, NULL);
        for (int i = 0; i < 3; i++)
                thing_close(&things[i]);
}

static void die_reserved(const char *name)
{
        if (strcmp(name, "wait_all.reserved") == 0)
                kill(getpid(), SIGKILL);
}

/* Somebody died in the middle of a wait-all; we find what he had reserved. */
static void play_heal(void)
{
        struct thing things[] = { thing_make(AUTO, "x", 1), thing_make(SEMAPHORE, "s", 1) };
        mw_object *objects[] = { things[0].object, things[1].object };
        void (*hook)(const char *) = mwi_step_hook;
        pid_t pid = fork();

        if (pid == 0) {
                mwi_step_hook = die_reserved;
                mw_wait_all(objects, 2, MW_NEVER, MW_SPIN_NONE);
                _exit(0);
        }
        waitpid(pid, NULL, 0);
        mwi_step_hook = hook;
        for (int i = 0; i < 2; i++) {
                thing_wait(&things[i], mw_after_ns(100000000));
                thing_close(&things[i]);
        }
}

/* As a thread that gives its slot up, and takes another. */
static void play_leave(void)
{
        struct thing mutex = thing_make(MUTEX, "x", 0);

        ASSERT_OK(mw_mutex_lock(mutex.mutex, MW_NEVER));
        mw_thread_leave();
        ASSERT_IS(mw_mutex_lock(mutex.mutex, MW_NEVER), MW_ABANDONED);
        ASSERT_OK(mw_mutex_unlock(mutex.mutex));
        thing_close(&mutex);
}

static void play_mapping(void)
{
        mw_mapping *mapping, *reader;
        void *address = NULL;

        if (mw_mapping_open("x", 5000, MW_CREATE, NULL, &mapping) < 0)
                return;
        mw_view_map(mapping, 0, 0, 0, &address);
        mw_mapping_open("x", 0, MW_READ_ONLY, NULL, &reader);
        mw_mapping_close(reader);
        mw_mapping_close(mapping);
        mw_view_unmap(address);
        mw_mapping_open("x", 1 << 20, MW_CREATE | MW_LAZY, NULL, &mapping);
        mw_mapping_commit(mapping, 0, 5000);
        mw_mapping_close(mapping);
}

static void play_over_a_leftover(void)
{
        void (*hook)(const char *) = mwi_step_hook;
        pid_t pid = fork();
        struct thing thing;

        if (pid == 0) {
                mwi_step_hook = NULL;
                thing_make(AUTO, "x", 0);
                _exit(0);
        }
        waitpid(pid, NULL, 0);
        mwi_step_hook = hook;
        if (thing_open(&thing, AUTO, "x", MW_CREATE, 0) >= 0)
                thing_close(&thing);
}

static void play_timer(void)
{
        mw_timer *timer;

        if (mw_timer_open("x", MW_CREATE | MW_AUTO_RESET, NULL, &timer) < 0)
                return;
        mw_timer_set(timer, MW_NOW, 1000000);
        mw_timer_wait(timer, MW_NOW);
        mw_timer_cancel(timer);
        mw_timer_close(timer);
}

static pthread_barrier_t together;

static void *claim_slot(void *unused)
{
        struct thing mutex = thing_make(MUTEX, NULL, 1);

        (void) unused;
        pthread_barrier_wait(&together);
        thing_close(&mutex);
        return NULL;
}

/* More threads than the registry has room for at first. */
static void play_many_threads(void)
{
        enum { THREADS = 300 };
        static pthread_t threads[THREADS];
        struct thing mutex = thing_make(MUTEX, "x", 0);
        pthread_attr_t attributes;

        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, 65536);
        pthread_barrier_init(&together, NULL, THREADS);
        for (int i = 0; i < THREADS; i++)
                ASSERT(pthread_create(&threads[i], &attributes, claim_slot, NULL) == 0);
        for (int i = 0; i < THREADS; i++)
                pthread_join(threads[i], NULL);
        thing_close(&mutex);
}

/* ---- killed, and checked ---------------------------------------------------------- */

static void *call_play(void *argument)
{
        void (*const *play)(void) = argument;

        (*play)();
        return NULL;
}

static int in_child(void (*play)(void), long steps)
{
        int status;
        pid_t pid;

        fflush(NULL);
        pid = fork();
        ASSERT_SYS(pid);
        if (pid == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                if (steps >= 0) {
                        atomic_store(&steps_to_live, steps);
                        mwi_step_hook = count_down;
                }
                call_play(&play);
                exit(0);
        }
        ASSERT_SYS(waitpid(pid, &status, 0));
        return status;
}

static void check_and_sweep(void)
{
        static const char *const names[] = { "x", "s", "m", "Global\\g", "Global\\e" };
        struct thing thing;

        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                ASSERT_IS(thing_open(&thing, AUTO, names[i], 0, 0), MW_ENOTFOUND);
        for (int what = 0; what < KINDS; what++) {
                thing = thing_make(what, "x", what == MUTEX);
                ASSERT_IS(thing_signal(&thing), MW_OK);
                ASSERT_IS(thing_try(&thing), MW_OK);
                thing_close(&thing);
        }
        ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL), MW_OK);
        ASSERT_IS(mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL), MW_OK);
}

static long sweep_play(const char *name, void (*play)(void))
{
        long kills = 0;

        for (long steps = 0;; steps++) {
                int status = in_child(play, steps);

                ASSERT_EQ(in_child(check_and_sweep, -1), 0);
                ASSERT_STR(list_files(test_directory()), "");
                ASSERT_STR(list_files(getenv("MAPWIRE_GLOBAL_DIR")), "");
                if (status == 0)
                        break;
                if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
                        test_fail(__FILE__, __LINE__, "%s at step %ld: status %#x", name, steps,
                                  status);
                kills++;
        }
        printf("  %-24s %4ld kills\n", name, kills);
        return kills;
}

/* ---- what the source names ---------------------------------------------------------- */

static bool was_killed_at(const char *name)
{
        for (int i = 0; i < NAMES_MAX; i++)
                if (strcmp(record->killed_at[i], name) == 0)
                        return true;
        return false;
}

static int check_file(const char *path)
{
        FILE *file = fopen(path, "re");
        char line[300], name[NAME_BYTES];
        int missing = 0;

        ASSERT(file);
        while (fgets(line, sizeof line, file)) {
                const char *at = strstr(line, "MW_STEP(\"");

                if (!at || sscanf(at, "MW_STEP(\"%47[^\"]\")", name) != 1 ||
                    strcmp(name, "object.action.moment") == 0)
                        continue;
                if (!was_killed_at(name)) {
                        fprintf(stderr, "  nobody was killed at %s (%s)\n", name, path);
                        missing++;
                }
        }
        fclose(file);
        return missing;
}

static int check_directory(const char *path)
{
        DIR *directory = opendir(path);
        struct dirent *entry;
        int missing = 0;

        ASSERT(directory);
        while ((entry = readdir(directory))) {
                char child[600];

                if (entry->d_name[0] == '.')
                        continue;
                snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
                if (entry->d_type == DT_DIR)
                        missing += check_directory(child);
                else
                        missing += check_file(child);
        }
        closedir(directory);
        return missing;
}

TEST_WITHIN(killed_at_every_named_step, 300)
{
        static const struct {
                const char *name;
                void (*play)(void);
        } plays[] = {
                { "take and give", play_take_and_give },
                { "signal a sleeper", play_signal_a_sleeper },
                { "wait-all", play_wait_all },
                { "pulse a wait-all", play_pulse_all },
                { "heal", play_heal },
                { "leave", play_leave },
                { "mapping", play_mapping },
                { "timer", play_timer },
                { "over a leftover", play_over_a_leftover },
        };
        long kills = 0;

        record = mmap(NULL, sizeof *record, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                      0);
        ASSERT(record != MAP_FAILED);
        for (size_t i = 0; i < sizeof plays / sizeof *plays; i++)
                kills += sweep_play(plays[i].name, plays[i].play);
        /* in which order a wait-all finishes is chance: the objects' ids decide */
        place_of_death = "wait_all.finish.mutex";
        kills += sweep_play("wait-all, a mutex", play_wait_all);
        place_of_death = "wait_all.finish.unit";
        kills += sweep_play("wait-all, a unit", play_wait_all);
        /* how many pulses go before the one that is claimed is chance, too */
        place_of_death = "watch.pulse.claimed";
        kills += sweep_play("wait-all, a pulse", play_pulse_all);
        place_of_death = "slot.grow.reserved";
        kills += sweep_play("many threads", play_many_threads);
        printf("  %ld kills\n", kills);
        ASSERT_EQ(check_directory(MW_SOURCE_DIRECTORY), 0);
        munmap(record, sizeof *record);
}
