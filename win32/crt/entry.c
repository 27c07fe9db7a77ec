/* SPDX-License-Identifier: MIT */
/* entry.c — main(), for programs that have none: it calls wmain, WinMain or
 * wWinMain, whichever the program has.
 *
 * A program's own main comes before this one. The linker takes this one when
 * none is there, from the shared library as well as from the static one, and
 * finds the program's function through a weak reference. wmain is renamed by
 * corecrt.h after the size of its characters, and C++ gives it a name after its
 * parameters: there is a reference for each of them. With MWW_VOID_MAIN the same is
 * done to main, which C++ doesn't let be void.
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

/* What C++ makes of a function's name for each list of parameters that is in use: none; the
 * count; the arguments, which may be const in either place; and the environment like them.
 * @begin: the name with its length. @unit: the character. */
#define WEAK_CPP(variable, begin, unit)                                                            \
  WEAK(wide_main, variable##_none, begin "v");                                                     \
  WEAK(wide_main, variable##_count, begin "i");                                                    \
  WEAK(wide_main, variable##_two, begin "iPP" unit);                                               \
  WEAK(wide_main, variable##_const, begin "iPPK" unit);                                            \
  WEAK(wide_main, variable##_outer, begin "iPKP" unit);                                            \
  WEAK(wide_main, variable##_both, begin "iPKPK" unit);                                            \
  WEAK(wide_main, variable##_two_two, begin "iPP" unit "S0_");                                     \
  WEAK(wide_main, variable##_const_two, begin "iPPK" unit "S1_");                                  \
  WEAK(wide_main, variable##_outer_two, begin "iPKP" unit "S1_");                                  \
  WEAK(wide_main, variable##_both_two, begin "iPKPK" unit "S2_")
#define ALL_CPP(variable)                                                                          \
  variable##_none, variable##_count, variable##_two, variable##_const, variable##_outer,           \
          variable##_both, variable##_two_two, variable##_const_two, variable##_outer_two,         \
          variable##_both_two

WEAK(wide_main, c_16, "mww_wmain_16");
WEAK(wide_main, c_32, "mww_wmain_32");
WEAK_CPP(cpp_16, "_Z12mww_wmain_16", "w");
WEAK_CPP(cpp_32, "_Z12mww_wmain_32", "w");
WEAK_CPP(cpp_16_char16, "_Z12mww_wmain_16", "Ds"); /* without -fshort-wchar */
WEAK_CPP(cpp_32_char16, "_Z12mww_wmain_32", "Ds");
WEAK_CPP(cpp_void, "_Z8mww_main", "c"); /* void main, with MWW_VOID_MAIN */
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

#define COUNT_OF(some) (sizeof(some) / sizeof(some)[0])

/* Other entries for the program: its own main is in front of this. */
__attribute__((visibility("default"))) int main(int count, char **arguments, char **environment)
{
        wide_main *const for_8[] = { ALL_CPP(cpp_void) };
        wide_main *const for_16[] = { c_16, ALL_CPP(cpp_16), ALL_CPP(cpp_16_char16),
                                      ALL_CPP(cpp_32_char16) };
        wide_main *const for_32[] = { c_32, ALL_CPP(cpp_32) };
        wide_main *entry = first_of(for_8, COUNT_OF(for_8));

        mww_keep_arguments(count, arguments);
        if (entry) {
                entry(count, arguments, environment);
                return 0; /* it has nothing to tell */
        }
        entry = first_of(for_16, COUNT_OF(for_16));
        if (entry)
                return entry(count, widen_all(arguments, 2), widen_all(environment, 2));
        entry = first_of(for_32, COUNT_OF(for_32));
        if (entry)
                return entry(count, widen_all(arguments, 4), widen_all(environment, 4));
        if (win_main || wide_win_main)
                return run_windows_main(arguments);
        fputs("mapwire-win32: this program has no main, wmain, WinMain or wWinMain\n", stderr);
        return 127;
}
