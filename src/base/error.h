/* SPDX-License-Identifier: MIT */
/* error.h — how a failure is told: a number for programs, a line for people. */
#ifndef MWI_ERROR_H
#define MWI_ERROR_H

#include <stdarg.h>

#include <mapwire/base.h>

/* Keep the line that mw_last_error() returns, and return `result`. The line
 * says what, which object, and what to do. mw_os_error() becomes 0. */
int mwi_fail(int result, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for a refusal of the system, whose number mw_os_error() gives: its text is
 * appended to the line. */
int mwi_fail_with(int result, int error, const char *error_text, const char *format,
                  va_list arguments);

/* The same for the refusal that the system gave last (errno, GetLastError(), which
 * stays as it was). Each system has its own. */
int mwi_fail_os(int result, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
