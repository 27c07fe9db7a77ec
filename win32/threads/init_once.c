/* SPDX-License-Identifier: MIT */
/* init_once.c — one-time initialisation.
 *
 * What it is. One pointer: the context that the initialiser gave, whose two low
 * bits must be clear, and in them the state.
 *
 *      UNTOUCHED -> RUNNING -> DONE          one initialises, the others sleep
 *                          \-> UNTOUCHED     it failed: the next one tries
 *      UNTOUCHED -> RACING -> DONE           INIT_ONCE_ASYNC: all may try, the
 *                                            first that completes wins
 *
 * Sleepers wait on the pointer's low half. While they do, the state is RUNNING
 * or AWAITED, which is RUNNING with a bit in the context's place.
 */
#include "futex.h"

#define UNTOUCHED ((uintptr_t) 0)
#define RUNNING   ((uintptr_t) 1)
#define DONE      ((uintptr_t) 2)
#define RACING    ((uintptr_t) 3)
#define STATE     ((uintptr_t) 3)
#define AWAITED   (RUNNING | 4)

static uintptr_t look(PINIT_ONCE once)
{
        return __atomic_load_n((uintptr_t *) &once->Ptr, __ATOMIC_ACQUIRE);
}

static bool change(PINIT_ONCE once, uintptr_t from, uintptr_t to)
{
        return __atomic_compare_exchange_n((uintptr_t *) &once->Ptr, &from, to, false,
                                           __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static BOOL tell(uintptr_t seen, PBOOL out_pending, LPVOID *out_context)
{
        *out_pending = (seen & STATE) != DONE;
        if (!*out_pending && out_context)
                *out_context = (LPVOID) (seen & ~STATE);
        return TRUE;
}

void InitOnceInitialize(PINIT_ONCE once)
{
        once->Ptr = NULL;
}

BOOL InitOnceBeginInitialize(PINIT_ONCE once, DWORD flags, PBOOL out_pending, LPVOID *out_context)
{
        bool is_async = flags & INIT_ONCE_ASYNC;

        if ((flags & ~(DWORD) (INIT_ONCE_ASYNC | INIT_ONCE_CHECK_ONLY)) ||
            flags == (INIT_ONCE_ASYNC | INIT_ONCE_CHECK_ONLY))
                return mww_fail(ERROR_INVALID_PARAMETER);
        for (;;) {
                uintptr_t seen = look(once);

                if ((seen & STATE) == DONE)
                        return tell(seen, out_pending, out_context);
                if (flags & INIT_ONCE_CHECK_ONLY) /* and *out_pending stays as it was */
                        return mww_fail(ERROR_GEN_FAILURE);
                if (seen == UNTOUCHED) {
                        if (change(once, seen, is_async ? RACING : RUNNING))
                                return tell(UNTOUCHED, out_pending, out_context);
                        continue;
                }
                if (is_async != ((seen & STATE) == RACING))
                        return mww_fail(ERROR_INVALID_PARAMETER);
                if (is_async)
                        return tell(seen, out_pending, out_context);
                if (seen == AWAITED || change(once, RUNNING, AWAITED))
                        mww_futex_wait(mww_word_of(once), (uint32_t) AWAITED, MW_NEVER,
                                       MWW_EVERYBODY);
        }
}

BOOL InitOnceComplete(PINIT_ONCE once, DWORD flags, LPVOID context)
{
        bool is_async = flags & INIT_ONCE_ASYNC;
        bool has_failed = flags & INIT_ONCE_INIT_FAILED;
        uintptr_t result = has_failed ? UNTOUCHED : (uintptr_t) context | DONE;
        uintptr_t seen = look(once);

        if ((flags & ~(DWORD) (INIT_ONCE_ASYNC | INIT_ONCE_INIT_FAILED)) ||
            (is_async && has_failed) || (has_failed && context) || ((uintptr_t) context & STATE))
                return mww_fail(ERROR_INVALID_PARAMETER);
        while ((seen & STATE) == (is_async ? RACING : RUNNING)) {
                if (change(once, seen, result)) {
                        if (seen == AWAITED)
                                mww_futex_wake(mww_word_of(once), INT_MAX, MWW_EVERYBODY);
                        return TRUE;
                }
                seen = look(once);
        }
        return mww_fail(!is_async && (seen & STATE) == RACING ? ERROR_INVALID_PARAMETER :
                                                                ERROR_GEN_FAILURE);
}

/* The initialiser gets the caller's own pointer, with what is there, or NULL; what it
 * leaves there is the context. */
BOOL InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN initialise, PVOID parameter,
                         LPVOID *inout_context)
{
        BOOL is_pending;
        DWORD error;

        if (!InitOnceBeginInitialize(once, 0, &is_pending, inout_context))
                return FALSE;
        if (!is_pending)
                return TRUE;
        if (!initialise(once, parameter, inout_context)) {
                InitOnceComplete(once, INIT_ONCE_INIT_FAILED, NULL);
                return FALSE;
        }
        if (InitOnceComplete(once, 0, inout_context ? *inout_context : NULL))
                return TRUE;
        error = GetLastError(); /* a context that can't be: the next one may try */
        InitOnceComplete(once, INIT_ONCE_INIT_FAILED, NULL);
        return mww_fail(error);
}
