/* SPDX-License-Identifier: MIT */
/* progress.c — one line on standard error while something takes long.
 *
 * Only on a terminal, only after half a second, five times a second at most,
 * and wiped at the end: nothing remains of it.
 */
#include "cli.h"

#include <inttypes.h>
#include <unistd.h>

enum { FIRST_NS = 500000000, EVERY_NS = 200000000 };

void cli_progress_start(struct cli_progress *progress, uint64_t total_bytes) {
        progress->start_ns = mw_now_ns();
        progress->shown_ns = 0;
        progress->total_bytes = total_bytes;
        progress->is_on = isatty(STDERR_FILENO) && !cli.is_json;
}

void cli_progress_update(struct cli_progress *progress, uint64_t done_bytes) {
        int64_t now;
        uint64_t ms, rate;

        if (!progress->is_on)
                return;
        now = mw_now_ns();
        if (now - progress->start_ns < FIRST_NS || now - progress->shown_ns < EVERY_NS)
                return;
        progress->shown_ns = now;
        ms = (uint64_t) (now - progress->start_ns) / 1000000;
        rate = done_bytes / ms * 1000;
        if (progress->total_bytes)
                fprintf(stderr, "\r%s of %s (%" PRIu64 "%%), %s/s\033[K", cli_size_text(done_bytes),
                        cli_size_text(progress->total_bytes),
                        (uint64_t) (100.0 * (double) done_bytes / (double) progress->total_bytes),
                        cli_size_text(rate));
        else
                fprintf(stderr, "\r%s, %s/s\033[K", cli_size_text(done_bytes), cli_size_text(rate));
}

void cli_progress_end(struct cli_progress *progress) {
        if (progress->is_on && progress->shown_ns)
                fputs("\r\033[K", stderr);
        progress->is_on = false;
}
