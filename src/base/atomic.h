/* SPDX-License-Identifier: MIT */
/* atomic.h — the only way to touch a shared word.
 *
 * Every change of a state word is one sequentially consistent
 * read-modify-write; every look is a sequentially consistent load, which on
 * x86-64 and arm64 costs no more than an acquire. We use nothing weaker where
 * another process is the other side: the protocol's models assume sequential
 * consistency (models/README.md), and a weaker order would need a proof of its
 * own. Who writes a word, and what it means, is said at the word, in layout.h.
 *
 * The two relaxed calls are for words that only their one writer reads back
 * (a mutex's depth) and for a look that is repeated anyway (a lost control page).
 */
#ifndef MWI_ATOMIC_H
#define MWI_ATOMIC_H

#include <stdatomic.h>
#include <stdint.h>

static inline uint32_t mwi_load(const _Atomic uint32_t *word)
{
        return atomic_load_explicit((_Atomic uint32_t *) word, memory_order_seq_cst);
}

static inline void mwi_store(_Atomic uint32_t *word, uint32_t value)
{
        atomic_store_explicit(word, value, memory_order_seq_cst);
}

/* 1: the word was `old` and is now `fresh`. 0: it was something else. */
static inline int mwi_cas(_Atomic uint32_t *word, uint32_t old, uint32_t fresh)
{
        return atomic_compare_exchange_strong_explicit(word, &old, fresh, memory_order_seq_cst,
                                                       memory_order_seq_cst);
}

static inline uint32_t mwi_add(_Atomic uint32_t *word, uint32_t amount)
{
        return atomic_fetch_add_explicit(word, amount, memory_order_seq_cst);
}

static inline uint32_t mwi_load_relaxed(const _Atomic uint32_t *word)
{
        return atomic_load_explicit((_Atomic uint32_t *) word, memory_order_relaxed);
}

static inline void mwi_store_relaxed(_Atomic uint32_t *word, uint32_t value)
{
        atomic_store_explicit(word, value, memory_order_relaxed);
}

/* Tell the processor that we are spinning. */
static inline void mwi_pause(void)
{
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
        __asm__ volatile("yield" ::: "memory");
#endif
}

#endif
