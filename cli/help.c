/* SPDX-License-Identifier: MIT */
/* help.c — help that is made from the table of verbs; mapwire help. */
#include "cli.h"

#include "json.h"

#include <string.h>

/* The letter, the name and the value of an option, as help shows them. */
static int option_head(const struct cli_option *option, char *head, size_t size) {
        char letter[8] = "    ";

        if (option->id < 128)
                snprintf(letter, sizeof(letter), "-%c, ", option->id);
        return snprintf(head, size, "%s--%s%s%s", letter, option->name, option->value ? " " : "",
                        option->value ? option->value : "");
}

static void print_options(const struct cli_option *options, FILE *out) {
        char head[96];

        for (; options->id; options++) {
                if (!options->help)
                        continue;
                if (option_head(options, head, sizeof(head)) <= 24)
                        fprintf(out, "  %-24s  %s\n", head, options->help);
                else
                        fprintf(out, "  %s\n  %-24s  %s\n", head, "", options->help);
        }
}

/* Each line of a text, indented. */
static void print_lines(const char *text, const char *indent, FILE *out) {
        while (*text) {
                int length = (int) strcspn(text, "\n");

                fprintf(out, "%s%.*s\n", length ? indent : "", length, text);
                text += length + (text[length] == '\n');
        }
}

void cli_print_help(const struct cli_verb *verb, FILE *out) {
        fprintf(out, "%smapwire %s%s: %s.\n\n", SGR_BOLD, verb->name, SGR_RESET, verb->summary);
        print_lines(verb->usage, "  mapwire ", out);
        if (*verb->details) {
                putc('\n', out);
                print_lines(verb->details, "", out);
        }
        fprintf(out, "\n%sOptions%s\n", SGR_BOLD, SGR_RESET);
        print_options(verb->options, out);
        print_options(cli_common_options, out);
        fprintf(out, "\n%sExamples%s\n", SGR_BOLD, SGR_RESET);
        print_lines(verb->examples, "  ", out);
        if (*verb->exits) {
                fprintf(out, "\n%sExit codes%s (the others: mapwire help)\n", SGR_BOLD, SGR_RESET);
                print_lines(verb->exits, "  ", out);
        }
}

void cli_print_overview(FILE *out) {
        fprintf(out,
                "%smapwire%s: processes exchange data through named memory-mapped files.\n"
                "\n"
                "  mapwire VERB [OPTION]... [NAME]...\n"
                "\n",
                SGR_BOLD, SGR_RESET);
        for (int i = 0; cli_verbs[i]; i++)
                fprintf(out, "  %s%-10s%s  %s\n", SGR_BOLD, cli_verbs[i]->name, SGR_RESET,
                        cli_verbs[i]->summary);
        fputs("\n"
              "A name belongs to this user (cam, or Local\\cam) or to the machine (Global\\cam).\n"
              "It lives exactly as long as some process holds it.\n"
              "\n"
              "Begin with:   mapwire demo            one exchange, explained step by step\n"
              "More:         mapwire help VERB       man mapwire\n"
              "\n"
              "Exit codes:   0 done          1 failed           2 wrong usage\n"
              "              3 not found     4 exists already, busy or full\n"
              "              5 not allowed   6 damaged data     7 data lost\n"
              "              124 timed out   128+n ended by signal n\n"
              "Environment:  MAPWIRE_DIR     where this user's names are\n"
              "              NO_COLOR        no colours\n",
              out);
}

static void json_options(struct json *json, const struct cli_option *options) {
        for (; options->id; options++) {
                char letter[2] = { (char) options->id, '\0' };

                if (!options->help)
                        continue;
                json_begin_object(json, NULL);
                json_string(json, "name", options->name);
                if (options->id < 128)
                        json_string(json, "letter", letter);
                if (options->value)
                        json_string(json, "value", options->value);
                json_string(json, "help", options->help);
                json_end_object(json);
        }
}

static void json_verb(const struct cli_verb *verb) {
        struct json json = JSON_TO(stdout);

        json_begin_object(&json, NULL);
        json_string(&json, "verb", verb->name);
        json_string(&json, "summary", verb->summary);
        json_string(&json, "usage", verb->usage);
        json_string(&json, "details", verb->details);
        json_string(&json, "examples", verb->examples);
        json_string(&json, "exit_codes", verb->exits);
        json_begin_array(&json, "options");
        json_options(&json, verb->options);
        json_options(&json, cli_common_options);
        json_end_array(&json);
        json_end_object(&json);
}

static int run_help(struct cli_args *args) {
        const struct cli_verb *verb;
        const char *nearest;

        if (cli_next_option(args) < 0)
                return CLI_USAGE;
        if (!cli_wants_operands(args, 0, 1))
                return CLI_USAGE;
        if (args->operand_count == 0) {
                if (!cli.is_json)
                        cli_print_overview(stdout);
                for (int i = 0; cli.is_json && cli_verbs[i]; i++)
                        json_verb(cli_verbs[i]);
                return CLI_OK;
        }
        verb = cli_find_verb(args->operands[0]);
        if (!verb) {
                nearest = cli_nearest_verb(args->operands[0]);
                return cli_usage_error("there is no verb '%s'%s%s%s",
                                       cli_printable(args->operands[0]),
                                       nearest ? "; did you mean '" : "", nearest ? nearest : "",
                                       nearest ? "'?" : "");
        }
        if (cli.is_json)
                json_verb(verb);
        else
                cli_print_help(verb, stdout);
        return CLI_OK;
}

static const struct cli_option help_options[] = { CLI_JSON, CLI_END };

const struct cli_verb verb_help = {
        .name = "help",
        .summary = "say what a verb does, with examples",
        .usage = "help [VERB]",
        .details = "With --json it prints one object a verb: the tool described for programs.\n",
        .examples = "mapwire help\n"
                    "mapwire help wait\n",
        .exits = "",
        .operand = "=VERBS",
        .options = help_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_help,
};
