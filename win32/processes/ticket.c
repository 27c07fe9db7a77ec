/* SPDX-License-Identifier: MIT */
/* ticket.c — full exit codes; ExitProcess.
 *
 * A process made by CreateProcess has its ticket from its parent; another makes one when
 * it is first asked for it. Whatever way it exits, by return from main, exit or
 * ExitProcess, the C library calls our handler with the whole code.
 *
 * If a process dies before that, the ticket says nothing, and how it died is known to
 * its parent from the kernel.
 */
#include "ticket.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

MWW_LOCK(lock)
static mww_ticket *own; /* under the lock */
static int own_file = -1;
static atomic_uint is_exiting;

void mww_ticket_decide(mww_ticket *ticket, uint32_t state, uint32_t code)
{
        uint32_t lives = MWW_LIVES;

        if (!ticket || !atomic_compare_exchange_strong(&ticket->state, &lives, MWW_DECIDING))
                return;
        atomic_store(&ticket->code, code);
        atomic_store(&ticket->state, state);
}

bool mww_ticket_read(mww_ticket *ticket, uint32_t *out_state, uint32_t *out_code)
{
        uint32_t state = ticket ? atomic_load(&ticket->state) : MWW_LIVES;

        if (state != MWW_EXITED && state != MWW_TERMINATED)
                return false;
        *out_state = state;
        *out_code = atomic_load(&ticket->code);
        return true;
}

mww_ticket *mww_map_ticket(int file)
{
        struct stat status;
        int seals = fcntl(file, F_GET_SEALS);
        void *page;

        if (seals < 0 || !(seals & F_SEAL_SHRINK) || fstat(file, &status) < 0 ||
            status.st_size < (off_t) sizeof(mww_ticket))
                return NULL;
        page = mmap(NULL, sizeof(mww_ticket), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        return page == MAP_FAILED ? NULL : page;
}

void mww_unmap_ticket(mww_ticket *ticket)
{
        if (ticket)
                munmap(ticket, sizeof *ticket);
}

static void on_exit_code(int code, void *unused)
{
        mww_ticket_decide(own, MWW_EXITED, (uint32_t) code);
}

void mww_adopt_ticket(mww_ticket *ticket, int file)
{
        pthread_mutex_lock(&lock);
        own = ticket;
        own_file = file;
        pthread_mutex_unlock(&lock);
        on_exit(on_exit_code, NULL);
}

mww_ticket *mww_own_ticket(int *out_file)
{
        mww_ticket *ticket;

        pthread_mutex_lock(&lock);
        if (!own) {
                int file = memfd_create("mapwire-win32", MFD_CLOEXEC | MFD_ALLOW_SEALING);

                if (file >= 0 && ftruncate(file, (off_t) sizeof(mww_ticket)) == 0 &&
                    fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0)
                        own = mww_map_ticket(file);
                if (own) {
                        own_file = file;
                        on_exit(on_exit_code, NULL);
                } else if (file >= 0) {
                        close(file);
                }
        }
        ticket = own;
        *out_file = own_file;
        pthread_mutex_unlock(&lock);
        return ticket;
}

/* The child is another process: its parent's ticket isn't its own. */
static void forget_ticket(void)
{
        mww_unmap_ticket(own);
        if (own_file >= 0)
                close(own_file);
        own = NULL;
        own_file = -1;
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, forget_ticket);
}

void ExitProcess(UINT code)
{
        /* Two threads may not be in exit() at once; the first one's code counts. */
        if (atomic_exchange(&is_exiting, 1))
                for (;;)
                        pause();
        exit((int) code);
}

void mww_ticket_join(mww_ticket *ticket)
{
        if (ticket)
                atomic_store(&ticket->in_job, 1);
}

bool mww_ticket_has_joined(mww_ticket *ticket)
{
        return ticket && atomic_load(&ticket->in_job);
}

/* Who has no ticket yet was never assigned. */
bool mww_own_ticket_has_joined(void)
{
        bool has;

        pthread_mutex_lock(&lock);
        has = mww_ticket_has_joined(own);
        pthread_mutex_unlock(&lock);
        return has;
}
