/* SPDX-License-Identifier: MIT */
/* gc.c — mapwire gc: remove what dead holders left. */
#include "cli.h"

#include "json.h"

#include <inttypes.h>

struct settings {
        bool scopes[2];
        bool scope_was_asked;
        bool dry_run;
};

static int sweep(uint32_t scope, const struct settings *settings) {
        uint32_t removed = 0;
        uint64_t removed_bytes = 0;
        int r = mw_gc(scope, settings->dry_run, &removed, &removed_bytes);

        if (r < 0 && (scope == MW_SCOPE_LOCAL || settings->scope_was_asked))
                return cli_failed(r);
        if (r < 0) {
                cli_note("%s", mw_last_error());
                return CLI_OK;
        }
        if (cli.is_json) {
                struct json json = JSON_TO(stdout);

                json_begin_object(&json, NULL);
                json_string(&json, "namespace", scope == MW_SCOPE_GLOBAL ? "Global" : "Local");
                json_string(&json, "directory", mw_scope_directory(scope));
                json_bool(&json, "dry_run", settings->dry_run);
                json_u64(&json, "removed", removed);
                json_u64(&json, "removed_bytes", removed_bytes);
                json_end_object(&json);
        } else
                printf("%s %s %" PRIu32 " %s, %s\n",
                       scope == MW_SCOPE_GLOBAL ? "Global\\" : "Local\\ ",
                       settings->dry_run ? "would remove" : "removed", removed,
                       removed == 1 ? "leftover" : "leftovers", cli_size_text(removed_bytes));
        return CLI_OK;
}

static int run_gc(struct cli_args *args) {
        struct settings settings = { 0 };
        int id, exit_code = CLI_OK;

        while ((id = cli_next_option(args)) > 0)
                if (id == 'n')
                        settings.dry_run = true;
                else
                        settings.scopes[id == OPT_GLOBAL] = settings.scope_was_asked = true;
        if (id < 0 || !cli_wants_operands(args, 0, 0))
                return CLI_USAGE;
        for (uint32_t scope = MW_SCOPE_LOCAL; scope <= MW_SCOPE_GLOBAL; scope++)
                if (settings.scopes[scope] || !settings.scope_was_asked) {
                        int code = sweep(scope, &settings);

                        if (exit_code == CLI_OK)
                                exit_code = code;
                }
        return exit_code;
}

static const struct cli_option gc_options[] = {
        { 'n', "dry-run", NULL, "only count" },
        { OPT_LOCAL, "local", NULL, "only what belongs to names of this user" },
        { OPT_GLOBAL, "global", NULL, "only what belongs to names of this machine" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_gc = {
        .name = "gc",
        .summary = "remove what dead holders left",
        .usage = "gc [OPTION]...",
        .details = "A process that is killed leaves its names dead at once, but their memory\n"
                   "until the next create or open, or until this. What somebody holds is never\n"
                   "touched, nor are files of other users.\n",
        .examples = "mapwire gc\n"
                    "mapwire gc --dry-run\n",
        .exits = "",
        .operand = NULL,
        .options = gc_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_gc,
};
