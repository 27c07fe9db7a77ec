/* SPDX-License-Identifier: MIT */
/* lock.c — open-file-description locks, the root of every promise about death.
 *
 * The lock belongs to the kernel's struct file. Descriptors and mappings hold
 * that; when the last of them goes, by close, munmap, exit or kill -9, so does
 * the lock, before the dying process can be waited for. POSIX record locks
 * (F_SETLK) won't do: any close() of the file in the process drops them.
 * flock() won't do: it has one lock a file, we need two and tests of them.
 */
#include <fcntl.h>
#include <unistd.h>

#include "os/linux/system.h"

static int set_lock(int file, uint64_t byte, short type)
{
        struct flock lock = {
                .l_type = type, .l_whence = SEEK_SET, .l_start = (off_t) byte, .l_len = 1
        };
        int r;

        MWI_SYS(r, "fcntl", fcntl(file, F_OFD_SETLK, &lock));
        return r;
}

int mwi_os_lock(int file, uint64_t byte, int exclusive, int64_t deadline_ns)
{
        int64_t nap_ns = 20000;

        /* F_OFD_SETLKW knows no time-out, and a signal to end it is the program's, not ours. */
        for (uint32_t tries = 0;; tries++) {
                if (set_lock(file, byte, exclusive ? F_WRLCK : F_RDLCK) == 0)
                        return MW_OK;
                if (errno != EAGAIN && errno != EACCES)
                        return mwi_linux_result(errno);
                if (mw_now_ns() >= deadline_ns)
                        return MW_EBUSY;
                if (tries < 20) {
                        mwi_os_yield();
                } else {
                        mwi_os_nap(nap_ns);
                        nap_ns = nap_ns < 1000000 ? nap_ns * 2 : nap_ns;
                }
        }
}

void mwi_os_unlock(int file, uint64_t byte)
{
        struct flock lock = {
                .l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = (off_t) byte, .l_len = 1
        };

        fcntl(file, F_OFD_SETLK, &lock);
}

int mwi_os_is_locked(int file, uint64_t byte)
{
        struct flock lock = {
                .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t) byte, .l_len = 1
        };
        int r;

        MWI_SYS(r, "fcntl", fcntl(file, F_OFD_GETLK, &lock));
        return r < 0 ? mwi_linux_result(errno) : lock.l_type != F_UNLCK;
}
