/* SPDX-License-Identifier: MIT */
/* crt.h — what the sources of the C run-time share. */
#ifndef MWW_CRT_H
#define MWW_CRT_H

#include "format.h"
#include "text/utf.h"

/* The value of a variable as wide text; it stays until the variable is asked
 * for again with another value. NULL: there is none. */
const void *mww_wide_environment(const char *name, unsigned unit_bytes);

/* The program's own arguments, as main was given them. */
void mww_keep_arguments(int count, char **arguments);

/* conio.c: a key as a code point, or the number that goes before another; EOF. And back,
 * for the next call of any of them; false: one is there already. */
int mww_console_point(bool *out_is_special);
bool mww_console_unget(int point);

#endif
