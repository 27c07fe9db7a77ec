/* SPDX-License-Identifier: MIT */
/* version.c — mapwire version. */
#include "cli.h"

#include "json.h"

static int run_version(struct cli_args *args) {
        struct json json = JSON_TO(stdout);

        if (cli_next_option(args) < 0 || !cli_wants_operands(args, 0, 0))
                return CLI_USAGE;
        if (!cli.is_json) {
                printf("mapwire %s\n", mw_version());
                return CLI_OK;
        }
        json_begin_object(&json, NULL);
        json_string(&json, "version", mw_version());
        json_string(&json, "header_version", MW_VERSION);
        json_end_object(&json);
        return CLI_OK;
}

static const struct cli_option version_options[] = { CLI_JSON, CLI_END };

const struct cli_verb verb_version = {
        .name = "version",
        .summary = "print the version",
        .usage = "version",
        .details = "",
        .examples = "mapwire version\n"
                    "mapwire version --json\n",
        .exits = "",
        .operand = NULL,
        .options = version_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_version,
};
