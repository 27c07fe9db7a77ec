/* SPDX-License-Identifier: MIT */
/* pool.c — pools of threads: their queues, and the workers that take calls from them.
 *
 * What it is. A pool has a queue of tasks with pending calls for each priority. A task
 * stands in it once, however many calls it has pending: who took one call of it puts it
 * at the end again, so that no task keeps others waiting.
 *
 * Workers. An idle one is woken; if none is idle, one is made, one after the other: a
 * new worker that finds more in the queue makes the next. Up to a few that happens at
 * once. From then on a new worker first watches the queue, and begins only when no call
 * was taken for a while, which means that the others are asleep in their callbacks
 * (Windows' kernel knows that better). Calls that are said to run long don't count. An
 * idle worker ends after 10 seconds. One whose callback calls ExitThread ends when that
 * call is accounted for.
 *
 * Who writes. Everything here: under the lock, which is not held while callbacks run.
 *
 * The end. Nothing is waited for when the process ends. A closed pool stays until its
 * tasks and its workers are gone.
 *
 * Fork. The child has no workers, and forgets the calls that were pending: its parent
 * makes them.
 */
#include "pool.h"

#include <stdlib.h>
#include <time.h>

#define PRIORITY_COUNT  TP_CALLBACK_PRIORITY_COUNT
#define THREADS_MAX     500
#define THREADS_AT_ONCE 4 /* or as many as there are processors, if those are more */
#define WATCH_NS        2000000

struct _TP_POOL {
        unsigned references; /* one of who made it, one of each task; 0: it is to go */
        unsigned maximum;
        unsigned minimum;
        unsigned threads;
        unsigned long_running;
        unsigned idle;
        unsigned urgent; /* calls that are said to run long, and wait for a worker */
        bool is_growing; /* a worker was made that hasn't begun */
        uint64_t taken;  /* calls */
        mww_task *first[PRIORITY_COUNT];
        mww_task **end[PRIORITY_COUNT];
        atomic_uint bell; /* idle workers sleep on it */
        TP_POOL_STACK_INFORMATION stack;
        struct _TP_POOL *next;
};

MWW_LOCK(lock)
static struct _TP_POOL default_pool = {
        .references = 1,
        .maximum = THREADS_MAX,
        .end = { &default_pool.first[0], &default_pool.first[1], &default_pool.first[2] },
};
static struct _TP_POOL *pools = &default_pool;

void mww_pool_enter(void)
{
        pthread_mutex_lock(&lock);
}

void mww_pool_leave(void)
{
        pthread_mutex_unlock(&lock);
}

PTP_POOL mww_pool_default(void)
{
        return &default_pool;
}

void mww_pool_hold(PTP_POOL pool)
{
        pool->references++;
}

/* Frees it when neither tasks nor workers are left. */
static void free_if_over(PTP_POOL pool)
{
        if (pool->references || pool->threads)
                return;
        for (struct _TP_POOL **at = &pools; *at; at = &(*at)->next)
                if (*at == pool) {
                        *at = pool->next;
                        break;
                }
        free(pool);
}

void mww_pool_drop(PTP_POOL pool)
{
        if (--pool->references > 0)
                return;
        atomic_fetch_add(&pool->bell, 1);
        mww_wake_all(&pool->bell);
        free_if_over(pool);
}

void mww_pool_long(PTP_POOL pool, int change)
{
        pool->long_running += (unsigned) change;
}

void mww_pool_limit(PTP_POOL pool, unsigned maximum)
{
        pool->maximum = maximum ? maximum : 1;
        if (pool->minimum > pool->maximum)
                pool->minimum = pool->maximum;
}

bool mww_pool_thread(mww_routine routine, void *argument, SIZE_T stack_bytes)
{
        DWORD kept = GetLastError();
        HANDLE thread = mww_thread_create(NULL, stack_bytes, STACK_SIZE_PARAM_IS_A_RESERVATION,
                                          routine, argument, NULL, NULL);

        if (thread)
                CloseHandle(thread);
        SetLastError(kept);
        return thread != NULL;
}

/* ---- the queue --------------------------------------------------------------------- */

static void append(mww_task *task)
{
        PTP_POOL pool = task->pool;

        task->next = NULL;
        task->is_queued = true;
        *pool->end[task->priority] = task;
        pool->end[task->priority] = &task->next;
}

void mww_task_unqueue(mww_task *task)
{
        PTP_POOL pool = task->pool;
        mww_task **at = &pool->first[task->priority];

        task->pending = 0;
        if (!task->is_queued)
                return;
        while (*at != task)
                at = &(*at)->next;
        *at = task->next;
        if (!*at)
                pool->end[task->priority] = at;
        task->is_queued = false;
        atomic_fetch_add(&task->bell, 1);
        mww_wake_all(&task->bell);
}

static bool has_work(const struct _TP_POOL *pool)
{
        for (int priority = 0; priority < PRIORITY_COUNT; priority++)
                if (pool->first[priority])
                        return true;
        return false;
}

/* The next call, which isn't pending any more. */
static mww_task *take_call(PTP_POOL pool)
{
        for (int priority = 0; priority < PRIORITY_COUNT; priority++) {
                mww_task *task = pool->first[priority];

                if (!task)
                        continue;
                pool->first[priority] = task->next;
                if (!task->next)
                        pool->end[priority] = &pool->first[priority];
                task->is_queued = false;
                if (--task->pending > 0)
                        append(task);
                pool->taken++;
                return task;
        }
        return NULL;
}

/* ---- workers ----------------------------------------------------------------------- */

static DWORD work(void *given, void *unused);

static unsigned at_once(void)
{
        static unsigned count;

        if (!count) {
                long processors = sysconf(_SC_NPROCESSORS_ONLN);

                count = processors > THREADS_AT_ONCE ? (unsigned) processors : THREADS_AT_ONCE;
        }
        return count;
}

static bool start_worker(PTP_POOL pool)
{
        pool->threads++;
        if (mww_pool_thread(work, pool, pool->stack.StackReserve))
                return true;
        pool->threads--;
        return false;
}

static void grow(PTP_POOL pool)
{
        if (!pool->is_growing && pool->threads < pool->maximum)
                pool->is_growing = start_worker(pool);
}

/* A new worker, where there are some: do the others get on with it? */
static void watch(PTP_POOL pool)
{
        const struct timespec pause = { 0, WATCH_NS };
        uint64_t seen = ~pool->taken;

        while (pool->threads - pool->long_running > at_once() && !pool->urgent && has_work(pool) &&
               seen != pool->taken) {
                seen = pool->taken;
                mww_pool_leave();
                nanosleep(&pause, NULL);
                mww_pool_enter();
        }
        if (pool->urgent)
                pool->urgent--;
        pool->is_growing = false;
}

/* False: it has been idle long enough, or the pool is closed. */
static bool sleep_idle(PTP_POOL pool, bool stays)
{
        int64_t deadline_ns = stays ? MW_NEVER : mw_after_ns(MWW_POOL_IDLE_NS);

        pool->idle++;
        while (!has_work(pool) && pool->references) {
                unsigned heard = atomic_load(&pool->bell);

                mww_pool_leave();
                mww_sleep_on(&pool->bell, heard, deadline_ns);
                mww_pool_enter();
                if (!has_work(pool) && !stays && pool->threads > pool->minimum &&
                    mw_after_ns(0) >= deadline_ns)
                        break;
        }
        pool->idle--;
        return has_work(pool);
}

static DWORD work(void *given, void *unused)
{
        PTP_POOL pool = given;
        int end = MWW_CALL_RETURNED;
        bool stays = false;

        mww_pool_enter();
        watch(pool);
        do {
                mww_task *task;

                while (end == MWW_CALL_RETURNED && (task = take_call(pool)) != NULL) {
                        if (has_work(pool) && !pool->idle)
                                grow(pool);
                        stays = stays || task->is_persistent;
                        end = mww_task_call(task);
                }
        } while (end == MWW_CALL_RETURNED && sleep_idle(pool, stays));
        pool->threads -= end != MWW_CALL_IS_FORKED;
        if (end == MWW_CALL_EXITED && pool->references && has_work(pool) && !pool->idle)
                grow(pool);
        free_if_over(pool);
        mww_pool_leave();
        return end == MWW_CALL_EXITED ? mww_thread_exit_code() : 0;
}

void mww_task_submit(mww_task *task)
{
        PTP_POOL pool = task->pool;

        task->pending++;
        if (!task->is_queued)
                append(task);
        if (pool->idle) {
                atomic_fetch_add(&pool->bell, 1);
                mww_futex_wake((const uint32_t *) &pool->bell, 1, MWW_EVERYBODY);
        } else {
                pool->urgent += task->runs_long;
                grow(pool);
        }
}

/* ---- the program's calls ------------------------------------------------------------- */

PTP_POOL CreateThreadpool(PVOID reserved)
{
        struct _TP_POOL *made = calloc(1, sizeof *made);

        if (!made)
                return mww_fail(ERROR_NOT_ENOUGH_MEMORY), NULL;
        made->references = 1;
        made->maximum = THREADS_MAX;
        for (int priority = 0; priority < PRIORITY_COUNT; priority++)
                made->end[priority] = &made->first[priority];
        mww_pool_enter();
        made->next = pools;
        pools = made;
        mww_pool_leave();
        return made;
}

void CloseThreadpool(PTP_POOL pool)
{
        mww_pool_enter();
        mww_pool_drop(pool);
        mww_pool_leave();
}

void SetThreadpoolThreadMaximum(PTP_POOL pool, DWORD maximum)
{
        mww_pool_enter();
        mww_pool_limit(pool, maximum);
        mww_pool_leave();
}

/* They are made at once, and idle. */
BOOL SetThreadpoolThreadMinimum(PTP_POOL pool, DWORD minimum)
{
        bool done = true;

        mww_pool_enter();
        if (pool->maximum < minimum)
                pool->maximum = minimum;
        while (done && pool->threads < minimum)
                done = start_worker(pool);
        if (done)
                pool->minimum = minimum;
        mww_pool_leave();
        return done ? TRUE : mww_fail(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL SetThreadpoolStackInformation(PTP_POOL pool, PTP_POOL_STACK_INFORMATION stack)
{
        if (stack->StackReserve < stack->StackCommit)
                return mww_fail(ERROR_INVALID_PARAMETER);
        mww_pool_enter();
        pool->stack = *stack;
        mww_pool_leave();
        return TRUE;
}

BOOL QueryThreadpoolStackInformation(PTP_POOL pool, PTP_POOL_STACK_INFORMATION out_stack)
{
        mww_pool_enter();
        *out_stack = pool->stack;
        mww_pool_leave();
        return TRUE;
}

/* Whether another worker is there, or can be, for those who wait behind this one. */
BOOL CallbackMayRunLong(PTP_CALLBACK_INSTANCE instance)
{
        PTP_POOL pool = instance->pool;
        bool has_other = true;

        mww_pool_enter();
        if (!instance->is_long) {
                has_other = pool->idle || pool->is_growing || pool->threads < pool->maximum;
                instance->is_long = has_other;
                pool->long_running += has_other;
                if (has_other && has_work(pool) && !pool->idle)
                        grow(pool);
        }
        mww_pool_leave();
        return has_other ? TRUE : mww_fail(155 /* ERROR_TOO_MANY_TCBS */);
}

/* ---- forks --------------------------------------------------------------------------- */

static void forget_workers(void)
{
        mww_calls_forget();
        for (struct _TP_POOL *pool = pools; pool; pool = pool->next) {
                for (int priority = 0; priority < PRIORITY_COUNT; priority++)
                        while (pool->first[priority])
                                mww_task_unqueue(pool->first[priority]);
                pool->threads = pool->idle = pool->long_running = pool->urgent = 0;
                pool->is_growing = false;
        }
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, forget_workers);
}
