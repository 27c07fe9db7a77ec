/* SPDX-License-Identifier: MIT */
/* fuzz.h — what the two files of fuzz_arguments share. */
#ifndef MWT_FUZZ_H
#define MWT_FUZZ_H

#include "support.h"

/* fuzz_arguments.c: where arguments come from. */
unsigned long long draw(void);
unsigned below(unsigned limit);
HANDLE any_handle(void); /* live, closed, of another kind, wild                        */
void *any_address(void); /* good, wild, without access, in a view or a block           */
void *any_target(void);  /* the same, but no memory of somebody else's                 */
const char *any_name(void);
DWORD any_bits(void);
SIZE_T any_size(void);

/* fuzz_calls.c */
void calls_begin(HANDLE *pool, unsigned count); /* puts handles of many kinds there */
void any_call(void);

#endif
