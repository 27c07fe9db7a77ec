/* SPDX-License-Identifier: MIT */
/* sink.c — where formatted text goes. A stream gets it in one piece as far as a
 * buffer reaches, so that lines on an unbuffered stream are not torn apart.
 */
#include "format.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void mww_sink_flush(mww_sink *sink)
{
        if (!sink->stream || !sink->length)
                return;
        if (fwrite(sink->bytes, 1, sink->length, sink->stream) != sink->length)
                sink->has_failed = true;
        sink->length = 0;
}

static bool grow(mww_sink *sink, size_t needed)
{
        size_t room = sink->room ? sink->room : 256;
        char *bytes;

        while (room < needed)
                room *= 2;
        bytes = realloc(sink->bytes, room);
        if (!bytes) {
                sink->has_failed = true;
                return false;
        }
        sink->bytes = bytes;
        sink->room = room;
        return true;
}

void mww_sink_put(mww_sink *sink, const char *bytes, size_t length)
{
        if (sink->stream && sink->length + length > sink->room) {
                mww_sink_flush(sink);
                if (length >= sink->room) {
                        if (fwrite(bytes, 1, length, sink->stream) != length)
                                sink->has_failed = true;
                        return;
                }
        }
        if (sink->can_grow && sink->length + length + 1 > sink->room &&
            !grow(sink, sink->length + length + 1))
                return;
        if (sink->length < sink->room) {
                size_t fits = sink->room - sink->length;

                memcpy(sink->bytes + sink->length, bytes, length < fits ? length : fits);
        }
        sink->length += length;
}

void mww_sink_pad(mww_sink *sink, char with, size_t count)
{
        char some[64];

        memset(some, with, sizeof some);
        for (; count > sizeof some && !sink->has_failed; count -= sizeof some)
                mww_sink_put(sink, some, sizeof some);
        mww_sink_put(sink, some, count);
}
