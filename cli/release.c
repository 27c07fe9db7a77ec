/* SPDX-License-Identifier: MIT */
/* release.c — mapwire release: give units to a semaphore. */
#include "cli.h"

#include "json.h"

#include <inttypes.h>

static int failed(const char *name, int result, uint32_t count) {
        mw_object_info info = MW_OBJECT_INFO_INIT;

        if (result != MW_EFULL || mw_inspect_name(name, &info) != MW_OK)
                return cli_failed(result);
        return cli_error(CLI_BUSY,
                         "'%s' has %" PRIu32 " of at most %" PRIu32 " units: %" PRIu32
                         " more do not fit, none was given",
                         cli_printable(name), info.count, info.max_count, count);
}

static int open_failed(const char *name, int result) {
        mw_object_info info = MW_OBJECT_INFO_INIT;

        if (result == MW_EKIND && mw_inspect_name(name, &info) == MW_OK &&
            info.kind == MW_KIND_MUTEX)
                return cli_error(CLI_BUSY, "'%s' is a mutex: only its owner can release it "
                                 "(mapwire lock owns one while a command runs)",
                                 cli_printable(name));
        return cli_open_failed(MW_KIND_SEMAPHORE, name, result);
}

static int run_release(struct cli_args *args) {
        uint64_t count = 1;
        uint32_t previous;
        mw_semaphore *semaphore;
        const char *name;
        int id, r;

        while ((id = cli_next_option(args)) > 0)
                if (id == OPT_COUNT && (!cli_parse_u64(args->value, &count) || count < 1 ||
                                        count > MW_SEMAPHORE_MAX))
                        return cli_usage_error("-C is a number from 1 to %u, not '%s'",
                                               MW_SEMAPHORE_MAX, cli_printable(args->value));
        if (id < 0 || !cli_wants_operands(args, 1, 1))
                return CLI_USAGE;
        name = cli_name_argument(args->operands[0]);
        r = mw_semaphore_open(name, 0, 0, 0, NULL, &semaphore);
        if (r < 0)
                return open_failed(name, r);
        r = mw_semaphore_release(semaphore, (uint32_t) count, &previous);
        if (r < 0)
                r = failed(name, r, (uint32_t) count);
        else if (cli.is_json) {
                struct json json = JSON_TO(stdout);

                json_begin_object(&json, NULL);
                cli_json_name(&json, "name", name);
                json_string(&json, "kind", "semaphore");
                json_u64(&json, "released", count);
                json_u64(&json, "previous_count", previous);
                json_end_object(&json);
        }
        mw_semaphore_close(semaphore);
        return r;
}

static const struct cli_option release_options[] = {
        { OPT_COUNT, "count", "N", "so many units, all at once (default 1)" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_release = {
        .name = "release",
        .summary = "give units to a semaphore",
        .usage = "release NAME [-C N]",
        .details = "A mutex can't be released from outside: only its owner can do that.\n",
        .examples = "mapwire release slots\n"
                    "mapwire release slots -C 4\n",
        .exits = "4  the semaphore would exceed its maximum; nothing changed\n",
        .operand = "semaphore",
        .options = release_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_release,
};
