/* SPDX-License-Identifier: MIT */
/* share.c — an unnamed event is given to another process, which opens and closes it. */
#include "mapwire_cases.h"
#include "pass.h"

static mw_event *event;

static void make(void) {
        bench_mw(mw_event_open(NULL, MW_CREATE | MW_AUTO_RESET, NULL, &event));
}

static void give(int socket) {
        mw_share share;

        bench_mw(mw_share_object(mw_event_object(event), &share));
        bench_send(socket, &share, sizeof share, share.descriptor);
        mw_share_close(&share);
}

static void take(int socket) {
        mw_share share;
        mw_event *taken;

        share.descriptor = bench_receive(socket, &share, sizeof share);
        bench_mw(mw_share_open_event(&share, &taken));
        mw_share_close(&share);
        mw_event_close(taken);
}

static void end(void) {
        mw_event_close(event);
}

static int run_give_take(void) {
        static const struct bench_pass pass = { make, give, take, end };

        return bench_report_pass(&pass);
}

const struct bench_case bench_share_cases[] = {
        { "share.give_take", "mapwire", run_give_take },
        { NULL, NULL, NULL },
};
