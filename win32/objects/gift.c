/* SPDX-License-Identifier: MIT */
/* gift.c — handles for a child that was made suspended and has not begun.
 *
 * What it is. Such a child is no program yet that could make a handle. So the handle is
 * written behind what it inherits (inherit.c), and it finds both when it begins. The
 * descriptors go over its start line at once, each with the number that it shall have
 * there: what is given is held by the child, whatever becomes of the giver's own.
 *
 * The invariant. The child has the descriptors 0 to 2, those it keeps, its start line, and
 * the gifts', which fill the gaps from 3 on. So the next one's number is known here.
 *
 * Who writes: whoever has the child's process object, under the lock of process.c, until the
 * block is sealed. The child reads only then. If the giver dies between a descriptor and
 * its line in the block, the child ends with him, since nobody can let it begin.
 */
#include "processes/inherit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The ticket in front is the child's to write, once it runs. */
#define CHANGES_FROM offsetof(mww_block_head, magic)

static bool send_number(int line, int number, int descriptor)
{
        union {
                struct cmsghdr part;
                char room[CMSG_SPACE(sizeof(int))];
        } control = { 0 };
        struct iovec bytes = { &number, sizeof number };
        struct msghdr message = { .msg_iov = &bytes, .msg_iovlen = 1 };

        if (descriptor >= 0) {
                message.msg_control = &control;
                message.msg_controllen = sizeof control.room;
                control.part.cmsg_level = SOL_SOCKET;
                control.part.cmsg_type = SCM_RIGHTS;
                control.part.cmsg_len = CMSG_LEN(sizeof(int));
                memcpy(CMSG_DATA(&control.part), &descriptor, sizeof(int));
        }
        return sendmsg(line, &message, MSG_NOSIGNAL) == (ssize_t) sizeof number;
}

static bool is_kept(const mww_block *block, int number)
{
        for (size_t at = 0; at < block->kept_count; at++)
                if (block->kept[at] == number)
                        return true;
        return number == block->start_line;
}

typedef struct sending {
        mww_block *block;
        int line;
        bool has_failed;
} sending;

/* The descriptor goes; in the parcel its number there takes its place. */
static void send_one(void *given, int32_t *descriptor)
{
        sending *on = given;
        int number = on->block->next_number;

        if (on->has_failed)
                return;
        while (is_kept(on->block, number))
                number++;
        on->has_failed = !send_number(on->line, number, *descriptor);
        *descriptor = number;
        on->block->next_number = number + 1;
}

DWORD mww_gift_give(mww_block *block, int file, int line, const mww_parcel *parcel, DWORD access,
                    bool inherit, HANDLE *out_handle)
{
        sending on = { block, line, false };
        mww_block_head begin;
        struct stat status;
        mww_gift gift;

        if (pread(file, &begin, sizeof begin, 0) != (ssize_t) sizeof begin ||
            fstat(file, &status) < 0)
                return mww_error_of_errno(errno);
        gift.parcel = *parcel;
        gift.handle =
                (mww_inherited){ block->next_value, access, inherit ? HANDLE_FLAG_INHERIT : 0, 0 };
        mww_parcel_each(&gift.parcel, send_one, &on);
        begin.size_bytes += sizeof gift;
        begin.gift_count++;
        if (on.has_failed)
                return ERROR_ACCESS_DENIED; /* it has ended */
        if (pwrite(file, &gift, sizeof gift, status.st_size) != (ssize_t) sizeof gift ||
            pwrite(file, (const char *) &begin + CHANGES_FROM, sizeof begin - CHANGES_FROM,
                   CHANGES_FROM) < 0)
                return ERROR_NOT_ENOUGH_MEMORY;
        *out_handle = (HANDLE) (uintptr_t) block->next_value;
        block->next_value += 4;
        return ERROR_SUCCESS;
}

bool mww_gift_end(int file, int line)
{
        return fcntl(file, F_ADD_SEALS, F_SEAL_GROW) == 0 && send_number(line, -1, -1);
}
