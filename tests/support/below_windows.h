/* SPDX-License-Identifier: MIT */
/* below_windows.h — the system below Wine, as far as its /proc tells.
 *
 * Wine has no states of threads, but shows the files of the system that it runs on. They
 * are opened by its server, so /proc/self is not oneself: a process is found by something
 * that only its files there can contain.
 */
#ifndef MW_BELOW_WINDOWS_H
#define MW_BELOW_WINDOWS_H

#include <stddef.h>

enum { BELOW_PATH = 64 };

/* The directory in /proc of the process whose `file` there contains `key`; "": none. */
void below_find(const char *file, const char *key, char out[BELOW_PATH]);

/* How many of its threads run, or have run between two looks, or began; -1: unknown.
 * Every look asks Wine's server for files; so what it was asked for before is answered,
 * and a thread that waited only for that has run on by then. */
int below_awake(const char *directory);

#endif
