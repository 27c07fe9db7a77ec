/* SPDX-License-Identifier: MIT */
/* storm.c — random kills over several names, and an accountant.
 *
 * Workers open what they need by name, use it a while, close it, and are killed
 * at any moment, two at once now and then. Nothing but the counters below
 * outlives them, so objects come and go all the time; a keeper holds those whose
 * counts must add up.
 *
 * The books. Each worker notes in shared memory what it is about to do (begun)
 * and what it has done (ended); a kill can fall between, so for k kills of such
 * workers the books may differ by k, never more: begun >= really done >= ended.
 *
 * Besides: a mutex has one owner at a time, always; with everybody alive there
 * is progress; a pair of semaphores taken by wait-all is taken together; after
 * the end and one sweep nothing is left.
 */
#include "thing.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum count {
        SETS_BEGUN, SIGNALS_TAKEN, UNITS_BEGUN, UNITS_GIVEN, UNITS_TAKEN, PAIRS_BEGUN, PAIRS_GIVEN,
        PAIRS_TAKEN, ENTRIES, ABANDONED, INTRUDERS, PULSED, WRONG, OPENS, CREATIONS, TORN, COUNTS
};

enum { WORKERS = 14, MUTEXES = 2 };

static struct {
        _Atomic uint64_t counts[COUNTS];
        _Atomic uint32_t inside[MUTEXES];
} *books;

static void note(enum count count)
{
        atomic_fetch_add(&books->counts[count], 1);
}

static uint64_t read_count(enum count count)
{
        return atomic_load(&books->counts[count]);
}

static uint64_t random_state;

static void pause_a_little(void)
{
        uint32_t r = random_step(&random_state) % 256;

        if (r < 50)
                usleep(r * 3);
        else
                for (volatile uint32_t i = 0; i < r * 8; i++)
                        ;
}

/* A result that is neither of the good ones is wrong. */
static bool is_good(int result, int good, int also)
{
        if (result != good && result != also)
                note(WRONG);
        return result == good || result == also;
}

static void be_owner(struct thing *mutex, int number, int result)
{
        uint32_t nobody = 0;

        if (result == MW_ABANDONED) {
                note(ABANDONED);
                atomic_store(&books->inside[number], 0);
        }
        if (!atomic_compare_exchange_strong(&books->inside[number], &nobody, (uint32_t) getpid()))
                note(INTRUDERS);
        pause_a_little();
        if (atomic_exchange(&books->inside[number], 0) != (uint32_t) getpid())
                note(INTRUDERS);
        note(ENTRIES);
        is_good(mw_mutex_unlock(mutex->mutex), MW_OK, MW_OK);
}

/* One after another opens the same names, with whatever is there or not. */
static void come_and_go(uint32_t salt)
{
        char name[16];
        struct thing thing;
        enum what what = (enum what) (salt % KINDS);
        int result;

        snprintf(name, sizeof name, "%s%u", what_name[what], salt / KINDS % 3);
        result = thing_open(&thing, what, name, MW_CREATE, 0);
        if (!is_good(result, MW_OK, MW_CREATED))
                return;
        note(OPENS);
        if (result == MW_CREATED)
                note(CREATIONS);
        if (what == MUTEX) {
                result = thing_wait(&thing, mw_after_ns(2000000));
                if (result >= 0)
                        mw_mutex_unlock(thing.mutex);
        } else {
                is_good(thing_signal(&thing), MW_OK, MW_EFULL);
                thing_try(&thing);
        }
        thing_close(&thing);
}

/* A mapping's creator fills it under a mutex; a reader sees all or nothing. */
static void come_and_map(uint32_t salt)
{
        mw_mapping *mapping;
        void *address = NULL;
        uint64_t *words;

        if (!is_good(mw_mapping_open("map", 8192, MW_CREATE, NULL, &mapping), MW_OK, MW_CREATED))
                return;
        note(OPENS);
        if (mw_mapping_size_bytes(mapping) != 8192)
                note(TORN);
        if (is_good(mw_view_map(mapping, 0, 0, 0, &address), MW_OK, MW_OK)) {
                words = address;
                /* zero, or what an honest worker stores: never what was before */
                if (words[0] && words[0] >> 32 != 0x5afe5afe)
                        note(TORN);
                words[0] = (uint64_t) 0x5afe5afe << 32 | salt;
                pause_a_little();
                if (salt & 1)
                        mw_mapping_close(mapping);
                mw_view_unmap(address);
                if (salt & 1)
                        return;
        }
        mw_mapping_close(mapping);
}

static void work(int me)
{
        struct thing a = thing_find(AUTO, "a"), never = thing_find(AUTO, "never");
        struct thing m = thing_find(MANUAL, "m"), s = thing_find(SEMAPHORE, "s");
        struct thing t = thing_find(SEMAPHORE, "t"), u = thing_find(SEMAPHORE, "u");
        struct thing x = thing_find(MUTEX, "x"), y = thing_find(MUTEX, "Global\\y");
        mw_object *any[] = { never.object, s.object, a.object };
        mw_object *all[] = { u.object, t.object };
        mw_object *two[] = { y.object, never.object, x.object };
        uint32_t index;
        int result;

        for (;;)
                switch (me) {
                case 0: case 1:
                        if (is_good(thing_wait(&a, MW_NEVER), MW_OK, MW_OK))
                                note(SIGNALS_TAKEN);
                        break;
                case 2:
                        result = mw_wait_any(any, 3, MW_NEVER, MW_SPIN_DEFAULT, &index);
                        if (is_good(result, MW_OK, MW_OK))
                                note(index == 2 ? SIGNALS_TAKEN : index == 1 ? UNITS_TAKEN : WRONG);
                        break;
                case 3:
                        note(SETS_BEGUN);
                        is_good(mw_event_set(a.event), MW_OK, MW_OK);
                        pause_a_little();
                        break;
                case 4:
                        note(UNITS_BEGUN);
                        is_good(mw_semaphore_release(s.semaphore, 1, NULL), MW_OK, MW_OK);
                        note(UNITS_GIVEN);
                        pause_a_little();
                        break;
                case 5:
                        if (is_good(thing_wait(&s, MW_NEVER), MW_OK, MW_OK))
                                note(UNITS_TAKEN);
                        break;
                case 6: case 7:
                        result = mw_wait_all(all, 2, me == 6 ? MW_NEVER : mw_after_ns(3000000),
                                             MW_SPIN_DEFAULT);
                        if (is_good(result, MW_OK, MW_ETIMEDOUT) && result == MW_OK)
                                note(PAIRS_TAKEN);
                        break;
                case 8: case 9:
                        result = thing_wait(&x, MW_NEVER);
                        if (is_good(result, MW_OK, MW_ABANDONED))
                                be_owner(&x, 0, result);
                        pause_a_little();
                        break;
                case 10:
                        result = mw_wait_any(two, 3, MW_NEVER, MW_SPIN_DEFAULT, &index);
                        if (is_good(result, MW_OK, MW_ABANDONED))
                                be_owner(index ? &x : &y, index == 0, result);
                        break;
                case 11:
                        if (is_good(thing_wait(&m, MW_NEVER), MW_OK, MW_OK))
                                note(PULSED);
                        break;
                case 12:
                        come_and_go(random_step(&random_state));
                        break;
                case 13:
                        come_and_map(random_step(&random_state));
                        come_and_go(random_step(&random_state));
                        break;
                }
}

static pid_t workers[WORKERS];
static uint64_t kills_of[WORKERS];

/* We have touched no object ourselves, so each worker is a stranger to all. */
static pid_t start_worker(int me)
{
        pid_t pid;

        fflush(NULL);
        random_state += (uint64_t) me + 77;
        random_step(&random_state);
        pid = fork();
        ASSERT_SYS(pid);
        if (pid == 0) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                setpriority(PRIO_PROCESS, 0, 5); /* the killer goes first */
                random_state ^= (uint64_t) getpid() << 20;
                work(me);
        }
        return pid;
}

static void kill_workers(int count, const int *which)
{
        for (int i = 0; i < count; i++)
                kill(workers[which[i]], SIGKILL);
        for (int i = 0; i < count; i++) {
                int status;

                ASSERT_SYS(waitpid(workers[which[i]], &status, 0));
                if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
                        test_fail(__FILE__, __LINE__, "worker %d ended by itself: %#x", which[i],
                                  status);
                kills_of[which[i]]++;
                workers[which[i]] = start_worker(which[i]);
        }
}

/* The keeper: a stranger that holds the objects whose counts must add up. */
static struct peer *keeper;

enum kept { KEPT_S, KEPT_T, KEPT_U, KEPT_A, KEPT_NEVER, KEPT_M, KEPT_X, KEPT_Y };

static void start_keeper(void)
{
        static const struct {
                enum what what;
                const char *name;
        } kept[] = { { AUTO, "a" }, { AUTO, "never" }, { MANUAL, "m" }, { MUTEX, "x" },
                     { MUTEX, "Global\\y" } };

        keeper = remote_start();
        for (int i = 0; i < 3; i++)
                ASSERT_IS(remote_call(keeper, "semaphore %u %c", MW_SEMAPHORE_MAX, "stu"[i]),
                          MW_CREATED);
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
                ASSERT_IS(remote_call(keeper, "open %d %d %s", kept[i].what, MW_CREATE,
                                      kept[i].name),
                          MW_CREATED);
}

static void give_pair(void)
{
        note(PAIRS_BEGUN);
        ASSERT_IS(remote_call(keeper, "release %d 1", KEPT_T), MW_OK);
        ASSERT_IS(remote_call(keeper, "release %d 1", KEPT_U), MW_OK);
        note(PAIRS_GIVEN);
}

/* With nobody killed, everybody gets on. The watchdog ends us if not. */
static void check_progress(void)
{
        uint64_t before[COUNTS];

        for (int i = 0; i < COUNTS; i++)
                before[i] = read_count((enum count) i);
        for (;;) {
                bool all = true;
                static const enum count moving[] = { SIGNALS_TAKEN, UNITS_TAKEN, PAIRS_TAKEN,
                                                     ENTRIES, PULSED, OPENS };

                give_pair();
                ASSERT_IS(remote_call(keeper, "pulse %d", KEPT_M), MW_OK);
                for (size_t i = 0; i < sizeof moving / sizeof *moving; i++)
                        all &= read_count(moving[i]) > before[moving[i]];
                if (all)
                        return;
                breathe();
        }
}

static uint64_t drain(int object)
{
        uint64_t left = 0;

        while (remote_call(keeper, "one 0 %d", object) == MW_OK)
                left++;
        return left;
}

static void check_books(void)
{
        uint64_t taken_killed = kills_of[2] + kills_of[5] + 3, sets_left = drain(KEPT_A);
        uint64_t s = drain(KEPT_S), t = drain(KEPT_T), u = drain(KEPT_U);

        ASSERT(sets_left <= 1);
        ASSERT(read_count(SIGNALS_TAKEN) + sets_left <= read_count(SETS_BEGUN));
        ASSERT(read_count(UNITS_TAKEN) + s <= read_count(UNITS_BEGUN));
        ASSERT(read_count(UNITS_GIVEN) <= read_count(UNITS_TAKEN) + s + taken_killed);
        ASSERT_EQ(t, u); /* both or none */
        ASSERT(read_count(PAIRS_TAKEN) + t <= read_count(PAIRS_BEGUN));
        ASSERT(read_count(PAIRS_GIVEN) <=
               read_count(PAIRS_TAKEN) + t + kills_of[6] + kills_of[7] + 2);
        ASSERT_EQ(read_count(INTRUDERS), 0);
        ASSERT_EQ(read_count(WRONG), 0);
        ASSERT_EQ(read_count(TORN), 0);
        /* nobody owns a mutex for ever */
        for (int i = KEPT_X; i <= KEPT_Y; i++)
                ASSERT(remote_call(keeper, "one -1 %d", i) >= 0);
}

TEST_WITHIN(random_kills_break_no_promise, 1500)
{
        long kills = test_amount(2000, getenv("MAPWIRE_NO_WAITV") ? 4000 : 20000, 1000000);
        long done = 0, checks = 0, until_check = 200;

        books = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        ASSERT(books != MAP_FAILED);
        random_state = test_random();
        start_keeper();
        for (int i = 0; i < WORKERS; i++)
                workers[i] = start_worker(i);
        while (done < kills) {
                int which[2] = { (int) (test_random() % WORKERS), (int) (test_random() % WORKERS) };
                int count = test_random() % 4 == 0 && which[0] != which[1] ? 2 : 1;

                kill_workers(count, which);
                done += count;
                until_check -= count;
                if (test_random() % 2)
                        give_pair();
                ASSERT_IS(remote_call(keeper, "pulse %d", KEPT_M), MW_OK);
                if (test_random() % 3 == 0)
                        usleep(test_random() % 400);
                if (until_check <= 0) {
                        check_progress();
                        checks++;
                        until_check = 200;
                }
        }
        for (int i = 0; i < WORKERS; i++)
                kill(workers[i], SIGKILL);
        for (int i = 0; i < WORKERS; i++)
                ASSERT_SYS(waitpid(workers[i], NULL, 0));
        check_books();
        peer_end(keeper);
        ASSERT_OK(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL));
        ASSERT_OK(mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL));
        printf("  %ld kills: %llu signals of %llu sets, %llu units, %llu pairs, %llu mutex entries "
               "(%llu abandoned), %llu opens (%llu creations), %ld progress checks\n",
               done, (unsigned long long) read_count(SIGNALS_TAKEN),
               (unsigned long long) read_count(SETS_BEGUN),
               (unsigned long long) read_count(UNITS_TAKEN),
               (unsigned long long) read_count(PAIRS_TAKEN),
               (unsigned long long) read_count(ENTRIES), (unsigned long long) read_count(ABANDONED),
               (unsigned long long) read_count(OPENS), (unsigned long long) read_count(CREATIONS),
               checks);
        munmap(books, 4096);
}
