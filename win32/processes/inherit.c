/* SPDX-License-Identifier: MIT */
/* inherit.c — handles over exec: the parent's block, and the child that reads it.
 *
 * What it is. One memory file, whose number an environment variable tells. It begins
 * with the child's ticket (ticket.h), for its exit code; then come the command line as
 * the parent gave it, the objects, each as a parcel, and the handles: value, rights,
 * object. Handles to one object in the parent are handles to one object in the child.
 *
 * The descriptors of the parcels stay open over exec, in the child only: the parent
 * marks them so in the child's table, not in its own. They hold names, memory and files
 * until the child has its own; it reads the block before main, and before any thread.
 *
 * A program in between that doesn't know of us, a shell, passes all of it on. It may
 * have opened files under our numbers, so the variable tells the block's inode, too.
 *
 * If the parent dies on the way nothing is lost: what the child needs, it has. If the
 * child dies before it read the block, the kernel closes all.
 */
#include "inherit.h"

#include "command_line.h"
#include "files/file.h"
#include "objects/service.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAGIC UINT64_C(0x314b434f4c425757) /* "WWBLOCK1" */

typedef mww_block_head head;
typedef mww_inherited inherited;

static uint64_t rounded(uint64_t bytes)
{
        return (bytes + 7) & ~UINT64_C(7);
}

/* ---- the parent ------------------------------------------------------------------ */

static void keep(void *given, int32_t *descriptor)
{
        mww_block *block = given;

        block->kept[block->kept_count++] = *descriptor;
}

static int by_number(const void *one, const void *other)
{
        return *(const int *) one - *(const int *) other;
}

/* A parcel for each object, a line for each handle. */
static void pack_all(mww_handle_entry *entries, size_t count, mww_block *block, inherited *handles,
                     uint32_t *out_handles)
{
        uint32_t used = 0;

        for (size_t at = 0; at < count; at++) {
                uint64_t parcel = block->parcel_count;

                for (size_t before = 0; before < at; before++)
                        if (entries[before].object == entries[at].object) {
                                for (uint32_t made = 0; made < used; made++)
                                        if (handles[made].value ==
                                            (uint64_t) (uintptr_t) entries[before].handle)
                                                parcel = handles[made].parcel;
                                break;
                        }
                if (parcel == block->parcel_count) {
                        mww_parcel *next = &block->parcels[block->parcel_count];

                        /* What can't be sent, the child doesn't have. */
                        if (mww_parcel_pack(entries[at].object, next) != ERROR_SUCCESS) {
                                mww_parcel_close(next);
                                continue;
                        }
                        block->parcel_count++;
                }
                handles[used++] = (inherited){ (uint64_t) (uintptr_t) entries[at].handle,
                                               entries[at].access, entries[at].marks, parcel };
        }
        *out_handles = used;
}

/* The bytes, in one piece. */
static DWORD write_block(mww_block *block, const head *begin, const inherited *handles,
                         const char *line, const char *title, bool is_open)
{
        const struct {
                const void *data;
                size_t bytes;
        } parts[] = {
                { begin, sizeof *begin },
                { block->parcels, block->parcel_count * sizeof *block->parcels },
                { handles, begin->handle_count * sizeof *handles },
                { line, begin->line_bytes },
                { title, begin->title_bytes },
        };
        struct stat status;
        off_t at = 0;

        block->file = memfd_create("mapwire-win32", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        if (block->file < 0)
                return mww_error_of_errno(errno);
        for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
                if (pwrite(block->file, parts[part].data, parts[part].bytes, at) !=
                    (ssize_t) parts[part].bytes)
                        return ERROR_NOT_ENOUGH_MEMORY;
                at += (off_t) parts[part].bytes;
        }
        if (ftruncate(block->file, (off_t) begin->size_bytes) < 0 ||
            fcntl(block->file, F_ADD_SEALS, F_SEAL_SHRINK | (is_open ? 0 : F_SEAL_GROW)) < 0 ||
            fstat(block->file, &status) < 0)
                return mww_error_of_errno(errno);
        if (block->file < 3) { /* the child's own numbers */
                int higher = fcntl(block->file, F_DUPFD_CLOEXEC, 3);

                close(block->file);
                block->file = higher;
                if (higher < 0)
                        return mww_error_of_errno(errno);
        }
        snprintf(block->variable, sizeof block->variable, "%s=%d:%llu", MWW_BLOCK_VARIABLE,
                 block->file, (unsigned long long) status.st_ino);
        block->ticket = mww_map_ticket(block->file);
        return block->ticket ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

/* Leaves those that were chosen, in their order; false: one of those can't be inherited. */
static bool choose(const mww_handle_choice *choice, mww_handle_entry *entries, size_t *inout_count)
{
        size_t count = 0;
        bool can_all = true;

        if (!choice->handles)
                return true;
        for (size_t at = 0; at < choice->count; at++) {
                bool found = false;

                for (size_t other = 0; other < *inout_count && !found; other++)
                        found = entries[other].handle == choice->handles[at];
                can_all = can_all && found;
        }
        for (size_t at = 0; at < *inout_count; at++) {
                bool is_chosen = false;

                for (size_t other = 0; other < choice->count && !is_chosen; other++)
                        is_chosen = entries[at].handle == choice->handles[other];
                if (is_chosen)
                        entries[count++] = entries[at];
                else
                        mww_object_unref(entries[at].object);
        }
        *inout_count = count;
        return can_all;
}

DWORD mww_block_make(const char *command_line, const char *title, const mww_startup *startup,
                     const mww_handle_choice *choice, bool is_open, mww_block *out_block)
{
        mww_handle_entry *entries = NULL;
        size_t count = choice ? mww_handle_list_inheritable(&entries) : 0;
        bool can_all = !choice || choose(choice, entries, &count);
        inherited *handles = calloc(count + 1, sizeof *handles);
        head begin = { .magic = MAGIC, .startup = *startup };
        DWORD error = can_all ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER;

        *out_block = (mww_block){ .file = -1, .start_line = -1, .next_number = 3, .next_value = 4 };
        if (count > 0) /* they rise */
                out_block->next_value = (uintptr_t) entries[count - 1].handle + 4;
        out_block->parcels = calloc(count + 1, sizeof *out_block->parcels);
        out_block->kept = calloc(3 * (count + 1), sizeof *out_block->kept);
        if (can_all && handles && out_block->parcels && out_block->kept) {
                pack_all(entries, count, out_block, handles, &begin.handle_count);
                begin.parcel_count = (uint32_t) out_block->parcel_count;
                begin.line_bytes = (uint32_t) strlen(command_line) + 1;
                begin.title_bytes = (uint32_t) strlen(title) + 1;
                begin.size_bytes =
                        sizeof begin + out_block->parcel_count * sizeof *out_block->parcels +
                        begin.handle_count * sizeof *handles + begin.line_bytes + begin.title_bytes;
                begin.size_bytes = rounded(begin.size_bytes);
                error = write_block(out_block, &begin, handles, command_line, title, is_open);
        }
        if (!error) {
                for (size_t at = 0; at < out_block->parcel_count; at++)
                        mww_parcel_each(&out_block->parcels[at], keep, out_block);
                out_block->kept[out_block->kept_count++] = out_block->file;
                qsort(out_block->kept, out_block->kept_count, sizeof *out_block->kept, by_number);
        }
        for (size_t at = 0; at < count; at++)
                mww_object_unref(entries[at].object);
        free(entries);
        free(handles);
        if (error)
                mww_block_close(out_block);
        return error;
}

void mww_block_release(mww_block *block)
{
        for (size_t at = 0; at < block->parcel_count; at++)
                mww_parcel_close(&block->parcels[at]);
        block->parcel_count = 0;
}

void mww_block_close(mww_block *block)
{
        mww_block_release(block);
        free(block->parcels);
        free(block->kept);
        block->parcels = NULL;
        block->kept = NULL;
        block->kept_count = 0;
}

/* ---- the child ------------------------------------------------------------------- */

static bool has_block;
static mww_startup own_startup;
static char *own_title;

static void close_on_exec(void *unused, int32_t *descriptor)
{
        fcntl(*descriptor, F_SETFD, FD_CLOEXEC);
}

/* The file of the variable, if it still is what the parent meant. */
static int find_block(void)
{
        const char *value = secure_getenv(MWW_BLOCK_VARIABLE);
        unsigned long long inode;
        struct stat status;
        int file;

        if (!value || sscanf(value, "%d:%llu", &file, &inode) != 2 || file < 3 ||
            fstat(file, &status) < 0 || status.st_ino != inode ||
            fcntl(file, F_GET_SEALS) != (F_SEAL_SHRINK | F_SEAL_GROW))
                return -1;
        return file;
}

/* Do the parts fill the file? */
static bool is_whole(const head *begin, size_t bytes)
{
        uint64_t first = sizeof *begin + (uint64_t) begin->parcel_count * sizeof(mww_parcel) +
                         (uint64_t) begin->handle_count * sizeof(inherited) + begin->line_bytes +
                         begin->title_bytes;

        return begin->magic == MAGIC && begin->size_bytes == bytes && rounded(first) <= bytes &&
               begin->gift_count == (bytes - rounded(first)) / sizeof(mww_gift) &&
               rounded(first) + begin->gift_count * sizeof(mww_gift) == bytes &&
               begin->line_bytes > 0 && begin->title_bytes > 0;
}

static void take_handles(mww_parcel *parcels, uint32_t parcel_count, const inherited *handles,
                         uint32_t handle_count)
{
        mww_object **objects = calloc(parcel_count + 1u, sizeof(mww_object *));

        for (uint32_t at = 0; at < parcel_count; at++) {
                mww_parcel_each(&parcels[at], close_on_exec, NULL);
                if (objects && mww_parcel_unpack(&parcels[at], &objects[at]) != ERROR_SUCCESS)
                        objects[at] = NULL;
        }
        for (uint32_t at = 0; objects && at < handle_count; at++)
                if (handles[at].parcel < parcel_count && objects[handles[at].parcel]) {
                        mww_handle_entry entry = { (HANDLE) (uintptr_t) handles[at].value,
                                                   objects[handles[at].parcel], handles[at].access,
                                                   handles[at].marks };

                        mww_handle_place(&entry);
                }
        mww_handle_placed();
        for (uint32_t at = 0; at < parcel_count; at++) {
                mww_object_unref(objects ? objects[at] : NULL);
                mww_parcel_close(&parcels[at]);
        }
        free(objects);
}

static void take_block(int file, head *begin)
{
        mww_parcel *parcels = (mww_parcel *) (begin + 1);
        const inherited *handles = (const inherited *) (parcels + begin->parcel_count);
        char *line = (char *) (handles + begin->handle_count);
        char *title = line + begin->line_bytes;
        mww_gift *gifts = (mww_gift *) ((char *) begin + begin->size_bytes) - begin->gift_count;

        line[begin->line_bytes - 1] = title[begin->title_bytes - 1] = '\0';
        has_block = true;
        own_startup = begin->startup;
        own_title = strdup(title);
        mww_give_command_line(line);
        mww_adopt_ticket(mww_map_ticket(file), file);
        take_handles(parcels, begin->parcel_count, handles, begin->handle_count);
        for (uint64_t at = 0; at < begin->gift_count; at++)
                take_handles(&gifts[at].parcel, 1, &gifts[at].handle, 1);
}

/* After the other sources' constructors, before the program's. */
__attribute__((constructor)) static void begin_child(void)
{
        int kept = errno;
        int file = find_block();
        struct stat status;
        void *all;

        unsetenv(MWW_BLOCK_VARIABLE);
        if (file < 0 || fstat(file, &status) < 0 || status.st_size < (off_t) sizeof(head))
                return;
        fcntl(file, F_SETFD, FD_CLOEXEC);
        all = mmap(NULL, (size_t) status.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
        if (all == MAP_FAILED)
                return;
        if (is_whole(all, (size_t) status.st_size))
                take_block(file, all);
        munmap(all, (size_t) status.st_size);
        mww_service_start();
        errno = kept;
}

bool mww_is_child(void)
{
        return has_block;
}

bool mww_startup_info(mww_startup *out_startup, const char **out_title)
{
        *out_startup = own_startup;
        *out_title = own_title;
        return has_block;
}

HANDLE mww_startup_handle(int which)
{
        return own_startup.has_handles ? (HANDLE) (uintptr_t) own_startup.standard[which] : NULL;
}
