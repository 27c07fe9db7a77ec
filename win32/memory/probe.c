/* SPDX-License-Identifier: MIT */
/* probe.c — IsBadReadPtr and its kin: may this memory be touched?
 *
 * A system call touches it, which gets an error where the program would get a
 * signal. To read: a futex wait with a time-out in the past, which compares a
 * word. To write: a futex wake that changes a word by "or 0", in one step, so
 * that a write of another thread is not lost.
 */
#include "internal.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool can_read_word(uint32_t *word)
{
        static const long past[2] = { 0, 0 };

        return syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, past, NULL, 0) == 0 ||
               errno != EFAULT;
}

static bool can_write_word(uint32_t *word)
{
        uint32_t nobody = 0;

        return syscall(SYS_futex, &nobody, FUTEX_WAKE_OP_PRIVATE, 0, 0, word,
                       FUTEX_OP(FUTEX_OP_OR, 0, FUTEX_OP_CMP_EQ, 0)) >= 0 ||
               errno != EFAULT;
}

static bool is_bad(const void *address, UINT_PTR size_bytes, bool (*can_touch)(uint32_t *))
{
        uintptr_t from = (uintptr_t) address;
        uintptr_t last = from + size_bytes - 1;
        uintptr_t at = from & ~(uintptr_t) 3;
        int kept = errno;
        bool can = true;

        if (!size_bytes)
                return false;
        if (!address || last < from || last >= MWW_ADDRESS_LIMIT)
                return true;
        while (can && at <= last) {
                can = can_touch((uint32_t *) at);
                at = (at & ~(uintptr_t) (MWW_PAGE_BYTES - 1)) + MWW_PAGE_BYTES;
        }
        if (!can) /* a guard page is one no longer, and was bad once */
                mww_guard_trip((const void *) (at - MWW_PAGE_BYTES));
        errno = kept;
        return !can;
}

BOOL IsBadReadPtr(const VOID *address, UINT_PTR size_bytes)
{
        return is_bad(address, size_bytes, can_read_word);
}

BOOL IsBadWritePtr(LPVOID address, UINT_PTR size_bytes)
{
        return is_bad(address, size_bytes, can_write_word);
}

/* Windows asks for no more than that it can be read. */
BOOL IsBadCodePtr(FARPROC address)
{
        return IsBadReadPtr((const VOID *) (ULONG_PTR) address, 1);
}

BOOL IsBadStringPtrA(LPCSTR text, UINT_PTR length_max)
{
        for (UINT_PTR at = 0; at < length_max; at++) {
                if ((at == 0 || (uintptr_t) &text[at] % MWW_PAGE_BYTES == 0) &&
                    IsBadReadPtr(&text[at], 1))
                        return TRUE;
                if (!text[at])
                        break;
        }
        return FALSE;
}

BOOL IsBadStringPtrW(LPCWSTR text, UINT_PTR length_max)
{
        for (UINT_PTR at = 0; at < length_max; at++) {
                const char *unit = (const char *) text + at * sizeof *text; /* aligned or not */

                if (IsBadReadPtr(unit, sizeof *text))
                        return TRUE;
                if (!unit[0] && !unit[1])
                        break;
        }
        return FALSE;
}
