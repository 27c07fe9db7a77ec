/* SPDX-License-Identifier: MIT */
/* base.h — what every mapwire header needs: version, results, names, time.
 *
 * Results. Every call that can fail returns int: negative = it failed and
 * nothing changed; 0 = done; positive = done, and there is something you must
 * know (MW_CREATED, MW_ABANDONED). mw_strerror() says what a number means;
 * mw_last_error() says what went wrong just now, with which object, and what
 * to do about it:
 *
 *      if (mw_event_open("ready", 0, NULL, &ready) < 0) {
 *              fprintf(stderr, "%s\n", mw_last_error());
 *              return 1;
 *      }
 *
 * Names. "cam" and "Local\\cam" are one object of this user; "Global\\cam" is
 * another, of this machine. Letter case counts. Any byte but backslash may
 * follow the prefix, 1 to MW_NAME_MAX_BYTES of them. All kinds of object share
 * one namespace. NULL or "" makes an unnamed object of this process and of the
 * children that it forks.
 *
 * Lifetime. A name lives exactly as long as some process holds the object;
 * the kernel ends it when the last holder ends, kill -9 included.
 *
 * Threads. Any handle may be used from any thread at once, unless a function
 * says otherwise. Closing a handle that another thread still uses is a fault
 * of the program, as with free().
 *
 * Fork. A child inherits its parent's objects and keeps them alive. Programs
 * started by exec inherit nothing.
 */
#ifndef MAPWIRE_BASE_H
#define MAPWIRE_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#  if defined(MW_BUILDING)
#    define MW_API __declspec(dllexport)
#  elif defined(MW_STATIC)
#    define MW_API
#  else
#    define MW_API __declspec(dllimport)
#  endif
#else
#  define MW_API __attribute__((visibility("default")))
#endif

#define MW_VERSION_MAJOR 0
#define MW_VERSION_MINOR 1
#define MW_VERSION_PATCH 0
#define MW_VERSION "0.1.0"

/* Results that are not failures. */
enum {
        MW_OK        = 0,
        MW_CREATED   = 1, /* the object did not exist; this call made it                  */
        MW_ABANDONED = 2  /* you own the mutex; its last owner ended without unlocking it */
};

/* Failures: number and meaning, stable for ever, equal on every system. */
#define MW_ERRORS(X)                                                                        \
        X(EINVAL,    -1,  "an argument is outside its documented range")                    \
        X(ENAME,     -2,  "the name is malformed")                                          \
        X(ETIMEDOUT, -3,  "the deadline passed")                                            \
        X(ECORRUPT,  -4,  "the shared bytes contradict the format")                         \
        X(EFORMAT,   -5,  "made by an incompatible version or build")                       \
        X(EFORKED,   -6,  "the handle belongs to the parent process")                       \
        X(ENOTFOUND, -7,  "no such object")                                                 \
        X(EEXIST,    -8,  "the object exists already")                                      \
        X(EKIND,     -9,  "the name belongs to an object of another kind")                  \
        X(EACCES,    -10, "permission denied")                                              \
        X(EUNTRUSTED, -11, "the name is held by another user, who is not trusted")          \
        X(ENOSPC,    -12, "not enough space")                                               \
        X(ENOMEM,    -13, "not enough memory")                                              \
        X(ELIMIT,    -14, "a limit of the system or of mapwire is reached")                 \
        X(EBUSY,     -15, "another process is opening or closing this name and does not end") \
        X(ENOTOWNER, -16, "this thread does not own the mutex")                             \
        X(EFULL,     -17, "the semaphore would exceed its maximum")                         \
        X(EEMPTY,    -18, "the file is empty, so it cannot be mapped")                      \
        X(ECHANGED,  -19, "the file behind the mapping is no longer the one it was made on") \
        X(ELOST,     -20, "bytes of the mapping are gone: its file was truncated")          \
        X(EADDRESS,  -21, "no view at this address, or the address is taken")               \
        X(EALIGN,    -22, "the offset or address is not a multiple of 64 KiB")              \
        X(ENOTSUP,   -23, "this system cannot do it")                                       \
        X(EOS,       -99, "the operating system refused: see mw_os_error()")

enum {
#define MW_X(name, number, text) MW_##name = number,
        MW_ERRORS(MW_X)
#undef MW_X
        MW_ERRORS_END_ = -100
};

/* What an object is; the numbers are part of the format. */
enum {
        MW_KIND_MAPPING   = 1,
        MW_KIND_EVENT     = 2,
        MW_KIND_MUTEX     = 3,
        MW_KIND_SEMAPHORE = 4,
        MW_KIND_TIMER     = 5
};

/* Flags of the open functions. Each header says which of them it takes. */
enum {
        MW_CREATE       = 1 << 0, /* make the object if nobody has it                          */
        MW_EXCLUSIVE    = 1 << 1, /* with MW_CREATE: MW_EEXIST if somebody has it              */
        MW_READ_ONLY    = 1 << 2, /* the handle can't change a byte; the kernel sees to it     */
        MW_AUTO_RESET   = 1 << 3, /* event: a set releases exactly one waiter                  */
        MW_SIGNALLED    = 1 << 4, /* event: signalled from the start                           */
        MW_FOR_READERS  = 1 << 5, /* manual-reset event: may be waited on through MW_READ_ONLY */
        MW_LOCKED       = 1 << 6, /* mutex: the creating thread owns it from the start         */
        MW_LAZY         = 1 << 7, /* mapping: reserve no space now, see mw_mapping_commit()    */
        MW_EXECUTABLE   = 1 << 8  /* mapping and view: may hold code                           */
};

/* The limits that a program can meet; mapwire(7) lists them all. */
#define MW_NAME_MAX_BYTES    1024u              /* behind the prefix                */
#define MW_PATH_MAX_BYTES    2304u              /* path of a file behind a mapping  */
#define MW_WAIT_MAX_OBJECTS  64u
#define MW_SEMAPHORE_MAX     536870911u         /* 2^29 - 1                         */
#define MW_VIEW_GRANULARITY_BYTES 65536u

/* Rare settings of the open functions; NULL means the defaults.
 * Set by the initialiser, then fill in what you need. */
typedef struct mw_options {
        uint32_t struct_size; /* sizeof(mw_options); set by the initialiser              */
        uint32_t mode;        /* permission bits of a new Global\ object; 0 means 0600    */
} mw_options;
#define MW_OPTIONS_INIT { (uint32_t) sizeof(mw_options), 0 }

/* mw_version — the library's version, "major.minor.patch"
 *
 * Blocks   never.
 * Threads  any.
 * Returns  a constant. Compare with MW_VERSION, which is the header's.
 */
MW_API const char *mw_version(void);

/* mw_strerror — what a result means, in a few words
 *
 * Blocks   never.
 * Threads  any.
 * Returns  a constant; "unknown result" for a number that no call returns.
 */
MW_API const char *mw_strerror(int result);

/* mw_last_error — this thread's last failure: what, which object, what to do
 *
 * Blocks   never.
 * Threads  each thread has its own text, valid until its next failing call.
 * Returns  a text of one line, "" before the first failure. Time-outs are
 *          ordinary outcomes and leave it alone.
 */
MW_API const char *mw_last_error(void);

/* mw_os_error — the system's error number behind this thread's last failure
 *
 * Blocks   never.
 * Threads  any.
 * Returns  errno (Linux) or GetLastError() (Windows) as it was; 0 if the
 *          failure was mapwire's own finding.
 */
MW_API int mw_os_error(void);

/* Deadlines are points in time: nanoseconds of the monotonic clock. */
#define MW_NOW   ((int64_t) 0)
#define MW_NEVER INT64_MAX

/* mw_now_ns — the monotonic clock
 *
 * Units    nanoseconds; only differences mean something.
 * Blocks   never.
 * Threads  any.
 */
MW_API int64_t mw_now_ns(void);

/* mw_after_ns — the deadline that lies delay_ns from now
 *
 * Units    nanoseconds. Negative counts as 0; a sum past the end is MW_NEVER.
 * Blocks   never.
 * Threads  any.
 */
MW_API int64_t mw_after_ns(int64_t delay_ns);

#ifdef __cplusplus
}
#endif

#endif
