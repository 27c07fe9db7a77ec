/* SPDX-License-Identifier: MIT */
/* support.h — what the table of Win32 rules needs beside windows.h.
 *
 * One source, two programs: natively it runs through mapwire's windows.h layer,
 * and as a Windows program, compiled by mingw-w64, under Wine. So the table is
 * itself checked against a second implementation. Threads and processes, which
 * the two make differently, are behind the functions here; the rules' own files
 * use nothing but windows.h and the C library.
 *
 * A row is one numbered rule and one condition:
 *
 *      ROW("10.3 a manual event stays set", WaitForSingleObject(e, 0) == WAIT_OBJECT_0);
 *
 * Where Wine is known to differ from Windows, the row says what Wine does, and
 * that is accepted when Wine runs it, and only then.
 */
#ifndef MWT_SUPPORT_H
#define MWT_SUPPORT_H

#include "windows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#  define WIDE(quote) L##quote
#else
#  define WIDE(quote) u##quote
#endif

#define MARK 0xdeadbeef /* a last error that no function sets */

/* What is as wide as a pointer. */
#define IS_64_BIT (sizeof(void *) == 8)

/* Counts a row; prints it when it fails, and always with -v. */
void row(const char *rule, int passed, int accepted, const char *file, int line);
#define ROW(rule, condition) row(rule, (condition) != 0, 0, __FILE__, __LINE__)
#define ROW_OR_WINE(rule, windows, wine)                                                    \
        do {                                                                                \
                int passed_ = (windows) != 0;                                               \
                row(rule, passed_, !passed_ && on_wine && (wine), __FILE__, __LINE__);      \
        } while (0)

/* A row that can't run here; its number has been thought of. */
void skip(const char *rule, const char *reason);
void note_number(const char *rule); /* rules_numbers.c: which rules have rows */

/* The call fails and the last error becomes code. */
#define FAILS(call, code) (SetLastError(MARK), !(call) && GetLastError() == (code))
/* The call gives no handle and the last error becomes code; if it gives one,
 * that is closed, so that no later row meets its name. */
#define REFUSED(call, code) (SetLastError(MARK), refused(call, code))
int refused(HANDLE handle, DWORD code);
/* The call succeeds and the last error becomes code. */
#define SETS(call, code) (SetLastError(MARK), (call) && GetLastError() == (code))
/* The call succeeds and leaves the last error alone. */
#define LEAVES(call) SETS(call, MARK)
/* The wait returns result and leaves the last error alone. */
#define WAITS(call, result) (SetLastError(MARK), (call) == (result) && GetLastError() == MARK)
/* The wait fails, with code. */
#define WAIT_FAILS(call, code)                                                                     \
        (SetLastError(MARK), (call) == WAIT_FAILED && GetLastError() == (code))

long long clock_us(void);     /* a clock finer than ticks */
/* GetTickCount64 grows by so much within 5 s. (Wine's server moves it on, when it can.) */
int ticks_pass(ULONGLONG milliseconds);
int can_execute_views(void); /* 0: the objects' file system forbids it */
int runs_on_wine(void);
int runs_natively(void); /* through mapwire's layer */
void end_at_a_crash(void); /* without a dialogue or a debugger */
extern int on_wine;    /* this is a Windows program, and Wine runs it */
extern int is_verbose;

/* A name that only this run uses; valid for the next 16 calls. */
const char *unique(const char *stem);
/* A file name in the working directory, likewise. */
const char *unique_file(const char *stem);

/* An anonymous mapping of so many bytes, and a file with so many bytes 'a'. */
HANDLE memory_section(const char *name, DWORD size_bytes);
void make_file(const char *path, DWORD size_bytes);
HANDLE open_file(const char *path, DWORD access);

/* Threads. */
typedef struct thread thread;
thread *thread_start(void (*body)(void *), void *argument);
void thread_join(thread *started);

/* A thread that waits for up to two handles and notes what came. */
typedef struct waiter {
        HANDLE        handles[2];
        DWORD         count;
        BOOL          all;
        DWORD         milliseconds;
        volatile LONG state;  /* 1: about to wait; 2: done */
        DWORD         result;
        thread       *thread;
} waiter;
void waiter_start(waiter *one, HANDLE handle, DWORD milliseconds);
void waiter_start_two(waiter *one, HANDLE first, HANDLE second, BOOL all, DWORD milliseconds);
int waiter_is_done(waiter *one);
void waiter_join(waiter *one);
int waiters_done(waiter *many, int count);
/* Until started waiters are asleep: seen, where the system shows it; time enough elsewhere. */
void settle(void);

/* Another process of this program: it runs peer_main(role, argument). */
typedef struct peer peer;
peer *peer_start(const char *role, const char *argument);
int peer_end(peer *started, DWORD *out_exit_code); /* 1: it ended by itself; 0: crashed */
void peer_kill(peer *started);
int peer_main(const char *role, const char *argument);
/* This program's file; and what it does as a child of CreateProcess ("child ..."). */
const char *own_path(void);
int child_main(int argument_count, char **arguments);
/* Starts it as "child TEXT" by CreateProcess, which is told the rest. */
int spawn_with(const char *text, BOOL inherits, DWORD flags, void *environment,
               const char *directory, STARTUPINFOA *startup);
int spawn(const char *text, BOOL inherits);
extern PROCESS_INFORMATION spawned; /* the last one that was started */
DWORD ended(void);                  /* waits for it; its exit code */
int file_peer(const char *role, const char *argument); /* rules_share.c's roles */

long atomic_add(volatile LONG *value, LONG add); /* the new value */
LONG atomic_get(volatile LONG *value);

/* The groups of rules, a file each. */
void rules_types(void);
void rules_handles(void);
void rules_names(void);
void rules_sections(void);
void rules_files(void);
void rules_share(void);
void rules_find(void);
void rules_watch(void);
void rules_exec(void);
void rules_sparse(void);
void rules_paths(void);
void rules_copy(void);
void rules_io(void);
void rules_descriptors(void);
void rules_views(void);
void rules_memory(void);
void rules_virtual(void);
void rules_heaps(void);
void rules_locks(void);
void rules_clocks(void);
void rules_messages(void);
void rules_lifetime(void);
void rules_events(void);
void rules_waits(void);
void rules_mutexes(void);
void rules_semaphores(void);
void rules_timers(void);
void rules_processes(void);
void rules_threads(void);
void rules_spawn(void);
void rules_inherit(void);
void rules_pipes(void);
void rules_ports(void);
void rules_fibers(void);
void rules_text(void);
void rules_crt(void);
void rules_crt_more(void);
void rules_wide(void);
void rules_wild(void);
void rules_security(void);
void rules_codes(void);
void rules_numbers(void); /* the last */
void rules_pool(void);
void rules_pool_own(void);
void rules_pool_io(void);
void rules_times(void);
void rules_system(void);
void rules_locale(void);
void rules_jobs(void);
void rules_mailslots(void);
void rules_later(void);
void rules_profiles(void);
void rules_census(void);

#endif
