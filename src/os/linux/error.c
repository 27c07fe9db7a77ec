/* SPDX-License-Identifier: MIT */
/* error.c — errno, told for people. */
#include "base/error.h"

#include <errno.h>
#include <string.h>

int mwi_fail_os(int result, const char *format, ...)
{
        int error = errno;
        va_list arguments;

        va_start(arguments, format);
        mwi_fail_with(result, error, strerrordesc_np(error), format, arguments);
        va_end(arguments);
        errno = error;
        return result;
}
