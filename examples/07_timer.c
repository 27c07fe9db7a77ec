/* SPDX-License-Identifier: MIT */
/* 07_timer.c — a beat that goes on although the process that set it has ended.
 *
 * Build  cc 07_timer.c $(pkg-config --cflags --libs mapwire)
 *
 * A child sets a timer to fire every 20 ms, and ends. Two others share its
 * firings: each is taken by one of them.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mapwire/mapwire.h>

enum { BEATS = 5 };

#define BEAT_NS     INT64_C(20000000)
#define PATIENCE_NS INT64_C(10000000000)

static int fail(const char *who)
{
        fprintf(stderr, "%s: %s\n", who, mw_last_error());
        return 1;
}

static int begin(mw_timer *beat)
{
        return mw_timer_set(beat, mw_after_ns(BEAT_NS), BEAT_NS) < 0 ? fail("setter") : 0;
}

static int dance(const char *who, mw_timer *beat)
{
        for (int i = 0; i < BEATS; i++)
                if (mw_timer_wait(beat, mw_after_ns(PATIENCE_NS)) < 0)
                        return fail(who);
        printf("%s: %d beats\n", who, BEATS);
        return 0;
}

/* In a child: dance, or, without a name, begin. */
static int run(const char *who, mw_timer *beat)
{
        pid_t child = fork();

        if (child == 0) {
                int r = who ? dance(who, beat) : begin(beat);

                fflush(stdout);
                _exit(r);
        }
        return child < 0;
}

int main(void)
{
        mw_timer *beat;
        int r, status;

        if (mw_timer_open("beat", MW_CREATE | MW_AUTO_RESET, NULL, &beat) < 0)
                return fail("main");
        r = run(NULL, beat);
        if (wait(&status) < 0 || status != 0)
                r = 1; /* the setter has ended; the beat goes on */
        r |= run("left", beat) | run("right", beat);
        while (wait(&status) > 0)
                r |= status != 0;
        mw_timer_cancel(beat);
        mw_timer_close(beat);
        return r;
}
