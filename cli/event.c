/* SPDX-License-Identifier: MIT */
/* event.c — mapwire set, reset, pulse: three verbs, one act on an event or a timer. */
#include "cli.h"

#include "json.h"

/* What a verb does to an event, and to a timer; a timer can't be pulsed. */
struct act {
        int (*event)(mw_event *);
        int (*timer)(const struct cli_firing *, mw_timer *);
};

static int clear_timer(const struct cli_firing *unused, mw_timer *timer) {
        (void) unused;
        return mw_timer_set(timer, MW_NEVER, 0);
}

static const struct act set_act = { mw_event_set, cli_firing_set };
static const struct act reset_act = { mw_event_reset, clear_timer };
static const struct act pulse_act = { mw_event_pulse, NULL };

static void tell(const char *name, const char *kind) {
        struct json json = JSON_TO(stdout);

        if (!cli.is_json)
                return;
        json_begin_object(&json, NULL);
        cli_json_name(&json, "name", name);
        json_string(&json, "kind", kind);
        json_string(&json, "done", cli.verb_name);
        json_end_object(&json);
}

static int act_on_timer(const char *name, const struct act *act,
                        const struct cli_firing *firing) {
        mw_timer *timer;
        int r = mw_timer_open(name, 0, NULL, &timer);

        if (r < 0)
                return cli_open_failed(MW_KIND_TIMER, name, r);
        r = act->timer(firing, timer);
        mw_timer_close(timer);
        if (r < 0)
                return cli_failed(r);
        tell(name, "timer");
        return CLI_OK;
}

static int act_on(const char *name, const struct act *act, const struct cli_firing *firing) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_event *event;
        int r;

        /* --in and --every are for timers: an event's name is answered by its kind */
        if (firing->has_in || firing->has_every)
                return act_on_timer(name, act, firing);
        r = mw_event_open(name, 0, NULL, &event);
        if (r == MW_EKIND && act->timer && mw_inspect_name(name, &info) == MW_OK &&
            info.kind == MW_KIND_TIMER)
                return act_on_timer(name, act, firing);
        if (r == MW_EKIND && act->timer && info.kind)
                return cli_error(CLI_BUSY, "'%s' is %s %s, neither an event nor a timer (see: "
                                 "mapwire info %s)", cli_printable(name), cli_article(info.kind),
                                 mw_kind_name(info.kind), cli_shell_word(name));
        if (r < 0)
                return cli_open_failed(MW_KIND_EVENT, name, r);
        r = act->event(event);
        mw_event_close(event);
        if (r < 0)
                return cli_failed(r);
        tell(name, "event");
        return CLI_OK;
}

/* All of them, also behind one that fails; the first failure is the result. */
static int act_on_all(struct cli_args *args, const struct act *act) {
        struct cli_firing firing = { 0 };
        int exit_code = CLI_OK, id;

        while ((id = cli_next_option(args)) > 0)
                if (cli_firing_option(&firing, id, args->value) != CLI_OK)
                        return CLI_USAGE;
        if (id < 0 || !cli_wants_operands(args, 1, -1))
                return CLI_USAGE;
        for (int i = 0; i < args->operand_count; i++) {
                int code = act_on(cli_name_argument(args->operands[i]), act, &firing);

                if (exit_code == CLI_OK)
                        exit_code = code;
        }
        return exit_code;
}

static int run_set(struct cli_args *args) {
        return act_on_all(args, &set_act);
}

static int run_reset(struct cli_args *args) {
        return act_on_all(args, &reset_act);
}

static int run_pulse(struct cli_args *args) {
        return act_on_all(args, &pulse_act);
}

static const struct cli_option set_options[] = { CLI_FIRING, CLI_JSON, CLI_END };
static const struct cli_option event_options[] = { CLI_JSON, CLI_END };

const struct cli_verb verb_set = {
        .name = "set",
        .summary = "signal an event, or set a timer",
        .usage = "set [--in SECONDS] [--every SECONDS] NAME...",
        .details = "A manual-reset event releases all who wait and all who come, until a reset.\n"
                   "An auto-reset event releases exactly one waiter, now or later.\n"
                   "\n"
                   "A timer is cleared, and does the same when it fires: after --in SECONDS, at\n"
                   "once without; with --every again and again, without --in for the first time\n"
                   "after so long. It fires although this command has ended, as long as somebody\n"
                   "holds its name.\n",
        .examples = "mapwire set ready\n"
                    "mapwire set tick --in 2 --every 0.5\n"
                    "mapwire write cam < frame.bin && mapwire set ready\n",
        .exits = "",
        .operand = "event,timer",
        .options = set_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_set,
};

const struct cli_verb verb_reset = {
        .name = "reset",
        .summary = "clear an event or a timer",
        .usage = "reset NAME...",
        .details = "A timer does not fire any more, either, until it is set again.\n",
        .examples = "mapwire reset ready\n",
        .exits = "",
        .operand = "event,timer",
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
