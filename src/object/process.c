/* SPDX-License-Identifier: MIT */
/* process.c — this process's forks and its end.
 *
 * fork: every lock of ours is taken before and released after, in the order of
 * the layers, so that the child finds them free. The child has the mappings,
 * hence the names; it has no slot, hence owns no mutex.
 *
 * exit: what the program left open is let go, so that a program that simply
 * returns from main leaves nothing behind. Threads may still run: each page is
 * replaced by private memory in one step, never pulled from under them. The
 * registry's slots stay mapped: the kernel marks them when the threads end.
 * After kill -9 nobody does this; the names are dead all the same, and the next
 * open or gc removes the files.
 */
#include <pthread.h>

#include "namespace/directory.h"
#include "namespace/guard.h"
#include "namespace/registry.h"
#include "namespace/slab.h"
#include "object/object.h"
#include "object/sentry.h"
#include "object/view.h"
#include "os/os.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static uint32_t began_in;

static void fork_prepare(void)
{
        mwi_object_fork_prepare();
        mwi_view_fork_prepare();
        mwi_sentry_fork_prepare();
        mwi_slab_fork_prepare();
        mwi_registry_fork_prepare();
        mwi_directory_fork_prepare();
        mwi_ranges_lock(); /* innermost: the SIGBUS handler takes it under any other */
}

static void fork_parent(void)
{
        mwi_ranges_unlock();
        mwi_directory_fork_done();
        mwi_registry_fork_parent();
        mwi_slab_fork_done();
        mwi_sentry_fork_parent();
        mwi_view_fork_done();
        mwi_object_fork_parent();
}

static void fork_child(void)
{
        mwi_ranges_unlock();
        mwi_directory_fork_done();
        mwi_registry_fork_child();
        mwi_slab_fork_done();
        mwi_sentry_fork_child();
        mwi_view_fork_done();
        mwi_object_fork_child();
}

static void begin(void)
{
        began_in = mwi_os_process();
        pthread_atfork(fork_prepare, fork_parent, fork_child);
}

void mwi_process_begin(void)
{
        pthread_once(&once, begin);
}

__attribute__((destructor)) static void end(void)
{
        if (!began_in)
                return;
        mwi_view_leave();
        mwi_object_leave();
        mwi_registry_leave();
        mwi_directory_leave();
}
