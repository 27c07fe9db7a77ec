/* SPDX-License-Identifier: MIT */
/* win32.c — mapwire win32 --check: what a program for Windows will find.
 *
 * A source is read word by word, without comments, strings and macros' bodies
 * being understood: it is a look before compiling, and the compiler has the
 * last word. What a word means is in a table that is made when the tool is
 * built: from the headers of the windows.h layer, from a list of Windows' own
 * names, and from DIFFERENCES in mapwire-win32(7). So it can't tell anything
 * that the headers don't.
 */
#include "cli.h"

#include "json.h"
#include "win32_table.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_CHECK = OPT_OWN, OPT_ALL };
enum { WORD_BYTES = 128, FOUND_MAX = 4096 };

/* A line of the table: "CreateFile f+ kernel32 -1". */
struct entry {
        char kind; /* f: function; t: type; h: header; w: word of a compiler */
        bool is_there;
        char library[16];
        int note; /* -1: none */
};

/* A name in a source, where it stands first. */
struct found {
        char name[WORD_BYTES];
        struct entry entry;
        unsigned line;
        unsigned count;
};

struct reading {
        const char *path;
        FILE *file;
        unsigned line;
        int next; /* the byte that was looked at */
        struct found *found;
        size_t found_count;
        bool is_cpp;
        char previous[WORD_BYTES]; /* the word before */
        struct {
                char name[WORD_BYTES]; /* wmain as it is spelled; "": not in it */
                unsigned line;
                unsigned depth; /* of braces */
                bool has_return; /* in the statement that is read */
                bool returns;    /* the statement before it does  */
        } entry; /* C++: where the program begins */
};

/* ---- the table ------------------------------------------------------------------- */

/* Lines are sorted by their names. */
static bool look_up(const char *name, struct entry *out) {
        size_t length = strlen(name);
        size_t low = 0;
        size_t high = sizeof(win32_names) - 1;

        while (low < high) {
                size_t middle = low + (high - low) / 2;
                const char *line;
                int order;

                while (middle > low && win32_names[middle - 1] != '\n')
                        middle--;
                line = win32_names + middle;
                order = strncmp(name, line, length);
                if (order == 0 && line[length] != ' ')
                        order = -1;
                if (order == 0) {
                        char there;

                        if (sscanf(line + length, " %c%c %15s %d", &out->kind, &there,
                                   out->library, &out->note) != 4)
                                return false;
                        out->is_there = there == '+';
                        return true;
                }
                if (order < 0)
                        high = middle;
                else
                        low = (size_t) (strchr(line, '\n') - win32_names) + 1;
        }
        return false;
}

static void note_name(struct reading *r, const char *name, const struct entry *entry) {
        for (size_t i = 0; i < r->found_count; i++) {
                if (strcmp(r->found[i].name, name) == 0) {
                        r->found[i].count++;
                        return;
                }
        }
        if (r->found_count == FOUND_MAX)
                return;
        snprintf(r->found[r->found_count].name, WORD_BYTES, "%s", name);
        r->found[r->found_count].entry = *entry;
        r->found[r->found_count].line = r->line;
        r->found[r->found_count++].count = 1;
}

/* ---- reading a source ------------------------------------------------------------ */

static int advance(struct reading *r) {
        if (r->next == '\n')
                r->line++;
        r->next = getc(r->file);
        return r->next;
}

static void skip_comment(struct reading *r, bool to_end_of_line) {
        int before = 0;

        while (advance(r) != EOF) {
                if (to_end_of_line ? r->next == '\n' && before != '\\' :
                                     before == '*' && r->next == '/') {
                        if (!to_end_of_line)
                                advance(r);
                        return;
                }
                before = r->next;
        }
}

static void skip_quoted(struct reading *r, int quote) {
        while (advance(r) != EOF && r->next != quote && r->next != '\n')
                if (r->next == '\\')
                        advance(r);
        if (r->next == quote)
                advance(r);
}

/* R"x( ... )x", as C++ has it; the R has been read. */
static void skip_raw(struct reading *r) {
        char end[24] = ")";
        size_t length = 1;
        size_t matched = 0;

        while (advance(r) != EOF && r->next != '(')
                if (length < sizeof(end) - 2)
                        end[length++] = (char) r->next;
        end[length++] = '"';
        while (matched < length && advance(r) != EOF)
                matched = r->next == end[matched] ? matched + 1 : r->next == end[0];
        advance(r);
}

static void skip_blanks(struct reading *r) {
        while (r->next == ' ' || r->next == '\t' || r->next == '\\' || r->next == '\r')
                advance(r);
}

static void read_word(struct reading *r, char word[WORD_BYTES]) {
        size_t length = 0;

        for (; isalnum(r->next) || r->next == '_'; advance(r))
                if (length < WORD_BYTES - 1)
                        word[length++] = (char) r->next;
        word[length] = '\0';
}

/* A header of the program's own lies beside its source. */
static bool is_own_header(const struct reading *r, const char *name) {
        const char *slash = strrchr(r->path, '/');
        char path[4096];
        FILE *file;

        snprintf(path, sizeof(path), "%.*s%s", slash ? (int) (slash - r->path + 1) : 0, r->path,
                 name);
        file = fopen(path, "rb");
        if (file)
                fclose(file);
        return file != NULL;
}

/* Behind #include: the name, in the table's spelling "<name". */
static void read_include(struct reading *r) {
        char name[WORD_BYTES] = "<";
        char given[WORD_BYTES];
        size_t length = 1;
        struct entry entry;
        int end;

        skip_blanks(r);
        if (r->next != '<' && r->next != '"')
                return;
        end = r->next == '<' ? '>' : '"';
        while (advance(r) != EOF && r->next != end && r->next != '\n')
                if (length < sizeof(name) - 1)
                        name[length++] = (char) (r->next == '\\' ? '/' : r->next);
        name[length] = '\0';
        strcpy(given, name + 1);
        for (char *at = name; *at; at++)
                *at = (char) tolower(*at);
        if (r->next == end)
                advance(r);
        if ((end == '"' && is_own_header(r, given)) || !look_up(name, &entry))
                return;
        snprintf(name, sizeof(name), "<%.*s>", WORD_BYTES - 3, given);
        note_name(r, name, &entry);
}

/* ---- C++: where the program begins --------------------------------------------------- */

static bool is_cpp(const char *path) {
        const char *dot = strrchr(path, '.');

        return dot && strcmp(dot, ".c") != 0 && strcmp(dot, ".h") != 0;
}

/* What the table has under a name of its own. */
static void note_as(struct reading *r, const char *name, const char *key, unsigned line) {
        unsigned now = r->line;
        struct entry entry;

        if (!look_up(key, &entry))
                return;
        r->line = line;
        note_name(r, name, &entry);
        r->line = now;
}

static void watch_word(struct reading *r, const char *word) {
        bool is_void = strcmp(r->previous, "void") == 0;

        if (strcmp(word, "main") == 0 && is_void) {
                note_as(r, "void main", "void:main", r->line);
        } else if ((strcmp(word, "wmain") == 0 || strcmp(word, "_tmain") == 0) && !is_void) {
                strcpy(r->entry.name, word);
                r->entry.line = r->line;
                r->entry.depth = 0;
                r->entry.has_return = r->entry.returns = false;
        } else if (strcmp(word, "return") == 0) {
                r->entry.has_return = true;
        }
        strcpy(r->previous, word);
}

static void watch_byte(struct reading *r, int byte) {
        if (!r->entry.name[0])
                return;
        if (byte == '{') {
                r->entry.depth++;
        } else if (byte == ';' && r->entry.depth == 0) {
                r->entry.name[0] = '\0'; /* declared only */
        } else if (byte == ';') {
                r->entry.returns = r->entry.has_return;
                r->entry.has_return = false;
        } else if (byte == '}' && r->entry.depth > 0 && --r->entry.depth == 0) {
                if (!r->entry.returns)
                        note_as(r, r->entry.name, "int:wmain", r->entry.line);
                r->entry.name[0] = '\0';
        }
}

/* ---- words ------------------------------------------------------------------------------ */

static void read_identifier(struct reading *r) {
        char word[WORD_BYTES];
        struct entry entry;

        read_word(r, word);
        if (r->is_cpp)
                watch_word(r, word);
        if (r->next == '"' && (strcmp(word, "R") == 0 || strcmp(word, "LR") == 0 ||
                               strcmp(word, "u8R") == 0)) {
                skip_raw(r);
                return;
        }
        if (!look_up(word, &entry))
                return;
        skip_blanks(r);
        if (entry.kind != 'f' || r->next == '(')
                note_name(r, word, &entry);
}

static void read_directive(struct reading *r) {
        char word[WORD_BYTES];

        advance(r);
        skip_blanks(r);
        read_word(r, word);
        if (strcmp(word, "include") == 0)
                read_include(r);
        else if (strcmp(word, "error") == 0 || strcmp(word, "pragma") == 0)
                while (r->next != '\n' && r->next != EOF)
                        advance(r);
}

/* The mark that Windows' editors begin a file of UTF-8 with. */
static void skip_mark(struct reading *r) {
        static const char mark[] = "\xEF\xBB\xBF";

        for (size_t i = 0; mark[i] && r->next == (unsigned char) mark[i]; i++)
                advance(r);
}

static void read_source(struct reading *r) {
        bool at_line_start = true;

        advance(r);
        skip_mark(r);
        while (r->next != EOF) {
                int byte = r->next;

                if (byte == '#' && at_line_start) {
                        read_directive(r);
                } else if (byte == '/') {
                        advance(r);
                        if (r->next == '/' || r->next == '*')
                                skip_comment(r, r->next == '/');
                } else if (byte == '"' || byte == '\'') {
                        skip_quoted(r, byte);
                } else if (isalpha(byte) || byte == '_') {
                        read_identifier(r);
                } else if (isdigit(byte)) {
                        char number[WORD_BYTES];

                        read_word(r, number);
                } else {
                        watch_byte(r, byte);
                        advance(r);
                }
                at_line_start = byte == '\n' || (at_line_start && isspace(byte));
        }
}

/* ---- telling --------------------------------------------------------------------- */

static const char *state_of(const struct entry *entry) {
        return !entry->is_there ? "missing" : entry->note >= 0 ? "differs" : "there";
}

static const char *kind_of(const struct entry *entry) {
        return entry->kind == 'f' ? "call" : entry->kind == 't' ? "type" :
               entry->kind == 'h' ? "header" : "word";
}

static void tell_json(const struct reading *r, const struct found *found) {
        struct json json = JSON_TO(stdout);

        json_begin_object(&json, NULL);
        json_string(&json, "file", r->path);
        json_u64(&json, "line", found->line);
        json_string(&json, "name", found->name);
        json_string(&json, "kind", kind_of(&found->entry));
        json_string(&json, "state", state_of(&found->entry));
        json_u64(&json, "count", found->count);
        if (found->entry.library[0] != '-')
                json_string(&json, "library", found->entry.library);
        if (found->entry.note >= 0)
                json_string(&json, "note", win32_notes[found->entry.note]);
        json_end_object(&json);
}

static void tell(const struct reading *r, const struct found *found) {
        const struct entry *entry = &found->entry;

        printf("%s:%u: %s%s%s", cli_printable(r->path), found->line, SGR_BOLD, found->name,
               SGR_RESET);
        if (!entry->is_there)
                printf(" %sis missing%s (a %s%s%s)%s%s\n", SGR_RED, SGR_RESET, kind_of(entry),
                       entry->library[0] != '-' ? " of " : "",
                       entry->library[0] != '-' ? entry->library : "",
                       entry->note >= 0 ? ": " : "",
                       entry->note >= 0 ? win32_notes[entry->note] : "");
        else if (entry->note >= 0)
                printf(" %sdiffers%s: %s\n", SGR_YELLOW, SGR_RESET, win32_notes[entry->note]);
        else
                printf(" is there\n");
}

/* How many are missing. */
static unsigned tell_all(const struct reading *r, bool tells_what_is_there) {
        unsigned there = 0, differ = 0, missing = 0;

        for (size_t i = 0; i < r->found_count; i++) {
                const struct entry *entry = &r->found[i].entry;

                there += entry->is_there;
                differ += entry->is_there && entry->note >= 0;
                missing += !entry->is_there;
                if (cli.is_json)
                        tell_json(r, &r->found[i]);
                else if (tells_what_is_there || !entry->is_there || entry->note >= 0)
                        tell(r, &r->found[i]);
        }
        if (!cli.is_json)
                printf("%s: %u of Windows' names are there, %u of them differ; missing: %u\n",
                       cli_printable(r->path), there, differ, missing);
        return missing;
}

static int check_source(const char *path, bool tells_what_is_there, unsigned *missing) {
        struct reading r = { .path = path, .line = 1, .is_cpp = is_cpp(path) };

        r.found = calloc(FOUND_MAX, sizeof(*r.found));
        if (!r.found)
                return cli_failed(MW_ENOMEM);
        r.file = fopen(path, "rb");
        if (!r.file) {
                int number = errno;

                free(r.found);
                return cli_error(number == ENOENT ? CLI_NOT_FOUND :
                                 number == EACCES ? CLI_DENIED : CLI_FAILURE,
                                 "%s: %s", cli_printable(path), strerror(number));
        }
        errno = 0;
        read_source(&r);
        if (ferror(r.file)) {
                int number = errno;

                fclose(r.file);
                free(r.found);
                return cli_error(CLI_FAILURE, "%s: it can't be read: %s", cli_printable(path),
                                 strerror(number));
        }
        fclose(r.file);
        *missing += tell_all(&r, tells_what_is_there);
        free(r.found);
        return CLI_OK;
}

static int run_win32(struct cli_args *args) {
        bool is_check = false, tells_what_is_there = false;
        unsigned missing = 0;
        int id;

        while ((id = cli_next_option(args)) > 0) {
                is_check |= id == OPT_CHECK;
                tells_what_is_there |= id == OPT_ALL;
        }
        if (id < 0 || !cli_wants_operands(args, 1, -1))
                return CLI_USAGE;
        if (!is_check)
                return cli_usage_error("what shall be done with %s? --check is all there is",
                                       cli_printable(args->operands[0]));
        for (int i = 0; i < args->operand_count; i++) {
                int exit_code = check_source(args->operands[i], tells_what_is_there, &missing);

                if (exit_code != CLI_OK)
                        return exit_code;
        }
        return missing ? CLI_FAILURE : CLI_OK;
}

static const struct cli_option win32_options[] = {
        { OPT_CHECK, "check", NULL, "tell what of each SOURCE the layer has" },
        { OPT_ALL, "all", NULL, "tell what is there and as on Windows, too" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_win32 = {
        .name = "win32",
        .summary = "tell before compiling what a program for Windows will find",
        .usage = "win32 --check SOURCE... [OPTION]...",
        .details = "Reads C or C++ and tells which calls, types and headers of Windows it uses\n"
                   "that the windows.h layer does not have, and which differ and how. Then\n"
                   "  cc PROG.c $(pkg-config --cflags --libs mapwire-win32)\n"
                   "compiles it; with wide text: -DUNICODE -D_UNICODE -fshort-wchar.\n",
        .examples = "mapwire win32 --check prog.c\n"
                    "mapwire win32 --check --all prog.c\n"
                    "mapwire win32 --check --json prog.c\n",
        .exits = "1  something is missing\n",
        .operand = NULL,
        .options = win32_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_win32,
};
