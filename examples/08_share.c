/* SPDX-License-Identifier: MIT */
/* 08_share.c — give objects without a name to a process that did not inherit them.
 *
 * Build  cc 08_share.c $(pkg-config --cflags --libs mapwire)
 *
 * The child is forked before the parent makes a mapping and an event, so it has
 * neither. The parent sends it a few bytes and a descriptor for each, over a
 * socket; any process that has such a socket could be the taker. Nobody else can
 * find the two: they are in no list, and there is no name to guess.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mapwire/mapwire.h>

enum { TEXT_BYTES = 100 };

/* A partner that has died must not hang us. */
#define PATIENCE_NS INT64_C(10000000000)

/* Room for one descriptor beside the bytes of a message. */
union room {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
};

static int fail(const char *who)
{
        fprintf(stderr, "%s: %s\n", who, mw_last_error());
        return 1;
}

/* Sends a share with its descriptor, and closes ours: the message holds it now. */
static int give(int socket, mw_share *share)
{
        union room room = { .bytes = { 0 } };
        struct iovec bytes = { share, sizeof *share };
        struct msghdr message = { .msg_iov = &bytes,
                                  .msg_iovlen = 1,
                                  .msg_control = &room,
                                  .msg_controllen = sizeof room };
        struct cmsghdr *part = CMSG_FIRSTHDR(&message);
        ssize_t sent;

        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(part), &share->descriptor, sizeof(int));
        sent = sendmsg(socket, &message, MSG_NOSIGNAL);
        mw_share_close(share);
        return sent == (ssize_t) sizeof *share ? 0 : -1;
}

/* Receives a share: the bytes, and the number that the descriptor has here. */
static int take(int socket, mw_share *share)
{
        union room room;
        struct iovec bytes = { share, sizeof *share };
        struct msghdr message = { .msg_iov = &bytes,
                                  .msg_iovlen = 1,
                                  .msg_control = &room,
                                  .msg_controllen = sizeof room };
        struct cmsghdr *part;

        if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != (ssize_t) sizeof *share)
                return -1;
        part = CMSG_FIRSTHDR(&message);
        if (!part || part->cmsg_type != SCM_RIGHTS || part->cmsg_len != CMSG_LEN(sizeof(int)))
                return -1;
        memcpy(&share->descriptor, CMSG_DATA(part), sizeof(int));
        return 0;
}

/* The child: take both, read, and say so. */
static int be_taker(int socket)
{
        mw_share of_letter, of_taken;
        mw_mapping *letter;
        mw_event *taken;
        void *text = NULL;

        if (take(socket, &of_letter) < 0 || take(socket, &of_taken) < 0) {
                fprintf(stderr, "taker: nobody gave anything\n");
                return 1;
        }
        if (mw_share_open_mapping(&of_letter, &letter) < 0 ||
            mw_share_open_event(&of_taken, &taken) < 0)
                return fail("taker");
        mw_share_close(&of_letter); /* the handles hold the objects */
        mw_share_close(&of_taken);
        if (mw_view_map(letter, 0, 0, 0, &text) < 0)
                return fail("taker");
        printf("taker: %.*s\n", TEXT_BYTES, (char *) text);
        if (mw_event_set(taken) < 0)
                return fail("taker");
        mw_view_unmap(text);
        mw_mapping_close(letter);
        mw_event_close(taken);
        return 0;
}

/* The parent: make both, write, give, and wait until it was read. */
static int be_giver(int socket)
{
        mw_share of_letter, of_taken;
        mw_mapping *letter;
        mw_event *taken;
        void *text = NULL;

        if (mw_mapping_open(NULL, TEXT_BYTES, MW_CREATE, NULL, &letter) < 0 ||
            mw_event_open(NULL, MW_CREATE | MW_AUTO_RESET, NULL, &taken) < 0 ||
            mw_view_map(letter, 0, 0, 0, &text) < 0)
                return fail("giver");
        snprintf(text, TEXT_BYTES, "a letter without an address");
        if (mw_share_mapping(letter, &of_letter) < 0 ||
            mw_share_object(mw_event_object(taken), &of_taken) < 0)
                return fail("giver");
        if (give(socket, &of_letter) < 0 || give(socket, &of_taken) < 0) {
                perror("giver: send");
                return 1;
        }
        if (mw_event_wait(taken, mw_after_ns(PATIENCE_NS)) < 0)
                return fail("giver");
        printf("giver: it was read\n");
        mw_view_unmap(text);
        mw_mapping_close(letter);
        mw_event_close(taken);
        return 0;
}

int main(void)
{
        int ends[2], r, status = 0;
        pid_t child;

        /* SOCK_SEQPACKET: a message is received as it was sent, with its descriptor. */
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
                perror("socketpair");
                return 1;
        }
        child = fork();
        if (child < 0) {
                perror("fork");
                return 1;
        }
        if (child == 0) {
                close(ends[0]);
                return be_taker(ends[1]);
        }
        close(ends[1]);
        r = be_giver(ends[0]);
        close(ends[0]);
        if (waitpid(child, &status, 0) < 0 || status != 0)
                return 1;
        return r;
}
