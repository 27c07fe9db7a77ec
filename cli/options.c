/* SPDX-License-Identifier: MIT */
/* options.c — reads a command line by the verb's own table of options.
 *
 * Options and operands may come in any order. Long options take "=value" or
 * the next word, may be shortened while they stay unique, and a misspelt one
 * is answered with the nearest. Letters may share a word (-nW5). "--" ends the
 * options; for a verb that runs a command it begins the command.
 *
 * getopt_long(3) is not used because its table can't hold the help, its
 * messages can't be had in our form, and it can't stop after n operands.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct cli_option cli_common_options[] = {
        { OPT_COLOR, "color", "auto|always|never", "colours; NO_COLOR in the environment: never" },
        { OPT_HELP, "help", NULL, "print this help" },
        CLI_END
};

/* The verb's own options, then the common ones; NULL behind the last. */
static const struct cli_option *option_at(const struct cli_verb *verb, int index) {
        int own = 0;

        while (verb->options[own].id)
                own++;
        if (index < own)
                return &verb->options[index];
        return cli_common_options[index - own].id ? &cli_common_options[index - own] : NULL;
}

static const struct cli_option *find_letter(const struct cli_verb *verb, char letter) {
        const struct cli_option *option;

        for (int i = 0; (option = option_at(verb, i)); i++)
                if (option->id < 128 && option->id == letter)
                        return option;
        return NULL;
}

static const struct cli_option *find_long(const struct cli_verb *verb, const char *name,
                                          size_t length, int *out_matches) {
        const struct cli_option *option, *found = NULL;

        *out_matches = 0;
        for (int i = 0; (option = option_at(verb, i)); i++) {
                if (strncmp(option->name, name, length) != 0)
                        continue;
                if (option->name[length] == '\0') {
                        *out_matches = 1;
                        return option;
                }
                if (!option->help)
                        continue;
                found = option;
                ++*out_matches;
        }
        return found;
}

static const char *nearest_option(const struct cli_verb *verb, const char *name) {
        const struct cli_option *option;
        const char *best = NULL;
        unsigned best_distance = cli_distance_limit(name) + 1;

        for (int i = 0; (option = option_at(verb, i)); i++) {
                unsigned distance = cli_distance(name, option->name);

                if (option->help && distance < best_distance) {
                        best_distance = distance;
                        best = option->name;
                }
        }
        return best;
}

/* Some options mean the same everywhere and are done here. */
static int handle_common(struct cli_args *args, int id) {
        switch (id) {
        case OPT_HELP:
                cli_print_help(args->verb, stdout);
                exit(cli_finish_output(CLI_OK));
        case OPT_COLOR:
                return cli_color(args->value) < 0 ? -1 : cli_next_option(args);
        case OPT_JSON:
                cli.is_json = true;
                return cli_next_option(args);
        default:
                return id;
        }
}

static int unknown_long(const struct cli_args *args, const char *name, size_t length,
                        int matches) {
        char shown[64];
        const char *nearest;

        snprintf(shown, sizeof(shown), "%.*s", length < 60 ? (int) length : 60, name);
        if (matches > 1) {
                cli_usage_error("option --%s could be several; write it out", shown);
                return -1;
        }
        nearest = nearest_option(args->verb, shown);
        if (nearest)
                cli_usage_error("no option --%s; did you mean --%s?", shown, nearest);
        else
                cli_usage_error("no option --%s", shown);
        return -1;
}

static int long_option(struct cli_args *args, const char *word) {
        const char *equals = strchr(word, '=');
        size_t length = equals ? (size_t) (equals - word) : strlen(word);
        int matches;
        const struct cli_option *option = find_long(args->verb, word, length, &matches);

        if (matches != 1)
                return unknown_long(args, word, length, matches);
        args->value = NULL;
        if (!option->value && equals) {
                cli_usage_error("option --%s takes no value", option->name);
                return -1;
        }
        if (option->value) {
                if (equals)
                        args->value = equals + 1;
                else if (args->next < args->word_count)
                        args->value = args->words[args->next++];
                else {
                        cli_usage_error("option --%s needs a value: --%s %s", option->name,
                                        option->name, option->value);
                        return -1;
                }
        }
        return handle_common(args, option->id);
}

static int letter_option(struct cli_args *args) {
        char letter = *args->cluster++;
        const struct cli_option *option = find_letter(args->verb, letter);

        if (!option) {
                cli_usage_error("no option -%c", letter);
                return -1;
        }
        args->value = NULL;
        if (option->value) {
                if (*args->cluster)
                        args->value = args->cluster;
                else if (args->next < args->word_count)
                        args->value = args->words[args->next++];
                else {
                        cli_usage_error("option -%c needs a value: -%c %s", letter, letter,
                                        option->value);
                        return -1;
                }
                args->cluster = "";
        }
        return handle_common(args, option->id);
}

/* The rest of the line is the command to run. */
static int begin_command(struct cli_args *args) {
        if (args->next >= args->word_count) {
                cli_usage_error("there is no command after --");
                return -1;
        }
        args->command = args->words + args->next;
        args->next = args->word_count;
        return 0;
}

int cli_next_option(struct cli_args *args) {
        if (args->cluster && *args->cluster)
                return letter_option(args);
        while (args->next < args->word_count) {
                char *word = args->words[args->next++];

                if (strcmp(word, "--") == 0) {
                        if (args->verb->command_after >= 0)
                                return begin_command(args);
                        while (args->next < args->word_count)
                                args->operands[args->operand_count++] = args->words[args->next++];
                        return 0;
                }
                if (word[0] == '-' && word[1] == '-')
                        return long_option(args, word + 2);
                if (word[0] == '-' && word[1]) {
                        args->cluster = word + 1;
                        return letter_option(args);
                }
                if (args->operand_count == args->verb->command_after) {
                        args->next--;
                        return begin_command(args);
                }
                /* Operands move to the front: never past the word being read. */
                args->operands[args->operand_count++] = word;
        }
        return 0;
}

int cli_color(const char *when) {
        const char *no_color = getenv("NO_COLOR");
        const char *term = getenv("TERM");

        if (strcmp(when, "always") == 0)
                cli.use_color = true;
        else if (strcmp(when, "never") == 0)
                cli.use_color = false;
        else if (strcmp(when, "auto") == 0)
                cli.use_color = isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
                                !(term && strcmp(term, "dumb") == 0);
        else {
                cli_usage_error("--color is auto, always or never, not '%s'", when);
                return -1;
        }
        return 0;
}

/* Of a verb with several lines of usage the one that names the first operand: alone, or
 * among others ("event|mutex"). Else the first. */
static const char *usage_line(const struct cli_args *args) {
        const char *usage = args->verb->usage, *operand = args->operands[0];
        size_t length = args->operand_count > 0 ? strlen(operand) : 0;

        for (const char *line = usage; length > 0 && line; line = strchr(line, '\n')) {
                line += *line == '\n';
                for (const char *word = strchr(line, ' '); word && *word != '\n';
                     word += strcspn(word, " |\n"), word += *word == '|') {
                        word += *word == ' ';
                        if (strncmp(word, operand, length) == 0 && strchr(" |", word[length]))
                                return line;
                        if (word[strcspn(word, " |\n")] != '|')
                                break; /* the first operand only */
                }
        }
        return usage;
}

bool cli_wants_operands(const struct cli_args *args, int least, int most) {
        const char *usage = usage_line(args);
        int length = (int) strcspn(usage, "\n");

        if (args->operand_count < least) {
                /* Without a word no line was chosen: both, if there are two. */
                const char *other = args->operand_count == 0 && usage[length] ? usage + length + 1
                                                                              : "";

                cli_usage_error("something is missing: mapwire %.*s%s%s", length, usage,
                                *other ? ", or mapwire " : "", other);
                return false;
        }
        if (most >= 0 && args->operand_count > most) {
                cli_usage_error("'%s' is one word too many: mapwire %.*s",
                                cli_printable(args->operands[most]), length, usage);
                return false;
        }
        for (int i = 0; i < args->operand_count; i++)
                if (!*args->operands[i]) {
                        cli_usage_error("an empty word is no name");
                        return false;
                }
        return true;
}
