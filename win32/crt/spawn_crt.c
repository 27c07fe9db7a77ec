/* SPDX-License-Identifier: MIT */
/* spawn_crt.c — the C library's and the oldest ways to another program: _spawn, WinExec.
 *
 * The arguments become one command line, as they stand, with blanks between, as on
 * Windows: who wants blanks in one quotes it himself. The intptr_t of _P_NOWAIT is a
 * process's handle, for _cwait or any other wait.
 */
#include "processes/spawn.h"

#include "processes/child.h"

#include <errno.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int _getpid(void)
{
        return (int) GetCurrentProcessId();
}

UINT WinExec(LPCSTR line, UINT show)
{
        PROCESS_INFORMATION made;
        mww_spawn spawn = { .command_line = line,
                            .startup = { .flags = STARTF_USESHOWWINDOW, .show_window = show } };
        DWORD error = line ? mww_spawn_process(&spawn, &made) : ERROR_INVALID_PARAMETER;

        if (error) { /* numbers up to 31 are errors of its own kind */
                SetLastError(error);
                return error < 32 ? error : error == ERROR_BAD_EXE_FORMAT ? ERROR_BAD_FORMAT : 0;
        }
        CloseHandle(made.hThread);
        CloseHandle(made.hProcess);
        return 33;
}

/* Texts one after the other, each followed by `end`. */
static char *join(const char *const *texts, char end)
{
        size_t bytes = 2;
        char *all;
        char *at;

        for (size_t text = 0; texts[text]; text++)
                bytes += strlen(texts[text]) + 1;
        all = at = calloc(1, bytes);
        for (size_t text = 0; all && texts[text]; text++) {
                if (end == ' ' && text > 0)
                        *at++ = ' ';
                at = stpcpy(at, texts[text]);
                if (end == '\0')
                        at++;
        }
        return all;
}

static int errno_of(DWORD error)
{
        switch (error) {
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND:
                return ENOENT;
        case ERROR_ACCESS_DENIED:
                return EACCES;
        case ERROR_BAD_EXE_FORMAT:
                return ENOEXEC;
        case ERROR_NOT_ENOUGH_MEMORY:
                return ENOMEM;
        default:
                return EINVAL;
        }
}

intptr_t _cwait(int *out_code, intptr_t handle, int action)
{
        DWORD code;

        if (WaitForSingleObject((HANDLE) handle, INFINITE) != WAIT_OBJECT_0 ||
            !GetExitCodeProcess((HANDLE) handle, &code)) {
                errno = ECHILD;
                return -1;
        }
        if (out_code)
                *out_code = (int) code;
        CloseHandle((HANDLE) handle);
        return handle;
}

static intptr_t finish(int mode, const PROCESS_INFORMATION *made)
{
        int code = -1;

        CloseHandle(made->hThread);
        switch (mode) {
        case _P_WAIT:
                return _cwait(&code, (intptr_t) made->hProcess, WAIT_CHILD) < 0 ? -1 : code;
        case _P_OVERLAY: /* this process lasts as long, lest a shell takes the terminal */
                fflush(NULL);
                _cwait(&code, (intptr_t) made->hProcess, WAIT_CHILD);
                TerminateProcess(GetCurrentProcess(), (UINT) code);
                return -1;
        case _P_DETACH:
                CloseHandle(made->hProcess);
                return 0;
        default:
                return (intptr_t) made->hProcess;
        }
}

/* searches: along PATH, if the name has no directory. */
static intptr_t start(int mode, const char *file, const char *const *arguments,
                      const char *const *environment, bool searches)
{
        mww_spawn spawn = { .application = searches ? NULL : file, .inherits = true };
        PROCESS_INFORMATION made;
        char *variables = NULL;
        char *line = NULL;
        char *found = NULL;
        DWORD error = ERROR_INVALID_PARAMETER;

        if (file && arguments && arguments[0] && mode >= _P_WAIT && mode <= _P_DETACH) {
                line = join(arguments, ' ');
                variables = environment ? join(environment, '\0') : NULL;
                /* what is searched for is the file, whatever the first argument says */
                if (line && searches && asprintf(&found, "\"%s\"", file) < 0)
                        found = NULL;
                spawn.command_line = line;
                spawn.search = found;
                spawn.environment = variables;
                error = line && (!environment || variables) && (!searches || found) ?
                                mww_spawn_process(&spawn, &made) :
                                ERROR_NOT_ENOUGH_MEMORY;
        }
        free(found);
        free(variables);
        free(line);
        if (error) {
                SetLastError(error);
                errno = errno_of(error);
                return -1;
        }
        return finish(mode, &made);
}

intptr_t _spawnv(int mode, const char *file, const char *const *arguments)
{
        return start(mode, file, arguments, NULL, false);
}

intptr_t _spawnvp(int mode, const char *file, const char *const *arguments)
{
        return start(mode, file, arguments, NULL, true);
}

intptr_t _spawnve(int mode, const char *file, const char *const *arguments,
                  const char *const *environment)
{
        return start(mode, file, arguments, environment, false);
}

intptr_t _spawnvpe(int mode, const char *file, const char *const *arguments,
                   const char *const *environment)
{
        return start(mode, file, arguments, environment, true);
}

/* Arguments one by one, up to NULL; then maybe the environment. */
static intptr_t start_list(int mode, const char *file, const char *first, va_list list,
                           bool has_environment, bool searches)
{
        const char *arguments[256] = { first };
        size_t count = first ? 1 : 0;

        while (count > 0 && count < sizeof arguments / sizeof *arguments - 1 &&
               (arguments[count] = va_arg(list, const char *)) != NULL)
                count++;
        arguments[count] = NULL;
        return start(mode, file, arguments,
                     has_environment ? va_arg(list, const char *const *) : NULL, searches);
}

intptr_t _spawnl(int mode, const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(mode, file, first, list, false, false);
        va_end(list);
        return result;
}

intptr_t _spawnlp(int mode, const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(mode, file, first, list, false, true);
        va_end(list);
        return result;
}

intptr_t _spawnle(int mode, const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(mode, file, first, list, true, false);
        va_end(list);
        return result;
}

intptr_t _spawnlpe(int mode, const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(mode, file, first, list, true, true);
        va_end(list);
        return result;
}

/* ---- instead of this program -------------------------------------------------------- */

intptr_t _execv(const char *file, const char *const *arguments)
{
        return start(_P_OVERLAY, file, arguments, NULL, false);
}

intptr_t _execvp(const char *file, const char *const *arguments)
{
        return start(_P_OVERLAY, file, arguments, NULL, true);
}

intptr_t _execve(const char *file, const char *const *arguments, const char *const *environment)
{
        return start(_P_OVERLAY, file, arguments, environment, false);
}

intptr_t _execvpe(const char *file, const char *const *arguments, const char *const *environment)
{
        return start(_P_OVERLAY, file, arguments, environment, true);
}

intptr_t _execl(const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(_P_OVERLAY, file, first, list, false, false);
        va_end(list);
        return result;
}

intptr_t _execlp(const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(_P_OVERLAY, file, first, list, false, true);
        va_end(list);
        return result;
}

intptr_t _execle(const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(_P_OVERLAY, file, first, list, true, false);
        va_end(list);
        return result;
}

intptr_t _execlpe(const char *file, const char *first, ...)
{
        intptr_t result;
        va_list list;

        va_start(list, first);
        result = start_list(_P_OVERLAY, file, first, list, true, true);
        va_end(list);
        return result;
}
