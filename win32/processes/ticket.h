/* SPDX-License-Identifier: MIT */
/* ticket.h — the memory in which a process leaves its exit code for others. */
#ifndef MWW_TICKET_H
#define MWW_TICKET_H

#include "internal.h"

/* Linux keeps 8 bits of an exit code, for the parent only; Windows 32, for whoever has a
 * handle. So a process has a page of a memory file that it shares with those.
 *
 * Who writes. state and code: the process when it exits, or whoever terminates it;
 * whoever first changes state from MWW_LIVES. in_job: who assigns it to a job, its parent
 * before it begins. */
typedef struct mww_ticket {
        _Atomic uint32_t state; /* MWW_LIVES ...                    */
        _Atomic uint32_t code;  /* valid when state isn't MWW_LIVES */
        _Atomic uint32_t in_job; /* 1: it belongs to a job, as those that it makes will */
        uint32_t reserved[13];
} mww_ticket;

enum { MWW_LIVES, MWW_DECIDING, MWW_EXITED, MWW_TERMINATED };

/* This process's ticket, made if need be, and its file. NULL: none is to be had. */
mww_ticket *mww_own_ticket(int *out_file);
/* The one that the parent gave us; the file is taken over. */
void mww_adopt_ticket(mww_ticket *ticket, int file);
/* Of another process: the page of a file that it sent. NULL: it isn't one. */
mww_ticket *mww_map_ticket(int file);
void mww_unmap_ticket(mww_ticket *ticket);
/* Says how the process ends, unless that was said. */
void mww_ticket_decide(mww_ticket *ticket, uint32_t state, uint32_t code);
/* That the process belongs to a job; NULL: nobody can tell. */
void mww_ticket_join(mww_ticket *ticket);
bool mww_ticket_has_joined(mww_ticket *ticket);
bool mww_own_ticket_has_joined(void);
/* True: it was said. */
bool mww_ticket_read(mww_ticket *ticket, uint32_t *out_state, uint32_t *out_code);

#endif
