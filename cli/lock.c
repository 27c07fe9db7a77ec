/* SPDX-License-Identifier: MIT */
/* lock.c — mapwire lock: run a command while owning a mutex; flock(1) by name.
 *
 * The mutex is owned by this process's thread, which therefore outlives the
 * command: see child.c. If this process is killed with -9, the mutex is
 * abandoned at once; the command is then asked to end, for it is unprotected.
 */
#include "cli.h"

#include "os.h"

#include <inttypes.h>
#include <stdlib.h>

struct settings {
        int64_t timeout_ns;
        bool nonblock;
        bool quiet;
        bool has_code;
        uint64_t code;
};

static int read_settings(struct cli_args *args, struct settings *settings) {
        int id;

        while ((id = cli_next_option(args)) > 0)
                switch (id) {
                case 'n':
                        settings->nonblock = true;
                        break;
                case 'q':
                        settings->quiet = true;
                        break;
                case 'E':
                        settings->has_code = true;
                        if (!cli_parse_u64(args->value, &settings->code) || settings->code > 255)
                                return cli_usage_error("-E is a number from 0 to 255, not '%s'",
                                                       cli_printable(args->value));
                        break;
                case OPT_TIMEOUT:
                        if (!cli_parse_seconds(args->value, &settings->timeout_ns))
                                return cli_usage_error("-W is a number of seconds, not '%s'",
                                                       cli_printable(args->value));
                        break;
                }
        if (id < 0 || !cli_wants_operands(args, 1, 1))
                return CLI_USAGE;
        if (!args->command)
                return cli_usage_error("which command? mapwire lock %s -- COMMAND",
                                       cli_shell_word(args->operands[0]));
        return CLI_OK;
}

/* Waits for the mutex and for a signal to us. Returns as mw_wait() does;
 * 0 without the mutex when a signal came (cli_caught_signal()). */
static int take(mw_mutex *mutex, const struct settings *settings) {
        mw_object *objects[2] = { mw_mutex_object(mutex), NULL };
        uint32_t count = 1, which = 0;
        int64_t deadline = settings->nonblock ? MW_NOW : cli_deadline(settings->timeout_ns);
        int r;

        if (cli_signal_event())
                objects[count++] = mw_event_object(cli_signal_event());
        r = mw_wait_any(objects, count, deadline, MW_SPIN_DEFAULT, &which);
        if (r >= 0 && which == 1)
                cli.ended_by = cli_caught_signal();
        return r;
}

static int not_taken(const struct settings *settings, const char *name) {
        int exit_code = settings->has_code   ? (int) settings->code
                        : settings->nonblock ? CLI_BUSY
                                             : CLI_TIMED_OUT;

        if (!settings->quiet)
                cli_note("'%s' is locked by somebody else%s (who has it open: mapwire info %s)",
                         cli_printable(name), settings->nonblock ? "" : ", and was all the time",
                         cli_shell_word(name));
        return exit_code;
}

static int run_locked(mw_mutex *mutex, const char *name, const struct settings *settings,
                      char **command) {
        int r = take(mutex, settings), exit_code;

        if (r == MW_ETIMEDOUT)
                return not_taken(settings, name);
        if (r < 0)
                return cli_failed(r);
        if (cli.ended_by)
                return CLI_FAILURE;
        if (r == MW_ABANDONED) {
                cli_os_setenv("MAPWIRE_ABANDONED", "1");
                if (!settings->quiet)
                        cli_note("the last owner of '%s' ended without unlocking it; what it "
                                 "guards may be half changed", cli_printable(name));
        } else
                cli_os_setenv("MAPWIRE_ABANDONED", NULL);
        exit_code = cli_run_command(command, true);
        mw_mutex_unlock(mutex);
        return exit_code;
}

static int run_lock(struct cli_args *args) {
        struct settings settings = { .timeout_ns = -1 };
        mw_mutex *mutex;
        const char *name;
        int exit_code = read_settings(args, &settings), r;

        if (exit_code != CLI_OK)
                return exit_code;
        name = cli_name_argument(args->operands[0]);
        cli_catch_signals();
        r = mw_mutex_open(name, MW_CREATE, NULL, &mutex);
        if (r < 0)
                return cli_open_failed(MW_KIND_MUTEX, name, r);
        exit_code = run_locked(mutex, name, &settings, args->command);
        mw_mutex_close(mutex);
        return exit_code;
}

static const struct cli_option lock_options[] = {
        { 'n', "nonblock", NULL, "do not wait: fail with 4 if somebody has it" },
        { OPT_TIMEOUT, "timeout", "SECONDS", "wait so long at most, then fail with 124" },
        { 'E', "conflict-exit-code", "N", "fail with N instead of 4 and 124" },
        { 'q', "quiet", NULL, "say nothing of it" },
        CLI_END
};

const struct cli_verb verb_lock = {
        .name = "lock",
        .summary = "run a command while owning a mutex; flock(1) by name, without a file",
        .usage = "lock NAME [OPTION]... -- COMMAND...",
        .details =
                "The mutex is made if nobody has it, and gone when nobody uses it any more. If\n"
                "its last owner ended without unlocking it, this is said on standard error, and\n"
                "COMMAND finds MAPWIRE_ABANDONED=1 in its environment.\n"
                "Signals sent to mapwire are passed on to COMMAND, and the mutex is held until\n"
                "COMMAND has ended. If mapwire itself is killed with -9, COMMAND gets SIGTERM.\n"
                "Processes that COMMAND leaves behind do not own the mutex.\n",
        .examples = "mapwire lock build -- make\n"
                    "mapwire lock -n backup -- rsync -a src dst || echo 'it runs already'\n"
                    "mapwire lock -W 2.5 -E 75 build -- make\n",
        .exits = "COMMAND's exit code, 128+n if signal n killed it; 126 it can't be run, 127 it\n"
                 "was not found; 4 or 124, or what -E says, if the mutex was not to be had\n",
        .operand = "mutex",
        .options = lock_options,
        .command_after = 1,
        .run = run_lock,
};
