/* SPDX-License-Identifier: MIT */
/* cli.h — what the verbs of the tool share.
 *
 * A verb is one constant, struct cli_verb, in a file of its name. Its usage,
 * options, help, examples and completion are data in that constant; main.c
 * lists the constants, and nothing about a verb is said anywhere else.
 *
 * Output. Data goes to standard output, everything else to standard error.
 * Every verb that prints knows --json. Nothing ever asks a question.
 *
 * The tool uses the public headers of the library only.
 */
#ifndef MAPWIRE_CLI_H
#define MAPWIRE_CLI_H

#include <mapwire/mapwire.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit codes; mapwire(1) has the same table. 128+n: ended by signal n. */
enum {
        CLI_OK         = 0,
        CLI_FAILURE    = 1,
        CLI_USAGE      = 2,
        CLI_NOT_FOUND  = 3,
        CLI_BUSY       = 4,   /* exists already, busy, or full                  */
        CLI_DENIED     = 5,
        CLI_DAMAGED    = 6,
        CLI_LOST       = 7,
        CLI_TIMED_OUT  = 124, /* as timeout(1) has it                            */
        CLI_CANT_RUN   = 126, /* the command could not be run, as in sh(1)       */
        CLI_NO_COMMAND = 127
};

enum { CLI_NAME_TEXT_BYTES = 4 * MW_NAME_MAX_BYTES + 16 }; /* an escaped name, with its NUL */

/* Options that several verbs have. An id below 128 is the option's letter. */
enum {
        OPT_HELP = 'h',
        OPT_TIMEOUT = 'W',
        OPT_COUNT = 'C',
        OPT_JSON = 256,
        OPT_COLOR,
        OPT_OFFSET,
        OPT_SIZE,
        OPT_LOCAL,
        OPT_GLOBAL,
        OPT_KIND,
        OPT_IN,
        OPT_EVERY,
        OPT_OWN /* the first id that a verb may give to an option of its own */
};

struct cli_option {
        int         id;
        const char *name;  /* without the dashes                                           */
        const char *value; /* what its value is called; "a|b" are all there are; NULL none */
        const char *help;  /* one line; NULL hides the option                              */
};
#define CLI_JSON { OPT_JSON, "json", NULL, "print JSON, for programs" }
#define CLI_END  { 0, NULL, NULL, NULL }

struct cli_args;

/* Where the command begins that a verb runs: after so many operands, or "--". */
enum { CLI_TAKES_NO_COMMAND = -1, CLI_AFTER_DASHES = 1000 };

struct cli_verb {
        const char *name;
        const char *summary;              /* one sentence without its full stop             */
        const char *usage;                /* lines, each without the leading "mapwire "     */
        const char *details;              /* what one has to know; ends in a newline        */
        const char *examples;             /* lines that work as they stand                  */
        const char *exits;                /* exit codes with a meaning of their own, or ""  */
        const char *operand;              /* completion: a kind, "any", or "=word word"     */
        const struct cli_option *options; /* ends with CLI_END                              */
        int command_after; /* CLI_TAKES_NO_COMMAND, CLI_AFTER_DASHES, or after n operands   */
        int (*run)(struct cli_args *args);
};

/* A command line while it is read. */
struct cli_args {
        const struct cli_verb *verb;
        char **words;
        int word_count;
        int next;            /* the word to look at next                             */
        const char *cluster; /* the rest of a word like -nW5                         */
        const char *value;   /* of the option that cli_next_option() returned last   */
        char **operands;     /* compacted to the front of words                      */
        int operand_count;
        char **command;      /* NULL-terminated; NULL when none was given            */
};

/* What holds for the whole run. */
struct cli_state {
        const char *verb_name;
        bool is_json;
        bool use_color;    /* on standard output                                  */
        int ended_by;      /* a signal: when all is closed, we end by it           */
        bool sigpipe_was_ignored;
};
extern struct cli_state cli;

/* main.c */
extern const struct cli_verb *const cli_verbs[]; /* ends with NULL */
const struct cli_verb *cli_find_verb(const char *name);
const char *cli_nearest_verb(const char *word);

/* options.c */
int cli_next_option(struct cli_args *args); /* id; 0 at the end; -1 after a usage error */
int cli_color(const char *when);            /* for --color                              */
bool cli_wants_operands(const struct cli_args *args, int least, int most);
extern const struct cli_option cli_common_options[];

/* help.c */
void cli_print_help(const struct cli_verb *verb, FILE *out);
void cli_print_overview(FILE *out);

/* fail.c: every failure is told in one line and becomes an exit code */
int cli_error(int exit_code, const char *format, ...) __attribute__((format(printf, 2, 3)));
int cli_usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
int cli_exit_code(int result);
int cli_failed(int result);
int cli_open_failed(uint32_t kind, const char *name, int result);
int cli_output_failed(void);
int cli_finish_output(int exit_code);
unsigned cli_distance(const char *a, const char *b);
unsigned cli_distance_limit(const char *word);

/* text.c: numbers and names between people and programs */
bool cli_parse_u64(const char *text, uint64_t *out);
bool cli_parse_size(const char *text, uint64_t *out_bytes);
bool cli_parse_seconds(const char *text, int64_t *out_ns);
bool cli_parse_mode(const char *text, uint32_t *out_mode);
bool cli_parse_kind(const char *text, uint32_t *out_kind);
int64_t cli_deadline(int64_t timeout_ns); /* -1 is for ever */
const char *cli_span_text(int64_t ns);
const char *cli_size_text(uint64_t bytes);
const char *cli_age_text(int64_t created_unix_ns);
char *cli_name_argument(char *word);
const char *cli_printable(const char *name); /* valid until the eighth call from now */
const char *cli_shell_word(const char *name);
bool cli_is_global(const char *name);
const char *cli_short_name(const char *name);
const char *cli_full_name(const mw_object_info *info, char *room); /* CLI_NAME_TEXT_BYTES */
size_t cli_utf8_length(const unsigned char *bytes, size_t size);
size_t cli_columns(const char *text);
const char *cli_article(uint32_t kind);

/* state.c: an object as people and programs are told it */
struct json;
enum { CLI_HOLDERS_MAX = 64 };
struct cli_holders {
        uint32_t count; /* how many there are; may be more than fit */
        mw_holder list[CLI_HOLDERS_MAX];
};
const char *cli_state_text(const mw_object_info *info);
const char *cli_backing_text(const mw_object_info *info);
const char *cli_life_text(uint32_t state);
int cli_get_holders(const char *name, struct cli_holders *out);
void cli_json_info(struct json *json, const mw_object_info *info,
                   const struct cli_holders *holders);
void cli_json_name(struct json *json, const char *key, const char *name);
void cli_json_names(struct json *json, const char *key, char *const *names, uint32_t count);

/* timer.c: when a timer shall fire, as --in and --every say it */
struct cli_firing {
        bool has_in, has_every;
        int64_t in_ns, every_ns;
};
#define CLI_FIRING                                                                          \
        { OPT_IN, "in", "SECONDS", "timer: fire then" },                                    \
        { OPT_EVERY, "every", "SECONDS", "timer: fire again and again" }
int cli_firing_option(struct cli_firing *firing, int id, const char *value);
int cli_firing_set(const struct cli_firing *firing, mw_timer *timer);

/* info.c */
int cli_show_info(const char *name, bool with_holders);

/* Colours: the escape sequence, or nothing. */
static inline const char *cli_sgr(const char *sequence) {
        return cli.use_color ? sequence : "";
}
#define SGR_RESET  cli_sgr("\033[0m")
#define SGR_BOLD   cli_sgr("\033[1m")
#define SGR_DIM    cli_sgr("\033[2m")
#define SGR_RED    cli_sgr("\033[31m")
#define SGR_GREEN  cli_sgr("\033[32m")
#define SGR_YELLOW cli_sgr("\033[33m")
#define SGR_CYAN   cli_sgr("\033[36m")

/* range.c: a part of a mapping, walked through in views of a bounded size */
struct cli_range {
        mw_mapping *mapping;
        const char *name;
        uint64_t size_bytes;   /* of the mapping                           */
        uint64_t offset_bytes; /* where the part begins                    */
        uint64_t length_bytes; /* and how long it is                       */
        uint32_t flags;        /* MW_READ_ONLY or 0                        */
        bool is_lazy;
        unsigned char *view;   /* the piece that is mapped now             */
        uint64_t view_offset;
        uint64_t view_size;
};
struct cli_range_request {
        bool has_offset, has_size;
        uint64_t offset_bytes, size_bytes;
};
int cli_range_option(struct cli_range_request *request, int id, const char *value);
int cli_range_open(struct cli_range *range, const char *name, uint32_t flags,
                   const struct cli_range_request *request);
int cli_range_at(struct cli_range *range, uint64_t offset_bytes, unsigned char **out_bytes,
                 size_t *out_size);
int cli_range_lost(const struct cli_range *range, uint64_t done);
bool cli_range_is_bounded(const struct cli_range *range, const struct cli_range_request *request);
void cli_range_close(struct cli_range *range);

/* progress.c */
struct cli_progress {
        int64_t start_ns;
        int64_t shown_ns;
        uint64_t total_bytes; /* 0: unknown */
        bool is_on;
};
void cli_progress_start(struct cli_progress *progress, uint64_t total_bytes);
void cli_progress_update(struct cli_progress *progress, uint64_t done_bytes);
void cli_progress_end(struct cli_progress *progress);

/* child.c: commands that the tool runs, and the signals that end it */
void cli_catch_signals(void);
int cli_caught_signal(void);       /* 0: none yet                                  */
mw_event *cli_signal_event(void);  /* set when one comes; NULL before catching     */
int cli_hold_until_signal(int watch_fd, int64_t deadline_ns);
int cli_run_command(char **command, bool ends_with_us);

/* handle.c: an object of whatever kind */
struct cli_handle {
        uint32_t kind;
        const char *name;
        mw_object *object; /* NULL for a mapping */
        mw_event *event;
        mw_mutex *mutex;
        mw_semaphore *semaphore;
        mw_timer *timer;
};
int cli_handle_open(struct cli_handle *handle, const char *name);
void cli_handle_close(struct cli_handle *handle);

#endif
