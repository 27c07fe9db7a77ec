/* SPDX-License-Identifier: MIT */
/* dump.c — mapwire dump: bytes for the eye, in the form of hexdump -C. */
#include "cli.h"

#include "json.h"

#include <inttypes.h>
#include <string.h>

enum { LINE_BYTES = 16, PIECE_BYTES = 65536 };

static void put_line(uint64_t offset, const unsigned char *bytes, size_t size) {
        static const char hex[] = "0123456789abcdef";
        char line[80];
        char *out = line;

        memset(line, ' ', sizeof(line));
        for (size_t i = 0; i < size; i++) {
                out = line + 2 + 3 * i + (i >= LINE_BYTES / 2);
                out[0] = hex[bytes[i] >> 4];
                out[1] = hex[bytes[i] & 15];
        }
        out = line + 2 + 3 * LINE_BYTES + 2;
        *out++ = '|';
        for (size_t i = 0; i < size; i++)
                *out++ = bytes[i] >= 32 && bytes[i] < 127 ? (char) bytes[i] : '.';
        *out++ = '|';
        printf("%08" PRIx64 "%.*s\n", offset, (int) (out - line), line);
}

/* What the lines before have shown. */
struct squeeze {
        bool is_on;
        bool has_last;
        bool is_starred;
        unsigned char last[LINE_BYTES];
};

static void put_lines(struct squeeze *squeeze, uint64_t offset, const unsigned char *bytes,
                      size_t size) {
        for (size_t i = 0; i < size; i += LINE_BYTES) {
                size_t length = size - i < LINE_BYTES ? size - i : LINE_BYTES;

                if (squeeze->is_on && squeeze->has_last && length == LINE_BYTES &&
                    memcmp(squeeze->last, bytes + i, LINE_BYTES) == 0) {
                        if (!squeeze->is_starred)
                                puts("*");
                        squeeze->is_starred = true;
                        continue;
                }
                put_line(offset + i, bytes + i, length);
                squeeze->is_starred = false;
                squeeze->has_last = length == LINE_BYTES;
                memcpy(squeeze->last, bytes + i, length);
        }
}

/* Walks through the range in copies of whole lines. */
static int dump_range(struct cli_range *range, struct squeeze *squeeze, struct json *json) {
        static unsigned char copy[PIECE_BYTES];
        uint64_t done = 0;

        while (done < range->length_bytes && !ferror(stdout)) {
                unsigned char *bytes;
                size_t size, filled = 0;

                /* A piece ends with a line although a view may end within one. */
                while (filled < sizeof(copy) && done + filled < range->length_bytes) {
                        int r = cli_range_at(range, range->offset_bytes + done + filled, &bytes,
                                             &size);

                        if (size > sizeof(copy) - filled)
                                size = sizeof(copy) - filled;
                        if (r == MW_OK)
                                r = mw_view_read(bytes, copy + filled, size);
                        if (r < 0)
                                return r == MW_ELOST ? cli_range_lost(range, done + filled)
                                                     : cli_failed(r);
                        filled += size;
                }
                if (json)
                        json_put_hex(json, copy, filled);
                else
                        put_lines(squeeze, range->offset_bytes + done, copy, filled);
                done += filled;
        }
        if (!json && range->length_bytes > 0)
                printf("%08" PRIx64 "\n", range->offset_bytes + range->length_bytes);
        return CLI_OK;
}

static int dump_mapping(struct cli_range *range, bool all) {
        struct squeeze squeeze = { .is_on = !all };
        struct json json = JSON_TO(stdout);
        int exit_code;

        if (!cli.is_json)
                return dump_range(range, &squeeze, NULL);
        json_begin_object(&json, NULL);
        cli_json_name(&json, "name", range->name);
        json_string(&json, "kind", "mapping");
        json_u64(&json, "offset_bytes", range->offset_bytes);
        json_u64(&json, "size_bytes", range->length_bytes);
        json_begin_string(&json, "hex");
        exit_code = dump_range(range, &squeeze, &json);
        json_end_string(&json);
        json_end_object(&json);
        return exit_code;
}

static int run_dump(struct cli_args *args) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        struct cli_range_request request = { 0 };
        struct cli_range range;
        const char *name;
        bool all = false;
        int id, exit_code;

        while ((id = cli_next_option(args)) > 0) {
                if (cli_range_option(&request, id, args->value) < 0)
                        return CLI_USAGE;
                all |= id == 'v';
        }
        if (id < 0 || !cli_wants_operands(args, 1, 1))
                return CLI_USAGE;
        name = cli_name_argument(args->operands[0]);
        if (mw_inspect_name(name, &info) == MW_OK && info.kind && info.kind != MW_KIND_MAPPING) {
                if (request.has_offset || request.has_size)
                        return cli_usage_error("'%s' is %s %s: it has no bytes to choose from",
                                               cli_printable(name), cli_article(info.kind),
                                               mw_kind_name(info.kind));
                return cli_show_info(name, false);
        }
        exit_code = cli_range_open(&range, name, MW_READ_ONLY, &request);
        if (exit_code != CLI_OK)
                return exit_code;
        exit_code = cli_range_is_bounded(&range, &request) ? dump_mapping(&range, all) : CLI_USAGE;
        cli_range_close(&range);
        return exit_code;
}

static const struct cli_option dump_options[] = {
        { OPT_OFFSET, "offset", "SIZE", "begin here (default 0)" },
        { OPT_SIZE, "size", "SIZE", "so many bytes (default: to the end)" },
        { 'v', "no-squeezing", NULL, "print lines that repeat the one before, instead of a *" },
        CLI_JSON,
        CLI_END
};

const struct cli_verb verb_dump = {
        .name = "dump",
        .summary = "show a mapping's bytes in hex, or another object's state",
        .usage = "dump NAME [OPTION]...",
        .details = "The form is that of hexdump -C.\n",
        .examples = "mapwire dump cam --size 256\n"
                    "mapwire dump cam --offset 64K --size 4K -v\n"
                    "mapwire dump ready\n",
        .exits = "2  the range is not inside the mapping\n"
                 "4  of a lazy mapping: no space for what is read\n"
                 "7  the file behind the mapping was truncated\n",
        .operand = "any",
        .options = dump_options,
        .command_after = CLI_TAKES_NO_COMMAND,
        .run = run_dump,
};
