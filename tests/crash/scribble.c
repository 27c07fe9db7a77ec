/* SPDX-License-Identifier: MIT */
/* scribble.c — a process with write access writes anything into any shared word.
 *
 * What the words then mean is nobody's promise. What is promised: no call
 * crashes, none reads or writes outside, and each comes back by its deadline (or
 * at once, where it has none). Each worker notes when its present call must be
 * back; the warden looks at the notes all the time.
 */
#include "thing.h"
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "layout.h"

enum { WORKERS = 5, OBJECTS = 7, CALLS = 14 };

/* Two seconds is what an open may wait for a lock; and other work goes on. */
#define TOLERANCE_NS INT64_C(8000000000)

static const char *const names[OBJECTS] = { "manual", "auto", "mutex", "semaphore", "auto2",
                                            "mutex2", "Global\\auto3" };
static const enum what whats[OBJECTS] = { MANUAL, AUTO, MUTEX, SEMAPHORE, AUTO, MUTEX, AUTO };

static struct {
        _Atomic int64_t due_ns[WORKERS]; /* 0: between calls */
        _Atomic int call[WORKERS];
        _Atomic int64_t worst_ns[CALLS];
        _Atomic uint64_t calls, corrupt, writes;
        _Atomic int is_over;
} *board;

static uint64_t random_state;

static uint32_t pick(uint32_t below)
{
        return random_step(&random_state) % below;
}

/* ---- workers --------------------------------------------------------------- */

static int use(int call, struct thing *things, int64_t deadline_ns)
{
        struct thing *thing = &things[pick(OBJECTS)];
        mw_object *objects[OBJECTS];
        uint32_t count = 1 + pick(OBJECTS), first = pick(OBJECTS), index;
        mw_object_info info = MW_OBJECT_INFO_INIT;
        struct thing other;
        int result = MW_OK, n;

        for (uint32_t i = 0; i < count; i++)
                objects[i] = things[(first + i) % OBJECTS].object;
        switch (call) {
        case 0: return mw_event_set(things[pick(2)].event);
        case 1: return mw_event_reset(things[pick(2)].event);
        case 2: return mw_event_pulse(things[pick(2)].event);
        case 3: return mw_semaphore_release(things[3].semaphore, 1 + pick(3), NULL);
        case 4: return mw_mutex_unlock(things[pick(2) ? 2 : 5].mutex);
        case 5: return mw_wait(thing->object, deadline_ns, MW_SPIN_DEFAULT);
        case 6: return mw_wait(thing->object, deadline_ns, MW_SPIN_NONE);
        case 7:
        case 8: return mw_wait_any(objects, count, deadline_ns, MW_SPIN_NONE, &index);
        case 9:
        case 10: return mw_wait_all(objects, count, deadline_ns, MW_SPIN_DEFAULT);
        case 11:
                n = (int) pick(OBJECTS);
                result = thing_open(&other, whats[n], names[n], pick(2) ? MW_CREATE : 0, 0);
                if (result >= 0)
                        thing_close(&other);
                return result;
        case 12: return mw_inspect_name(names[pick(OBJECTS)], &info);
        default: {
                mw_mapping *mapping;
                void *address = NULL;

                result = mw_mapping_open("mapping", 70000, pick(2) ? MW_CREATE : 0, NULL, &mapping);
                if (result < 0)
                        return result;
                result = mw_view_map(mapping, 0, 0, 0, &address);
                mw_mapping_close(mapping);
                if (result == MW_OK) {
                        memset(address, 1, 70000);
                        mw_view_unmap(address);
                }
                return result;
        }
        }
}

static void work(int me, struct thing *things)
{
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        random_state += (uint64_t) me * 99 + 1;
        while (!atomic_load(&board->is_over)) {
                int call = (int) pick(CALLS), result;
                int64_t deadline_ns = mw_after_ns((int64_t) pick(5) * 1000000), late_ns, worst_ns;

                atomic_store(&board->call[me], call);
                atomic_store(&board->due_ns[me], deadline_ns);
                result = use(call, things, deadline_ns);
                late_ns = mw_now_ns() - deadline_ns;
                atomic_store(&board->due_ns[me], 0);
                worst_ns = atomic_load(&board->worst_ns[call]);
                while (late_ns > worst_ns &&
                       !atomic_compare_exchange_weak(&board->worst_ns[call], &worst_ns, late_ns))
                        ;
                atomic_fetch_add(&board->calls, 1);
                if (result == MW_ECORRUPT)
                        atomic_fetch_add(&board->corrupt, 1);
        }
        _exit(0);
}

/* ---- the vandal -------------------------------------------------------------- */

struct region {
        _Atomic uint32_t *words;
        size_t count;
        size_t hot; /* where the changing words of the object are */
};

static struct region region_of(const char *directory, const char *file)
{
        struct region region;
        char path[400];
        struct stat info;
        int fd;

        snprintf(path, sizeof path, "%s/%s", directory, file);
        fd = open(path, O_RDWR | O_CLOEXEC);
        ASSERT_SYS(fd);
        ASSERT_SYS(fstat(fd, &info));
        region.count = (size_t) info.st_size / 4;
        region.words = mmap(NULL, (size_t) info.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        ASSERT(region.words != MAP_FAILED);
        close(fd);
        region.hot = region.words[offsetof(struct mw_control_shm, words_at) / 4] / 4;
        return region;
}

/* Most hits where it hurts: the changing words of objects, the first slots. */
static _Atomic uint32_t *choose_word(const struct region *regions)
{
        uint32_t r = pick(100), object = pick(OBJECTS);
        size_t control = MW_CONTROL_BYTES / 4;

        if (r < 50)
                return &regions[object].words[regions[object].hot + pick(5)];
        if (r < 62)
                return &regions[object].words[regions[object].hot +
                                              sizeof(struct mw_sync_shm) / 4 + pick(MWI_MEMBERS)];
        if (r < 70)
                return &regions[object].words[pick((uint32_t) control)];
        if (r < 94) /* the slots with reserved space */
                return &regions[OBJECTS]
                                .words[16 + pick(r & 1 ? 256 : MWI_SLOTS_STEP * 16 - 16)];
        /* the registry's control page */
        return &regions[OBJECTS].words[regions[OBJECTS].count - control +
                                       pick((uint32_t) control)];
}

static uint32_t choose_value(uint32_t now)
{
        static const uint32_t nasty[] = { 0, 1, 2, 3, 4, 7, 8, 15, 16, 0xfff0, 0x7fffffff,
                                          0x80000000,
                                          0xffffffff, 0x40000000, 0xc0000000, 0x3fffffff,
                                          0x00004001, 0x0fffffff, 0xfffffff8, 0x10000 };

        switch (pick(3)) {
        case 0:  return nasty[pick(sizeof nasty / sizeof *nasty)];
        case 1:  return now ^ (1u << pick(32));
        default: return random_step(&random_state);
        }
}

static void vandalise(const struct region *regions, uint64_t writes)
{
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (uint64_t i = 0; i < writes; i++) {
                _Atomic uint32_t *word = choose_word(regions);

                atomic_store(word, choose_value(atomic_load(word)));
                atomic_fetch_add(&board->writes, 1);
                /* let calls get deep into the code between two hits, at times */
                if (pick(16) == 0)
                        usleep(pick(200));
        }
        _exit(0);
}

/* ---- the warden ---------------------------------------------------------------- */

/* Until this process has ended. */
static void watch(pid_t pid, int *status)
{
        while (waitpid(pid, status, WNOHANG) == 0) {
                int64_t now_ns = mw_now_ns();

                for (int i = 0; i < WORKERS; i++) {
                        int64_t due_ns = atomic_load(&board->due_ns[i]);

                        if (due_ns && now_ns - due_ns > TOLERANCE_NS)
                                test_fail(__FILE__, __LINE__, "call %d of worker %d is %lld ms "
                                          "late",
                                          atomic_load(&board->call[i]), i,
                                          (long long) (now_ns - due_ns) / 1000000);
                }
                usleep(2000);
        }
}

static void remove_files(const char *directory)
{
        char command[400];

        snprintf(command, sizeof command, "rm -f %s/*", directory);
        ASSERT_EQ(system(command), 0);
}

/* In a process of its own: it holds damaged objects to its end. */
static void scene(void)
{
        struct region regions[OBJECTS + 1];
        struct thing things[OBJECTS];
        pid_t pids[WORKERS], vandal;
        int64_t longest_ns = 0, in_proof = getenv("MAPWIRE_NO_WAITV") ? 500000 : 2000000;
        int status;

        for (int i = 0; i < OBJECTS; i++) {
                bool is_global = strncmp(names[i], "Global\\", 7) == 0;

                things[i] = thing_make(whats[i], names[i], 0);
                regions[i] = region_of(is_global ? getenv("MAPWIRE_GLOBAL_DIR") : test_directory(),
                                       names[i] + (is_global ? 7 : 0));
        }
        regions[OBJECTS] = region_of(test_directory(), "%registry");
        fflush(NULL);
        for (int i = 0; i < WORKERS; i++)
                if ((pids[i] = fork()) == 0)
                        work(i, things);
        if ((vandal = fork()) == 0)
                vandalise(regions, (uint64_t) test_amount(100000, in_proof, 1000000000));
        watch(vandal, &status);
        atomic_store(&board->is_over, 1);
        for (int i = 0; i < WORKERS; i++) {
                watch(pids[i], &status); /* their last calls have a deadline, too */
                if (status != 0)
                        test_fail(__FILE__, __LINE__, "worker %d ended with %#x in call %d", i,
                                  status, atomic_load(&board->call[i]));
        }
        for (int i = 0; i < CALLS; i++)
                if (atomic_load(&board->worst_ns[i]) > longest_ns)
                        longest_ns = atomic_load(&board->worst_ns[i]);
        printf("  %llu overwrites, %llu calls, %llu said MW_ECORRUPT, the latest %.1f ms past its "
               "deadline\n",
               (unsigned long long) atomic_load(&board->writes),
               (unsigned long long) atomic_load(&board->calls),
               (unsigned long long) atomic_load(&board->corrupt), (double) longest_ns / 1e6);
        for (int i = 0; i < OBJECTS; i++)
                thing_close(&things[i]);
}

TEST_WITHIN(a_vandal_crashes_and_hangs_nobody, 900)
{
        int status;
        pid_t pid;

        board = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        ASSERT(board != MAP_FAILED);
        random_state = test_random();
        fflush(NULL);
        pid = fork();
        ASSERT_SYS(pid);
        if (pid == 0) {
                scene();
                exit(0); /* the library's exit handler, on damaged pages */
        }
        ASSERT_SYS(waitpid(pid, &status, 0));
        ASSERT_EQ(status, 0);
        munmap(board, 4096);
        /* Some have lost their magic number; nobody may take them for objects. */
        remove_files(test_directory());
        remove_files(getenv("MAPWIRE_GLOBAL_DIR"));
}
