/* SPDX-License-Identifier: MIT */
/* tls.c — TlsAlloc, FlsAlloc and their kin: a value for each thread.
 *
 * What it is. Two sets of numbers. Each thread has blocks of 64 values, made when it
 * first stores one. A number that was freed and given out again reads NULL in all
 * threads: a value counts only with the number's generation, which TlsFree changes.
 *
 * Fibers' values differ by a function that is called with each value that isn't NULL:
 * when its thread ends, in that thread; at FlsFree for the values of all threads, in
 * the one that frees. A thread is one fiber until it has more (fiber.c), each of which
 * has values of its own.
 *
 * Who writes. A thread its own blocks; FlsFree others', so both take the lock for
 * that; generations and functions, under the lock.
 */
#include "task.h"

#include <stdlib.h>

#define BLOCK_VALUES 64u

typedef struct value {
        void *value;
        uint32_t generation;
} value;

typedef struct set {
        DWORD count;
        _Atomic uint32_t *generations;     /* odd: given out */
        PFLS_CALLBACK_FUNCTION *functions; /* NULL: none has any */
} set;

static _Atomic uint32_t tls_generations[TLS_MINIMUM_AVAILABLE + 1024];
static _Atomic uint32_t fls_generations[4080];
static PFLS_CALLBACK_FUNCTION fls_functions[4080];
static set tls = { TLS_MINIMUM_AVAILABLE + 1024, tls_generations, NULL };
static set fls = { 4080, fls_generations, fls_functions };
MWW_LOCK(lock)

/* A thread's values of one set. */
typedef struct values {
        value *blocks[64];
        struct values *next; /* fibers': all threads' */
} values;

static _Thread_local struct {
        values *tls;
        values *fls;
} mine;
static values *all_fls; /* under the lock */

static DWORD give_out(set *from, PFLS_CALLBACK_FUNCTION function)
{
        DWORD index = from->count;

        pthread_mutex_lock(&lock);
        for (DWORD at = from == &fls; at < from->count && index == from->count; at++)
                if (!(atomic_load(&from->generations[at]) & 1)) {
                        index = at;
                        atomic_fetch_add(&from->generations[at], 1);
                        if (from->functions)
                                from->functions[at] = function;
                }
        pthread_mutex_unlock(&lock);
        return index;
}

static value *find(values *of, DWORD index)
{
        value *block = of ? of->blocks[index / BLOCK_VALUES] : NULL;

        return block ? &block[index % BLOCK_VALUES] : NULL;
}

static void *get(values *of, const set *from, DWORD index)
{
        const value *found = find(of, index);

        return found && found->generation == atomic_load(&from->generations[index]) ? found->value :
                                                                                      NULL;
}

static bool put(values **of, const set *into, DWORD index, void *what)
{
        value *found = find(*of, index);

        if (!found) {
                if (!*of) {
                        *of = calloc(1, sizeof **of);
                        if (!*of)
                                return false;
                        if (into == &fls) {
                                pthread_mutex_lock(&lock);
                                (*of)->next = all_fls;
                                all_fls = *of;
                                pthread_mutex_unlock(&lock);
                        }
                }
                if (!(found = calloc(BLOCK_VALUES, sizeof *found)))
                        return false;
                (*of)->blocks[index / BLOCK_VALUES] = found;
                found += index % BLOCK_VALUES;
        }
        pthread_mutex_lock(&lock);
        found->value = what;
        found->generation = atomic_load(&into->generations[index]);
        pthread_mutex_unlock(&lock);
        return true;
}

static void forget(values *of)
{
        if (!of)
                return;
        for (size_t at = 0; at < sizeof of->blocks / sizeof *of->blocks; at++)
                free(of->blocks[at]);
        free(of);
}

/* ---- threads' -------------------------------------------------------------------- */

DWORD TlsAlloc(void)
{
        DWORD index = give_out(&tls, NULL);

        if (index < tls.count)
                return index;
        mww_fail(ERROR_NO_MORE_ITEMS);
        return TLS_OUT_OF_INDEXES;
}

BOOL TlsFree(DWORD index)
{
        bool was_given = false;

        if (index < tls.count) {
                pthread_mutex_lock(&lock);
                was_given = atomic_load(&tls.generations[index]) & 1;
                if (was_given)
                        atomic_fetch_add(&tls.generations[index], 1);
                pthread_mutex_unlock(&lock);
        }
        return was_given ? TRUE : mww_fail(ERROR_INVALID_PARAMETER);
}

/* The last error tells a stored NULL from a failure. */
LPVOID TlsGetValue(DWORD index)
{
        if (index >= tls.count)
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        SetLastError(ERROR_SUCCESS);
        return get(mine.tls, &tls, index);
}

BOOL TlsSetValue(DWORD index, LPVOID what)
{
        if (index >= tls.count)
                return mww_fail(ERROR_INVALID_PARAMETER);
        return put(&mine.tls, &tls, index, what) ? TRUE : mww_fail(ERROR_NOT_ENOUGH_MEMORY);
}

/* ---- fibers' --------------------------------------------------------------------- */

DWORD FlsAlloc(PFLS_CALLBACK_FUNCTION function)
{
        DWORD index = give_out(&fls, function);

        if (index < fls.count)
                return index;
        mww_fail(ERROR_NO_MORE_ITEMS);
        return FLS_OUT_OF_INDEXES;
}

static bool is_given(DWORD index)
{
        return index < fls.count && (atomic_load(&fls.generations[index]) & 1);
}

/* A value to give to the function; NULL: none is left. */
static void *take_one(DWORD index, PFLS_CALLBACK_FUNCTION *out_function)
{
        uint32_t generation;
        void *taken = NULL;

        pthread_mutex_lock(&lock);
        generation = atomic_load(&fls.generations[index]);
        *out_function = fls.functions[index];
        for (values *of = all_fls; of && !taken; of = of->next) {
                value *found = find(of, index);

                if (found && found->generation == generation) {
                        taken = found->value;
                        found->value = NULL;
                }
        }
        pthread_mutex_unlock(&lock);
        return taken;
}

BOOL FlsFree(DWORD index)
{
        PFLS_CALLBACK_FUNCTION function;
        void *taken;

        if (!is_given(index))
                return mww_fail(ERROR_INVALID_PARAMETER);
        while ((taken = take_one(index, &function)) != NULL)
                if (function)
                        function(taken);
        pthread_mutex_lock(&lock);
        if (is_given(index))
                atomic_fetch_add(&fls.generations[index], 1);
        pthread_mutex_unlock(&lock);
        return TRUE;
}

PVOID FlsGetValue(DWORD index)
{
        if (!is_given(index))
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        SetLastError(ERROR_SUCCESS);
        return get(mine.fls, &fls, index);
}

BOOL FlsSetValue(DWORD index, PVOID what)
{
        if (!is_given(index))
                return mww_fail(ERROR_INVALID_PARAMETER);
        return put(&mine.fls, &fls, index, what) ? TRUE : mww_fail(ERROR_NOT_ENOUGH_MEMORY);
}

/* ---- the end of a thread --------------------------------------------------------- */

static void call_functions(void)
{
        for (DWORD index = 0; index < fls.count; index++) {
                value *found = find(mine.fls, index);
                PFLS_CALLBACK_FUNCTION function = NULL;
                void *last = NULL;

                if (!found) {
                        index |= BLOCK_VALUES - 1; /* there is none in this block */
                        continue;
                }
                pthread_mutex_lock(&lock);
                if (is_given(index) && found->generation == atomic_load(&fls.generations[index])) {
                        function = fls.functions[index];
                        last = found->value;
                        found->value = NULL;
                }
                pthread_mutex_unlock(&lock);
                if (last && function)
                        function(last);
        }
}

static void end_fls(void)
{
        if (!mine.fls)
                return;
        call_functions();
        pthread_mutex_lock(&lock);
        for (values **at = &all_fls; *at; at = &(*at)->next)
                if (*at == mine.fls) {
                        *at = mine.fls->next;
                        break;
                }
        pthread_mutex_unlock(&lock);
        forget(mine.fls);
        mine.fls = NULL;
}

void *mww_fls_swap(void *theirs)
{
        values *before = mine.fls;

        mine.fls = theirs;
        return before;
}

void mww_fls_end(void *theirs)
{
        void *before = mww_fls_swap(theirs);

        end_fls();
        mww_fls_swap(before);
}

void mww_tls_end(void)
{
        end_fls();
        forget(mine.tls);
        mine.tls = NULL;
}
