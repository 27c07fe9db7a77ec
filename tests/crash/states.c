/* SPDX-License-Identifier: MIT */
/* states.c — a sweep kills in each state of the world, and misses none.
 *
 * The sweeps skip instructions after which nobody outside can tell a difference
 * (visible.h). So what that is must be right: here are operations of which it is
 * known.
 */
#include "trace.h"
#include <linux/futex.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE_WORDS = 1024 };

static _Atomic uint32_t *shared;
static _Atomic uint32_t own;
static struct robust_list_head *head;
static unsigned seen; /* a bit for each pair of values of the two shared words */

static void clear(void)
{
        atomic_store(&shared[0], 0);
        atomic_store(&shared[PAGE_WORDS], 0);
}

static void look_at_both_pages(void)
{
        size_t bytes;

        ASSERT_SYS(syscall(SYS_get_robust_list, 0, &head, &bytes));
        ASSERT_EQ(atomic_load(&shared[0]) + atomic_load(&shared[PAGE_WORDS]), 0);
}

static void op_nothing_outside(void)
{
        for (uint32_t i = 0; i < 100; i++)
                atomic_store(&own, i);
        atomic_store(&shared[0], 0); /* what it was */
}

static void op_two_words(void)
{
        atomic_store(&shared[0], 1);
        op_nothing_outside();
        atomic_store(&shared[0], 1);
        atomic_store(&own, 1);
        atomic_store(&shared[PAGE_WORDS], 1);
        atomic_store(&shared[0], 0);
}

/* What the kernel walks when the thread dies. */
static void op_robust_list(void)
{
        head->list_op_pending = &head->list;
        atomic_signal_fence(memory_order_seq_cst);
        head->list_op_pending = NULL;
}

static void note(void)
{
        seen |= 1u << (atomic_load(&shared[0]) + 2 * atomic_load(&shared[PAGE_WORDS]));
}

TEST(each_change_that_others_can_see_is_a_state_and_nothing_else_is)
{
        static const struct sweep nothing = { "nothing", clear, look_at_both_pages, NULL,
                                              op_nothing_outside, NULL, NULL, note };
        static const struct sweep words = { "two words", clear, look_at_both_pages, NULL,
                                            op_two_words, NULL, NULL, note };
        static const struct sweep list = { "robust list", clear, look_at_both_pages, NULL,
                                           op_robust_list, NULL, NULL, note };
        long points;

        need_single_steps();
        shared = mmap(NULL, 2 * PAGE_WORDS * sizeof *shared, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        ASSERT(shared != MAP_FAILED);
        points = sweep_all(&nothing, 0);
        ASSERT_EQ(seen, 1u << 0);
        /* 1 and 0 in the first word, 0 again in its midst; then 1 in the second */
        ASSERT_EQ(sweep_all(&words, 0), points + 5);
        ASSERT_EQ(seen, 1u << 0 | 1u << 1 | 1u << 2 | 1u << 3);
        ASSERT_EQ(sweep_all(&list, 0), points + 2);
        munmap((void *) shared, 2 * PAGE_WORDS * sizeof *shared);
}
