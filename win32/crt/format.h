/* SPDX-License-Identifier: MIT */
/* format.h — the printf and scanf of Windows' C run-time, inside the layer.
 *
 * One engine for all: it works on UTF-8. The functions of the wide kind turn
 * their format into UTF-8 before and their buffer into wide characters
 * afterwards, so the engine needs to know only which kind calls (then %s is
 * wide and %S narrow), and how many bytes a wide character of the program has.
 */
#ifndef MWW_FORMAT_H
#define MWW_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Where a text goes: to a stream, or into memory that grows, or that doesn't. */
typedef struct mww_sink {
        FILE  *stream;         /* NULL: memory                                       */
        char  *bytes;          /* the text; for a stream, what waits to be written  */
        size_t room;           /* bytes                                              */
        size_t length;         /* of the text, also of what found no room            */
        bool   can_grow;
        bool   has_failed;
} mww_sink;

void mww_sink_put(mww_sink *sink, const char *bytes, size_t length);
void mww_sink_pad(mww_sink *sink, char with, size_t count);
void mww_sink_flush(mww_sink *sink);

/* How a program calls. */
typedef struct mww_call {
        bool     is_wide;     /* a function of the wide kind                        */
        unsigned wide_bytes;  /* of its wide characters: 2 or 4                      */
        bool     is_secure;   /* scanf_s: %s, %c and %[ have a size behind them      */
        unsigned long long longs; /* scanf: bit n: argument n points to a C long     */
        unsigned first;       /* scanf: the number of the first argument             */
} mww_call;

/* Bytes of the text, or wide characters if is_wide; -1: no memory, or %n. */
int mww_format(mww_sink *sink, const mww_call *call, const char *format, va_list arguments);

/* Where scanf reads: a stream, or bytes. */
typedef struct mww_source {
        FILE       *stream;
        const char *bytes;    /* when there is no stream                             */
        size_t      length;
        size_t      position; /* bytes read                                          */
} mww_source;

/* Conversions done, or -1 (EOF) at the end of the input before the first. */
int mww_scan(mww_source *source, const mww_call *call, const char *format, va_list arguments);

/* A _s function was called with arguments that it must not have: the handler
 * of _set_invalid_parameter_handler is told, or else the program is ended.
 * Returns number, which becomes errno. */
int mww_invalid_parameter(int number);

#endif
