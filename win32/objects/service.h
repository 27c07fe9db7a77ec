/* SPDX-License-Identifier: MIT */
/* service.h — handles from one process to another. */
#ifndef MWW_SERVICE_H
#define MWW_SERVICE_H

#include "processes/child.h"
#include "parcel.h"

/* Lets others ask this process: they can from now on. */
void mww_service_start(void);

/* A handle of another process as a parcel of ours, with its rights. options:
 * DUPLICATE_CLOSE_SOURCE closes it there. */
DWORD mww_service_take(mww_process *process, HANDLE source, DWORD options, mww_parcel *out_parcel,
                       DWORD *out_access);
/* Makes a handle there to what is in the parcel. */
DWORD mww_service_give(mww_process *process, const mww_parcel *parcel, DWORD access, bool inherit,
                       HANDLE *out_handle);
/* The file of its ticket; -1: it has none for us. */
int mww_service_ticket(pid_t id);

#endif
