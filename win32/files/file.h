/* SPDX-License-Identifier: MIT */
/* file.h — what the sources of files, paths and the console share.
 *
 * One class of handles (mww_file_class) stands for all that ReadFile and
 * WriteFile take: disk files, directories, pipes, the console, the NUL device.
 * What differs between them is a file's kind, a table of functions.
 *
 *      file.c       CreateFile            file_io.c     ReadFile, WriteFile
 *      file_share.c who may open it too   lock_file.c   LockFile
 *      path.c       Windows' spelling in  path_text.c   and out
 */
#ifndef MWW_FILE_H
#define MWW_FILE_H

#include "internal.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

/* ---- kinds ------------------------------------------------------------------- */

/* One ReadFile or WriteFile. */
typedef struct mww_transfer {
        void       *data;
        DWORD       size_bytes;
        DWORD       done_bytes;  /* set by the kind                       */
        OVERLAPPED *overlapped;  /* or NULL                               */
} mww_transfer;

/* What a kind does. Functions return 0 or a last error; those that are NULL
 * fail with ERROR_INVALID_FUNCTION (flush: succeeds). A read or write that
 * returns ERROR_IO_PENDING is finished later, by mww_overlapped_done(). */
typedef struct mww_file_kind {
        DWORD type; /* FILE_TYPE_x */
        DWORD (*read)(mww_file *file, mww_transfer *transfer);
        DWORD (*write)(mww_file *file, mww_transfer *transfer);
        DWORD (*flush)(mww_file *file);
        DWORD (*cancel)(mww_file *file, OVERLAPPED *overlapped); /* NULL: all of them */
        mw_object *(*waitable)(mww_file *file); /* NULL: always signalled              */
        void (*closed)(mww_file *file); /* a handle was; NULL: no matter               */
        void (*destroy)(mww_file *file);        /* before the descriptor is closed     */
} mww_file_kind;

extern const mww_file_kind mww_disk_kind;
extern const mww_file_kind mww_directory_kind;
extern const mww_file_kind mww_stream_kind;  /* an inherited pipe or socket        */
extern const mww_file_kind mww_device_kind;  /* NUL and other character devices    */
extern const mww_file_kind mww_console_kind; /* a terminal                         */

/* mww_file.flags: FILE_FLAG_x, and marks in the bits of FILE_ATTRIBUTE_x. */
#define MWW_HANDLE_FLAGS 0xFFF80000u
#define MWW_FILE_APPENDS 0x00000001u /* every write goes to the end            */
#define MWW_FILE_BORROWS 0x00000002u /* the descriptor isn't ours to close     */
#define MWW_FILE_IS_OUTPUT 0x00000004u /* the console, opened as CONOUT$       */

/* file.c: a file object on a descriptor, which it takes over; NULL without
 * memory, and then the descriptor is closed (unless it is borrowed). */
mww_file *mww_file_new(const mww_file_kind *kind, int descriptor, DWORD flags);
/* The kind that fits what the descriptor is open on. */
const mww_file_kind *mww_kind_of(int descriptor);
/* For a handle that a child process inherits: the same again. */
mww_file *mww_file_adopt(int descriptor, DWORD flags);
/* Pins a file of any kind, also by the numbers of the standard handles. */
DWORD mww_file_pin(HANDLE handle, DWORD needed, mww_pin *out_pin, mww_file **out_file);
/* CreateFile's work: out_existed as for ERROR_ALREADY_EXISTS. */
typedef struct mww_open {
        DWORD access;      /* as asked for; out: what the handle may do */
        DWORD share;
        DWORD disposition;
        DWORD flags;       /* FILE_ATTRIBUTE_x, FILE_FLAG_x             */
        DWORD marks;       /* MWW_FILE_x for the handle                 */
        bool  existed;     /* out                                       */
} mww_open;
DWORD mww_file_open(const char *path, bool ends_in_slash, mww_open *how, mww_file **out_file);
/* file_pointer.c: cuts or lengthens a disk file. */
DWORD mww_file_set_size(mww_file *file, uint64_t size_bytes);
/* Deletes the file with its last handle; the name it has by then. */
void mww_file_delete_later(mww_file *file, bool deletes);
bool mww_file_is_deleted_later(mww_file *file);
DWORD mww_unlink_descriptor(int descriptor);

/* file_io.c: for what finishes later. begin: 0 or the last error. */
DWORD mww_overlapped_begin(OVERLAPPED *overlapped);
void mww_overlapped_done(OVERLAPPED *overlapped, DWORD error, DWORD done_bytes);
DWORD mww_status_of_error(DWORD error); /* NTSTATUS, as OVERLAPPED.Internal has it */

/* crt_file.c: the last error and errno of a C run-time function; -1. */
int mww_crt_fail(DWORD error);
int mww_crt_fail_errno(void); /* the same of errno as it is */

/* std_handle.c: what GetStdHandle stands for, for a child: 0, 1, 2; or -1. */
int mww_standard_descriptor(int which);

/* ---- sharing, locks (file_share.c, lock_file.c) -------------------------------- */

/* Enters a user of the open file, or ERROR_SHARING_VIOLATION. */
DWORD mww_share_take(int descriptor, DWORD access, DWORD share);
/* May this file be deleted, renamed? 0, ERROR_SHARING_VIOLATION, and for
 * a mapped one ERROR_ACCESS_DENIED. */
DWORD mww_share_check_delete(const char *path, bool also_mapped);

typedef struct mww_locks mww_locks;
void mww_locks_free(mww_locks *locks);
#define MWW_LOCK_PAUSE_NS 2000000 /* between two attempts */
/* One attempt; 0, ERROR_LOCK_VIOLATION or another last error. */
DWORD mww_lock_range(mww_file *file, uint64_t from, uint64_t size_bytes, bool is_exclusive);
/* lock_later.c: waits for it elsewhere; ERROR_IO_PENDING. And the disk kind's part. */
DWORD mww_lock_defer(mww_file *file, uint64_t from, uint64_t size_bytes, bool is_exclusive,
                     OVERLAPPED *overlapped);
DWORD mww_lock_cancel(mww_file *file, OVERLAPPED *overlapped);
void mww_lock_closed(mww_file *file);
/* 0, or ERROR_LOCK_VIOLATION: another handle has these bytes locked. */
DWORD mww_lock_check(mww_file *file, uint64_t offset, uint64_t size_bytes, bool writes);

/* ---- paths (path.c, path_text.c) ------------------------------------------------ */

/* Windows' spelling in, Linux's out; 0 or the last error. */
DWORD mww_path_from_a(LPCSTR given, char out[PATH_MAX]);
DWORD mww_path_from_w(LPCWSTR given, char out[PATH_MAX]);
/* The same without looking at the disk: no search without case. any_name: also
 * what is in no name, such as wildcards. */
DWORD mww_path_spell(const char *given, char out[PATH_MAX], bool any_name,
                     bool *out_ends_in_slash);
/* Replaces what is not there as spelled by what is, if only the case differs. */
void mww_path_find_case(char path[PATH_MAX]);
/* Windows tells a missing file from a missing directory on the way to it. */
DWORD mww_path_error(const char *path, int number);
/* "C:\dir\file" of an absolute path of Linux; false: too long. */
bool mww_path_to_windows(const char *path, char out[PATH_MAX]);
/* The absolute, Windows' form of what a program gave, existing or not. */
DWORD mww_path_full(const char *given, char out[PATH_MAX]);

typedef enum mww_device {
        MWW_NO_DEVICE,
        MWW_NUL,
        MWW_CON,
        MWW_CONIN,
        MWW_CONOUT,
        MWW_PIPE,          /* \\.\pipe\name                                  */
        MWW_MAILSLOT,      /* \\.\mailslot\name, and \\*\mailslot\name        */
        MWW_OTHER_DEVICE,  /* \\.\name, COM1, PRN ...: there are none        */
} mww_device;
/* What a file name that is a device's stands for. */
mww_device mww_path_device(const char *given);
/* How much of a name without directories is the device's: "nul: .txt" is "nul". */
size_t mww_path_device_length(const char *name);
/* Behind `\\?\` or `\\.\`; given itself without one. */
const char *mww_path_behind_prefix(const char *given);

/* Text of an A function's caller for the W functions; NULL stays NULL. False
 * and ERROR_FILENAME_EXCED_RANGE if it doesn't fit. */
bool mww_bytes_of_wide(LPCWSTR wide, char out[PATH_MAX], LPCSTR *out_text);
/* As GetCurrentDirectory and its kin give text: its length, or with a buffer
 * that is too small the room it needs, the end included. */
DWORD mww_give_a(const char *text, LPSTR out, DWORD room);
DWORD mww_give_w(const char *text, LPWSTR out, DWORD room);
/* UTF-16 units, without the end; out gets at most room units. */
size_t mww_wide_of_bytes(const char *text, LPWSTR out, size_t room);

/* find_match.c: does Windows' pattern stand for the name? */
bool mww_name_matches(const char *pattern, const char *name);

/* ---- what is known of a file (file_facts.c) ------------------------------------- */

typedef struct mww_facts {
        DWORD    attributes; /* FILE_ATTRIBUTE_x */
        FILETIME created;
        FILETIME accessed;
        FILETIME written;
        FILETIME changed;
        uint64_t size_bytes;
        uint64_t used_bytes;
        uint64_t id;
        uint64_t volume;
        DWORD    links;
        bool     is_link;
} mww_facts;
DWORD mww_facts_of_path(const char *path, mww_facts *out_facts);
DWORD mww_facts_of_descriptor(int descriptor, mww_facts *out_facts);
DWORD mww_set_attributes(const char *path, DWORD attributes);
DWORD mww_set_sparse(int descriptor, bool is_sparse);
DWORD mww_set_times(const char *path, const FILETIME *created, const FILETIME *accessed,
                    const FILETIME *written);
/* A path that reaches an open file, whatever its name is now. */
void mww_descriptor_path(int descriptor, char out[64]);

static inline FILETIME mww_filetime(uint64_t ticks)
{
        FILETIME time = { (DWORD) ticks, (DWORD) (ticks >> 32) };

        return time;
}
static inline uint64_t mww_ticks(const FILETIME *time)
{
        return (uint64_t) time->dwHighDateTime << 32 | time->dwLowDateTime;
}

#endif
