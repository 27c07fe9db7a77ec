/* SPDX-License-Identifier: MIT */
/* entry.c — main(), for programs that have none: it calls wmain, WinMain or
 * wWinMain, whichever the program has.
 *
 * A program's own main comes before this one. The linker takes this one when
 * none is there, from the shared library as well as from the static one, and
 * finds the program's function through a weak reference. wmain is renamed by
 * corecrt.h after the size of its characters, and C++ gives it a name after its
 * parameters: there is a reference for each of them.
 */
#include "internal.h"
#include "crt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int wide_main(int count, void *arguments, void *environment);
typedef int windows_main(void *instance, void *previous, void *command_line, int show);

#define WEAK(type, variable, symbol)                                                               \
  extern type variable __asm__(symbol) __attribute__((weak, visibility("default")))

WEAK(wide_main, c_16, "mww_wmain_16");
WEAK(wide_main, c_32, "mww_wmain_32");
WEAK(wide_main, cpp_16_none, "_Z12mww_wmain_16v");
WEAK(wide_main, cpp_16_two, "_Z12mww_wmain_16iPPw");
WEAK(wide_main, cpp_16_const, "_Z12mww_wmain_16iPPKw");
WEAK(wide_main, cpp_16_three, "_Z12mww_wmain_16iPPwS0_");
WEAK(wide_main, cpp_16_char16, "_Z12mww_wmain_16iPPDs"); /* without -fshort-wchar */
WEAK(wide_main, cpp_16_char16_const, "_Z12mww_wmain_16iPPKDs");
WEAK(wide_main, cpp_32_none, "_Z12mww_wmain_32v");
WEAK(wide_main, cpp_32_two, "_Z12mww_wmain_32iPPw");
WEAK(wide_main, cpp_32_const, "_Z12mww_wmain_32iPPKw");
WEAK(wide_main, cpp_32_three, "_Z12mww_wmain_32iPPwS0_");
WEAK(wide_main, cpp_32_char16, "_Z12mww_wmain_32iPPDs");
WEAK(wide_main, cpp_32_char16_const, "_Z12mww_wmain_32iPPKDs");
WEAK(windows_main, win_main, "WinMain");
WEAK(windows_main, wide_win_main, "wWinMain");

/* Wide copies of texts that end with NULL; the program has them to its end. */
static void *widen_all(char **texts, unsigned unit_bytes)
{
        size_t count = 0;
        void **wide;

        while (texts[count])
                count++;
        wide = calloc(count + 1, sizeof *wide);
        for (size_t at = 0; wide && at < count; at++) {
                size_t length = strlen(texts[at]);
                size_t units = mww_wide_count(texts[at], length, unit_bytes);

                wide[at] = calloc(units + 1, unit_bytes);
                if (wide[at])
                        mww_wide_fill(texts[at], length, unit_bytes, wide[at], units, NULL);
        }
        return wide;
}

/* The first of several that is there. */
static wide_main *first_of(wide_main *const *some, size_t count)
{
        for (size_t at = 0; at < count; at++)
                if (some[at])
                        return some[at];
        return NULL;
}

/* The arguments without the program's name, quoted where they have blanks. */
static char *command_line(char **arguments)
{
        char *line = NULL;
        size_t length = 0;
        FILE *stream = open_memstream(&line, &length);

        for (size_t at = 1; stream && arguments[0] && arguments[at]; at++) {
                bool needs_quotes = !*arguments[at] || strpbrk(arguments[at], " \t");

                fprintf(stream, "%s%s%s%s", at > 1 ? " " : "", needs_quotes ? "\"" : "",
                        arguments[at], needs_quotes ? "\"" : "");
        }
        if (stream)
                fclose(stream);
        return line;
}

static int run_windows_main(char **arguments)
{
        void *instance = GetModuleHandleA(NULL);
        char *line[2] = { command_line(arguments), NULL };

        if (!line[0])
                abort();
        if (win_main)
                return win_main(instance, NULL, line[0], 10 /* SW_SHOWDEFAULT */);
        return wide_win_main(instance, NULL, *(void **) widen_all(line, 2), 10);
}

/* Other entries for the program: its own main is in front of this. */
__attribute__((visibility("default"))) int main(int count, char **arguments, char **environment)
{
        wide_main *const for_16[] = {
                c_16,          cpp_16_two,          cpp_16_const,  cpp_16_three,       cpp_16_none,
                cpp_16_char16, cpp_16_char16_const, cpp_32_char16, cpp_32_char16_const
        };
        wide_main *const for_32[] = { c_32, cpp_32_two, cpp_32_const, cpp_32_three, cpp_32_none };
        wide_main *entry = first_of(for_16, sizeof for_16 / sizeof for_16[0]);

        mww_keep_arguments(count, arguments);
        if (entry)
                return entry(count, widen_all(arguments, 2), widen_all(environment, 2));
        entry = first_of(for_32, sizeof for_32 / sizeof for_32[0]);
        if (entry)
                return entry(count, widen_all(arguments, 4), widen_all(environment, 4));
        if (win_main || wide_win_main)
                return run_windows_main(arguments);
        fputs("mapwire-win32: this program has no main, wmain, WinMain or wWinMain\n", stderr);
        return 127;
}
