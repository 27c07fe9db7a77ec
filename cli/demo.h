/* SPDX-License-Identifier: MIT */
/* demo.h — what the two files of mapwire demo share.
 *
 * demo.c starts two instances of this program and shows what they tell;
 * demo_instance.c is what an instance does. They talk by two pipes: the
 * instance writes one record a step, a line of fields between tabs, and goes
 * on when it has read one byte.
 *
 *      mark    '.' a step that is done; 'W' it will wait now; 'K' it will wake now
 *      role    SERVER or CLIENT, as the election went
 *      call    what it called
 *      result  what came of it, in words
 *      address of its view, or nothing
 *      page    what file and inode are behind that address, or nothing
 */
#ifndef MAPWIRE_CLI_DEMO_H
#define MAPWIRE_CLI_DEMO_H

#include <stdbool.h>

enum { DEMO_RECORD_FD = 3, DEMO_GO_FD = 4, DEMO_FIELDS = 6 };

/* The textbook's names; each run appends a token of its own. */
#define DEMO_EVENT_1 "MyEvent1"
#define DEMO_EVENT_2 "MyEvent2"
#define DEMO_MAPPING "MyMemoryMappedFile"

int demo_instance(const char *token, bool is_plain);
void demo_name(char *room, const char *base, const char *token);
enum { DEMO_NAME_BYTES = 64 };

#endif
