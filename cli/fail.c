/* SPDX-License-Identifier: MIT */
/* fail.c — every failure told in one line: what, which object, what to do.
 *
 *      mapwire: read: no mapping 'cma' in Local\; did you mean 'cam'?
 */
#include "cli.h"

#include "os.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

static void put_line(const char *format, va_list arguments) {
        fflush(stdout); /* what was printed before stands before it on a terminal */
        if (cli.verb_name)
                fprintf(stderr, "mapwire: %s: ", cli.verb_name);
        else
                fputs("mapwire: ", stderr);
        vfprintf(stderr, format, arguments);
}

int cli_error(int exit_code, const char *format, ...) {
        va_list arguments;

        va_start(arguments, format);
        put_line(format, arguments);
        va_end(arguments);
        putc('\n', stderr);
        return exit_code;
}

void cli_note(const char *format, ...) {
        va_list arguments;

        va_start(arguments, format);
        put_line(format, arguments);
        va_end(arguments);
        putc('\n', stderr);
}

int cli_usage_error(const char *format, ...) {
        va_list arguments;

        va_start(arguments, format);
        put_line(format, arguments);
        va_end(arguments);
        if (cli.verb_name)
                fprintf(stderr, " (see: mapwire help %s)\n", cli.verb_name);
        else
                fputs(" (see: mapwire help)\n", stderr);
        return CLI_USAGE;
}

int cli_exit_code(int result) {
        if (result >= 0)
                return CLI_OK;
        switch (result) {
        case MW_EINVAL:
        case MW_ENAME:
        case MW_EALIGN:
                return CLI_USAGE;
        case MW_ENOTFOUND:
                return CLI_NOT_FOUND;
        case MW_EEXIST:
        case MW_EKIND:
        case MW_EBUSY:
        case MW_EFULL:
        case MW_ENOSPC:
                return CLI_BUSY;
        case MW_EACCES:
        case MW_EUNTRUSTED:
                return CLI_DENIED;
        case MW_ECORRUPT:
        case MW_EFORMAT:
        case MW_ECHANGED:
                return CLI_DAMAGED;
        case MW_ELOST:
                return CLI_LOST;
        case MW_ETIMEDOUT:
                return CLI_TIMED_OUT;
        default:
                return CLI_FAILURE;
        }
}

/* The library's own account of what just failed. */
int cli_failed(int result) {
        const char *text = mw_last_error();

        if (!*text)
                text = mw_strerror(result);
        return cli_error(cli_exit_code(result), "%s", text);
}

/* How far apart two words are: insertions, deletions, changes and exchanged
 * neighbours count one each, a change of letter case alone a half (all counts
 * are doubled so that this is a whole number). */
unsigned cli_distance(const char *a, const char *b) {
        enum { MOST = 63 };
        unsigned rows[3][MOST + 1];
        size_t a_length = strnlen(a, MOST + 1), b_length = strnlen(b, MOST + 1);

        if (a_length > MOST || b_length > MOST)
                return strcmp(a, b) == 0 ? 0 : 1000;
        for (size_t j = 0; j <= b_length; j++)
                rows[0][j] = 2 * (unsigned) j;
        for (size_t i = 1; i <= a_length; i++) {
                unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];

                row[0] = 2 * (unsigned) i;
                for (size_t j = 1; j <= b_length; j++) {
                        char x = a[i - 1], y = b[j - 1];
                        bool same_letter = (x ^ y) == 32 && (x | 32) >= 'a' && (x | 32) <= 'z';
                        unsigned best = above[j - 1] + (x == y ? 0 : same_letter ? 1 : 2);

                        if (above[j] + 2 < best)
                                best = above[j] + 2;
                        if (row[j - 1] + 2 < best)
                                best = row[j - 1] + 2;
                        if (i > 1 && j > 1 && x == b[j - 2] && y == a[i - 2] &&
                            two[j - 2] + 2 < best)
                                best = two[j - 2] + 2;
                        row[j] = best;
                }
        }
        return rows[a_length % 3][b_length];
}

/* How far a likely slip of the finger may be from the word that was meant. */
unsigned cli_distance_limit(const char *word) {
        size_t length = strlen(word);

        return length < 3 ? 2 : length < 8 ? 4 : 6;
}

/* The name of a living object, of that kind if one is asked for, that is
 * nearest to the name that was not found. */
static bool nearest_name(uint32_t kind, const char *name, char *out_name) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_inspector *all;
        const char *wanted = cli_short_name(name);
        unsigned best = cli_distance_limit(wanted) + 1;
        bool found = false;

        if (mw_inspect_open(cli_is_global(name) ? MW_SCOPE_GLOBAL : MW_SCOPE_LOCAL, &all) < 0)
                return false;
        while (mw_inspect_next(all, &info) == MW_OK) {
                unsigned distance;

                if (info.state != MW_STATE_LIVE || (kind && info.kind != kind))
                        continue;
                distance = cli_distance(wanted, info.name);
                if (distance > 0 && distance < best) {
                        best = distance;
                        found = true;
                        cli_full_name(&info, out_name);
                }
        }
        mw_inspect_close(all);
        return found;
}

static const char *how_to_create(uint32_t kind) {
        switch (kind) {
        case MW_KIND_MAPPING:
                return " --size 1M";
        case MW_KIND_SEMAPHORE:
                return " --initial 1";
        case MW_KIND_TIMER:
                return " --in 1";
        default:
                return "";
        }
}

static int not_found(uint32_t kind, const char *name) {
        const char *scope = cli_is_global(name) ? "Global\\" : "Local\\";
        const char *shown = cli_printable(cli_short_name(name));
        char nearest[CLI_NAME_TEXT_BYTES];

        if (nearest_name(kind, name, nearest))
                return cli_error(CLI_NOT_FOUND, "no %s '%s' in %s; did you mean '%s'?",
                                 kind ? mw_kind_name(kind) : "object", shown, scope,
                                 cli_printable(nearest));
        if (!kind)
                return cli_error(CLI_NOT_FOUND,
                                 "no object '%s' in %s (what there is: mapwire ls)", shown, scope);
        return cli_error(CLI_NOT_FOUND, "no %s '%s' in %s (create it: mapwire create %s %s%s)",
                         mw_kind_name(kind), shown, scope, mw_kind_name(kind),
                         cli_shell_word(name), how_to_create(kind));
}

/* Another user's, and its mode is not enough. Without a mode (on Windows), and where it is the
 * file behind a mapping that is refused, the library knows more. */
static bool is_denied_by_mode(const char *name, mw_object_info *out_info) {
        return cli_is_global(name) && mw_inspect_name(name, out_info) == MW_OK &&
               out_info->mode != 0 && out_info->backing != MW_BACKING_FILE;
}

static int denied_by_mode(const char *name, const mw_object_info *info) {
        return cli_error(CLI_DENIED, "'%s' belongs to user %" PRIu32 ", and its mode %04" PRIo32
                         " does not allow that (allow it: mapwire create --mode MODE%s)",
                         cli_printable(name), info->owner_uid, info->mode,
                         info->kind == MW_KIND_EVENT && strcmp(cli.verb_name, "wait") == 0 ?
                                 "; who may only read: --for-readers" : "");
}

/* A name could not be opened. kind 0: any would have done. */
int cli_open_failed(uint32_t kind, const char *name, int result) {
        mw_object_info info = MW_OBJECT_INFO_INIT;

        if (result == MW_ENOTFOUND)
                return not_found(kind, name);
        if (result == MW_EKIND && kind && mw_inspect_name(name, &info) == MW_OK)
                return cli_error(CLI_BUSY, "'%s' is %s %s, not %s %s (see: mapwire info %s)",
                                 cli_printable(name), cli_article(info.kind),
                                 mw_kind_name(info.kind), cli_article(kind), mw_kind_name(kind),
                                 cli_shell_word(name));
        if (result == MW_EACCES) {
                char told[512];

                snprintf(told, sizeof(told), "%s", mw_last_error()); /* the look may change it */
                if (is_denied_by_mode(name, &info))
                        return denied_by_mode(name, &info);
                return cli_error(CLI_DENIED, "%s", told);
        }
        return cli_failed(result);
}

/* Standard output took no more. A reader that has gone is no fault: we end as
 * SIGPIPE would end us, but after everything is closed. */
int cli_output_failed(void) {
        if (errno == EPIPE) {
                cli.ended_by = cli_os_pipe_signal();
                return CLI_FAILURE;
        }
        return cli_error(CLI_FAILURE, "standard output: %s", strerror(errno));
}

/* Sees to it that what was printed has arrived. Why an earlier write failed is
 * not kept by stdio; a pipe without a reader can still be told from the rest. */
int cli_finish_output(int exit_code) {
        int had_error = ferror(stdout);

        if (fflush(stdout) == 0 && !had_error)
                return exit_code;
        if (exit_code != CLI_OK || cli.ended_by)
                return exit_code;
        if (had_error && !cli_os_output_is_broken())
                return cli_error(CLI_FAILURE,
                                 "standard output took not all of it (is it full, or closed?)");
        if (had_error)
                errno = EPIPE;
        return cli_output_failed();
}
