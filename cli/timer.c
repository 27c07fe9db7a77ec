/* SPDX-License-Identifier: MIT */
/* timer.c — --in and --every: when a timer shall fire. */
#include "cli.h"

/* A timer keeps its time in 48 bits of microseconds. */
#define LATEST_NS (INT64_C(281474976710655) * 1000)

int cli_firing_option(struct cli_firing *firing, int id, const char *value) {
        bool is_in = id == OPT_IN;
        int64_t *ns = is_in ? &firing->in_ns : &firing->every_ns;

        *(is_in ? &firing->has_in : &firing->has_every) = true;
        if (!cli_parse_seconds(value, ns) || (!is_in && *ns == 0))
                return cli_usage_error("--%s is a number of seconds%s, not '%s'",
                                       is_in ? "in" : "every", is_in ? "" : " above 0",
                                       cli_printable(value));
        if (*ns >= LATEST_NS)
                return cli_usage_error("--%s is at most 8.9 years, not %s seconds",
                                       is_in ? "in" : "every", cli_printable(value));
        return CLI_OK;
}

/* Without --in: with --every after so long for the first time, else now. */
int cli_firing_set(const struct cli_firing *firing, mw_timer *timer) {
        int64_t first_ns = firing->has_in ? firing->in_ns : firing->every_ns;

        return mw_timer_set(timer, cli_deadline(first_ns), firing->every_ns);
}
