/* SPDX-License-Identifier: MIT */
/* interlockedapi.h — Interlocked operations, barriers, lock-free lists. Part of
 * windows.h.
 *
 * The operations take a pointer to any integer and are as wide as that is: so a
 * program's own `long`, which has 64 bits on Linux, works, too, and the names
 * with a width are other names for the same thing. All are full barriers; the
 * names with Acquire, Release and NoFence ask for less and get no less.
 */
#ifndef MWW_INTERLOCKEDAPI_H
#define MWW_INTERLOCKEDAPI_H

#include <minwinbase.h>

#if defined(__x86_64__) || defined(__i386__)
#  define YieldProcessor() __builtin_ia32_pause()
#elif defined(__aarch64__)
#  define YieldProcessor() __asm__ __volatile__("yield")
#else
#  define YieldProcessor() ((void) 0)
#endif
#define MemoryBarrier() __sync_synchronize()

#ifdef __cplusplus
/* C++ programs write ::InterlockedIncrement(...), so here they are functions. */
#  define MWW_OF_ONE(name, operation)                                                       \
        template <typename number> static inline number name(number volatile *at)           \
        {                                                                                   \
                return operation;                                                           \
        }
#  define MWW_OF_TWO(name, operation)                                                       \
        template <typename number, typename other>                                          \
        static inline number name(number volatile *at, other value)                         \
        {                                                                                   \
                return operation;                                                           \
        }
extern "C++" {
MWW_OF_ONE(InterlockedIncrement, __atomic_add_fetch(at, 1, __ATOMIC_SEQ_CST))
MWW_OF_ONE(InterlockedDecrement, __atomic_sub_fetch(at, 1, __ATOMIC_SEQ_CST))
MWW_OF_TWO(InterlockedExchange, __atomic_exchange_n(at, (number) value, __ATOMIC_SEQ_CST))
MWW_OF_TWO(InterlockedExchangeAdd, __atomic_fetch_add(at, (number) value, __ATOMIC_SEQ_CST))
MWW_OF_TWO(InterlockedExchangeSubtract, __atomic_fetch_sub(at, (number) value, __ATOMIC_SEQ_CST))
MWW_OF_TWO(InterlockedAdd, __atomic_add_fetch(at, (number) value, __ATOMIC_SEQ_CST))
MWW_OF_TWO(InterlockedAnd, __atomic_fetch_and(at, (number) value, __ATOMIC_SEQ_CST))
MWW_OF_TWO(InterlockedOr, __atomic_fetch_or(at, (number) value, __ATOMIC_SEQ_CST))
MWW_OF_TWO(InterlockedXor, __atomic_fetch_xor(at, (number) value, __ATOMIC_SEQ_CST))
template <typename number, typename other, typename third>
static inline number InterlockedCompareExchange(number volatile *at, other value, third expected)
{
        return __sync_val_compare_and_swap(at, (number) expected, (number) value);
}
}
#  undef MWW_OF_ONE
#  undef MWW_OF_TWO
#else
#  define InterlockedIncrement(at)          __atomic_add_fetch((at), 1, __ATOMIC_SEQ_CST)
#  define InterlockedDecrement(at)          __atomic_sub_fetch((at), 1, __ATOMIC_SEQ_CST)
#  define InterlockedExchange(at, value)    __atomic_exchange_n((at), (value), __ATOMIC_SEQ_CST)
#  define InterlockedExchangeAdd(at, value) __atomic_fetch_add((at), (value), __ATOMIC_SEQ_CST)
#  define InterlockedExchangeSubtract(at, value)                                            \
        __atomic_fetch_sub((at), (value), __ATOMIC_SEQ_CST)
#  define InterlockedAdd(at, value)         __atomic_add_fetch((at), (value), __ATOMIC_SEQ_CST)
#  define InterlockedAnd(at, value)         __atomic_fetch_and((at), (value), __ATOMIC_SEQ_CST)
#  define InterlockedOr(at, value)          __atomic_fetch_or((at), (value), __ATOMIC_SEQ_CST)
#  define InterlockedXor(at, value)         __atomic_fetch_xor((at), (value), __ATOMIC_SEQ_CST)
#  define InterlockedCompareExchange(at, value, expected)                                   \
        __sync_val_compare_and_swap((at), (expected), (value))
#endif

static inline PVOID InterlockedExchangePointer(PVOID volatile *at, PVOID value)
{
        return __atomic_exchange_n(at, value, __ATOMIC_SEQ_CST);
}

static inline PVOID InterlockedCompareExchangePointer(PVOID volatile *at, PVOID value,
                                                      PVOID expected)
{
        return __sync_val_compare_and_swap(at, expected, value);
}

static inline BOOLEAN InterlockedBitTestAndSet(LONG volatile *at, LONG bit)
{
        ULONG one = 1u << (bit & 31);

        return ((ULONG) __atomic_fetch_or(at + (bit >> 5), (LONG) one, __ATOMIC_SEQ_CST) & one) !=
               0;
}

static inline BOOLEAN InterlockedBitTestAndReset(LONG volatile *at, LONG bit)
{
        ULONG one = 1u << (bit & 31);

        return ((ULONG) __atomic_fetch_and(at + (bit >> 5), (LONG) ~one, __ATOMIC_SEQ_CST) & one) !=
               0;
}

static inline BOOLEAN InterlockedBitTestAndComplement(LONG volatile *at, LONG bit)
{
        ULONG one = 1u << (bit & 31);

        return ((ULONG) __atomic_fetch_xor(at + (bit >> 5), (LONG) one, __ATOMIC_SEQ_CST) & one) !=
               0;
}

static inline BOOLEAN InterlockedBitTestAndSet64(LONG64 volatile *at, LONG64 bit)
{
        ULONG64 one = 1ull << (bit & 63);

        return ((ULONG64) __atomic_fetch_or(at + (bit >> 6), (LONG64) one, __ATOMIC_SEQ_CST) &
                one) != 0;
}

static inline BOOLEAN InterlockedBitTestAndReset64(LONG64 volatile *at, LONG64 bit)
{
        ULONG64 one = 1ull << (bit & 63);

        return ((ULONG64) __atomic_fetch_and(at + (bit >> 6), (LONG64) ~one, __ATOMIC_SEQ_CST) &
                one) != 0;
}

#ifdef __x86_64__
static inline UCHAR InterlockedCompareExchange128(LONG64 volatile *at, LONG64 high, LONG64 low,
                                                  LONG64 *inout_expected)
{
        UCHAR is_done;

        __asm__ __volatile__("lock cmpxchg16b %1\n\tsete %0"
                             : "=q"(is_done), "+m"(at[0]), "+m"(at[1]), "+a"(inout_expected[0]),
                               "+d"(inout_expected[1])
                             : "b"(low), "c"(high)
                             : "cc", "memory");
        return is_done;
}
#  define _InterlockedCompareExchange128 InterlockedCompareExchange128
#endif

/* Other names. */
#define InterlockedIncrementAcquire              InterlockedIncrement
#define InterlockedIncrementRelease              InterlockedIncrement
#define InterlockedIncrementNoFence              InterlockedIncrement
#define InterlockedIncrement16                   InterlockedIncrement
#define InterlockedIncrement16Acquire            InterlockedIncrement
#define InterlockedIncrement16Release            InterlockedIncrement
#define InterlockedIncrement16NoFence            InterlockedIncrement
#define InterlockedIncrement64                   InterlockedIncrement
#define InterlockedIncrement64Acquire            InterlockedIncrement
#define InterlockedIncrement64Release            InterlockedIncrement
#define InterlockedIncrement64NoFence            InterlockedIncrement
#define InterlockedDecrementAcquire              InterlockedDecrement
#define InterlockedDecrementRelease              InterlockedDecrement
#define InterlockedDecrementNoFence              InterlockedDecrement
#define InterlockedDecrement16                   InterlockedDecrement
#define InterlockedDecrement16Acquire            InterlockedDecrement
#define InterlockedDecrement16Release            InterlockedDecrement
#define InterlockedDecrement16NoFence            InterlockedDecrement
#define InterlockedDecrement64                   InterlockedDecrement
#define InterlockedDecrement64Acquire            InterlockedDecrement
#define InterlockedDecrement64Release            InterlockedDecrement
#define InterlockedDecrement64NoFence            InterlockedDecrement
#define InterlockedExchangeAcquire               InterlockedExchange
#define InterlockedExchangeRelease               InterlockedExchange
#define InterlockedExchangeNoFence               InterlockedExchange
#define InterlockedExchange8                     InterlockedExchange
#define InterlockedExchange16                    InterlockedExchange
#define InterlockedExchange16Acquire             InterlockedExchange
#define InterlockedExchange16Release             InterlockedExchange
#define InterlockedExchange16NoFence             InterlockedExchange
#define InterlockedExchange64                    InterlockedExchange
#define InterlockedExchange64Acquire             InterlockedExchange
#define InterlockedExchange64Release             InterlockedExchange
#define InterlockedExchange64NoFence             InterlockedExchange
#define InterlockedExchangeAddAcquire            InterlockedExchangeAdd
#define InterlockedExchangeAddRelease            InterlockedExchangeAdd
#define InterlockedExchangeAddNoFence            InterlockedExchangeAdd
#define InterlockedExchangeAdd8                  InterlockedExchangeAdd
#define InterlockedExchangeAdd16                 InterlockedExchangeAdd
#define InterlockedExchangeAdd16Acquire          InterlockedExchangeAdd
#define InterlockedExchangeAdd16Release          InterlockedExchangeAdd
#define InterlockedExchangeAdd16NoFence          InterlockedExchangeAdd
#define InterlockedExchangeAdd64                 InterlockedExchangeAdd
#define InterlockedExchangeAdd64Acquire          InterlockedExchangeAdd
#define InterlockedExchangeAdd64Release          InterlockedExchangeAdd
#define InterlockedExchangeAdd64NoFence          InterlockedExchangeAdd
#define InterlockedCompareExchangeAcquire        InterlockedCompareExchange
#define InterlockedCompareExchangeRelease        InterlockedCompareExchange
#define InterlockedCompareExchangeNoFence        InterlockedCompareExchange
#define InterlockedCompareExchange8              InterlockedCompareExchange
#define InterlockedCompareExchange16             InterlockedCompareExchange
#define InterlockedCompareExchange16Acquire      InterlockedCompareExchange
#define InterlockedCompareExchange16Release      InterlockedCompareExchange
#define InterlockedCompareExchange16NoFence      InterlockedCompareExchange
#define InterlockedCompareExchange64             InterlockedCompareExchange
#define InterlockedCompareExchange64Acquire      InterlockedCompareExchange
#define InterlockedCompareExchange64Release      InterlockedCompareExchange
#define InterlockedCompareExchange64NoFence      InterlockedCompareExchange
#define InterlockedAddAcquire                    InterlockedAdd
#define InterlockedAddRelease                    InterlockedAdd
#define InterlockedAddNoFence                    InterlockedAdd
#define InterlockedAdd64                         InterlockedAdd
#define InterlockedAdd64Acquire                  InterlockedAdd
#define InterlockedAdd64Release                  InterlockedAdd
#define InterlockedAdd64NoFence                  InterlockedAdd
#define InterlockedAndAcquire                    InterlockedAnd
#define InterlockedAndRelease                    InterlockedAnd
#define InterlockedAndNoFence                    InterlockedAnd
#define InterlockedAnd8                          InterlockedAnd
#define InterlockedAnd16                         InterlockedAnd
#define InterlockedAnd16Acquire                  InterlockedAnd
#define InterlockedAnd16Release                  InterlockedAnd
#define InterlockedAnd16NoFence                  InterlockedAnd
#define InterlockedAnd64                         InterlockedAnd
#define InterlockedAnd64Acquire                  InterlockedAnd
#define InterlockedAnd64Release                  InterlockedAnd
#define InterlockedAnd64NoFence                  InterlockedAnd
#define InterlockedOrAcquire                     InterlockedOr
#define InterlockedOrRelease                     InterlockedOr
#define InterlockedOrNoFence                     InterlockedOr
#define InterlockedOr8                           InterlockedOr
#define InterlockedOr16                          InterlockedOr
#define InterlockedOr16Acquire                   InterlockedOr
#define InterlockedOr16Release                   InterlockedOr
#define InterlockedOr16NoFence                   InterlockedOr
#define InterlockedOr64                          InterlockedOr
#define InterlockedOr64Acquire                   InterlockedOr
#define InterlockedOr64Release                   InterlockedOr
#define InterlockedOr64NoFence                   InterlockedOr
#define InterlockedXorAcquire                    InterlockedXor
#define InterlockedXorRelease                    InterlockedXor
#define InterlockedXorNoFence                    InterlockedXor
#define InterlockedXor8                          InterlockedXor
#define InterlockedXor16                         InterlockedXor
#define InterlockedXor16Acquire                  InterlockedXor
#define InterlockedXor16Release                  InterlockedXor
#define InterlockedXor16NoFence                  InterlockedXor
#define InterlockedXor64                         InterlockedXor
#define InterlockedXor64Acquire                  InterlockedXor
#define InterlockedXor64Release                  InterlockedXor
#define InterlockedXor64NoFence                  InterlockedXor
#define InterlockedExchangePointerAcquire        InterlockedExchangePointer
#define InterlockedExchangePointerRelease        InterlockedExchangePointer
#define InterlockedExchangePointerNoFence        InterlockedExchangePointer
#define InterlockedCompareExchangePointerAcquire InterlockedCompareExchangePointer
#define InterlockedCompareExchangePointerRelease InterlockedCompareExchangePointer
#define InterlockedCompareExchangePointerNoFence InterlockedCompareExchangePointer
#define InterlockedBitTestAndSetAcquire          InterlockedBitTestAndSet
#define InterlockedBitTestAndSetRelease          InterlockedBitTestAndSet
#define InterlockedBitTestAndResetAcquire        InterlockedBitTestAndReset
#define InterlockedBitTestAndResetRelease        InterlockedBitTestAndReset
#define InterlockedExchangeAddSizeT              InterlockedExchangeAdd
#define InterlockedIncrementSizeT                InterlockedIncrement
#define InterlockedDecrementSizeT                InterlockedDecrement
#define _InterlockedIncrement                    InterlockedIncrement
#define _InterlockedIncrement16                  InterlockedIncrement
#define _InterlockedIncrement64                  InterlockedIncrement
#define _InterlockedDecrement                    InterlockedDecrement
#define _InterlockedDecrement16                  InterlockedDecrement
#define _InterlockedDecrement64                  InterlockedDecrement
#define _InterlockedExchange                     InterlockedExchange
#define _InterlockedExchange8                    InterlockedExchange
#define _InterlockedExchange16                   InterlockedExchange
#define _InterlockedExchange64                   InterlockedExchange
#define _InterlockedExchangeAdd                  InterlockedExchangeAdd
#define _InterlockedExchangeAdd8                 InterlockedExchangeAdd
#define _InterlockedExchangeAdd16                InterlockedExchangeAdd
#define _InterlockedExchangeAdd64                InterlockedExchangeAdd
#define _InterlockedCompareExchange              InterlockedCompareExchange
#define _InterlockedCompareExchange8             InterlockedCompareExchange
#define _InterlockedCompareExchange16            InterlockedCompareExchange
#define _InterlockedCompareExchange64            InterlockedCompareExchange
#define _InterlockedAdd                          InterlockedAdd
#define _InterlockedAdd64                        InterlockedAdd
#define _InterlockedAnd                          InterlockedAnd
#define _InterlockedAnd8                         InterlockedAnd
#define _InterlockedAnd16                        InterlockedAnd
#define _InterlockedAnd64                        InterlockedAnd
#define _InterlockedOr                           InterlockedOr
#define _InterlockedOr8                          InterlockedOr
#define _InterlockedOr16                         InterlockedOr
#define _InterlockedOr64                         InterlockedOr
#define _InterlockedXor                          InterlockedXor
#define _InterlockedXor8                         InterlockedXor
#define _InterlockedXor16                        InterlockedXor
#define _InterlockedXor64                        InterlockedXor
#define _InterlockedExchangePointer              InterlockedExchangePointer
#define _InterlockedCompareExchangePointer       InterlockedCompareExchangePointer
#define _interlockedbittestandset                InterlockedBitTestAndSet
#define _interlockedbittestandreset              InterlockedBitTestAndReset

/* Lists that any thread may push to and pop from. */
typedef struct _SLIST_ENTRY {
        struct _SLIST_ENTRY *Next;
} SLIST_ENTRY, *PSLIST_ENTRY;

typedef struct _SLIST_HEADER {
        ULONGLONG Alignment;
        ULONGLONG Region;
} SLIST_HEADER, *PSLIST_HEADER;

MWW_API void WINAPI InitializeSListHead(PSLIST_HEADER ListHead);
MWW_API PSLIST_ENTRY WINAPI InterlockedPushEntrySList(PSLIST_HEADER ListHead,
                                                      PSLIST_ENTRY ListEntry);
MWW_API PSLIST_ENTRY WINAPI InterlockedPopEntrySList(PSLIST_HEADER ListHead);
MWW_API PSLIST_ENTRY WINAPI InterlockedFlushSList(PSLIST_HEADER ListHead);
MWW_API USHORT WINAPI QueryDepthSList(PSLIST_HEADER ListHead);

#endif
