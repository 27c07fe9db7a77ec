/* SPDX-License-Identifier: MIT */
/* find_match.c — which names a pattern stands for, by Windows' rules.
 *
 * `*` is any text and `?` any one character, but old habits of DOS are kept, as
 * Windows keeps them:
 *
 *      *.*      all names, also those without a dot
 *      *.       names without a dot
 *      a?.txt   also a.txt: a `?` before a dot or at the end may stand for none
 *
 * To that end a `*` in front of a dot, a dot in front of a wildcard and a
 * `?` have meanings of their own here.
 */
#include "file.h"

#include <ctype.h>

static bool is_wild(char c)
{
        return c == '*' || c == '?';
}

static const char *next_character(const char *at)
{
        do
                at++;
        while (((unsigned char) *at & 0xC0) == 0x80);
        return at;
}

static bool match(const char *pattern, const char *name);

/* A `*` in front of a dot takes whatever leaves the last dot of the name. */
static bool match_star(const char *rest, const char *name, bool leaves_last_dot)
{
        for (;; name++) {
                if (match(rest, name))
                        return true;
                if (!*name || (leaves_last_dot && *name == '.' && !strchr(name + 1, '.')))
                        return false;
        }
}

static bool match(const char *pattern, const char *name)
{
        char now = *pattern;

        if (!now)
                return !*name;
        if (now == '*' && pattern[1] == '.' && !pattern[2]) /* "*." at the end */
                return match_star("", name, true);
        if (now == '*')
                return match_star(pattern + 1, name, pattern[1] == '.');
        if (now == '?')
                return !*name || *name == '.' ? match(pattern + 1, name) :
                                                match(pattern + 1, next_character(name));
        if (now == '.' && is_wild(pattern[1]) && !*name)
                return match(pattern + 1, name);
        return tolower((unsigned char) now) == tolower((unsigned char) *name) && *name &&
               match(pattern + 1, name + 1);
}

bool mww_name_matches(const char *pattern, const char *name)
{
        if (match(pattern, name))
                return true;
        /* "." and ".." have no extension, though they have dots. */
        return (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) && match(pattern, "\1");
}
