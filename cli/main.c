/* SPDX-License-Identifier: MIT */
/* main.c — the table of verbs, and the way in and out.
 *
 * Help, usage, completion, "did you mean" and `mapwire help --json` all come
 * from this one table. A new verb is a file with a struct cli_verb in it and a
 * line here.
 */
#include "cli.h"

#include "os.h"

#include <stdlib.h>
#include <string.h>

struct cli_state cli;

extern const struct cli_verb verb_demo, verb_ls, verb_info, verb_create, verb_read, verb_write,
        verb_dump, verb_set, verb_reset, verb_pulse, verb_release, verb_lock, verb_wait, verb_gc,
        verb_doctor, verb_win32, verb_completion, verb_version, verb_help;

const struct cli_verb *const cli_verbs[] = {
        &verb_demo,    &verb_ls,   &verb_info, &verb_create, &verb_read,       &verb_write,
        &verb_dump,    &verb_set,  &verb_reset, &verb_pulse, &verb_release,    &verb_wait,
        &verb_lock,    &verb_gc,   &verb_doctor, &verb_win32,  &verb_completion, &verb_version,
        &verb_help,    NULL
};

const struct cli_verb *cli_find_verb(const char *name) {
        for (int i = 0; cli_verbs[i]; i++)
                if (strcmp(cli_verbs[i]->name, name) == 0)
                        return cli_verbs[i];
        return NULL;
}

/* The verb that is nearest to a word that is none; NULL: none is near. */
const char *cli_nearest_verb(const char *word) {
        const char *best = NULL;
        unsigned best_distance = cli_distance_limit(word) + 1;

        for (int i = 0; cli_verbs[i]; i++) {
                unsigned distance = cli_distance(word, cli_verbs[i]->name);

                if (distance < best_distance) {
                        best_distance = distance;
                        best = cli_verbs[i]->name;
                }
        }
        return best;
}

static int unknown_verb(const char *word) {
        const char *nearest = cli_nearest_verb(word);

        if (nearest)
                return cli_usage_error("there is no '%s'; did you mean '%s'?", cli_printable(word),
                                       nearest);
        return cli_usage_error("there is no '%s'", cli_printable(word));
}

/* What stands before the verb: -h, --help, --version, --color. */
static const char *find_verb_word(int argc, char **argv, int *out_at) {
        for (int i = 1; i < argc; i++) {
                if (!*argv[i]) {
                        cli_usage_error("an empty word is no verb");
                        return "";
                }
                if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 ||
                    strcmp(argv[i], "--version") == 0 || argv[i][0] != '-') {
                        *out_at = i;
                        return argv[i][0] != '-' ? argv[i] : argv[i][2] == 'v' ? "version" : "help";
                }
                if (strncmp(argv[i], "--color=", 8) == 0) {
                        if (cli_color(argv[i] + 8) < 0)
                                return "";
                        continue;
                }
                cli_usage_error("no option %s before the verb", cli_printable(argv[i]));
                return "";
        }
        return NULL;
}

static int run(int argc, char **argv) {
        struct cli_args args;
        const char *word;
        int at = 0;

        word = find_verb_word(argc, argv, &at);
        if (!word) {
                cli_print_overview(stderr);
                return CLI_USAGE;
        }
        if (!*word)
                return CLI_USAGE;
        memset(&args, 0, sizeof(args));
        args.verb = cli_find_verb(word);
        if (!args.verb)
                return unknown_verb(word);
        cli.verb_name = args.verb->name;
        args.words = argv;
        args.word_count = argc;
        args.next = at + 1;
        args.operands = argv; /* refilled from the front, behind the reader */
        return args.verb->run(&args);
}

/* The very last thing: who was ended by a signal ends by it, so that a shell
 * sees it, but only after the library's exit handlers have given back what is
 * left. Of all destructors the one with the lowest priority runs last. */
__attribute__((destructor(101))) static void end_by_signal(void) {
        if (cli.ended_by)
                cli_os_end_by(cli.ended_by);
}

int main(int argc, char **argv) {
        int exit_code;

        cli_os_begin();
        cli_color("auto");
        exit_code = cli_finish_output(run(argc, argv));
        return cli.ended_by ? 128 + cli.ended_by : exit_code; /* the code, if it is blocked */
}
