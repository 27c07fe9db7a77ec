/* SPDX-License-Identifier: MIT */
/* process.c — threads, processes, and how the kernel tells their death.
 *
 * Every thread has a "robust list" that libc registered with the kernel: list
 * nodes, each beside a 32-bit word. When the thread ends, by whatever means,
 * the kernel walks it: a word that holds the thread's id gets OWNER_DIED, and
 * one sleeper on it is woken. libc uses it for robust mutexes; we hang one word
 * of ours onto the same list, in libc's own way, so that libc's own mutexes go
 * on working: a doubly linked list whose back link lies one pointer before the
 * node; but glibc's is singly linked where it has 32 bits, and before its node
 * lies a word that is none of ours. The distance between node and word is libc's
 * choice, too, and is asked of the kernel (get_robust_list): glibc puts the node
 * 32 bytes behind the word on x86-64, 20 on i386.
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
#include "base/step.h"
#include "os/linux/system.h"

static __thread struct robust_list_head *robust __attribute__((tls_model("initial-exec")));

#if defined __GLIBC__ && defined __PTHREAD_MUTEX_HAVE_PREV && !__PTHREAD_MUTEX_HAVE_PREV
enum { HAS_BACK_LINKS = 0 };
#else
enum { HAS_BACK_LINKS = 1 };
#endif

static struct robust_list *node_of(_Atomic uint32_t *word)
{
        return (struct robust_list *) ((char *) word - robust->futex_offset);
}

/* The link that libc keeps before each node, so that it can unlink in one step. */
static void set_back_link(struct robust_list *node, struct robust_list *to)
{
        void **link = (void **) ((uintptr_t) node & ~(uintptr_t) 1) - 1;

        if (HAS_BACK_LINKS)
                *link = to;
}

/* libc marks the links of mutexes that inherit priority in their lowest bit. */
static struct robust_list *untagged(struct robust_list *link)
{
        return (struct robust_list *) ((uintptr_t) link & ~(uintptr_t) 1);
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
        if (distance < (long) (sizeof(uint32_t) + HAS_BACK_LINKS * sizeof(void *)) ||
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

/* The order is what makes it safe: first the word is pending, so that dying marks it
 * from here on or, once it is 0, wakes a sleeper who passes the news on; then it is
 * off the list, since another thread may have the slot as soon as the word is 0. */
void mwi_os_mourn_leave(_Atomic uint32_t *word)
{
        struct robust_list *node = node_of(word), *before = &robust->list;

        robust->list_op_pending = node;
        atomic_signal_fence(memory_order_seq_cst);
        while (untagged(before->next) != node)
                before = untagged(before->next);
        if (untagged(node->next) != &robust->list)
                set_back_link(untagged(node->next), before);
        before->next = node->next;
        MW_STEP("slot.leave.unlinked");
        mwi_store(word, 0);
        MW_STEP("slot.leave.dead");
        mwi_os_wake_all(word);
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
