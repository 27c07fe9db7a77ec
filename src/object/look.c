/* SPDX-License-Identifier: MIT */
/* look.c — MW_SPIN_DEFAULT: look for some microseconds before falling asleep.
 *
 * Falling asleep and being woken costs two switches of the processor and, worse,
 * raises W, so that the partner's next set pays a system call. When two processes
 * answer each other within microseconds, a look that lasts about as long finds the
 * answer, and neither ever sleeps. When the answer takes longer, or partner and
 * waiter share one processor, looking is pure loss.
 *
 * So each thread keeps a budget. A look that succeeds raises it to twice what was
 * needed; one that fails halves it; below a quarter of a microsecond it is given
 * up, and tried again with a few microseconds at every 32nd wait. With one
 * processor nobody looks.
 */
#include "object/look.h"

#include "base/macro.h"
#include "os/os.h"

#define BUDGET_MAX_NS   20000
#define BUDGET_FIRST_NS 5000
#define BUDGET_MIN_NS   250
#define WAITS_A_PROBE   32
#define PAUSES_A_CLOCK  16

static __thread struct {
        int32_t budget_ns;
        uint32_t waits; /* since it was given up; 0: never asked                   */
        uint8_t begun;
} mind __attribute__((tls_model("initial-exec")));

static int is_changed(const struct mwi_turn *turns, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++)
                if (mwi_load(&turns[i].object->sync->w) != turns[i].seen)
                        return 1;
        return 0;
}

int mwi_look_short(const struct mwi_turn *turns, uint32_t count, int64_t for_ns)
{
        int64_t until_ns = mw_now_ns() + for_ns;

        do
                for (int i = 0; i < PAUSES_A_CLOCK; i++) {
                        if (is_changed(turns, count))
                                return 1;
                        mwi_pause();
                }
        while (mw_now_ns() < until_ns);
        return 0;
}

static int is_alone(void)
{
        static _Atomic int processors;

        if (!processors)
                processors = (int) mwi_os_processors();
        return processors == 1;
}

int64_t mwi_look_budget_ns(void)
{
        if (is_alone())
                return 0;
        if (!mind.begun) {
                mind.begun = 1;
                mind.budget_ns = BUDGET_FIRST_NS;
        }
        if (!mind.budget_ns && ++mind.waits % WAITS_A_PROBE)
                return 0;
        return mind.budget_ns ? mind.budget_ns : BUDGET_FIRST_NS;
}

void mwi_look_learn(int64_t took_ns)
{
        int64_t budget_ns = mind.budget_ns ? mind.budget_ns : BUDGET_FIRST_NS;

        if (took_ns < 0)
                budget_ns = budget_ns / 2 < BUDGET_MIN_NS ? 0 : budget_ns / 2;
        else if (2 * took_ns > budget_ns)
                budget_ns = 2 * took_ns > BUDGET_MAX_NS ? BUDGET_MAX_NS : 2 * took_ns;
        mind.budget_ns = (int32_t) budget_ns;
}
