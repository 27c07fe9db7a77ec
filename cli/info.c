/* SPDX-License-Identifier: MIT */
/* info.c — mapwire info: everything about one object. */
#include "cli.h"

#include "json.h"
#include "os.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

static void print_creation(const mw_object_info *info) {
        char text[64];
        struct tm parts;

        if (info->created_unix_ns <= 0 ||
            !cli_os_local_time(info->created_unix_ns / 1000000000, &parts) ||
            strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S %z", &parts) == 0)
                return;
        printf("created    %s (%s ago) by process %" PRIu32 "\n", text,
               cli_age_text(info->created_unix_ns), info->creator_pid);
}

static void print_kind(const mw_object_info *info) {
        switch (info->kind) {
        case MW_KIND_MAPPING:
                printf("size       %" PRIu64 " bytes (%s)\n", info->size_bytes,
                       cli_size_text(info->size_bytes));
                printf("backing    %s\n", cli_backing_text(info));
                return;
        case MW_KIND_EVENT:
                printf("type       %s-reset\n", info->is_auto_reset ? "auto" : "manual");
                printf("signalled  %s\n", info->is_signalled ? "yes" : "no");
                break;
        case MW_KIND_MUTEX:
                printf("owner      %s\n", info->is_abandoned   ? "none: the last one ended without "
                                                                 "unlocking"
                                          : info->is_signalled ? "none: it is free"
                                                               : "a thread has it");
                break;
        case MW_KIND_SEMAPHORE:
                printf("count      %" PRIu32 " of %" PRIu32 "\n", info->count, info->max_count);
                break;
        case MW_KIND_TIMER:
                printf("type       %s-reset\n", info->is_auto_reset ? "auto" : "manual");
                printf("fired      %s\n", info->is_signalled ? "yes" : "no");
                if (info->due_ns == MW_NEVER)
                        puts("due        never: it is not set");
                else if (info->due_ns <= mw_now_ns())
                        puts("due        now");
                else
                        printf("due        in %s\n", cli_span_text(info->due_ns - mw_now_ns()));
                if (info->period_ns)
                        printf("period     %s\n", cli_span_text(info->period_ns));
                break;
        default:
                return;
        }
        printf("waiters    %s\n", info->has_waiters ? "somebody sleeps on it, or did until lately"
                                                    : "nobody sleeps on it");
}

static void print_holders(const struct cli_holders *holders) {
        const char *label = "holders";

        if (holders->count == 0)
                puts("holders    none that this process can see");
        for (uint32_t i = 0; i < holders->count && i < CLI_HOLDERS_MAX; i++) {
                printf("%-9s  %" PRIu32 " %s\n", label, holders->list[i].pid,
                       cli_printable(holders->list[i].command));
                label = "";
        }
        if (holders->count > CLI_HOLDERS_MAX)
                printf("%-9s  and %" PRIu32 " more\n", "", holders->count - CLI_HOLDERS_MAX);
}

static void print_info(const mw_object_info *info, const struct cli_holders *holders) {
        char full[CLI_NAME_TEXT_BYTES];

        printf("name       %s%s%s\n", SGR_BOLD, cli_printable(cli_full_name(info, full)),
               SGR_RESET);
        printf("kind       %s\n", mw_kind_name(info->kind));
        printf("namespace  %s in %s\n", info->scope == MW_SCOPE_GLOBAL ? "Global\\" : "Local\\",
               mw_scope_directory(info->scope));
        printf("state      %s%s\n", cli_life_text(info->state),
               info->state == MW_STATE_LEFTOVER
                       ? ": nobody holds it; the next create, open or gc removes it"
               : info->state == MW_STATE_FOREIGN ? ": not mapwire's, or not ours to read"
                                                 : "");
        print_kind(info);
        printf("access     mode %04o, user %" PRIu32 "\n", info->mode, info->owner_uid);
        printf("space      %" PRIu64 " bytes of the namespace\n", info->used_bytes);
        print_creation(info);
        printf("id         %016" PRIx64 "\n", info->id);
        if (holders)
                print_holders(holders);
}

/* Also for dump, which has no use for the holders. */
int cli_show_info(const char *name, bool with_holders) {
        static struct cli_holders holders;
        mw_object_info info = MW_OBJECT_INFO_INIT;
        int r = mw_inspect_name(name, &info);

        if (r < 0)
                return cli_open_failed(0, name, r);
        if (with_holders)
                cli_get_holders(name, &holders);
        if (cli.is_json) {
                struct json json = JSON_TO(stdout);

                json_begin_object(&json, NULL);
                cli_json_info(&json, &info, with_holders ? &holders : NULL);
                json_end_object(&json);
        } else
                print_info(&info, with_holders ? &holders : NULL);
        if (info.state == MW_STATE_LEFTOVER)
                return CLI_NOT_FOUND;
        return info.state == MW_STATE_DAMAGED ? CLI_DAMAGED : CLI_OK;
}

static int run_info(struct cli_args *args) {
        int exit_code = CLI_OK;

        if (cli_next_option(args) < 0 || !cli_wants_operands(args, 1, -1))
                return CLI_USAGE;
        for (int i = 0; i < args->operand_count; i++) {
                int code;

                if (i > 0 && !cli.is_json)
                        putchar('\n');
                code = cli_show_info(cli_name_argument(args->operands[i]), true);
                if (exit_code == CLI_OK)
                        exit_code = code;
        }
        return exit_code;
}

static const struct cli_option info_options[] = { CLI_JSON, CLI_END };

const struct cli_verb verb_info = {
        .name = "info",
        .summary = "tell everything about an object, also who holds it",
        .usage = "info NAME...",
        .details = "Processes of other users and of other PID namespaces are holders too, but\n"
                   "can't be seen from here.\n",
        .examples = "mapwire info cam\n"
                    "mapwire info --json cam\n",
        .exits = "3  there is no such object, or nobody holds it any more\n"
                 "6  its control page is damaged\n",
        .operand = "any",
        .options = info_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_info,
};
