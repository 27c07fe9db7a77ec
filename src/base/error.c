/* SPDX-License-Identifier: MIT */
/* error.c — the texts of results, and this thread's last failure.
 *
 * The line is kept a thread, so that nobody needs a lock and nobody's failure
 * overwrites another's. Only failures of slow calls write it; a time-out, a
 * wait or a set never does, so the fast paths don't touch it.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/macro.h"

/* Long enough for a name and a path, shortened by their printers. */
#define LINE_BYTES 512

static __thread char last_line[LINE_BYTES];
static __thread int last_os_error;

static const struct {
        int result;
        const char *text;
} texts[] = { { MW_OK, "done" },
              { MW_CREATED, "done: this call made the object" },
              { MW_ABANDONED, "done: the mutex's last owner ended without unlocking it" },
#define MW_X(name, number, text) { number, text },
              MW_ERRORS(MW_X)
#undef MW_X
};

const char *mw_strerror(int result)
{
        for (size_t i = 0; i < MWI_COUNT(texts); i++)
                if (texts[i].result == result)
                        return texts[i].text;
        return "unknown result";
}

const char *mw_last_error(void)
{
        return last_line;
}

int mw_os_error(void)
{
        return last_os_error;
}

const char *mw_version(void)
{
        return MW_VERSION;
}

int mwi_fail(int result, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(last_line, sizeof last_line, format, arguments);
        va_end(arguments);
        last_os_error = 0;
        return result;
}

int mwi_fail_with(int result, int error, const char *error_text, const char *format,
                  va_list arguments)
{
        size_t used;

        vsnprintf(last_line, sizeof last_line, format, arguments);
        used = strlen(last_line);
        snprintf(last_line + used, sizeof last_line - used, ": %s", error_text);
        last_os_error = error;
        return result;
}
