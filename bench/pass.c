/* SPDX-License-Identifier: MIT */
/* pass.c — see pass.h. */
#include "pass.h"

#include "bench.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

union room {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
};

struct passing {
        const struct bench_pass *pass;
        int socket;
};

static void describe(struct msghdr *message, struct iovec *bytes, union room *room) {
        memset(message, 0, sizeof *message);
        message->msg_iov = bytes;
        message->msg_iovlen = 1;
        message->msg_control = room;
        message->msg_controllen = sizeof *room;
}

void bench_send(int socket, const void *bytes, size_t size_bytes, int descriptor) {
        union room room = { .bytes = { 0 } };
        struct iovec content = { (void *) bytes, size_bytes };
        struct msghdr message;
        struct cmsghdr *part;

        describe(&message, &content, &room);
        part = CMSG_FIRSTHDR(&message);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(part), &descriptor, sizeof(int));
        if (sendmsg(socket, &message, MSG_NOSIGNAL) != (ssize_t) size_bytes)
                bench_die("sendmsg");
}

/* The giver's end closes the socket when it has measured: then there is no message. */
int bench_receive(int socket, void *bytes, size_t size_bytes) {
        union room room;
        struct iovec content = { bytes, size_bytes };
        struct msghdr message;
        struct cmsghdr *part;
        ssize_t got;
        int descriptor;

        describe(&message, &content, &room);
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
        if (got == 0)
                _exit(0);
        part = CMSG_FIRSTHDR(&message);
        if (got != (ssize_t) size_bytes || !part)
                bench_die("recvmsg");
        memcpy(&descriptor, CMSG_DATA(part), sizeof(int));
        return descriptor;
}

static void pass_and_hear(void *subject, long calls) {
        const struct passing *passing = (const struct passing *) subject;
        char answer;

        while (calls-- > 0) {
                passing->pass->give(passing->socket);
                if (read(passing->socket, &answer, 1) != 1)
                        bench_die("the taker failed");
        }
}

static void be_taker(const struct bench_pass *pass, int socket) {
        for (;;) {
                pass->take(socket);
                if (write(socket, "t", 1) != 1)
                        bench_die("write");
        }
}

int bench_report_pass(const struct bench_pass *pass) {
        struct passing passing = { pass, -1 };
        int ends[2], status;
        pid_t taker;

        bench_settle_alone();
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
                bench_die("socketpair");
        taker = fork();
        if (taker < 0)
                bench_die("fork");
        if (taker == 0) {
                close(ends[0]);
                be_taker(pass, ends[1]);
        }
        close(ends[1]);
        passing.socket = ends[0];
        pass->make();
        bench_report(NULL, bench_per_call_ns(pass_and_hear, &passing), "ns");
        close(ends[0]);
        if (waitpid(taker, &status, 0) != taker || status != 0)
                bench_die("the taker failed");
        pass->end();
        return 0;
}
