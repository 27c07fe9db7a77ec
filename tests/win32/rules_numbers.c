/* SPDX-License-Identifier: MIT */
/* rules_numbers.c — that the table is complete: each number of the rules has a row.
 *
 * The rules are numbered by section; sections 9 and 14 are tables, and one number each.
 * A row's text begins with its number. A row that can't run here, and says why, counts.
 * A text that begins with a section alone ("11 pipes are ...", or one that the rules
 * don't have, "30.1 ...") is about something beside the numbered rules.
 */
#include "support.h"

#define IS_TABLE 0

static const struct {
        int section;
        int count;
} sections[] = {
        { 0, 10 }, { 1, 12 }, { 2, 11 },        { 3, 14 },       { 4, 4 },  { 5, 13 },
        { 6, 3 },  { 7, 4 },  { 8, 3 },         { 9, IS_TABLE }, { 10, 9 }, { 11, 11 },
        { 12, 8 }, { 13, 9 }, { 14, IS_TABLE }, { 15, 9 },
};

enum { SECTIONS = sizeof sections / sizeof *sections, NUMBERS = 16 };

static unsigned char named[SECTIONS][NUMBERS];
static char unknown[60]; /* the first text with a number that no rule has */

/* "10.3 text" is section 10, number 3; "9 text" is section 9, number 0. */
static int numbers_of(const char *rule, long *out_section, long *out_number)
{
        char *end;

        *out_section = strtol(rule, &end, 10);
        *out_number = 0;
        if (end == rule)
                return 0;
        if (*end == '.')
                *out_number = strtol(end + 1, &end, 10);
        return *end == ' ';
}

void note_number(const char *rule)
{
        long section;
        long number;

        if (!numbers_of(rule, &section, &number))
                return;
        for (int at = 0; at < SECTIONS; at++) {
                if (sections[at].section != section)
                        continue;
                if (number >= 0 && number <= sections[at].count)
                        named[at][number] = 1;
                else if (!unknown[0])
                        snprintf(unknown, sizeof unknown, "%s", rule);
        }
}

void rules_numbers(void)
{
        char missing[800] = "";
        size_t length = 0;
        char text[900];

        for (int at = 0; at < SECTIONS; at++)
                for (int number = 1; number <= sections[at].count; number++)
                        if (!named[at][number])
                                length +=
                                        (size_t) snprintf(missing + length, sizeof missing - length,
                                                          " %d.%d", sections[at].section, number);
        for (int at = 0; at < SECTIONS; at++)
                if (sections[at].count == IS_TABLE && !named[at][0])
                        length += (size_t) snprintf(missing + length, sizeof missing - length,
                                                    " %d", sections[at].section);
        snprintf(text, sizeof text, "0 each numbered rule has a row%s%s", length ? "; not:" : "",
                 missing);
        ROW(text, length == 0);
        snprintf(text, sizeof text, "0 each row's number is a rule's%s%s",
                 unknown[0] ? "; not: " : "", unknown);
        ROW(text, !unknown[0]);
}
