/* SPDX-License-Identifier: MIT */
/* ls.c — mapwire ls: what objects there are.
 *
 * A namespace may hold 100,000 objects and an mw_object_info is 3.5 KiB, so
 * what is sorted are packed copies: the numbers and the two strings.
 */
#include "cli.h"

#include "json.h"
#include "os.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_NAMES = OPT_OWN, OPT_HOLDERS };

/* mw_object_info without the room that its two strings do not use. */
enum {
        HEAD_BYTES = offsetof(mw_object_info, name),
        TAIL_BYTES = sizeof(mw_object_info) - offsetof(mw_object_info, backing)
};
struct packed {
        size_t name_bytes;
        char head[HEAD_BYTES];
        char tail[TAIL_BYTES];
        char strings[]; /* name, NUL, file path, NUL */
};

struct list {
        struct packed **items;
        size_t count;
        size_t room;
};

struct settings {
        bool scopes[2];
        bool scope_was_asked;
        bool all;
        bool names;
        bool holders;
        uint32_t kinds; /* bits 1 << MW_KIND_*; 0 all */
        char **patterns;
        int pattern_count;
};

static struct packed *pack(const mw_object_info *info) {
        size_t name_bytes = strlen(info->name) + 1, path_bytes = strlen(info->file_path) + 1;
        struct packed *packed = malloc(sizeof(*packed) + name_bytes + path_bytes);

        if (!packed)
                return NULL;
        packed->name_bytes = name_bytes;
        memcpy(packed->head, info, HEAD_BYTES);
        memcpy(packed->tail, &info->backing, TAIL_BYTES);
        memcpy(packed->strings, info->name, name_bytes);
        memcpy(packed->strings + name_bytes, info->file_path, path_bytes);
        return packed;
}

static void unpack(const struct packed *packed, mw_object_info *out_info) {
        memcpy(out_info, packed->head, HEAD_BYTES);
        memcpy(&out_info->backing, packed->tail, TAIL_BYTES);
        strcpy(out_info->name, packed->strings);
        strcpy(out_info->file_path, packed->strings + packed->name_bytes);
}

/* Local\ before Global\, then by name, byte for byte. */
static int in_order(const void *a, const void *b) {
        const struct packed *x = *(struct packed *const *) a, *y = *(struct packed *const *) b;
        uint32_t x_scope, y_scope;

        memcpy(&x_scope, x->head + offsetof(mw_object_info, scope), sizeof(x_scope));
        memcpy(&y_scope, y->head + offsetof(mw_object_info, scope), sizeof(y_scope));
        if (x_scope != y_scope)
                return x_scope < y_scope ? -1 : 1;
        return strcmp(x->strings, y->strings);
}

static bool matches(const struct settings *settings, const mw_object_info *info) {
        char full[CLI_NAME_TEXT_BYTES];

        if (settings->kinds && !(settings->kinds & 1u << info->kind))
                return false;
        if (!settings->all && info->state != MW_STATE_LIVE && info->state != MW_STATE_DAMAGED)
                return false;
        if (settings->pattern_count == 0)
                return true;
        cli_full_name(info, full);
        for (int i = 0; i < settings->pattern_count; i++) {
                const char *pattern = settings->patterns[i];

                if (strncmp(pattern, "Local\\", 6) == 0)
                        pattern += 6;
                if (cli_os_matches(pattern, full))
                        return true;
        }
        return false;
}

static int add(struct list *list, const mw_object_info *info) {
        if (list->count == list->room) {
                size_t room = list->room ? 2 * list->room : 64;
                struct packed **items = realloc(list->items, room * sizeof(*items));

                if (!items)
                        return MW_ENOMEM;
                list->items = items;
                list->room = room;
        }
        list->items[list->count] = pack(info);
        return list->items[list->count] ? (list->count++, MW_OK) : MW_ENOMEM;
}

static int collect(struct list *list, const struct settings *settings, uint32_t scope) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_inspector *all;
        int r = mw_inspect_open(scope, &all);

        if (r < 0)
                return r;
        while (r == MW_OK && mw_inspect_next(all, &info) == MW_OK)
                if (matches(settings, &info))
                        r = add(list, &info);
        mw_inspect_close(all);
        return r;
}

static const char *state_of(const mw_object_info *info) {
        return info->state == MW_STATE_LIVE ? cli_state_text(info) : cli_life_text(info->state);
}

static const char *holders_text(const mw_object_info *info) {
        static char text[1024];
        static struct cli_holders holders;
        char full[CLI_NAME_TEXT_BYTES];
        size_t used = 0;

        if (cli_get_holders(cli_full_name(info, full), &holders) < 0 || holders.count == 0)
                return "-";
        text[0] = '\0';
        for (uint32_t i = 0; i < holders.count && i < CLI_HOLDERS_MAX; i++) {
                if (used > sizeof(text) - 128) {
                        snprintf(text + used, sizeof(text) - used, ",...");
                        break;
                }
                used += (size_t) snprintf(text + used, sizeof(text) - used, "%s%u:%s",
                                          i ? "," : "", holders.list[i].pid,
                                          cli_printable(holders.list[i].command));
        }
        return text;
}

/* The columns of the table, as text; valid until the next call. */
enum { NAME, KIND, SIZE, STATE, AGE, BACKING, HOLDERS, COLUMN_COUNT };

static void fill_row(const mw_object_info *info, bool with_holders,
                     const char *row[COLUMN_COUNT]) {
        char full[CLI_NAME_TEXT_BYTES];

        row[NAME] = cli_printable(cli_full_name(info, full));
        row[KIND] = mw_kind_name(info->kind);
        row[SIZE] = info->kind == MW_KIND_MAPPING ? cli_size_text(info->size_bytes) : "-";
        row[STATE] = state_of(info);
        row[AGE] = cli_age_text(info->created_unix_ns);
        row[BACKING] = cli_backing_text(info);
        row[HOLDERS] = with_holders ? holders_text(info) : "";
}

static void print_row(const char *const row[COLUMN_COUNT], const size_t width[COLUMN_COUNT],
                      int last) {
        for (int i = 0; i <= last; i++) {
                int pad = (int) (width[i] - cli_columns(row[i]));

                if (i == SIZE || i == AGE) /* numbers stand to the right */
                        printf("%*s%s", pad, "", row[i]);
                else
                        printf("%s%*s", row[i], i < last ? pad : 0, "");
                fputs(i < last ? "  " : "\n", stdout);
        }
}

static void print_table(const struct list *list, const struct settings *settings) {
        static const char *const heads[] = { "NAME", "KIND", "SIZE", "STATE", "AGE", "BACKING",
                                             "HOLDERS" };
        mw_object_info info = MW_OBJECT_INFO_INIT;
        size_t width[COLUMN_COUNT] = { 0 };
        const char *row[COLUMN_COUNT];
        int last = settings->holders ? HOLDERS : BACKING;

        if (list->count == 0)
                return;
        for (int i = 0; i <= last; i++)
                width[i] = strlen(heads[i]);
        for (size_t n = 0; n < list->count; n++) {
                unpack(list->items[n], &info);
                fill_row(&info, false, row);
                for (int i = 0; i <= last; i++)
                        if (cli_columns(row[i]) > width[i])
                                width[i] = cli_columns(row[i]);
        }
        fputs(SGR_BOLD, stdout);
        print_row(heads, width, last);
        fputs(SGR_RESET, stdout);
        for (size_t n = 0; n < list->count; n++) {
                unpack(list->items[n], &info);
                fill_row(&info, settings->holders, row);
                width[HOLDERS] = cli_columns(row[HOLDERS]);
                print_row(row, width, last);
        }
}

static void print_json(const struct list *list, const struct settings *settings) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        static struct cli_holders holders;
        char full[CLI_NAME_TEXT_BYTES];

        for (size_t n = 0; n < list->count; n++) {
                struct json json = JSON_TO(stdout);

                unpack(list->items[n], &info);
                json_begin_object(&json, NULL);
                if (settings->names)
                        cli_json_name(&json, "name", cli_full_name(&info, full));
                else {
                        if (settings->holders)
                                cli_get_holders(cli_full_name(&info, full), &holders);
                        cli_json_info(&json, &info, settings->holders ? &holders : NULL);
                }
                json_end_object(&json);
        }
}

static void print_list(struct list *list, const struct settings *settings) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        char full[CLI_NAME_TEXT_BYTES];

        if (list->count > 1)
                qsort(list->items, list->count, sizeof(*list->items), in_order);
        if (cli.is_json)
                print_json(list, settings);
        else if (!settings->names)
                print_table(list, settings);
        else
                for (size_t n = 0; n < list->count; n++) {
                        unpack(list->items[n], &info);
                        puts(cli_printable(cli_full_name(&info, full)));
                }
}

/* One kind, or several with commas between them. */
static int add_kinds(const char *list, uint32_t *inout_kinds) {
        while (*list) {
                size_t length = strcspn(list, ",");
                char one[16];
                uint32_t kind = 0;

                snprintf(one, sizeof(one), "%.*s", (int) length, list);
                if (length >= sizeof(one) || !cli_parse_kind(one, &kind))
                        return cli_usage_error("there is no kind '%s': mapping, event, mutex, "
                                               "semaphore or timer", cli_printable(list));
                *inout_kinds |= 1u << kind;
                list += length + (list[length] == ',');
        }
        return CLI_OK;
}

static int read_options(struct cli_args *args, struct settings *settings) {
        int id;

        while ((id = cli_next_option(args)) > 0)
                switch (id) {
                case 'a':
                        settings->all = true;
                        break;
                case 'l':
                case OPT_HOLDERS:
                        settings->holders = true;
                        break;
                case OPT_NAMES:
                        settings->names = true;
                        break;
                case OPT_LOCAL:
                case OPT_GLOBAL:
                        settings->scopes[id == OPT_GLOBAL] = settings->scope_was_asked = true;
                        break;
                case OPT_KIND:
                        if (add_kinds(args->value, &settings->kinds) != CLI_OK)
                                return CLI_USAGE;
                        break;
                }
        if (id < 0)
                return CLI_USAGE;
        if (!settings->scope_was_asked)
                settings->scopes[0] = settings->scopes[1] = true;
        for (int i = 0; i < args->operand_count; i++)
                cli_name_argument(args->operands[i]);
        settings->patterns = args->operands;
        settings->pattern_count = args->operand_count;
        return CLI_OK;
}

static int run_ls(struct cli_args *args) {
        struct settings settings = { 0 };
        struct list list = { 0 };
        int exit_code = read_options(args, &settings);

        if (exit_code != CLI_OK)
                return exit_code;
        for (uint32_t scope = MW_SCOPE_LOCAL; scope <= MW_SCOPE_GLOBAL; scope++) {
                int r = settings.scopes[scope] ? collect(&list, &settings, scope) : MW_OK;

                /* A machine-wide directory that we can't trust is a failure only
                 * for who asked for it; the rest is listed anyway. */
                if (r < 0 && (scope == MW_SCOPE_LOCAL || settings.scope_was_asked))
                        exit_code = cli_failed(r);
                else if (r < 0)
                        cli_note("%s", mw_last_error());
        }
        print_list(&list, &settings);
        if (exit_code == CLI_OK && list.count == 0 && settings.pattern_count > 0)
                exit_code = cli_error(CLI_NOT_FOUND, "nothing matches '%s'",
                                      cli_printable(settings.patterns[0]));
        for (size_t n = 0; n < list.count; n++)
                free(list.items[n]);
        free(list.items);
        return exit_code;
}

static const struct cli_option ls_options[] = {
        { 'l', "long", NULL, "also who holds each: process id and command" },
        { OPT_HOLDERS, "holders", NULL, "the same as -l" },
        { 'a', "all", NULL, "also what the dead left, what is half made, and foreign files" },
        { OPT_KIND, "kind", "mapping|event|mutex|semaphore|timer",
          "only this kind, or several: event,timer" },
        { OPT_LOCAL, "local", NULL, "only names of this user" },
        { OPT_GLOBAL, "global", NULL, "only names of this machine" },
        { OPT_NAMES, "names", NULL, "only the names, one a line" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_ls = {
        .name = "ls",
        .summary = "list the objects that somebody holds",
        .usage = "ls [OPTION]... [PATTERN]...",
        .details =
                "A PATTERN is a shell pattern, to be quoted: 'cam*'. Bytes of a name that a\n"
                "terminal should not see print as \\xNN; every verb takes names so, too.\n"
                "-l looks through /proc, which costs about 20 us a process and object.\n"
                "With --json it prints one object a line.\n",
        .examples = "mapwire ls\n"
                    "mapwire ls -l 'cam*'\n"
                    "mapwire ls --kind event --json\n",
        .exits = "3  a PATTERN was given and nothing matches\n",
        .operand = "any",
        .options = ls_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_ls,
};
