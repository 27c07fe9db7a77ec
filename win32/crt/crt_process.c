/* SPDX-License-Identifier: MIT */
/* crt_process.c — what a program asks the C run-time about itself: random
 * numbers, the environment, commands, arguments, refused parameters.
 */
#include "console/console.h"
#include "crt.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- refused parameters --------------------------------------------------------- */

static _Atomic(_invalid_parameter_handler) invalid_parameter_handler;

_invalid_parameter_handler _set_invalid_parameter_handler(_invalid_parameter_handler handler)
{
        return atomic_exchange(&invalid_parameter_handler, handler);
}

_invalid_parameter_handler _get_invalid_parameter_handler(void)
{
        return atomic_load(&invalid_parameter_handler);
}

/* Without a handler Windows ends the program, for its buffers are not what it
 * believes. */
int mww_invalid_parameter(int number)
{
        _invalid_parameter_handler handler = atomic_load(&invalid_parameter_handler);

        errno = number;
        if (!handler) {
                fputs("mapwire-win32: a function of the C run-time was given an invalid "
                      "parameter, or a buffer that is too small; the program is ended\n",
                      stderr);
                abort();
        }
        handler(NULL, NULL, NULL, 0, 0);
        errno = number;
        return number;
}

errno_t _get_errno(int *out_number)
{
        if (!out_number)
                return mww_invalid_parameter(EINVAL);
        *out_number = errno;
        return 0;
}

errno_t _set_errno(int number)
{
        errno = number;
        return 0;
}

/* ---- random numbers ------------------------------------------------------------- */

static _Thread_local uint32_t seed = 1;

/* The series that programs know from Windows. */
int mww_rand(void)
{
        seed = seed * 214013u + 2531011u;
        return (int) (seed >> 16 & 0x7FFF);
}

void mww_srand(unsigned given)
{
        seed = given;
}

errno_t rand_s(unsigned *out_value)
{
        if (!out_value)
                return mww_invalid_parameter(EINVAL);
        return getrandom(out_value, sizeof *out_value, 0) == (ssize_t) sizeof *out_value ? 0 :
                                                                                           EINVAL;
}

/* ---- environment ---------------------------------------------------------------- */

errno_t getenv_s(size_t *out_needed, char *buffer, rsize_t count, const char *name)
{
        const char *value;
        size_t needed;

        if (!out_needed || !name || (!buffer && count))
                return mww_invalid_parameter(EINVAL);
        value = getenv(name);
        needed = value ? strlen(value) + 1 : 0;
        *out_needed = needed;
        if (count)
                buffer[0] = '\0';
        if (!count || !needed)
                return 0;
        if (needed > count)
                return ERANGE;
        memcpy(buffer, value, needed);
        return 0;
}

errno_t _dupenv_s(char **out_value, size_t *out_count, const char *name)
{
        const char *value;

        if (!out_value || !name)
                return mww_invalid_parameter(EINVAL);
        value = getenv(name);
        *out_value = value ? strdup(value) : NULL;
        if (value && !*out_value)
                return ENOMEM;
        if (out_count)
                *out_count = value ? strlen(value) + 1 : 0;
        return 0;
}

errno_t _putenv_s(const char *name, const char *value)
{
        int failed;

        if (!name || !value)
                return mww_invalid_parameter(EINVAL);
        failed = *value ? setenv(name, value, 1) : unsetenv(name);
        return failed ? errno : 0;
}

/* "NAME=value"; nothing behind the sign takes the variable away. */
int _putenv(const char *assignment)
{
        const char *sign = assignment ? strchr(assignment, '=') : NULL;
        char *name;
        errno_t failed;

        if (!sign || sign == assignment)
                return mww_invalid_parameter(EINVAL), -1;
        name = strndup(assignment, (size_t) (sign - assignment));
        if (!name)
                return -1;
        failed = _putenv_s(name, sign + 1);
        free(name);
        return failed ? -1 : 0;
}

typedef struct wide_value {
        struct wide_value *next;
        char *name;
        char *value;
        unsigned unit_bytes;
        void *wide;
} wide_value;

MWW_LOCK(environment)
static wide_value *wide_values;

static wide_value *find_wide_value(const char *name, unsigned unit_bytes)
{
        wide_value *found = wide_values;

        while (found && (found->unit_bytes != unit_bytes || strcmp(found->name, name) != 0))
                found = found->next;
        if (found)
                return found;
        found = calloc(1, sizeof *found);
        if (!found || !(found->name = strdup(name))) {
                free(found);
                return NULL;
        }
        found->unit_bytes = unit_bytes;
        found->next = wide_values;
        wide_values = found;
        return found;
}

static void renew(wide_value *kept, const char *value)
{
        size_t length = strlen(value);
        size_t units = mww_wide_count(value, length, kept->unit_bytes);

        free(kept->value);
        free(kept->wide);
        kept->value = strdup(value);
        kept->wide = calloc(units + 1, kept->unit_bytes);
        if (kept->wide)
                mww_wide_fill(value, length, kept->unit_bytes, kept->wide, units, NULL);
}

const void *mww_wide_environment(const char *name, unsigned unit_bytes)
{
        const char *value = getenv(name);
        const void *wide = NULL;
        wide_value *kept;

        if (!value)
                return NULL;
        pthread_mutex_lock(&environment);
        kept = find_wide_value(name, unit_bytes);
        if (kept) {
                if (!kept->value || strcmp(kept->value, value) != 0)
                        renew(kept, value);
                wide = kept->wide;
        }
        pthread_mutex_unlock(&environment);
        return wide;
}

/* ---- commands ------------------------------------------------------------------- */

/* The first word of a command, whatever its letters' case. */
static bool begins_with_word(const char *command, const char *word)
{
        size_t length = strlen(word);

        while (*command == ' ')
                command++;
        return strncasecmp(command, word, length) == 0 &&
               (command[length] == '\0' || strchr(" >&", command[length]));
}

/* At a terminal any key, typed from now on: what scanf or std::cin left of its line is
 * none. Else a line, so that what is read next begins with one. */
static int pause_here(bool is_quiet)
{
        mww_key key;
        int byte;

        if (!is_quiet)
                fputs("Press any key to continue . . . ", stdout);
        fflush(stdout);
        if (isatty(STDIN_FILENO)) {
                mww_key_read(&key);
        } else {
                do
                        byte = getc(stdin);
                while (byte != EOF && byte != '\n');
        }
        if (!is_quiet)
                putc('\n', stdout);
        return 0;
}

static int clear_screen(void)
{
        if (isatty(STDOUT_FILENO))
                fputs("\033[2J\033[3J\033[H", stdout);
        fflush(stdout);
        return 0;
}

/* "color 0A": two digits, of the ground and of the text; without them, as at first. */
static int colour(const char *digits)
{
        unsigned long attribute = *digits ? strtoul(digits, NULL, 16) : 7;

        if (attribute > 0xFF)
                return 1;
        if (isatty(STDOUT_FILENO))
                SetConsoleTextAttribute(GetStdHandle(STD_OUTPUT_HANDLE), (WORD) attribute);
        return 0;
}

/* "chcp 65001", or what it is without a number. */
static int code_page(const char *number, bool is_quiet)
{
        UINT page = (UINT) strtoul(number, NULL, 10);

        if (*number && (!SetConsoleCP(page) || !SetConsoleOutputCP(page))) {
                fputs("Invalid code page\n", stdout);
                return 1;
        }
        if (!is_quiet)
                printf("Active code page: %u\n", (unsigned) GetConsoleOutputCP());
        return 0;
}

/* "mode con cols=80 lines=25": what a terminal may be asked for. Other devices are none. */
static int mode(const char *words)
{
        const char *columns = strcasestr(words, "cols=");
        const char *lines = strcasestr(words, "lines=");

        if (strncasecmp(words, "con", 3) != 0)
                return 1;
        if (isatty(STDOUT_FILENO) && (columns || lines)) {
                printf("\033[8;%.*s;%.*st", lines ? (int) strspn(lines + 6, "0123456789") : 0,
                       lines ? lines + 6 : "",
                       columns ? (int) strspn(columns + 5, "0123456789") : 0,
                       columns ? columns + 5 : "");
                fflush(stdout);
        }
        return 0;
}

/* "timeout /t 3": Linux' command of that name is another one, with another order. */
static bool sleep_some(const char *words)
{
        bool is_switch = strncasecmp(words, "/t", 2) == 0;
        char *end;
        long seconds = strtol(is_switch ? words + 2 : words, &end, 10);

        if (seconds <= 0 || (!is_switch && *end))
                return false;
        Sleep((DWORD) seconds * 1000);
        return true;
}

/* What Windows' shell does itself, and programs use for their own terminal. */
static bool is_done_here(const char *command, int *out_status)
{
        bool is_quiet = strchr(command, '>') != NULL;
        const char *rest;

        command += strspn(command, " @");
        rest = command + strcspn(command, " >&");
        rest += strspn(rest, " ");
        *out_status = 0;
        if (begins_with_word(command, "pause"))
                *out_status = pause_here(is_quiet);
        else if (begins_with_word(command, "cls"))
                *out_status = clear_screen();
        else if (begins_with_word(command, "color"))
                *out_status = colour(*rest == '>' ? "" : rest);
        else if (begins_with_word(command, "title"))
                *out_status = isatty(STDOUT_FILENO) && !SetConsoleTitleA(rest);
        else if (begins_with_word(command, "chcp"))
                *out_status = code_page(*rest == '>' ? "" : rest, is_quiet);
        else if (begins_with_word(command, "mode"))
                *out_status = mode(rest);
        else if (begins_with_word(command, "timeout"))
                return sleep_some(rest);
        else /* that of a batch file; alone it changes nothing that could be seen */
                return begins_with_word(command, "echo") &&
                       (strcasecmp(rest, "off") == 0 || strcasecmp(rest, "on") == 0);
        return true;
}

/* ">nul" would be a file of that name. To be freed. */
static char *with_null_device(const char *command)
{
        char *made = malloc(strlen(command) * 4 + 1);
        char *to = made;

        while (made && *command) {
                const char *name = command + 1 + strspn(command + 1, " ");

                if (*command == '>' && strncasecmp(name, "nul", 3) == 0 &&
                    (!name[3] || strchr(" &|\"2", name[3]))) {
                        to = stpcpy(to, ">/dev/null");
                        command = name + 3;
                } else {
                        *to++ = *command++;
                }
        }
        if (made)
                *to = '\0';
        return made;
}

/* A command for the shell that is here. */
static int shell(const char *command)
{
        char *translated = with_null_device(command);
        int status;

        fflush(NULL);
        status = system(translated ? translated : command);
        free(translated);
        return WIFEXITED(status) ? WEXITSTATUS(status) : status;
}

/* Text or binary ("rt", "rb") makes no difference here. */
FILE *_popen(const char *command, const char *mode)
{
        const char only[2] = { mode ? *mode : 0, 0 };
        char *translated = command ? with_null_device(command) : NULL;
        FILE *stream = NULL;

        if (!translated || (mode && strspn(mode, "rwtb") != strlen(mode)))
                errno = EINVAL;
        else
                stream = popen(translated, only);
        free(translated);
        return stream;
}

/* "cls & color 0A": the first of them may be for here, and then the rest comes. */
int mww_system(const char *command)
{
        const char *rest;
        size_t length;
        char *first;
        bool is_done;
        int status;

        if (!command)
                return system(NULL) != 0;
        rest = strchr(command, '&');
        length = rest ? (size_t) (rest - command) : strlen(command);
        while (length > 0 && command[length - 1] == ' ')
                length--;
        first = strndup(command, length);
        is_done = first && is_done_here(first, &status);
        free(first);
        if (!is_done)
                return shell(command);
        if (!rest)
                return status;
        if (rest[1] == '&' && status != 0)
                return status;
        rest += strspn(rest, "& ");
        return *rest ? mww_system(rest) : status;
}

/* ---- arguments, the end --------------------------------------------------------- */

#define SHOWN __attribute__((visibility("default")))
SHOWN int __argc;
SHOWN char **__argv;

void mww_keep_arguments(int count, char **arguments)
{
        __argc = count;
        __argv = arguments;
}

/* The loader tells every library the program's arguments. */
__attribute__((constructor)) static void begin(int count, char **arguments)
{
        mww_keep_arguments(count, arguments);
}

static void call_onexit(int status, void *function)
{
        (void) status;
        ((_onexit_t) (uintptr_t) function)();
}

_onexit_t _onexit(_onexit_t function)
{
        return on_exit(call_onexit, (void *) (uintptr_t) function) == 0 ? function : NULL;
}

void _sleep(unsigned long milliseconds)
{
        Sleep((DWORD) milliseconds);
}

/* What abort() shows and whom it tells: it does neither here. */
unsigned _set_abort_behavior(unsigned flags, unsigned mask)
{
        static unsigned behaviour = _WRITE_ABORT_MSG | _CALL_REPORTFAULT;
        unsigned old = behaviour;

        behaviour = (behaviour & ~mask) | (flags & mask);
        return old;
}

unsigned _rotl(unsigned value, int by)
{
        return value << (by & 31) | value >> (-by & 31);
}

unsigned long long _rotl64(unsigned long long value, int by)
{
        return by & 63 ? value << (by & 63) | value >> (64 - (by & 63)) : value;
}

unsigned long long _rotr64(unsigned long long value, int by)
{
        return _rotl64(value, -by);
}

unsigned _rotr(unsigned value, int by)
{
        return value >> (by & 31) | value << (-by & 31);
}

unsigned short _byteswap_ushort(unsigned short value)
{
        return __builtin_bswap16(value);
}

unsigned _byteswap_ulong(unsigned value)
{
        return __builtin_bswap32(value);
}

unsigned long long _byteswap_uint64(unsigned long long value)
{
        return __builtin_bswap64(value);
}
