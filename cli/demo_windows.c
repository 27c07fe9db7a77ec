/* SPDX-License-Identifier: MIT */
/* demo_windows.c — the demonstration is drawn from what Linux tells about its processes.
 * Here the same exchange is examples/book, two programs in two windows. */
#include "cli.h"

static int run_demo(struct cli_args *args) {
        if (cli_next_option(args) < 0 || !cli_wants_operands(args, 0, 0))
                return CLI_USAGE;
        return cli_error(CLI_FAILURE,
                         "not on Windows; run book_exchange.exe twice, in two windows: it is the "
                         "same exchange");
}

static const struct cli_option demo_options[] = { CLI_END };

const struct cli_verb verb_demo = {
        .name = "demo",
        .summary = "not on Windows (run book_exchange.exe in two windows instead)",
        .usage = "demo",
        .details = "",
        .examples = "",
        .exits = "1  always, on Windows\n",
        .operand = NULL,
        .options = demo_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_demo,
};
