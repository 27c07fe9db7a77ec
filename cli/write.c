/* SPDX-License-Identifier: MIT */
/* write.c — mapwire write: standard input, or a text, into a mapping.
 *
 * The kernel copies straight into the view. What can be known beforehand to be
 * too long is refused before a byte is changed.
 */
#include "cli.h"

#include "json.h"
#include "os.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum { OPT_ZERO_REST = OPT_OWN, OPT_FLUSH };
enum { PIECE_BYTES = 1 << 20, LAZY_PIECE_BYTES = 1 << 16 };

struct settings {
        struct cli_range_request request;
        const char *text;
        bool nul;
        bool zero_rest;
        bool flush;
};

static int lost(const struct cli_range *range, uint64_t done) {
        return cli_error(CLI_LOST,
                         "the file behind '%s' was truncated; %" PRIu64 " bytes were written",
                         cli_printable(range->name), done);
}

static int too_long(const struct cli_range *range, uint64_t input) {
        return cli_error(CLI_BUSY,
                         "%" PRIu64 " bytes do not fit: '%s' has %" PRIu64
                         " from offset %" PRIu64 "; nothing was written",
                         input, cli_printable(range->name), range->length_bytes,
                         range->offset_bytes);
}

/* Where to put what comes next: a piece of the view whose space is reserved. */
static int piece_at(struct cli_range *range, uint64_t done, size_t most, unsigned char **out_bytes,
                    size_t *out_size) {
        uint64_t at = range->offset_bytes + done;
        int r = cli_range_at(range, at, out_bytes, out_size);

        if (r < 0)
                return r;
        if (*out_size > most)
                *out_size = most;
        return range->is_lazy ? mw_mapping_commit(range->mapping, at, *out_size) : MW_OK;
}

/* Bytes that we have. Adds to *done; returns an exit code. */
static int put_bytes(struct cli_range *range, const char *data, size_t size, uint64_t *done) {
        while (size > 0) {
                unsigned char *bytes;
                size_t room;
                int r = piece_at(range, *done, size, &bytes, &room);

                if (r == MW_OK)
                        r = mw_view_write(bytes, data, room);
                if (r < 0)
                        return r == MW_ELOST ? lost(range, *done) : cli_failed(r);
                data += room;
                size -= room;
                *done += room;
        }
        return CLI_OK;
}

static int copy_input(struct cli_range *range, struct cli_progress *progress, uint64_t *done,
                      bool *out_ended) {
        size_t most = range->is_lazy ? LAZY_PIECE_BYTES : PIECE_BYTES;

        *out_ended = false;
        while (*done < range->length_bytes && !*out_ended) {
                unsigned char *bytes;
                size_t room;
                long long n;
                int r = piece_at(range, *done, most, &bytes, &room);

                if (r < 0)
                        return cli_failed(r);
                n = cli_os_get(bytes, room);
                if (n < 0 && errno == EFAULT)
                        return lost(range, *done);
                if (n < 0)
                        return cli_error(CLI_FAILURE, "standard input: %s", strerror(errno));
                *out_ended = n == 0;
                *done += (uint64_t) n;
                cli_progress_update(progress, *done);
        }
        return CLI_OK;
}

static int put_input(struct cli_range *range, const struct settings *settings, uint64_t *done) {
        struct cli_progress progress;
        uint64_t input = 0;
        bool is_known = cli_os_input_size(&input), ended;
        unsigned char one;
        int exit_code;

        /* Who says --size wants that much of the input and no more. */
        if (is_known && !settings->request.has_size &&
            (input > range->length_bytes || input + settings->nul > range->length_bytes))
                return too_long(range, input + settings->nul);
        cli_progress_start(&progress, is_known ? input : 0);
        exit_code = copy_input(range, &progress, done, &ended);
        cli_progress_end(&progress);
        if (exit_code != CLI_OK || ended || settings->request.has_size || cli_os_get(&one, 1) <= 0)
                return exit_code;
        return cli_error(CLI_BUSY,
                         "'%s' is full: the first %" PRIu64 " bytes of the input were written, the "
                         "rest does not fit", cli_printable(range->name), *done);
}

static int put_text(struct cli_range *range, const struct settings *settings, uint64_t *done) {
        size_t size = strlen(settings->text);

        if (size > range->length_bytes || size + settings->nul > range->length_bytes)
                return too_long(range, size + settings->nul);
        return put_bytes(range, settings->text, size, done);
}

static int put_zeros(struct cli_range *range, uint64_t count, uint64_t *done) {
        static const char zeros[65536];

        while (count > 0) {
                size_t size = count < sizeof(zeros) ? (size_t) count : sizeof(zeros);
                int exit_code = put_bytes(range, zeros, size, done);

                if (exit_code != CLI_OK)
                        return exit_code;
                count -= size;
        }
        return CLI_OK;
}

/* View by view, because a view is flushed and not a mapping. */
static int flush(struct cli_range *range, uint64_t size) {
        for (uint64_t done = 0; done < size;) {
                unsigned char *bytes;
                size_t room;
                int r = cli_range_at(range, range->offset_bytes + done, &bytes, &room);

                if (r == MW_OK)
                        r = mw_view_flush(bytes, room);
                if (r < 0)
                        return cli_failed(r);
                done += room;
        }
        return CLI_OK;
}

static int write_all(struct cli_range *range, const struct settings *settings, uint64_t *written) {
        uint64_t done = 0;
        int exit_code = settings->text ? put_text(range, settings, &done)
                                       : put_input(range, settings, &done);

        *written = done;
        if (exit_code == CLI_OK && settings->nul) {
                if (done == range->length_bytes)
                        return cli_error(CLI_BUSY, "no room for the zero byte behind %" PRIu64
                                         " bytes in '%s'", done, cli_printable(range->name));
                exit_code = put_zeros(range, 1, &done);
                *written = done;
        }
        if (exit_code == CLI_OK && settings->zero_rest)
                exit_code = put_zeros(range, range->length_bytes - done, &done);
        if (exit_code == CLI_OK && settings->flush)
                exit_code = flush(range, done);
        return exit_code;
}

static int read_settings(struct cli_args *args, struct settings *settings) {
        int id;

        while ((id = cli_next_option(args)) > 0) {
                if (cli_range_option(&settings->request, id, args->value) < 0)
                        return CLI_USAGE;
                if (id == 'm')
                        settings->text = args->value;
                settings->nul |= id == 'z';
                settings->zero_rest |= id == OPT_ZERO_REST;
                settings->flush |= id == OPT_FLUSH;
        }
        return id < 0 || !cli_wants_operands(args, 1, 1) ? CLI_USAGE : CLI_OK;
}

static int run_write(struct cli_args *args) {
        struct settings settings = { 0 };
        struct cli_range range;
        uint64_t written = 0;
        int exit_code = read_settings(args, &settings);

        if (exit_code != CLI_OK)
                return exit_code;
        exit_code = cli_range_open(&range, cli_name_argument(args->operands[0]), 0,
                                   &settings.request);
        if (exit_code != CLI_OK)
                return exit_code;
        exit_code = write_all(&range, &settings, &written);
        if (exit_code == CLI_OK && cli.is_json) {
                struct json json = JSON_TO(stdout);

                json_begin_object(&json, NULL);
                cli_json_name(&json, "name", range.name);
                json_u64(&json, "offset_bytes", range.offset_bytes);
                json_u64(&json, "written_bytes", written);
                json_end_object(&json);
        }
        cli_range_close(&range);
        return exit_code;
}

static const struct cli_option write_options[] = {
        { 'm', "message", "TEXT", "write this text instead of standard input" },
        { OPT_OFFSET, "offset", "SIZE", "begin here (default 0)" },
        { OPT_SIZE, "size", "SIZE", "at most so many bytes of the input (default: all)" },
        { 'z', "nul", NULL, "a zero byte behind it, as C programs expect behind a text" },
        { OPT_ZERO_REST, "zero-rest", NULL, "zero bytes behind it, to the end of the range" },
        { OPT_FLUSH, "flush", NULL, "end only when it is on the disk (mappings of a file)" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_write = {
        .name = "write",
        .summary = "copy standard input, or a text, into a mapping",
        .usage = "write NAME [OPTION]...",
        .details =
                "SIZE is a number of bytes: 4096, 64K, 1M, 1G, 1T (powers of 1024), or 0x1000.\n"
                "A text or file that is too long is refused before a byte is changed. Of a pipe\n"
                "that is too long, what fits is written, and the message says how much.\n",
        .examples = "mapwire write cam -m 'Information From Server' --nul\n"
                    "mapwire write cam --offset 64K < part.bin\n"
                    "date | mapwire write cam --zero-rest\n",
        .exits = "2  the range is not inside the mapping\n"
                 "4  the input does not fit\n"
                 "7  the file behind the mapping was truncated\n",
        .operand = "mapping",
        .options = write_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_write,
};
