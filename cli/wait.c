/* SPDX-License-Identifier: MIT */
/* wait.c — mapwire wait: for one, any or all of some names.
 *
 * Two different things can be waited for. The rule is a signal: the objects
 * are opened and mw_wait_any() or mw_wait_all() sleeps. For --appear, --exists
 * and --gone it is the name itself; a name has no futex, so it is looked at
 * every few milliseconds, ever more seldom up to 20.
 */
#include "cli.h"

#include "json.h"
#include "os.h"

#include <string.h>
#include <time.h>

enum { OPT_ANY = OPT_OWN, OPT_ALL, OPT_APPEAR, OPT_EXISTS, OPT_GONE };

enum { LOOK_FIRST_NS = 1000000, LOOK_LAST_NS = 20000000 };

struct settings {
        int64_t timeout_ns;
        int64_t start_ns;
        int64_t deadline_ns;
        uint64_t count;
        bool all;
        bool appear;
        int name_mode; /* OPT_EXISTS, OPT_GONE, or 0: wait for a signal */
        bool quiet;
        char **names;
        uint32_t name_count;
};

/* One more than may be waited for, for the signals of the system. */
static struct cli_handle handles[MW_WAIT_MAX_OBJECTS];
static mw_object *objects[MW_WAIT_MAX_OBJECTS + 1];

static bool is_over(const struct settings *settings) {
        return settings->deadline_ns != MW_NEVER && mw_now_ns() >= settings->deadline_ns;
}

/* Sleeps until the next look; false when a signal came or the time is over. */
static bool look_later(const struct settings *settings, int64_t *pause_ns) {
        int64_t pause = *pause_ns;

        if (cli_caught_signal()) {
                cli.ended_by = cli_caught_signal();
                return false;
        }
        if (is_over(settings))
                return false;
        if (settings->deadline_ns != MW_NEVER &&
            settings->deadline_ns - mw_now_ns() < *pause_ns)
                pause = settings->deadline_ns - mw_now_ns();
        if (pause > 0)
                cli_os_nap(pause);
        if (*pause_ns < LOOK_LAST_NS)
                *pause_ns += *pause_ns / 2;
        return true;
}

static int timed_out(const struct settings *settings) {
        if (cli.ended_by)
                return CLI_FAILURE;
        if (!settings->quiet)
                cli_note("timed out waiting for %s'%s'%s",
                         settings->name_count == 1 ? ""
                         : settings->all           ? "all of "
                                                   : "any of ",
                         cli_printable(settings->names[0]),
                         settings->name_count == 1 ? "" : " and the others");
        return CLI_TIMED_OUT;
}

/* What can't be read may be another user's object, or a file that is none. */
static bool is_there(const char *name) {
        mw_event *event = NULL;
        int r = mw_event_open(name, MW_READ_ONLY, NULL, &event);

        mw_event_close(event);
        return r != MW_ENOTFOUND;
}

static bool is_alive(const char *name, int *out_result) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        int r = mw_inspect_name(name, &info);

        *out_result = r < 0 && r != MW_ENOTFOUND ? r : MW_OK;
        if (r == MW_OK && info.state == MW_STATE_FOREIGN)
                return is_there(name);
        return r == MW_OK && info.state != MW_STATE_LEFTOVER && info.state != MW_STATE_BUILDING;
}

/* What was signalled: the names at these indexes, all of them if which is the count. */
static void report(const struct settings *settings, uint32_t which, bool was_abandoned) {
        struct json json = JSON_TO(stdout);
        uint32_t first = which < settings->name_count ? which : 0;
        uint32_t end = which < settings->name_count ? which + 1 : settings->name_count;

        if (was_abandoned && !settings->quiet)
                cli_note("the last owner of a mutex ended without unlocking it");
        if (settings->quiet)
                return;
        if (!cli.is_json) {
                for (uint32_t i = first; i < end && settings->name_count > 1; i++)
                        puts(cli_printable(settings->names[i]));
        } else {
                json_begin_object(&json, NULL);
                if (which < settings->name_count) {
                        json_u64(&json, "index", which);
                        cli_json_name(&json, "name", settings->names[which]);
                } else {
                        cli_json_names(&json, "names", settings->names, settings->name_count);
                }
                json_bool(&json, "abandoned", was_abandoned);
                json_seconds(&json, "waited_seconds", mw_now_ns() - settings->start_ns);
                json_end_object(&json);
        }
        fflush(stdout); /* who reads a pipe learns of it now */
}

/* --exists and --gone: of the name itself, whatever it names. */
static int wait_for_names(const struct settings *settings) {
        bool wanted = settings->name_mode == OPT_EXISTS;
        int64_t pause_ns = LOOK_FIRST_NS;

        for (;;) {
                uint32_t met = 0, lowest = settings->name_count;

                for (uint32_t i = 0; i < settings->name_count; i++) {
                        int r;
                        bool is_met = is_alive(settings->names[i], &r) == wanted;

                        if (r < 0)
                                return cli_failed(r);
                        met += is_met;
                        if (is_met && lowest == settings->name_count)
                                lowest = i;
                }
                if (settings->all ? met == settings->name_count : met > 0) {
                        report(settings, settings->all ? settings->name_count : lowest, false);
                        return CLI_OK;
                }
                if (!look_later(settings, &pause_ns))
                        return timed_out(settings);
        }
}

static int open_failed(const struct settings *settings, const char *name, int r) {
        if (r == MW_EKIND)
                return cli_error(CLI_BUSY, "'%s' is a mapping, and can't be waited for; wait for "
                                 "an event that says when it is ready, or use --exists",
                                 cli_printable(name));
        if (r == MW_ENOTFOUND && !settings->appear) {
                cli_open_failed(0, name, r);
                cli_note("to wait until somebody makes it: mapwire wait --appear %s",
                         cli_shell_word(name));
                return CLI_NOT_FOUND;
        }
        return cli_open_failed(0, name, r);
}

static int open_all(const struct settings *settings) {
        int64_t pause_ns = LOOK_FIRST_NS;

        for (uint32_t i = 0; i < settings->name_count;) {
                int r = cli_handle_open(&handles[i], settings->names[i]);

                if (r >= 0) {
                        objects[i] = handles[i].object;
                        i++;
                        continue;
                }
                if (r != MW_ENOTFOUND || !settings->appear)
                        return open_failed(settings, settings->names[i], r);
                if (!look_later(settings, &pause_ns))
                        return timed_out(settings);
        }
        return CLI_OK;
}

/* What a wait took from a mutex is given back at once: nobody would otherwise
 * have it, since this process ends. */
static void give_back(uint32_t first, uint32_t end) {
        for (uint32_t i = first; i < end; i++)
                if (handles[i].mutex)
                        mw_mutex_unlock(handles[i].mutex);
}

static int wait_once(const struct settings *settings) {
        uint32_t count = settings->name_count, which = count;
        int r;

        if (settings->all && count > 1)
                r = mw_wait_all(objects, count, settings->deadline_ns, MW_SPIN_DEFAULT);
        else {
                uint32_t with_signals = count;

                if (cli_signal_event() && count < MW_WAIT_MAX_OBJECTS)
                        objects[with_signals++] = mw_event_object(cli_signal_event());
                r = mw_wait_any(objects, with_signals, settings->deadline_ns, MW_SPIN_DEFAULT,
                                &which);
        }
        if (r == MW_ETIMEDOUT)
                return timed_out(settings);
        if (r < 0)
                return cli_failed(r);
        if (!settings->all || count == 1) {
                if (which == count) {
                        cli.ended_by = cli_caught_signal();
                        return CLI_FAILURE;
                }
                give_back(which, which + 1);
        } else
                give_back(0, count);
        report(settings, which, r == MW_ABANDONED);
        return CLI_OK;
}

/* To wait for all leaves no place for a signal among the objects. It then just
 * ends us: a waiter that is killed takes nothing with it. The same with 64. */
static bool signals_can_be_caught(const struct settings *settings) {
        return !(settings->all && settings->name_count > 1) &&
               settings->name_count < MW_WAIT_MAX_OBJECTS;
}

/* A handle is the object: two names of one have one. */
static int check_all_differ(const struct settings *settings) {
        for (uint32_t i = 1; i < settings->name_count; i++)
                for (uint32_t j = 0; j < i; j++)
                        if (objects[i] == objects[j])
                                return cli_usage_error("'%s' stands there twice: --all takes each "
                                                       "object once",
                                                       cli_printable(settings->names[i]));
        return CLI_OK;
}

static int wait_for_signals(const struct settings *settings) {
        int exit_code = open_all(settings);

        if (exit_code == CLI_OK && settings->all)
                exit_code = check_all_differ(settings);

        for (uint64_t i = 0; exit_code == CLI_OK && i < settings->count; i++)
                exit_code = wait_once(settings);
        for (uint32_t i = 0; i < settings->name_count; i++)
                cli_handle_close(&handles[i]);
        return exit_code;
}

static int take_option(struct settings *settings, int id, const char *value) {
        switch (id) {
        case OPT_ANY:
        case OPT_ALL:
                settings->all = id == OPT_ALL;
                return CLI_OK;
        case OPT_APPEAR:
                settings->appear = true;
                return CLI_OK;
        case OPT_EXISTS:
        case OPT_GONE:
                if (settings->name_mode && settings->name_mode != id)
                        return cli_usage_error("--exists and --gone exclude each other");
                settings->name_mode = id;
                return CLI_OK;
        case 'q':
                settings->quiet = true;
                return CLI_OK;
        case OPT_TIMEOUT:
                if (!cli_parse_seconds(value, &settings->timeout_ns))
                        return cli_usage_error("-W is a number of seconds, not '%s'",
                                               cli_printable(value));
                return CLI_OK;
        default:
                if (!cli_parse_u64(value, &settings->count) || settings->count == 0)
                        return cli_usage_error("-C is a number from 1 on, not '%s'",
                                               cli_printable(value));
                return CLI_OK;
        }
}

static int read_settings(struct cli_args *args, struct settings *settings) {
        int id;

        while ((id = cli_next_option(args)) > 0)
                if (take_option(settings, id, args->value) != CLI_OK)
                        return CLI_USAGE;
        if (id < 0 || !cli_wants_operands(args, 1, -1))
                return CLI_USAGE;
        if (args->operand_count > (int) MW_WAIT_MAX_OBJECTS)
                return cli_usage_error("at most %u names", MW_WAIT_MAX_OBJECTS);
        if (settings->name_mode && (settings->appear || settings->count > 1))
                return cli_usage_error("--exists and --gone stand alone, without --appear and -C");
        settings->names = args->operands;
        settings->name_count = (uint32_t) args->operand_count;
        for (uint32_t i = 0; i < settings->name_count; i++)
                cli_name_argument(settings->names[i]);
        return CLI_OK;
}

static int run_wait(struct cli_args *args) {
        struct settings settings = { .timeout_ns = -1, .count = 1 };
        int exit_code = read_settings(args, &settings);

        if (exit_code != CLI_OK)
                return exit_code;
        settings.start_ns = mw_now_ns();
        settings.deadline_ns = cli_deadline(settings.timeout_ns);
        if (settings.name_mode)
                return wait_for_names(&settings);
        if (signals_can_be_caught(&settings))
                cli_catch_signals();
        return wait_for_signals(&settings);
}

static const struct cli_option wait_options[] = {
        { OPT_ANY, "any", NULL, "until one of them is signalled, and take that one (default)" },
        { OPT_ALL, "all", NULL, "until all are at once, and take them all" },
        { OPT_TIMEOUT, "timeout", "SECONDS", "give up after so long, with 124; 0 just looks" },
        { OPT_COUNT, "count", "N", "wait so often (default 1); -W is for all of it" },
        { OPT_APPEAR, "appear", NULL, "a NAME that nobody has: wait until somebody makes it" },
        { OPT_EXISTS, "exists", NULL, "wait only until it is there; mappings too" },
        { OPT_GONE, "gone", NULL, "wait until nobody holds it any more; mappings too" },
        { 'q', "quiet", NULL, "print nothing" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_wait = {
        .name = "wait",
        .summary = "wait for events, mutexes, semaphores and timers",
        .usage = "wait [OPTION]... NAME...",
        .details =
                "A wait takes: of a manual-reset event or timer nothing; of an auto-reset one its\n"
                "signal; of a semaphore one unit; a mutex, which is given back at once (to own\n"
                "it while something runs: mapwire lock). Of several NAMEs, 64 at most and of any\n"
                "kinds, it prints which was signalled (--any: the lowest); of one it prints\n"
                "nothing, the exit code says it. With -C a manual-reset event that stays set\n"
                "counts each time.\n"
                "Who waits is a holder: the names live on until the wait ends.\n",
        .examples = "mapwire wait ready && mapwire read cam --text\n"
                    "mapwire wait --any stop ready -W 2.5\n"
                    "mapwire wait --appear ready -W 10\n"
                    "mapwire wait --gone cam\n",
        .exits = "3    a NAME does not exist (and --appear is not given)\n"
                 "4    a NAME is a mapping\n"
                 "124  timed out; nothing was taken\n",
        .operand = "any",
        .options = wait_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_wait,
};
