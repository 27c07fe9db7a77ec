/* SPDX-License-Identifier: MIT */
/* put.c — writing to an address that a program gave, which may be wild.
 *
 * Windows answers ERROR_NOACCESS where a pointer leads nowhere. The kernel can be
 * asked to copy, and says EFAULT instead of ending us. Where a sandbox forbids that
 * call, the copy is an ordinary one.
 */
#include "threads/task.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

bool mww_put(void *out, const void *from, size_t bytes)
{
        struct iovec source = { (void *) (uintptr_t) from, bytes };
        struct iovec target = { out, bytes };
        int kept = errno;
        bool is_bad;

        if (!out)
                return false;
        is_bad = process_vm_writev(getpid(), &source, 1, &target, 1, 0) != (ssize_t) bytes &&
                 errno == EFAULT;
        if (!is_bad)
                memcpy(out, from, bytes);
        errno = kept;
        return !is_bad;
}
