/* SPDX-License-Identifier: MIT */
/* completion.c — mapwire completion: scripts for three shells.
 *
 * The verbs and options in them are those of the table; the names of objects
 * are asked for at the moment of completion (mapwire ls --names).
 */
#include "cli.h"

#include <string.h>

static bool has_kind(const struct cli_verb *verb) {
        return verb->operand && verb->operand[0] != '=';
}

/* The kind to ask `ls` for, "" for any. */
static const char *kind_of(const struct cli_verb *verb) {
        return strcmp(verb->operand, "any") == 0 ? "" : verb->operand;
}

static void put_verbs(const char *separator) {
        for (int i = 0; cli_verbs[i]; i++)
                printf("%s%s", i ? separator : "", cli_verbs[i]->name);
}

/* The words that a verb's operand may be; "=VERBS" stands for the verbs. */
static void put_operand_words(const struct cli_verb *verb) {
        if (strcmp(verb->operand, "=VERBS") == 0)
                put_verbs(" ");
        else
                fputs(verb->operand + 1, stdout);
}

static void put_choices(const char *value) {
        for (; *value; value++)
                putchar(*value == '|' ? ' ' : *value);
}

static bool is_choice(const struct cli_option *option) {
        return option->value && strchr(option->value, '|');
}

static bool is_path(const struct cli_option *option) {
        return option->value && strcmp(option->value, "PATH") == 0;
}

/* --- bash --- */

static void bash_options(const struct cli_option *options) {
        for (; options->id; options++)
                if (options->help) {
                        printf(" --%s", options->name);
                        if (options->id < 128)
                                printf(" -%c", options->id);
                }
}

static void bash_values(const struct cli_verb *verb, const struct cli_option *options) {
        for (; options->id; options++) {
                if (!options->value || !options->help)
                        continue;
                printf("        %s:--%s", verb->name, options->name);
                if (options->id < 128)
                        printf("|%s:-%c", verb->name, options->id);
                fputs(") ", stdout);
                if (is_path(options))
                        fputs("COMPREPLY=($(compgen -f -- \"$cur\"))", stdout);
                else if (is_choice(options)) {
                        fputs("COMPREPLY=($(compgen -W '", stdout);
                        put_choices(options->value);
                        fputs("' -- \"$cur\"))", stdout);
                }
                puts(is_path(options) || is_choice(options) ? "; return ;;" : "return ;;");
        }
}

static void bash_verb(const struct cli_verb *verb) {
        printf("        %s) options='", verb->name);
        bash_options(verb->options);
        bash_options(cli_common_options);
        putchar('\'');
        if (has_kind(verb))
                printf(" kind='%s'", verb->operand);
        else if (verb->operand) {
                fputs(" words='", stdout);
                put_operand_words(verb);
                putchar('\'');
        }
        puts(" ;;");
}

static void bash(void) {
        puts("# bash completion of mapwire, made by: mapwire completion bash\n"
             "_mapwire() {\n"
             "        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
             "        local verb= options= kind= words= word i\n"
             "        COMPREPLY=()\n"
             "        for ((i = 1; i < COMP_CWORD; i++)); do\n"
             "                case ${COMP_WORDS[i]} in\n"
             "                --) COMPREPLY=($(compgen -c -f -- \"$cur\")); return ;;\n"
             "                -*) ;;\n"
             "                *) [[ $verb ]] || verb=${COMP_WORDS[i]} ;;\n"
             "                esac\n"
             "        done\n"
             "        if [[ -z $verb ]]; then");
        fputs("                COMPREPLY=($(compgen -W '", stdout);
        put_verbs(" ");
        puts("' -- \"$cur\"))\n"
             "                return\n"
             "        fi\n"
             "        case $verb:$prev in");
        for (int i = 0; cli_verbs[i]; i++) {
                bash_values(cli_verbs[i], cli_verbs[i]->options);
                bash_values(cli_verbs[i], cli_common_options);
        }
        puts("        esac\n"
             "        case $verb in");
        for (int i = 0; cli_verbs[i]; i++)
                bash_verb(cli_verbs[i]);
        puts("        esac\n"
             "        if [[ $cur == -* ]]; then\n"
             "                COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
             "        elif [[ $words ]]; then\n"
             "                COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
             "        elif [[ $kind ]]; then\n"
             "                [[ $kind == any ]] && kind=\n"
             "                while IFS= read -r word; do\n"
             "                        [[ $word == \"$cur\"* ]] && COMPREPLY+=(\"$(printf %q "
             "\"$word\")\")\n"
             "                done < <(\"${COMP_WORDS[0]}\" ls --names ${kind:+--kind \"$kind\"} "
             "2> /dev/null)\n"
             "        fi\n"
             "}\n"
             "complete -F _mapwire mapwire");
}

/* --- zsh --- */

/* Help between brackets in single quotes. */
static void zsh_help(const char *text) {
        for (; *text; text++)
                if (strchr("[]:\\", *text))
                        printf("\\%c", *text);
                else if (*text == '\'')
                        fputs("'\\''", stdout);
                else
                        putchar(*text);
}

static void zsh_value(const struct cli_option *option) {
        if (!option->value)
                return;
        if (is_path(option))
                printf(":%s:_files", option->value);
        else if (is_choice(option)) {
                printf(":%s:(", option->name);
                put_choices(option->value);
                putchar(')');
        } else
                printf(":%s: ", option->value);
}

static void zsh_options(const struct cli_option *options) {
        for (; options->id; options++) {
                if (!options->help)
                        continue;
                printf("                        '--%s[", options->name);
                zsh_help(options->help);
                putchar(']');
                zsh_value(options);
                puts("' \\");
                if (options->id >= 128)
                        continue;
                printf("                        '-%c[", options->id);
                zsh_help(options->help);
                putchar(']');
                zsh_value(options);
                puts("' \\");
        }
}

static void zsh_verb(const struct cli_verb *verb) {
        printf("                %s)\n                        _arguments \\\n", verb->name);
        zsh_options(verb->options);
        zsh_options(cli_common_options);
        if (has_kind(verb))
                printf("                        '%s:name:{_mapwire_names %s}'",
                       verb->command_after == 1 ? "1" : "*", kind_of(verb));
        else if (verb->operand) {
                fputs("                        '1:what:(", stdout);
                put_operand_words(verb);
                fputs(")'", stdout);
        } else
                fputs("                        '*: :'", stdout);
        if (verb->command_after >= 0)
                fputs(" \\\n                        '*::command:_normal'", stdout);
        puts("\n                        ;;");
}

static void zsh(void) {
        puts("#compdef mapwire\n"
             "# zsh completion of mapwire, made by: mapwire completion zsh\n"
             "_mapwire_names() {\n"
             "        local -a names\n"
             "        names=(${(f)\"$(mapwire ls --names ${1:+--kind} $1 2> /dev/null)\"})\n"
             "        compadd -a names\n"
             "}\n"
             "_mapwire() {\n"
             "        local curcontext=$curcontext state line\n"
             "        local -a verbs=(");
        for (int i = 0; cli_verbs[i]; i++) {
                printf("                '%s:", cli_verbs[i]->name);
                zsh_help(cli_verbs[i]->summary);
                puts("'");
        }
        puts("        )\n"
             "        _arguments -C '1: :->verb' '*:: :->rest'\n"
             "        case $state in\n"
             "        verb) _describe verb verbs ;;\n"
             "        rest)\n"
             "                case $words[1] in");
        for (int i = 0; cli_verbs[i]; i++)
                zsh_verb(cli_verbs[i]);
        puts("                esac\n"
             "                ;;\n"
             "        esac\n"
             "}\n"
             "if [[ $funcstack[1] == _mapwire ]]; then\n"
             "        _mapwire \"$@\"\n"
             "else\n"
             "        compdef _mapwire mapwire\n"
             "fi");
}

/* --- fish --- */

static void fish_quoted(const char *text) {
        putchar('\'');
        for (; *text; text++) {
                if (*text == '\'' || *text == '\\')
                        putchar('\\');
                putchar(*text);
        }
        putchar('\'');
}

static void fish_options(const struct cli_verb *verb, const struct cli_option *options) {
        for (; options->id; options++) {
                if (!options->help)
                        continue;
                printf("complete -c mapwire -n '__fish_seen_subcommand_from %s' -l %s", verb->name,
                       options->name);
                if (options->id < 128)
                        printf(" -s %c", options->id);
                if (is_choice(options)) {
                        fputs(" -x -a '", stdout);
                        put_choices(options->value);
                        putchar('\'');
                } else if (options->value)
                        fputs(is_path(options) ? " -r -F" : " -x", stdout);
                fputs(" -d ", stdout);
                fish_quoted(options->help);
                putchar('\n');
        }
}

static void fish_verb(const struct cli_verb *verb) {
        fputs("complete -c mapwire -n __fish_use_subcommand -a ", stdout);
        printf("%s -d ", verb->name);
        fish_quoted(verb->summary);
        putchar('\n');
        fish_options(verb, verb->options);
        fish_options(verb, cli_common_options);
        if (!verb->operand)
                return;
        printf("complete -c mapwire -n '__fish_seen_subcommand_from %s' -a '", verb->name);
        if (has_kind(verb))
                printf("(mapwire ls --names %s%s 2> /dev/null)", *kind_of(verb) ? "--kind " : "",
                       kind_of(verb));
        else
                put_operand_words(verb);
        puts("'");
}

static void fish(void) {
        puts("# fish completion of mapwire, made by: mapwire completion fish\n"
             "complete -c mapwire -f");
        for (int i = 0; cli_verbs[i]; i++)
                fish_verb(cli_verbs[i]);
}

static int run_completion(struct cli_args *args) {
        const char *shell;

        if (cli_next_option(args) < 0 || !cli_wants_operands(args, 1, 1))
                return CLI_USAGE;
        shell = args->operands[0];
        if (strcmp(shell, "bash") == 0)
                bash();
        else if (strcmp(shell, "zsh") == 0)
                zsh();
        else if (strcmp(shell, "fish") == 0)
                fish();
        else
                return cli_usage_error("completion is for bash, zsh and fish, not '%s'",
                                       cli_printable(shell));
        return CLI_OK;
}

static const struct cli_option completion_options[] = { CLI_END };

const struct cli_verb verb_completion = {
        .name = "completion",
        .summary = "print a completion script for bash, zsh or fish",
        .usage = "completion bash|zsh|fish",
        .details = "It completes verbs, options, and the names of the objects that there are.\n"
                   "Packages install it; by hand one line in the shell's start file does it.\n",
        .examples = "source <(mapwire completion bash)     # in ~/.bashrc\n"
                    "source <(mapwire completion zsh)      # in ~/.zshrc, after compinit\n"
                    "mapwire completion fish | source      # in ~/.config/fish/config.fish\n",
        .exits = "",
        .operand = "=bash zsh fish",
        .options = completion_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_completion,
};
