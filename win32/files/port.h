/* SPDX-License-Identifier: MIT */
/* port.h — who is told when I/O on a file is done, for the sources of I/O. */
#ifndef MWW_PORT_H
#define MWW_PORT_H

#include "file.h"

/* A completion port, or a pool's callback (pool/pool_io.c). */
typedef struct mww_io_listener {
        void (*tell)(struct mww_io_listener *listener, OVERLAPPED *overlapped, DWORD error,
                     DWORD done_bytes);
        void (*leave)(struct mww_io_listener *listener); /* the file ends */
        atomic_uint modes;                            /* FILE_SKIP_x   */
} mww_io_listener;

/* A file has one at most, and keeps it. 0; 87: it has one, or is not for overlapped I/O. */
DWORD mww_file_listen(HANDLE handle, mww_io_listener *listener);

/* Before the caller learns that its I/O is done: whether the listener is to be told. */
bool mww_port_is_told(mww_file *file, const OVERLAPPED *overlapped, DWORD error, bool was_pending);
/* And tells it. */
void mww_port_tell(mww_file *file, OVERLAPPED *overlapped, DWORD error, DWORD done_bytes);
void mww_port_leave(mww_file *file); /* when the file ends */

#endif
