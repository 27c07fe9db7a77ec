/* SPDX-License-Identifier: MIT */
/* os.h — what an operating system must give us.
 *
 * Rules for every function: it returns 0 or MW_E…; errno stays for a message;
 * it never logs; out-parameters are written on success only; a signal never
 * surfaces as an error; descriptors are not inherited by programs that we
 * start. Files and directories are small numbers, -1 is none.
 */
#ifndef MWI_OS_H
#define MWI_OS_H

#include <stddef.h>
#include <stdint.h>

#include <mapwire/base.h>

/* ---- files --------------------------------------------------------------- */

enum { MWI_READ = 1, MWI_WRITE = 2, MWI_NEW = 4 };

struct mwi_os_stat {
        uint64_t device, inode;
        uint64_t size_bytes, used_bytes;
        uint32_t links, owner, mode;
        uint8_t  is_regular, is_directory, is_sticky;
};

/* Open `file` of a directory, never through a symbolic link (MW_EUNTRUSTED) and
 * never blocking on a FIFO. how: MWI_READ, or MWI_READ | MWI_WRITE. */
int mwi_os_open_at(int directory, const char *file, int how, int *out_file);

/* Make a file in a directory that has no name yet, with this mode whatever the
 * umask; and give it one, or say MW_EEXIST. Without one it ends with us. */
int mwi_os_open_nameless(int directory, uint32_t mode, int *out_file);
int mwi_os_give_name(int file, int directory, const char *name);

/* Open a path as any program would; MWI_NEW makes it, or says MW_EEXIST. Never
 * blocks: what is no regular file is for the caller to refuse. */
int  mwi_os_open_path(const char *path, int how, int *out_file);
void mwi_os_unlink(const char *path);

/* A file of memory without a name, of this size for ever; its space is reserved
 * unless `lazy`. label: what people see in /proc. */
int mwi_os_open_memory(const char *label, uint64_t size_bytes, int lazy, int *out_file);

/* Can't it become shorter or longer any more, whoever has it? */
int mwi_os_is_fixed(int file);

int  mwi_os_duplicate(int file, int *out_file);
void mwi_os_move(int file, int onto); /* `onto` becomes `file`, in one step               */
void mwi_os_close(int file);
int  mwi_os_stat(int file, struct mwi_os_stat *out_stat);
int  mwi_os_stat_path(const char *path, struct mwi_os_stat *out_stat);
int  mwi_os_stat_at(int directory, const char *file, struct mwi_os_stat *out_stat);
int  mwi_os_unlink_at(int directory, const char *file);

/* Is it kept in memory, so that memory is what its space is made of? */
int mwi_os_is_memory(int file);

/* What this descriptor allows, of MWI_READ and MWI_WRITE: a caller's own can have
 * any rights. */
int mwi_os_rights(int file);

/* Read or write exactly this much at a position, never by a mapping. */
int mwi_os_read(int file, uint64_t offset_bytes, void *out_data, size_t size_bytes);
int mwi_os_write(int file, uint64_t offset_bytes, const void *data, size_t size_bytes);

/* Make the file this long; what is new reads zero and has no space yet. */
int mwi_os_resize(int file, uint64_t size_bytes);

/* Give every byte of the range its space, growing the file if need be: what
 * returned 0 never raises SIGBUS for want of space. */
int mwi_os_reserve(int file, uint64_t offset_bytes, uint64_t size_bytes);

/* The absolute path of an open file. */
int mwi_os_path_of(int file, char *out_path, size_t room);

/* ---- directories --------------------------------------------------------- */

/* Make a directory for us alone (0700); open it to all, each for his own files (1777). */
int  mwi_os_make_directory(const char *path);
void mwi_os_open_to_all(const char *path);
int  mwi_os_open_directory(const char *path, int *out_directory);
void mwi_os_remove_directory(const char *path);

/* Call `each` with every file name; a negative return ends it. */
int mwi_os_list(int directory, int (*each)(void *context, const char *file), void *context);

/* ---- locks --------------------------------------------------------------- */
/* A lock belongs to the open file, not to the process, and lasts until the last
 * descriptor and the last mapping of that open file are gone, kill -9 included. */

/* exclusive 0: shared. MW_EBUSY when the deadline passes first. */
int  mwi_os_lock(int file, uint64_t byte, int exclusive, int64_t deadline_ns);
void mwi_os_unlock(int file, uint64_t byte);

/* 1: some other open file has a lock on the byte; 0: none; or an error. */
int mwi_os_is_locked(int file, uint64_t byte);

/* ---- memory -------------------------------------------------------------- */

enum {
        MWI_MAP_NONE = 0,
        MWI_MAP_READ = 1,
        MWI_MAP_WRITE = 2,
        MWI_MAP_COPY = 4,
        MWI_MAP_EXECUTE = 8
};

/* Map a part of a file, shared (or private: COPY). The file must be that long.
 * at: NULL, or where (MW_EADDRESS if something is there). align: the address's
 * multiple, 0 = a page's. */
int  mwi_os_map(int file, uint64_t offset_bytes, size_t size_bytes, int rights, void *at,
                size_t align, void **out_address);
void mwi_os_unmap(void *address, size_t size_bytes);

/* Zero memory that this process and its forked children share. */
int mwi_os_map_shared(size_t size_bytes, void **out_address);

/* Put private zero memory in place of what is mapped there, in one step: a
 * thread that still uses it is not disturbed. Async-signal-safe. MW_ELIMIT when
 * the process has too many mappings for that. */
int mwi_os_replace(void *address, size_t size_bytes);

/* A forked child shall not have this range, nor the lock that hangs on it. */
void mwi_os_keep_from_children(void *address, size_t size_bytes);

/* Write a mapped range to its file. */
int mwi_os_sync(void *address, size_t size_bytes);

size_t mwi_os_page_bytes(void);

/* Call `handler` on SIGBUS; what it returns 0 for goes to the handler before. */
void mwi_os_on_bus_error(int (*handler)(void *address));

/* ---- sleeping ------------------------------------------------------------ */

/* A word to sleep on, and the value that lets us. */
struct mwi_word {
        _Atomic uint32_t *word;
        uint32_t value;
};

/* Sleep while the word has the value, until a wake or the deadline. Any return
 * means: look again. 0: the deadline passed; 1: anything else. */
int mwi_os_sleep(const struct mwi_word *word, int64_t deadline_ns);

/* The same on up to 128 words at once. Returns the index of a word that was
 * woken, or -1. Needs mwi_os_can_sleep_many(). */
int mwi_os_sleep_many(const struct mwi_word *words, uint32_t count, int64_t deadline_ns);

/* 0 before Linux 5.16, in some sandboxes, and when MAPWIRE_NO_WAITV is set. */
int mwi_os_can_sleep_many(void);

/* Wake all who sleep on the word. MW_ECORRUPT: a hostile sleeper prevents it. */
int mwi_os_wake_all(_Atomic uint32_t *word);

/* Clear the bits of MW_W | MW_H and wake all sleepers, in one step of the
 * kernel that kill -9 can't split. Async-signal-safe; errno is kept. */
int mwi_os_flush(_Atomic uint32_t *word);

/* Sleeping and waking within this process only. */
void mwi_os_sleep_private(_Atomic uint32_t *word, uint32_t value, int64_t deadline_ns);
void mwi_os_wake_private(_Atomic uint32_t *word);

/* ---- threads and processes ----------------------------------------------- */

/* A word of shared memory that the kernel marks when the calling thread ends.
 *
 *   mwi_os_mourn_begin(word)   from here on, dying marks it if it holds our id
 *   mwi_os_mourn_value()       what to store into it: our id, and "wake one"
 *   mwi_os_mourn_end(word)     it hangs on the thread's list from now on
 *   mwi_os_mourn_leave(word)   the same as dying, for a thread that lives on: the
 *                              word is dead, its sleepers are woken
 *
 * The word lies in a slot of 64 bytes, at offset 16, of which the bytes from 20
 * on are the list's own. 0, or MW_ENOTSUP. */
int      mwi_os_mourn_begin(_Atomic uint32_t *word);
uint32_t mwi_os_mourn_value(void);
void     mwi_os_mourn_end(_Atomic uint32_t *word);
void     mwi_os_mourn_leave(_Atomic uint32_t *word);

/* Does such a word say that its thread has ended (or never was)? */
int mwi_os_is_dead_word(uint32_t value);

/* While set, dying wakes one sleeper of this word, whose value must be 0.
 * NULL ends it. */
void mwi_os_on_death_wake(_Atomic uint32_t *word);

uint32_t mwi_os_user(void);
uint32_t mwi_os_process(void);
uint32_t mwi_os_processors(void);
uint64_t mwi_os_random(void);
int64_t  mwi_os_unix_ns(void);
void     mwi_os_yield(void);
void     mwi_os_nap(int64_t ns);

/* Call `each` with every process that has the file mapped, as far as we may see. */
void mwi_os_holders(uint64_t device, uint64_t inode,
                    void (*each)(void *context, uint32_t pid, const char *command), void *context);

/* An environment variable, ignored in programs with raised rights. */
const char *mwi_os_setting(const char *name);

#endif
