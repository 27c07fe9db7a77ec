/* SPDX-License-Identifier: MIT */
/* port.h — completion ports, for the sources of I/O. */
#ifndef MWW_PORT_H
#define MWW_PORT_H

#include "file.h"

/* Before the caller learns that its I/O is done: whether its port is to be told. */
bool mww_port_is_told(mww_file *file, const OVERLAPPED *overlapped, DWORD error, bool was_pending);
/* And tells it. */
void mww_port_tell(mww_file *file, OVERLAPPED *overlapped, DWORD error, DWORD done_bytes);
void mww_port_leave(mww_file *file); /* when the file ends */

#endif
