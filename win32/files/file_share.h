/* SPDX-License-Identifier: MIT */
/* file_share.h — the bytes behind a file's end that carry locks, and how to
 * lock them. See file_share.c.
 */
#ifndef MWW_FILE_SHARE_H
#define MWW_FILE_SHARE_H

#include "file.h"

/* Below MAPPED_AT: what LockFile locks. Then one byte for each mapped one, then
 * the six of the share modes. */
#define MWW_MAPPED_AT         (UINT64_C(1) << 62)
#define MWW_MAPPED_BYTES_MAX  (UINT64_C(1) << 61)
#define MWW_SHARE_AT          (MWW_MAPPED_AT + MWW_MAPPED_BYTES_MAX)

/* Does another open file hold a lock there (a write lock)? False where the file
 * system knows no such locks. */
bool mww_range_is_locked(int descriptor, bool by_writers_only, uint64_t offset,
                         uint64_t size_bytes);
/* F_RDLCK, F_WRLCK, F_UNLCK; 0 or errno. */
int mww_range_lock(int descriptor, short type, uint64_t offset, uint64_t size_bytes);

/* Enters a writer without asking: a writable mapping of a file that its maker
 * has open for writing anyway. */
void mww_share_enter_writer(int descriptor);

#endif
