/* SPDX-License-Identifier: MIT */
/* event.c — mapwire set, reset, pulse: three verbs, one act on an event. */
#include "cli.h"

#include "json.h"

static int act_on(const char *name, int (*act)(mw_event *)) {
        mw_event *event;
        int r = mw_event_open(name, 0, NULL, &event);

        if (r < 0)
                return cli_open_failed(MW_KIND_EVENT, name, r);
        r = act(event);
        mw_event_close(event);
        if (r < 0)
                return cli_failed(r);
        if (cli.is_json) {
                struct json json = JSON_TO(stdout);

                json_begin_object(&json, NULL);
                cli_json_name(&json, "name", name);
                json_string(&json, "kind", "event");
                json_string(&json, "done", cli.verb_name);
                json_end_object(&json);
        }
        return CLI_OK;
}

/* All of them, also behind one that fails; the first failure is the result. */
static int act_on_all(struct cli_args *args, int (*act)(mw_event *)) {
        int exit_code = CLI_OK;

        if (cli_next_option(args) < 0 || !cli_wants_operands(args, 1, -1))
                return CLI_USAGE;
        for (int i = 0; i < args->operand_count; i++) {
                int code = act_on(cli_name_argument(args->operands[i]), act);

                if (exit_code == CLI_OK)
                        exit_code = code;
        }
        return exit_code;
}

static int run_set(struct cli_args *args) {
        return act_on_all(args, mw_event_set);
}

static int run_reset(struct cli_args *args) {
        return act_on_all(args, mw_event_reset);
}

static int run_pulse(struct cli_args *args) {
        return act_on_all(args, mw_event_pulse);
}

static const struct cli_option event_options[] = { CLI_JSON, CLI_END };

const struct cli_verb verb_set = {
        .name = "set",
        .summary = "signal an event",
        .usage = "set NAME...",
        .details = "A manual-reset event releases all who wait and all who come, until a reset.\n"
                   "An auto-reset event releases exactly one waiter, now or later.\n",
        .examples = "mapwire set ready\n"
                    "mapwire write cam < frame.bin && mapwire set ready\n",
        .exits = "",
        .operand = "event",
        .options = event_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_set,
};

const struct cli_verb verb_reset = {
        .name = "reset",
        .summary = "clear an event",
        .usage = "reset NAME...",
        .details = "",
        .examples = "mapwire reset ready\n",
        .exits = "",
        .operand = "event",
        .options = event_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_reset,
};

const struct cli_verb verb_pulse = {
        .name = "pulse",
        .summary = "release those who wait for an event at this moment",
        .usage = "pulse NAME...",
        .details = "Nobody who comes later is released: with nobody waiting a pulse is lost. To\n"
                   "hand something over, use an auto-reset event and mapwire set.\n",
        .examples = "mapwire pulse ready\n",
        .exits = "",
        .operand = "event",
        .options = event_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_pulse,
};
