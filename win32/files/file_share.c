/* SPDX-License-Identifier: MIT */
/* file_share.c — share modes that really exclude, between processes too.
 *
 * What it is. Who opens a file says what he does with it (read, write, delete)
 * and what others may. Both are written as read locks on six bytes of the file
 * itself, far behind every end that a file can have:
 *
 *      SHARE_AT + 0, 1, 2    somebody reads, writes, deletes
 *      SHARE_AT + 3, 4, 5    somebody forbids to read, write, delete
 *
 * and behind MAPPED_AT, one byte for each byte that is mapped (backing.c). The
 * locks belong to the open file description (F_OFD_SETLK). So they are kept by
 * every duplicate and inherited copy of the descriptor, end with the last of
 * them, and the kernel drops them when a process ends, by whatever way.
 *
 * The invariant. Nobody holds byte 0, 1 or 2 while another open file holds the
 * byte that forbids it. To look and to lock is one step because it is done
 * under an flock of the file, the gate. Should a program that isn't of this
 * layer hold that flock, we go on after GATE_TRIES looks without it: then
 * the locks are taken first and looked for afterwards, so that of two that
 * exclude each other at least one is refused, in the worst case both.
 *
 * What can't be. A descriptor that can only write (a file that we may not read)
 * can't hold read locks; and a program that opens the file by open(2) neither
 * asks nor tells. File systems without such locks exclude nobody.
 *
 * If a process dies within, the kernel drops its locks and its gate.
 */
#include "file_share.h"

#include <errno.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define GATE_TRIES 100 /* with a millisecond in between */

#define READS   1u
#define WRITES  2u
#define DELETES 4u

bool mww_range_is_locked(int descriptor, bool by_writers_only, uint64_t offset, uint64_t size_bytes)
{
        struct flock look = {
                .l_type = by_writers_only ? F_RDLCK : F_WRLCK,
                .l_whence = SEEK_SET,
                .l_start = (off_t) offset,
                .l_len = (off_t) size_bytes,
        };

        return fcntl(descriptor, F_OFD_GETLK, &look) == 0 && look.l_type != F_UNLCK;
}

int mww_range_lock(int descriptor, short type, uint64_t offset, uint64_t size_bytes)
{
        struct flock lock = {
                .l_type = type,
                .l_whence = SEEK_SET,
                .l_start = (off_t) offset,
                .l_len = (off_t) size_bytes,
        };

        return fcntl(descriptor, F_OFD_SETLK, &lock) < 0 ? errno : 0;
}

static unsigned uses_of(DWORD access)
{
        unsigned uses = 0;

        if (access & (FILE_READ_DATA | FILE_EXECUTE))
                uses |= READS;
        if (access & (FILE_WRITE_DATA | FILE_APPEND_DATA))
                uses |= WRITES;
        if (access & DELETE)
                uses |= DELETES;
        return uses;
}

static unsigned denied_by(DWORD share)
{
        return (share & FILE_SHARE_READ ? 0 : READS) | (share & FILE_SHARE_WRITE ? 0 : WRITES) |
               (share & FILE_SHARE_DELETE ? 0 : DELETES);
}

/* Does another open file contradict? */
static bool is_contradicted(int descriptor, unsigned uses, unsigned denies)
{
        for (unsigned bit = 0; bit < 3; bit++) {
                if ((uses >> bit & 1) &&
                    mww_range_is_locked(descriptor, false, MWW_SHARE_AT + 3 + bit, 1))
                        return true;
                if ((denies >> bit & 1) &&
                    mww_range_is_locked(descriptor, false, MWW_SHARE_AT + bit, 1))
                        return true;
        }
        return false;
}

static void enter(int descriptor, unsigned uses, unsigned denies)
{
        unsigned bytes = uses | denies << 3;

        for (unsigned bit = 0; bit < 6; bit++)
                if (bytes >> bit & 1)
                        mww_range_lock(descriptor, F_RDLCK, MWW_SHARE_AT + bit, 1);
}

static bool pass_gate(int descriptor)
{
        const struct timespec millisecond = { 0, 1000000 };

        for (int tries = 0; tries < GATE_TRIES; tries++) {
                if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
                        return true;
                if (errno != EWOULDBLOCK && errno != EINTR)
                        return false;
                nanosleep(&millisecond, NULL);
        }
        return false;
}

DWORD mww_share_take(int descriptor, DWORD access, DWORD share)
{
        unsigned uses = uses_of(access);
        unsigned denies = uses ? denied_by(share) : 0; /* who only asks excludes nobody */
        bool is_gated;
        bool contradicted;

        if (!uses)
                return ERROR_SUCCESS;
        is_gated = pass_gate(descriptor);
        contradicted = is_contradicted(descriptor, uses, denies);
        if (!contradicted) {
                enter(descriptor, uses, denies);
                contradicted = !is_gated && is_contradicted(descriptor, uses, denies);
                if (contradicted)
                        mww_range_lock(descriptor, F_UNLCK, MWW_SHARE_AT, 6);
        }
        if (is_gated)
                flock(descriptor, LOCK_UN);
        return contradicted ? ERROR_SHARING_VIOLATION : ERROR_SUCCESS;
}

void mww_share_enter_writer(int descriptor)
{
        enter(descriptor, WRITES, 0);
}

DWORD mww_share_check_delete(const char *path, bool also_mapped)
{
        int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
        DWORD error = ERROR_SUCCESS;

        if (descriptor < 0) /* one that we can't read is not asked */
                return ERROR_SUCCESS;
        if (is_contradicted(descriptor, DELETES, 0))
                error = ERROR_SHARING_VIOLATION;
        else if (also_mapped && mww_backing_forbids(descriptor, 0))
                error = ERROR_ACCESS_DENIED;
        close(descriptor);
        return error;
}
