/* SPDX-License-Identifier: MIT */
/* rules_exec.c — _exec, the wide forms of _spawn, _popen; commands of Windows' shell that
 * programs give to system().
 *
 * Windows ends the program that calls _exec with 0 and runs the other beside it; here it
 * lasts as long as the other. The rows are true of both.
 */
#include "support.h"

#include <process.h>
#include <wchar.h>

/* touch FILE: makes the file. l, v, w, FILE: that as another program. */
int child_exec(int count, char **arguments);
int child_exec(int count, char **arguments)
{
        const char *list[] = { own_path(), "child", "exec", "touch", arguments[2], NULL };
        wchar_t path[MAX_PATH];
        wchar_t file[MAX_PATH];

        if (count < 3)
                return 90;
        mbstowcs(path, own_path(), MAX_PATH);
        mbstowcs(file, arguments[2], MAX_PATH);
        switch (arguments[1][0]) {
        case 't':
                make_file(arguments[2], 3);
                return 0;
        case 'l':
                _execl(own_path(), own_path(), "child", "exec", "touch", arguments[2], NULL);
                return 91;
        case 'v':
                _execv(own_path(), (const char *const *) list);
                return 92;
        case 'w':
                _wexecl(path, path, L"child", L"exec", L"touch", file, NULL);
                return 93;
        default:
                return _execl("mwt-no-such", "x", NULL) == -1 ? 0 : 94;
        }
}

static int appears(const char *file)
{
        for (int tries = 0; tries < 500; tries++) {
                if (GetFileAttributesA(file) != INVALID_FILE_ATTRIBUTES) {
                        Sleep(20);
                        DeleteFileA(file);
                        return 1;
                }
                Sleep(10);
        }
        return 0;
}

static int execs(const char *how)
{
        const char *file = unique_file(how);

        return _spawnl(_P_WAIT, own_path(), "x", "child", "exec", how, file, NULL) == 0 &&
               appears(file);
}

static void wide_spawns(void)
{
        wchar_t path[MAX_PATH];
        const wchar_t *list[] = { path, L"child", L"code", L"r", L"66", NULL };

        mbstowcs(path, own_path(), MAX_PATH);
        ROW("15.8 _wspawnl",
            _wspawnl(_P_WAIT, path, L"x", L"child", L"code", L"r", L"55", NULL) == 55);
        ROW("15.8 _wspawnv", _wspawnv(_P_WAIT, path, list) == 66);
        ROW("15.8 _wspawnvp", _wspawnvp(_P_WAIT, path, list) == 66);
        ROW("15.8 no such program", _wspawnl(_P_WAIT, L"mwt-no-such", L"x", NULL) == -1);
}

/* The first line that a command writes. */
static int says(const char *command, const char *mode, const char *line)
{
        FILE *stream = _popen(command, mode);
        char text[100] = "";

        if (!stream || !fgets(text, sizeof text, stream))
                text[0] = '\0';
        if (stream)
                _pclose(stream);
        text[strcspn(text, "\r\n")] = '\0';
        return strcmp(text, line) == 0;
}

static void commands(void)
{
        ROW("15.8 _popen", says("echo hello", "r", "hello"));
        ROW("15.8 _popen of text", says("echo hello", "rt", "hello"));
        ROW("15.8 _popen of bytes", says("echo hello", "rb", "hello"));
        ROW("15.8 system: the exit code", system("exit 3") == 3);
        ROW_OR_WINE("15.8 cls, color, title, chcp, echo off say nothing",
                    system("cls > nul") == 0 && system("echo off") == 0 &&
                            system("@echo off") == 0 && system("chcp 65001 > nul") == 0,
                    1);
        ROW("15.8 one after the other", system("cls > nul & exit 5") == 5);
        ROW("15.8 the second if the first went well", system("echo off && exit 6") == 6);
        ROW("15.8 nul is no file", system("echo x > nul") == 0 && system("echo x >nul 2>&1") == 0);
}

void rules_exec(void)
{
        ROW("15.8 _execl", execs("l"));
        ROW("15.8 _execv", execs("v"));
        ROW("15.8 _wexecl", execs("w"));
        ROW("15.8 _execl of nothing returns -1",
            _spawnl(_P_WAIT, own_path(), "x", "child", "exec", "none", "x", NULL) == 0);
        wide_spawns();
        commands();
}
