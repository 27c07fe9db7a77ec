/* SPDX-License-Identifier: MIT */
/* shell_arguments.c — CommandLineToArgvW. */
#include "internal.h"
#include "command_line.h"
#include "text/utf.h"

#include <stdlib.h>

/* One block: the addresses, and behind them the texts. */
static LPWSTR *pack(char **arguments, int count)
{
        size_t units = 0;
        LPWSTR *block;
        LPWSTR text;

        for (int at = 0; at < count; at++)
                units += mww_wide_count(arguments[at], strlen(arguments[at]), 2) + 1;
        block = LocalAlloc(LPTR, ((size_t) count + 1) * sizeof *block + units * sizeof(WCHAR));
        if (!block)
                return NULL;
        text = (LPWSTR) (block + count + 1);
        for (int at = 0; at < count; at++) {
                size_t length = strlen(arguments[at]);

                block[at] = text;
                text += mww_wide_fill(arguments[at], length, 2, text, SIZE_MAX, NULL);
                *text++ = 0;
        }
        return block;
}

LPWSTR *CommandLineToArgvW(LPCWSTR line, int *out_count)
{
        char *bytes;
        char **arguments = NULL;
        LPWSTR *block = NULL;

        if (!line || !out_count) {
                mww_fail(ERROR_INVALID_PARAMETER);
                return NULL;
        }
        if (!*line)
                line = GetCommandLineW(); /* the program's own, as documented */
        bytes = mww_utf8_of_wide(line, mww_wide_length(line, 2), 2);
        if (bytes)
                arguments = mww_split_command_line(bytes, out_count);
        if (arguments)
                block = pack(arguments, *out_count);
        if (!block)
                mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        free(arguments);
        free(bytes);
        return block;
}
