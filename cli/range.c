/* SPDX-License-Identifier: MIT */
/* range.c — a part of a mapping, walked through in views of a bounded size.
 *
 * A mapping may be larger than the address space that a limit leaves us, so at
 * most VIEW_BYTES of it are mapped at a time.
 */
#include "cli.h"

#include <inttypes.h>
#include <string.h>

enum { VIEW_BYTES = 64 << 20 }; /* a multiple of MW_VIEW_GRANULARITY_BYTES */

/* Takes --offset and --size. Returns 1 if it was one of them, 0 if not, -1 on error. */
int cli_range_option(struct cli_range_request *request, int id, const char *value) {
        uint64_t bytes;

        if (id != OPT_OFFSET && id != OPT_SIZE)
                return 0;
        if (!cli_parse_size(value, &bytes)) {
                cli_usage_error("'%s' is not a size; write it as 4096, 64K or 1M",
                                cli_printable(value));
                return -1;
        }
        if (id == OPT_OFFSET) {
                request->has_offset = true;
                request->offset_bytes = bytes;
        } else {
                request->has_size = true;
                request->size_bytes = bytes;
        }
        return 1;
}

static int check(struct cli_range *range, const struct cli_range_request *request) {
        const char *shown = cli_printable(range->name);

        range->offset_bytes = request->has_offset ? request->offset_bytes : 0;
        if (range->offset_bytes > range->size_bytes)
                return cli_error(CLI_USAGE,
                                 "--offset %" PRIu64 " is past the end of '%s', which has %" PRIu64
                                 " bytes",
                                 range->offset_bytes, shown, range->size_bytes);
        range->length_bytes = range->size_bytes - range->offset_bytes;
        if (!request->has_size)
                return CLI_OK;
        if (request->size_bytes > range->length_bytes)
                return cli_error(CLI_USAGE,
                                 "--size %" PRIu64 " from %" PRIu64 " is past the end of '%s', "
                                 "which has %" PRIu64 " bytes",
                                 request->size_bytes, range->offset_bytes, shown,
                                 range->size_bytes);
        range->length_bytes = request->size_bytes;
        return CLI_OK;
}

/* Opens the mapping and settles which part is meant. Tells what fails; returns an exit code. */
int cli_range_open(struct cli_range *range, const char *name, uint32_t flags,
                   const struct cli_range_request *request) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        int r;

        memset(range, 0, sizeof(*range));
        range->name = name;
        range->flags = flags & MW_READ_ONLY;
        r = mw_mapping_open(name, 0, range->flags, NULL, &range->mapping);
        if (r < 0)
                return cli_open_failed(MW_KIND_MAPPING, name, r);
        range->size_bytes = mw_mapping_size_bytes(range->mapping);
        range->is_lazy = mw_inspect_name(name, &info) == MW_OK && info.backing == MW_BACKING_LAZY;
        mw_guard_enable();
        r = check(range, request);
        if (r != CLI_OK)
                cli_range_close(range);
        return r;
}

/* Where the byte at this offset of the mapping is now, and how many follow it.
 * Returns the library's result. */
int cli_range_at(struct cli_range *range, uint64_t offset_bytes, unsigned char **out_bytes,
                 size_t *out_size) {
        uint64_t end = range->offset_bytes + range->length_bytes;
        void *address = NULL;

        if (!range->view || offset_bytes < range->view_offset ||
            offset_bytes >= range->view_offset + range->view_size) {
                uint64_t begin = offset_bytes / MW_VIEW_GRANULARITY_BYTES;
                uint64_t size;
                int r;

                begin *= MW_VIEW_GRANULARITY_BYTES;
                size = end - begin < VIEW_BYTES ? end - begin : VIEW_BYTES;
                if (range->view)
                        mw_view_unmap(range->view);
                range->view = NULL;
                r = mw_view_map(range->mapping, begin, size, range->flags, &address);
                if (r < 0)
                        return r;
                range->view = address;
                range->view_offset = begin;
                range->view_size = size;
        }
        *out_bytes = range->view + (offset_bytes - range->view_offset);
        *out_size = (size_t) (range->view_offset + range->view_size - offset_bytes);
        return MW_OK;
}

void cli_range_close(struct cli_range *range) {
        if (range->view)
                mw_view_unmap(range->view);
        mw_mapping_close(range->mapping);
        memset(range, 0, sizeof(*range));
}

/* Bytes of it can't be read, `done` bytes behind its beginning: the file behind the mapping is
 * shorter than it was or, when the mapping is lazy and whole, there is no room for more of it. */
int cli_range_lost(const struct cli_range *range, uint64_t done) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        const char *shown = cli_printable(range->name);
        uint64_t at = range->offset_bytes + done;

        if (range->is_lazy && mw_inspect_name(range->name, &info) == MW_OK &&
            info.state == MW_STATE_LIVE)
                return cli_error(CLI_BUSY, "no space left for all of '%s' from byte %" PRIu64
                                 " on: what is read of a lazy mapping takes space "
                                 "(how much there is: mapwire doctor)", shown, at);
        return cli_error(CLI_LOST, "the file behind '%s' was truncated: its bytes from %" PRIu64
                         " on are gone", shown, at);
}

/* Reading a page of a lazy mapping takes its space. So all of a mapping that
 * may be 1 TiB large is read only by who says so. */
bool cli_range_is_bounded(const struct cli_range *range, const struct cli_range_request *request) {
        if (!range->is_lazy || request->has_size)
                return true;
        cli_usage_error("'%s' is lazy, %s large, and what is read takes space: say --size",
                        cli_printable(range->name), cli_size_text(range->size_bytes));
        return false;
}
