/* SPDX-License-Identifier: MIT */
/* process.c — threads, processes, and how the kernel tells their death.
 *
 * Every thread has a "robust list" that libc registered with the kernel: list
 * nodes, each beside a 32-bit word. When the thread ends, by whatever means,
 * the kernel walks it: a word that holds the thread's id gets OWNER_DIED, and
 * one sleeper on it is woken. libc uses it for robust mutexes; we hang one word
 * of ours onto the same list, in libc's own way (a doubly linked list whose
 * back link lies one pointer before the node), so that libc's own mutexes go
 * on working. The distance between node and word is libc's choice and is asked
 * of the kernel (get_robust_list): glibc on x86-64 puts the node 32 bytes
 * behind the word.
 *
 * list_op_pending is one more node, for an operation in progress. Two uses:
 * while the word is being linked (dying then must mark it), and while asleep
 * with other people's deaths to watch: a pending word whose thread id bits are
 * 0 isn't marked, but one of its sleepers is woken. That is the bell.
 */
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/atomic.h"
#include "os/linux/system.h"

static __thread struct robust_list_head *robust __attribute__((tls_model("initial-exec")));

static struct robust_list *node_of(_Atomic uint32_t *word)
{
        return (struct robust_list *) ((char *) word - robust->futex_offset);
}

/* The link that libc keeps before each node, so that it can unlink in one step. */
static void set_back_link(struct robust_list *node, struct robust_list *to)
{
        void **link = (void **) ((uintptr_t) node & ~(uintptr_t) 1) - 1;

        *link = to;
}

static int find_list(void)
{
        size_t bytes;
        long distance;

        if (syscall(SYS_get_robust_list, 0, &robust, &bytes) < 0 || !robust ||
            bytes != sizeof *robust) {
                robust = NULL;
                return MW_ENOTSUP;
        }
        distance = -robust->futex_offset;
        /* node and back link must lie in the slot's own 44 bytes behind the word */
        if (distance < (long) (sizeof(uint32_t) + sizeof(void *)) ||
            distance + (long) sizeof(struct robust_list) > 48) {
                robust = NULL;
                return MW_ENOTSUP;
        }
        return MW_OK;
}

int mwi_os_mourn_begin(_Atomic uint32_t *word)
{
        int r = find_list();

        if (r == MW_OK)
                robust->list_op_pending = node_of(word);
        return r;
}

uint32_t mwi_os_mourn_value(void)
{
        return (uint32_t) syscall(SYS_gettid) | FUTEX_WAITERS;
}

void mwi_os_mourn_end(_Atomic uint32_t *word)
{
        struct robust_list *node = node_of(word), *first = robust->list.next;

        node->next = first;
        set_back_link(node, &robust->list);
        if (first != &robust->list)
                set_back_link(first, node);
        atomic_signal_fence(memory_order_seq_cst); /* the kernel may read it at any instruction */
        robust->list.next = node;
        atomic_signal_fence(memory_order_seq_cst);
        robust->list_op_pending = NULL;
}

int mwi_os_is_dead_word(uint32_t value)
{
        return !(value & FUTEX_TID_MASK) || (value & FUTEX_OWNER_DIED);
}

void mwi_os_on_death_wake(_Atomic uint32_t *word)
{
        if (!robust && find_list() < 0)
                return;
        robust->list_op_pending = word ? node_of(word) : NULL;
        atomic_signal_fence(memory_order_seq_cst);
}

uint32_t mwi_os_user(void)
{
        return (uint32_t) geteuid();
}

uint32_t mwi_os_process(void)
{
        return (uint32_t) getpid();
}

uint32_t mwi_os_processors(void)
{
        cpu_set_t set;

        if (sched_getaffinity(0, sizeof set, &set) == 0)
                return (uint32_t) CPU_COUNT(&set);
        return (uint32_t) sysconf(_SC_NPROCESSORS_ONLN);
}

uint64_t mwi_os_random(void)
{
        uint64_t value;

        if (getrandom(&value, sizeof value, GRND_NONBLOCK) != sizeof value)
                value = (uint64_t) mw_now_ns() * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t) getpid()
                                                                                        << 40;
        return value;
}

void mwi_os_yield(void)
{
        sched_yield();
}

const char *mwi_os_setting(const char *name)
{
        const char *value = secure_getenv(name);

        return value && *value ? value : NULL;
}
