/* SPDX-License-Identifier: MIT */
/* read.c — mapwire read: the bytes of a mapping to standard output.
 *
 * The kernel copies straight out of the view. If the file behind the mapping
 * is truncated meanwhile, that is EFAULT to write(2), and no signal.
 */
#include "cli.h"

#include "json.h"
#include "os.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_TEXT = OPT_OWN };
enum { PIECE_BYTES = 1 << 20 };

static int read_raw(struct cli_range *range) {
        struct cli_progress progress;
        uint64_t done = 0;
        int exit_code = CLI_OK;

        cli_progress_start(&progress, range->length_bytes);
        while (exit_code == CLI_OK && done < range->length_bytes) {
                unsigned char *bytes;
                size_t size;
                int r = cli_range_at(range, range->offset_bytes + done, &bytes, &size);

                if (r < 0) {
                        exit_code = cli_failed(r);
                        break;
                }
                if (size > PIECE_BYTES)
                        size = PIECE_BYTES;
                errno = cli_os_put(bytes, size);
                if (errno == EFAULT)
                        exit_code = cli_range_lost(range, done);
                else if (errno)
                        exit_code = cli_output_failed();
                done += size;
                cli_progress_update(&progress, done);
        }
        cli_progress_end(&progress);
        return exit_code;
}

/* Up to the first zero byte, with a newline behind it. */
static int read_text(struct cli_range *range) {
        static unsigned char copy[65536];
        uint64_t done = 0;

        while (done < range->length_bytes) {
                unsigned char *bytes, *zero;
                size_t size;
                int r = cli_range_at(range, range->offset_bytes + done, &bytes, &size);

                if (size > sizeof(copy))
                        size = sizeof(copy);
                if (r == MW_OK)
                        r = mw_view_read(bytes, copy, size);
                if (r < 0)
                        return r == MW_ELOST ? cli_range_lost(range, done) : cli_failed(r);
                zero = memchr(copy, 0, size);
                fwrite(copy, 1, zero ? (size_t) (zero - copy) : size, stdout);
                if (zero || ferror(stdout))
                        break;
                done += size;
        }
        putchar('\n');
        return CLI_OK;
}

static bool is_text(const unsigned char *bytes, size_t size) {
        while (size > 0) {
                size_t length = cli_utf8_length(bytes, size);

                if (length == 0)
                        return false;
                bytes += length;
                size -= length;
        }
        return true;
}

static void put_json(const struct cli_range *range, const unsigned char *copy, size_t size) {
        struct json json = JSON_TO(stdout);

        json_begin_object(&json, NULL);
        cli_json_name(&json, "name", range->name);
        json_u64(&json, "offset_bytes", range->offset_bytes);
        json_u64(&json, "size_bytes", size);
        if (is_text(copy, size)) {
                json_begin_string(&json, "text");
                json_put_text(&json, copy, size);
        } else {
                json_begin_string(&json, "base64");
                json_put_base64(&json, copy, size);
        }
        json_end_string(&json);
        json_end_object(&json);
}

/* Whether it is text can only be said of all of it, and of bytes that do not
 * change under us: so a copy is made first. */
static int read_json(struct cli_range *range, bool is_for_text) {
        size_t length = (size_t) range->length_bytes, done = 0;
        unsigned char *copy = malloc(length ? length : 1), *zero;

        if (!copy)
                return cli_error(CLI_FAILURE, "no memory for %s in one JSON text; say --size",
                                 cli_size_text(length));
        while (done < length) {
                unsigned char *bytes;
                size_t size;
                int r = cli_range_at(range, range->offset_bytes + done, &bytes, &size);

                if (r == MW_OK)
                        r = mw_view_read(bytes, copy + done, size);
                if (r < 0) {
                        free(copy);
                        return r == MW_ELOST ? cli_range_lost(range, done) : cli_failed(r);
                }
                zero = is_for_text ? memchr(copy + done, 0, size) : NULL;
                done += size;
                if (zero)
                        length = done = (size_t) (zero - copy);
        }
        put_json(range, copy, length);
        free(copy);
        return CLI_OK;
}

static int run_read(struct cli_args *args) {
        struct cli_range_request request = { 0 };
        struct cli_range range;
        bool is_for_text = false;
        int id, exit_code;

        while ((id = cli_next_option(args)) > 0) {
                if (cli_range_option(&request, id, args->value) < 0)
                        return CLI_USAGE;
                is_for_text |= id == OPT_TEXT;
        }
        if (id < 0 || !cli_wants_operands(args, 1, 1))
                return CLI_USAGE;
        exit_code = cli_range_open(&range, cli_name_argument(args->operands[0]), MW_READ_ONLY,
                                   &request);
        if (exit_code != CLI_OK)
                return exit_code;
        if (!is_for_text && !cli_range_is_bounded(&range, &request))
                exit_code = CLI_USAGE;
        else if (cli.is_json)
                exit_code = read_json(&range, is_for_text);
        else
                exit_code = is_for_text ? read_text(&range) : read_raw(&range);
        cli_range_close(&range);
        return exit_code;
}

static const struct cli_option read_options[] = {
        { OPT_OFFSET, "offset", "SIZE", "begin here (default 0)" },
        { OPT_SIZE, "size", "SIZE", "so many bytes (default: to the end)" },
        { OPT_TEXT, "text", NULL, "stop at the first zero byte, and end the line" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_read = {
        .name = "read",
        .summary = "copy the bytes of a mapping to standard output",
        .usage = "read NAME [OPTION]...",
        .details =
                "SIZE is a number of bytes: 4096, 64K, 1M, 1G, 1T (powers of 1024), or 0x1000.\n"
                "With --json the bytes are in \"text\" if they are UTF-8, else in \"base64\".\n"
                "Of a lazy mapping --size is needed, because what is read takes space.\n",
        .examples = "mapwire read cam --text\n"
                    "mapwire read cam --offset 64K --size 4096 > part.bin\n"
                    "mapwire read cam | sha256sum\n",
        .exits = "2  the range is not inside the mapping\n"
                 "4  of a lazy mapping: no space for what is read\n"
                 "7  the file behind the mapping was truncated\n",
        .operand = "mapping",
        .options = read_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_read,
};
