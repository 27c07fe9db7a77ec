/* SPDX-License-Identifier: MIT */
/* create.c — mapwire create: make an object and hold it.
 *
 * A name lives only while somebody holds it, so this verb stays: until its
 * standard input ends, a signal comes, its time is over, or its command ends.
 * One line on standard output, flushed, says that the object is there.
 */
#include "cli.h"

#include "json.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum {
        OPT_FILE = OPT_OWN,
        OPT_LAZY,
        OPT_AUTO,
        OPT_MANUAL,
        OPT_SIGNALLED,
        OPT_FOR_READERS,
        OPT_INITIAL,
        OPT_MAX,
        OPT_LOCKED,
        OPT_EXCLUSIVE,
        OPT_MODE
};

struct settings {
        uint32_t kind;
        const char *name;
        uint32_t flags;
        uint32_t mode;
        const char *file_path;
        bool has_size;
        uint64_t size_bytes;
        uint64_t initial_count;
        uint64_t max_count;
        int64_t timeout_ns;
        struct cli_firing firing;
        const char *reset_option; /* --auto-reset or --manual-reset, if given */
        const char *option_of[MW_KIND_TIMER + 1]; /* given, and only this kind has it */
};

struct made {
        mw_mapping *mapping;
        mw_event *event;
        mw_mutex *mutex;
        mw_semaphore *semaphore;
        mw_timer *timer;
};

static int count_option(const char *name, const char *value, uint64_t least, uint64_t *out) {
        if (cli_parse_u64(value, out) && *out >= least && *out <= MW_SEMAPHORE_MAX)
                return CLI_OK;
        return cli_usage_error("--%s is a number from %" PRIu64 " to %u, not '%s'", name, least,
                               MW_SEMAPHORE_MAX, cli_printable(value));
}

/* Which kind an option belongs to; 0 to all, or to several (check_type). */
static uint32_t kind_of_option(int id, const char **out_name) {
        static const struct {
                int id;
                uint32_t kind;
                const char *name;
        } table[] = {
                { OPT_SIZE, MW_KIND_MAPPING, "size" },
                { OPT_FILE, MW_KIND_MAPPING, "file" },
                { OPT_LAZY, MW_KIND_MAPPING, "lazy" },
                { OPT_SIGNALLED, MW_KIND_EVENT, "signalled" },
                { OPT_FOR_READERS, MW_KIND_EVENT, "for-readers" },
                { OPT_INITIAL, MW_KIND_SEMAPHORE, "initial" },
                { OPT_MAX, MW_KIND_SEMAPHORE, "max" },
                { OPT_LOCKED, MW_KIND_MUTEX, "locked" },
                { OPT_IN, MW_KIND_TIMER, "in" },
                { OPT_EVERY, MW_KIND_TIMER, "every" },
        };

        for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
                if (table[i].id == id) {
                        *out_name = table[i].name;
                        return table[i].kind;
                }
        return 0;
}

static uint32_t flag_of_option(int id) {
        switch (id) {
        case OPT_LAZY:
                return MW_LAZY;
        case OPT_AUTO:
                return MW_AUTO_RESET;
        case OPT_SIGNALLED:
                return MW_SIGNALLED;
        case OPT_FOR_READERS:
                return MW_FOR_READERS;
        case OPT_LOCKED:
                return MW_LOCKED;
        case OPT_EXCLUSIVE:
                return MW_EXCLUSIVE;
        default:
                return 0;
        }
}

static int value_option(struct settings *settings, int id, const char *value) {
        switch (id) {
        case OPT_SIZE:
                settings->has_size = true;
                if (!cli_parse_size(value, &settings->size_bytes))
                        return cli_usage_error("'%s' is not a size; write it as 4096, 64K or 1M",
                                               cli_printable(value));
                return CLI_OK;
        case OPT_FILE:
                settings->file_path = value;
                return *value ? CLI_OK : cli_usage_error("--file needs the path of a file");
        case OPT_INITIAL:
                return count_option("initial", value, 0, &settings->initial_count);
        case OPT_MAX:
                return count_option("max", value, 1, &settings->max_count);
        case OPT_MODE:
                if (!cli_parse_mode(value, &settings->mode))
                        return cli_usage_error("--mode is octal, as 0660, not '%s'",
                                               cli_printable(value));
                return CLI_OK;
        case OPT_TIMEOUT:
                if (!cli_parse_seconds(value, &settings->timeout_ns))
                        return cli_usage_error("-W is a number of seconds, not '%s'",
                                               cli_printable(value));
                return CLI_OK;
        case OPT_IN:
        case OPT_EVERY:
                return cli_firing_option(&settings->firing, id, value);
        default:
                return CLI_OK;
        }
}

static int check(const struct settings *settings) {
        for (uint32_t kind = MW_KIND_MAPPING; kind <= MW_KIND_TIMER; kind++)
                if (kind != settings->kind && settings->option_of[kind])
                        return cli_usage_error("--%s is not for %s %s", settings->option_of[kind],
                                               cli_article(settings->kind),
                                               mw_kind_name(settings->kind));
        if (settings->reset_option && settings->kind != MW_KIND_EVENT &&
            settings->kind != MW_KIND_TIMER)
                return cli_usage_error("--%s is not for %s %s", settings->reset_option,
                                       cli_article(settings->kind), mw_kind_name(settings->kind));
        if (settings->kind == MW_KIND_MAPPING && !settings->has_size && !settings->file_path)
                return cli_usage_error("how large? say --size 1M, or --file PATH");
        if (settings->kind == MW_KIND_MAPPING && settings->has_size && settings->size_bytes == 0 &&
            !settings->file_path)
                return cli_usage_error("--size 0 needs --file: it stands for the file's size");
        if (settings->file_path && (settings->flags & MW_LAZY))
                return cli_usage_error("--lazy is for memory; a file has its own space");
        if (settings->initial_count > settings->max_count)
                return cli_usage_error("--initial %" PRIu64 " is more than --max %" PRIu64,
                                       settings->initial_count, settings->max_count);
        return CLI_OK;
}

static int read_settings(struct cli_args *args, struct settings *settings) {
        int id;

        while ((id = cli_next_option(args)) > 0) {
                const char *name = NULL;

                settings->option_of[kind_of_option(id, &name)] = name;
                if (id == OPT_MANUAL)
                        settings->flags &= ~(uint32_t) MW_AUTO_RESET;
                if (id == OPT_MANUAL || id == OPT_AUTO)
                        settings->reset_option = id == OPT_AUTO ? "auto-reset" : "manual-reset";
                settings->flags |= flag_of_option(id);
                if (value_option(settings, id, args->value) != CLI_OK)
                        return CLI_USAGE;
        }
        if (id < 0)
                return CLI_USAGE;
        if (args->operand_count > 0 && !cli_parse_kind(args->operands[0], &settings->kind))
                return cli_usage_error("'%s' is no kind of object: mapping, event, mutex, "
                                       "semaphore or timer", cli_printable(args->operands[0]));
        if (!cli_wants_operands(args, 2, 2))
                return CLI_USAGE;
        settings->name = cli_name_argument(args->operands[1]);
        return check(settings);
}

static int make(const struct settings *settings, struct made *made) {
        mw_mapping_options mapping_options = MW_MAPPING_OPTIONS_INIT;
        mw_options options = MW_OPTIONS_INIT;
        uint32_t flags = MW_CREATE | settings->flags;

        options.mode = mapping_options.mode = settings->mode;
        mapping_options.file_path = settings->file_path;
        switch (settings->kind) {
        case MW_KIND_MAPPING:
                return mw_mapping_open(settings->name, settings->size_bytes, flags,
                                       &mapping_options, &made->mapping);
        case MW_KIND_EVENT:
                return mw_event_open(settings->name, flags, &options, &made->event);
        case MW_KIND_MUTEX:
                return mw_mutex_open(settings->name, flags, &options, &made->mutex);
        case MW_KIND_TIMER:
                return mw_timer_open(settings->name, flags, &options, &made->timer);
        default:
                return mw_semaphore_open(settings->name, (uint32_t) settings->initial_count,
                                         (uint32_t) settings->max_count, flags, &options,
                                         &made->semaphore);
        }
}

/* The line for which a script waits. */
static void print_ready(const struct settings *settings, const struct made *made, bool was_made) {
        struct json json = JSON_TO(stdout);

        if (!cli.is_json)
                printf("%s %s %s\n", was_made ? "created" : "opened", mw_kind_name(settings->kind),
                       cli_printable(settings->name));
        else {
                json_begin_object(&json, NULL);
                json_bool(&json, "created", was_made);
                json_string(&json, "kind", mw_kind_name(settings->kind));
                cli_json_name(&json, "name", settings->name);
                if (made->mapping)
                        json_u64(&json, "size_bytes", mw_mapping_size_bytes(made->mapping));
                json_u64(&json, "pid", (uint64_t) getpid());
                json_end_object(&json);
        }
        fflush(stdout);
}

static void let_go(const struct settings *settings, struct made *made, bool was_made) {
        if (made->mutex && was_made && (settings->flags & MW_LOCKED))
                mw_mutex_unlock(made->mutex);
        mw_mapping_close(made->mapping);
        mw_event_close(made->event);
        mw_mutex_close(made->mutex);
        mw_semaphore_close(made->semaphore);
        mw_timer_close(made->timer);
}

static int run_create(struct cli_args *args) {
        struct settings settings = { .max_count = MW_SEMAPHORE_MAX, .timeout_ns = -1 };
        struct made made = { 0 };
        bool was_made;
        int exit_code = read_settings(args, &settings), r;

        if (exit_code != CLI_OK)
                return exit_code;
        cli_catch_signals(); /* from now on a signal can't leave the name behind */
        r = make(&settings, &made);
        if (r == MW_ENOTFOUND) /* not the name, which is made: the file or its directory */
                return cli_failed(r);
        if (r < 0)
                return cli_open_failed(settings.kind, settings.name, r);
        was_made = r == MW_CREATED;
        if (made.timer && (settings.firing.has_in || settings.firing.has_every) &&
            (r = cli_firing_set(&settings.firing, made.timer)) < 0) {
                let_go(&settings, &made, was_made);
                return cli_failed(r);
        }
        if (made.mapping && !was_made && settings.size_bytes &&
            settings.size_bytes != mw_mapping_size_bytes(made.mapping))
                cli_note("'%s' exists already, and its size is %s", cli_printable(settings.name),
                         cli_size_text(mw_mapping_size_bytes(made.mapping)));
        if (args->command)
                exit_code = cli_run_command(args->command, false);
        else {
                print_ready(&settings, &made, was_made);
                cli.ended_by = cli_hold_until_signal(STDIN_FILENO,
                                                     cli_deadline(settings.timeout_ns));
        }
        let_go(&settings, &made, was_made);
        return exit_code;
}

static const struct cli_option create_options[] = {
        { OPT_SIZE, "size", "SIZE", "mapping: how large; 0 with --file: as the file" },
        { OPT_FILE, "file", "PATH", "mapping: the bytes are this file's; made if missing" },
        { OPT_LAZY, "lazy", NULL, "mapping: reserve no space now" },
        { OPT_AUTO, "auto-reset", NULL, "event, timer: it releases exactly one waiter" },
        { OPT_MANUAL, "manual-reset", NULL, "event, timer: it releases all (default)" },
        { OPT_SIGNALLED, "signalled", NULL, "event: set from the start" },
        { OPT_FOR_READERS, "for-readers", NULL, "event: who may only read may wait for it" },
        { OPT_LOCKED, "locked", NULL, "mutex: owned by this process while it holds it" },
        { OPT_INITIAL, "initial", "N", "semaphore: units at the start (default 0)" },
        { OPT_MAX, "max", "N", "semaphore: units at most (default 536870911)" },
        CLI_FIRING,
        { OPT_EXCLUSIVE, "exclusive", NULL, "fail with 4 if somebody has the name" },
        { OPT_MODE, "mode", "MODE", "who may open a Global\\ name, octal (default 0600)" },
        { OPT_TIMEOUT, "timeout", "SECONDS", "let go after so long, and end with 0" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_create = {
        .name = "create",
        .summary = "make a mapping, event, mutex, semaphore or timer, and hold it",
        .usage = "create mapping NAME --size SIZE [OPTION]... [-- COMMAND...]\n"
                 "create event|mutex|semaphore|timer NAME [OPTION]... [-- COMMAND...]",
        .details =
                "A name lives only while somebody holds it, so create stays and holds it: until\n"
                "its standard input ends, a signal comes (TERM, INT, HUP), -W SECONDS are over,\n"
                "or COMMAND ends, whose exit code it then returns. Standard input that is\n"
                "/dev/null, a file or closed is not watched. Whoever else opens the name\n"
                "meanwhile keeps it alive on his own.\n"
                "\n"
                "If somebody has the name already, create joins him as a holder; --exclusive\n"
                "fails then. A timer that nobody has set fires at no time; --every alone: for the\n"
                "first time after so long. When the object is there it prints one line,\n"
                "\"created KIND NAME\" or \"opened KIND NAME\", at once also into a pipe. With\n"
                "COMMAND it prints nothing: COMMAND begins when the object is there.\n",
        .examples = "mapwire create mapping cam --size 1M &\n"
                    "mapwire create mapping orders --file orders.bin --size 64K -W 10\n"
                    "mapwire create event ready --auto-reset -- sh -c 'mapwire set ready'\n"
                    "mapwire create semaphore slots --initial 4 --max 4 &\n"
                    "mapwire create timer tick --auto-reset --every 0.5 &\n"
                    "mapwire wait --exists cam slots --all -W 5\n",
        .exits = "4  --exclusive and the name exists, or it is of another kind, or no space\n"
                 "with COMMAND: its exit code; 126 it can't be run; 127 it was not found\n",
        .operand = "=mapping event mutex semaphore timer",
        .options = create_options,
        .command_after = CLI_AFTER_DASHES,
        .run = run_create,
};
