/* SPDX-License-Identifier: MIT */
/* roster.h — what /proc tells of all processes: who there is, and what is loaded.
 *
 *      roster.c     processes and their threads
 *      images.c     program and libraries of one process
 *      snapshot.c   CreateToolhelp32Snapshot
 *      psapi.c      EnumProcesses, EnumProcessModules and their kin
 *
 * /proc is read as it is at that moment, so a list may tell of who is gone already.
 */
#ifndef MWW_ROSTER_H
#define MWW_ROSTER_H

#include "files/file.h"

#include <sys/types.h>

typedef struct mww_roster_entry {
        DWORD process;
        DWORD parent;
        DWORD thread;       /* 0: the entry of a process   */
        DWORD thread_count; /* of a process                */
        char  name[MAX_PATH];
} mww_roster_entry;

/* From malloc(), for free(); 0 or a last error. */
DWORD mww_roster_processes(mww_roster_entry **out_entries, size_t *out_count);
DWORD mww_roster_threads(mww_roster_entry **out_entries, size_t *out_count);

/* Something with code that is mapped from a file. The program itself comes first. */
typedef struct mww_image {
        uintptr_t base;
        size_t    bytes;
        HMODULE   handle; /* in this process what LoadLibrary gives, else the base     */
        char      path[PATH_MAX]; /* C:\dir\file                                           */
} mww_image;

DWORD mww_images_of(pid_t id, mww_image **out_images, size_t *out_count);
/* The program's file, C:\dir\file. */
DWORD mww_image_path(pid_t id, char out[PATH_MAX]);

/* library.c: the record of a file that was loaded; NULL: LoadLibrary wasn't asked. */
HMODULE mww_library_of_file(const char *path);

/* Room for one more in a list that grows; false: no memory, and then it is freed. */
bool mww_list_room(void **inout_list, size_t count, size_t *inout_room, size_t entry_bytes);

#endif
