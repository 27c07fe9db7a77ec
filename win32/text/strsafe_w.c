/* SPDX-License-Identifier: MIT */
/* strsafe_w.c — strsafe.h for UTF-16. */
#include "internal.h"
#include "crt/format.h"
#include "utf.h"

#include <stdio.h>
#include <stdlib.h>
#include <strsafe.h>

#define UNIT       WCHAR
#define TEXT_OUT   LPWSTR
#define TEXT_IN    LPCWSTR
#define NAME(stem) stem##W

static long renderW(LPWSTR to, size_t room, LPCWSTR format, va_list arguments)
{
        const mww_call call = { .is_wide = true, .wide_bytes = 2 };
        mww_sink sink = { .can_grow = true };
        char *bytes = mww_utf8_of_wide(format, mww_wide_length(format, 2), 2);
        int length = bytes ? mww_format(&sink, &call, bytes, arguments) : -1;
        size_t units = 0;

        if (length >= 0)
                units = mww_wide_fill(sink.bytes, sink.length, 2, to, room - 1, NULL);
        to[units] = 0;
        free(sink.bytes);
        free(bytes);
        return length;
}

/* A character of up to three bytes; one of four becomes U+FFFD. */
static int getW(void)
{
        char bytes[4];
        size_t count = 0;
        size_t needed;
        uint32_t point;
        int byte = getc(stdin);

        if (byte < 0x80)
                return byte;
        needed = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        for (bytes[count++] = (char) byte; count < needed && (byte = getc(stdin)) != EOF; count++)
                bytes[count] = (char) byte;
        mww_utf8_decode(bytes, count, &point, NULL);
        return point > 0xFFFF ? (int) MWW_REPLACEMENT : (int) point;
}

#include "strsafe_text.h"
