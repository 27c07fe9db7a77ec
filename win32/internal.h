/* SPDX-License-Identifier: MIT */
/* internal.h — what the files of the windows.h layer share.
 *
 * A HANDLE is a number, four times the index of a slot in the process's table.
 * The slot says which object, with which rights. Several slots may share one
 * object (DuplicateHandle), which counts them; and a call that uses an object
 * pins the slot, so that CloseHandle in another thread takes the number away
 * at once but the object only when that call is done.
 *
 *      number --slot--> rights, marks, object --> mapwire's handle
 *
 * Each kind of object has a class: its rights and how it is waited for and
 * ended. A file that makes a kind (event.c, file.c ...) owns its class.
 *
 * Where is what:
 *
 *      objects/    handles, names, events, mutexes, semaphores, timers, sections, waits
 *      memory/     views, virtual memory, heaps
 *      threads/    threads, their locks, fibers, exceptions
 *      pool/       pools of threads, timer queues, registered waits
 *      processes/  processes, jobs, what is inherited, the environment, libraries, censuses
 *      files/      files, directories, paths, completion ports, initialisation files
 *      pipes/      anonymous and named pipes, mailslots
 *      console/    the console as a terminal, message boxes
 *      crt/        the C run-time's names; wide_* once more for characters of 16 bits
 *      text/       code pages, letters, messages, dates as text
 *      security/   descriptors, lists, identifiers, tokens
 *      system/     errors, clocks, the machine
 *      include/    the headers that programs include
 *
 * Errors. Functions inside return Windows' numbers, 0 for success; only the
 * public functions set the last error, through mww_fail() and mww_done().
 */
#ifndef MWW_INTERNAL_H
#define MWW_INTERNAL_H

#include <windows.h>

#include <mapwire/mapwire.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define MWW_GRANULARITY_BYTES 65536u
#define MWW_PAGE_BYTES        4096u

/* Where a program's addresses end. */
#if UINTPTR_MAX > 0xFFFFFFFFu
#  define MWW_ADDRESS_LIMIT ((uintptr_t) 0x7ffffffff000)
#else
#  define MWW_ADDRESS_LIMIT ((uintptr_t) 0xfffff000)
#endif

typedef struct mww_object mww_object;

/* What the objects of one kind have in common. */
typedef struct mww_class {
        DWORD all_access;      /* every right that the kind knows                */
        DWORD also_valid;      /* rights that are legal but not in all_access    */
        DWORD generic_read;    /* what the generic rights stand for              */
        DWORD generic_write;
        DWORD generic_execute;
        mw_object *(*waitable)(mww_object *object); /* NULL: can't be waited for */
        void (*destroy)(mww_object *object);
        void (*closed)(mww_object *object); /* a handle was closed; NULL: no matter */
} mww_class;

/* First member of every kind. */
struct mww_object {
        const mww_class *class;
        atomic_uint      reference_count;
};

extern const mww_class mww_event_class;
extern const mww_class mww_mutex_class;
extern const mww_class mww_semaphore_class;
extern const mww_class mww_timer_class;
extern const mww_class mww_section_class;
extern const mww_class mww_file_class;
extern const mww_class mww_process_class;
extern const mww_class mww_thread_class;
extern const mww_class mww_port_class;
extern const mww_class mww_job_class;
extern const mww_class mww_snapshot_class;

/* object.c: room for an object, not cleared; NULL without memory. And room given back. */
void *mww_object_room(size_t size_bytes);
void mww_object_free(mww_object *object, size_t size_bytes);

/* Gives size_bytes of zeroed memory that begins with a mww_object, counted once; NULL
 * without memory. Inline: the compiler knows the size, and clears it by some stores. */
static inline void *mww_object_new(const mww_class *class, size_t size_bytes)
{
        mww_object *object = mww_object_room(size_bytes);

        if (!object)
                return NULL;
        object->class = class;
        atomic_init(&object->reference_count, 1);
        memset(object + 1, 0, size_bytes - sizeof *object);
        return object;
}

/* object.c: counting. */
mww_object *mww_object_ref(mww_object *object);
void mww_object_unref(mww_object *object);

/* object.c: the rights that a request amounts to, in a class.
 * mww_access_any() is for duplicates and creations, where 0 is a legal request;
 * mww_access_open() refuses it. Both return 0, or the last error. */
DWORD mww_access_any(const mww_class *class, DWORD wanted, DWORD *out_access);
DWORD mww_access_open(const mww_class *class, DWORD wanted, DWORD *out_access);

/* handle.c: a slot in use by a call. */
typedef struct mww_pin {
        struct mww_slot *slot;
        mww_object      *object;
        DWORD            access;
} mww_pin;

/* Takes over the caller's reference, also when it fails (NULL: no memory). */
HANDLE mww_handle_new(mww_object *object, DWORD access, bool inherit);
bool mww_handle_pin(HANDLE handle, mww_pin *out_pin);
void mww_handle_unpin(const mww_pin *pin);
bool mww_pin_is_open(const mww_pin *pin); /* false: the handle was closed meanwhile */
bool mww_handle_is_protected(HANDLE handle); /* from CloseHandle */
DWORD mww_handle_count(void);               /* that are open    */

/* For a child process: the handles that it inherits, each with a reference to its
 * object; to be freed. And making them there, with the same values, while it begins:
 * each place, which takes a reference of its own, and then placed, once. */
typedef struct mww_handle_entry {
        HANDLE      handle;
        mww_object *object;
        DWORD       access;
        DWORD       marks; /* HANDLE_FLAG_x */
} mww_handle_entry;
size_t mww_handle_list_inheritable(mww_handle_entry **out_entries);
bool mww_handle_place(const mww_handle_entry *entry);
void mww_handle_placed(void);

/* Pins a handle of one kind that has the needed rights. 0, or the last error:
 * ERROR_INVALID_HANDLE, ERROR_ACCESS_DENIED. */
DWORD mww_handle_pin_as(HANDLE handle, const mww_class *class, DWORD needed, mww_pin *out_pin);
/* The same for a call that runs nobody else's code and makes no thread: while there is one
 * thread, nobody can close the handle meanwhile, and nothing is pinned. Ends with unuse. */
DWORD mww_handle_use_as(HANDLE handle, const mww_class *class, DWORD needed, mww_pin *out_pin);
/* And for the quickest: NULL if there is anything in the way, more threads too. */
mww_object *mww_handle_peek(HANDLE handle, DWORD needed);
static inline void mww_handle_unuse(const mww_pin *pin)
{
        if (pin->slot)
                mww_handle_unpin(pin);
}

/* GetCurrentProcess(), GetCurrentThread(), and -1 as 32-bit programs spell it. */
#define MWW_CURRENT_PROCESS ((HANDLE) (LONG_PTR) -1)
#define MWW_CURRENT_THREAD  ((HANDLE) (LONG_PTR) -2)
static inline bool mww_is_current_process(HANDLE handle)
{
        return handle == MWW_CURRENT_PROCESS || (uintptr_t) handle == 0xFFFFFFFFu;
}
static inline bool mww_is_current_thread(HANDLE handle)
{
        return handle == MWW_CURRENT_THREAD || (uintptr_t) handle == 0xFFFFFFFEu;
}

/* error.c */
#define MWW_COLD __attribute__((cold))      /* out of the way of what is quick             */
MWW_COLD BOOL mww_fail(DWORD error);        /* sets the last error; FALSE                  */
MWW_COLD HANDLE mww_fail_handle(DWORD error);   /* the same; NULL                          */
MWW_COLD DWORD mww_error_of_result(int result); /* mapwire's number as Windows'            */
HANDLE mww_done(HANDLE handle, int result); /* last error of a Create: 0, 183, no memory 8 */
DWORD mww_error_of_errno(int number);

/* name.c: a name as mapwire takes it. Not to be copied: text may point into room. */
typedef struct mww_name {
        bool is_null;     /* no name was given                              */
        bool is_empty;    /* "": unnamed for Create, not to be found by Open */
        const char *text; /* "" without a name; else what was given, or room */
        size_t bytes;     /* of text                                        */
        char room[sizeof "Global\\" + MW_NAME_MAX_BYTES + 64]; /* prefixes that go, too */
} mww_name;

/* 0, or the last error for a malformed name. */
DWORD mww_name_from_a(LPCSTR given, mww_name *out_name);
DWORD mww_name_from_w(LPCWSTR given, mww_name *out_name);
DWORD mww_name_check_open(const mww_name *name); /* what Open says to NULL and "" */
static inline const char *mww_name_or_null(const mww_name *name)
{
        return name->is_null || name->is_empty ? NULL : name->text;
}

/* text.c: UTF-16 to UTF-8; lone surrogates become three bytes of their own, so
 * that different names stay different. False: it does not fit. */
bool mww_utf8_from_utf16(LPCWSTR wide, char *out, size_t capacity_bytes);

/* A lock that a fork in another thread can't leave locked in the child. */
#define MWW_LOCK(name)                                                                      \
        static pthread_mutex_t name = PTHREAD_MUTEX_INITIALIZER;                            \
        static void name##_take(void) { pthread_mutex_lock(&name); }                        \
        static void name##_give(void) { pthread_mutex_unlock(&name); }                      \
        __attribute__((constructor)) static void name##_across_fork(void)                   \
        {                                                                                   \
                pthread_atfork(name##_take, name##_give, name##_give);                      \
        }

static inline bool mww_wants_inherit(const SECURITY_ATTRIBUTES *attributes)
{
        return attributes && attributes->bInheritHandle;
}

/* backing.c: marks a disk file as mapped, for all processes, so that none cuts
 * it below that size (ERROR_USER_MAPPED_FILE). new opens the file once more. */
typedef struct mww_backing mww_backing;
mww_backing *mww_backing_new(int descriptor, uint64_t size_bytes, bool can_write);
mww_backing *mww_backing_ref(mww_backing *backing);
void mww_backing_unref(mww_backing *backing);
int mww_backing_descriptor(const mww_backing *backing);
bool mww_backing_forbids(int descriptor, uint64_t new_size_bytes);

/* Each kind's file: an object around mapwire's handle, which it takes over, also when it
 * fails (NULL: no memory). */
mww_object *mww_event_wrap(mw_event *event);
mww_object *mww_mutex_wrap(mw_mutex *mutex);
mww_object *mww_semaphore_wrap(mw_semaphore *semaphore);
mww_object *mww_timer_wrap(mw_timer *timer);

/* section.c: a section is what CreateFileMapping makes. */
typedef struct mww_section {
        mww_object   base;
        mw_mapping  *mapping;
        uint64_t     size_bytes; /* of the mapping                                   */
        mww_backing *backing;    /* NULL: memory                                     */
        DWORD        protect;    /* PAGE_x: the most that a view may be              */
        DWORD        kind;       /* SEC_COMMIT or SEC_RESERVE; SEC_FILE: a disk file */
        bool         can_write;  /* mapping was opened for writing                   */
} mww_section;

/* A section without a mapping yet; NULL without memory. */
mww_section *mww_section_new(void);

/* A section like this one whose mapwire handle may write; NULL + *out_error. */
mww_section *mww_section_reopen(mww_section *section, DWORD *out_error);

/* file.c, file.h: whatever ReadFile and WriteFile take. */
typedef struct mww_file {
        mww_object base;
        const struct mww_file_kind *kind;
        int        descriptor;
        DWORD      flags;           /* FILE_FLAG_x, MWW_FILE_x                   */
        void      *own;             /* the kind's                               */
        _Atomic(struct mww_locks *) locks; /* of LockFile; NULL: there were none */
        _Atomic(mw_event *) always; /* what a wait on the file waits for        */
        _Atomic(struct mww_io_listener *) listener; /* NULL: nobody waits for its I/O */
        bool       is_deleted_later; /* under file.c's lock, like the next      */
        struct mww_file *next_deleted;
} mww_file;

/* thread.c: real handles of this process and thread, for DuplicateHandle. */
mww_object *mww_process_object(void);
mww_object *mww_thread_object(void);

/* clock.c */
int64_t mww_deadline_ns(DWORD milliseconds);

/* timer.c: Windows' due time on our clock: 100 ns, negative from now, else since 1601. */
int64_t mww_due_of(int64_t ticks);

/* wait.c: pins a handle and gives what to wait for; 0 or the last error. */
DWORD mww_pin_to_wait(HANDLE handle, mww_pin *out_pin, mw_object **out_object);

/* library.c: one count more of a loaded module; false: it isn't one. */
bool mww_library_hold(HMODULE module);

/* protect.c: whether a guard page was touched, which is none from then on. */
bool mww_guard_trip(const void *address);

#endif
