/* SPDX-License-Identifier: MIT */
/* strsafe_a.c — strsafe.h for bytes. */
#include "internal.h"
#include "crt/format.h"

#include <stdio.h>
#include <strsafe.h>

#define UNIT       CHAR
#define TEXT_OUT   LPSTR
#define TEXT_IN    LPCSTR
#define NAME(stem) stem##A

static long renderA(LPSTR to, size_t room, LPCSTR format, va_list arguments)
{
        const mww_call call = { .wide_bytes = 2 };
        mww_sink sink = { .bytes = to, .room = room - 1 };
        int length = mww_format(&sink, &call, format, arguments);

        to[sink.length < room ? sink.length : room - 1] = '\0';
        return length;
}

static int getA(void)
{
        return getc(stdin);
}

#include "strsafe_text.h"
