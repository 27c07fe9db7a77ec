/* SPDX-License-Identifier: MIT */
/* rules_spawn.c — CreateProcess: command lines, environment, directory, ends. */
#include "support.h"
#include <process.h>

/* What it tells, in a mapping whose name is its last word. */
static char *board;
static HANDLE board_section;
static const char *board_name;

static void open_board(void)
{
        board_name = unique("board");
        board_section = memory_section(board_name, 8192);
        board = MapViewOfFile(board_section, FILE_MAP_ALL_ACCESS, 0, 0, 0);
}

static void close_board(void)
{
        UnmapViewOfFile(board);
        CloseHandle(board_section);
}

static int tells(const char *format, const char *wanted)
{
        char text[1500];
        snprintf(text, sizeof text, format, board_name);
        memset(board, 0, 8192);
        return spawn(text, FALSE) && ended() == 0 && strcmp(board, wanted) == 0;
}

/* ---- the children ---------------------------------------------------------------- */

static void tell(const char *name, const char *text)
{
        HANDLE section = OpenFileMappingA(FILE_MAP_WRITE, FALSE, name);
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);

        if (view)
                strcat(view, text);
        UnmapViewOfFile(view);
        CloseHandle(section);
}

static int child_arguments(int count, char **arguments)
{
        for (int at = 2; at < count; at++) {
                tell(arguments[1], "<");
                tell(arguments[1], arguments[at]);
                tell(arguments[1], ">");
        }
        return 0;
}

static int child_line(int count, char **arguments)
{
        tell(arguments[1], strstr(GetCommandLineA(), " child "));
        return 0;
}

static int child_variable(int count, char **arguments)
{
        char value[500] = "";
        DWORD length = GetEnvironmentVariableA(arguments[2], value, sizeof value);

        tell(arguments[1], length || GetLastError() == 0 ? value : "none");
        return 0;
}

static int child_directory(int count, char **arguments)
{
        FILE *here = fopen(arguments[2], "w");

        if (!here)
                return 1;
        fclose(here);
        return 0;
}

static int child_code(int count, char **arguments)
{
        DWORD code = (DWORD) strtoul(arguments[2], NULL, 0);

        switch (arguments[1][0]) {
        case 'x':
                ExitProcess(code);
        case 't':
                TerminateProcess(GetCurrentProcess(), code);
                return 1;
        case 'e':
                exit((int) code);
        case 'h':
                ExitThread(code);
        default:
                return (int) code;
        }
}

static int child_sleep(int count, char **arguments)
{
        HANDLE ready = OpenEventA(EVENT_ALL_ACCESS, FALSE, arguments[1]);

        SetEvent(ready);
        Sleep(60000);
        return 0;
}

static int child_startup(int count, char **arguments)
{
        STARTUPINFOA info;
        char text[200];

        GetStartupInfoA(&info);
        snprintf(text, sizeof text, "%s %lu %lu %u", info.lpTitle, (unsigned long) info.dwX,
                 (unsigned long) info.dwFlags, info.wShowWindow);
        tell(arguments[1], text);
        return info.cb == sizeof info ? 0 : 1;
}

static int child_crash(int count, char **arguments)
{
        volatile ULONG_PTR nowhere = 16; /* not 0, which a sanitizer would answer itself */

        *(volatile int *) nowhere = 1;
        return 0;
}

int child_inherit(const char *role, int count, char **arguments); /* rules_inherit.c */

int child_exec(int count, char **arguments); /* rules_exec.c */

int child_main(int count, char **arguments)
{
        static const struct {
                const char *role;
                int (*play)(int count, char **arguments);
                int least;
        } roles[] = {
                { "arguments", child_arguments, 2 }, { "line", child_line, 2 },
                { "variable", child_variable, 3 },   { "directory", child_directory, 3 },
                { "code", child_code, 3 },           { "sleep", child_sleep, 2 },
                { "startup", child_startup, 2 },     { "crash", child_crash, 1 },
                { "exec", child_exec, 2 },
        };

        for (size_t at = 0; at < sizeof roles / sizeof *roles; at++)
                if (strcmp(arguments[0], roles[at].role) == 0)
                        return count < roles[at].least ? 90 : roles[at].play(count, arguments);
        return child_inherit(arguments[0], count, arguments);
}

/* ---- rows ------------------------------------------------------------------------ */

static void ends(void)
{
        DWORD code = 0;
        HANDLE both[2];

        ROW("15.8 CreateProcess", spawn("code r 42", FALSE));
        ROW("15.8 it tells numbers and handles",
            spawned.dwProcessId && spawned.dwThreadId && spawned.hProcess && spawned.hThread &&
                    GetProcessId(spawned.hProcess) == spawned.dwProcessId);
        ROW("15.7 its exit code is what main returns", ended() == 42);
        ROW("15.7 or what it gives to exit",
            spawn("code e 0x12345678", FALSE) && ended() == 0x12345678);
        ROW("15.7 or to ExitProcess", spawn("code x 0xFEDCBA98", FALSE) && ended() == 0xFEDCBA98);
        ROW("15.7 or to TerminateProcess of itself",
            spawn("code t 0x80000001", FALSE) && ended() == 0x80000001);
        ROW("15.7 or to ExitThread of its only thread", spawn("code h 77", FALSE) && ended() == 77);
        ROW("15.7 256 is not 0", spawn("code r 256", FALSE) && ended() == 256);
        ROW("15.8 a crash's is the exception's number",
            spawn("crash", FALSE) && ended() == 0xC0000005);

        spawn("code r 7", FALSE);
        both[0] = CreateEventA(NULL, FALSE, FALSE, NULL);
        both[1] = spawned.hProcess;
        ROW("11.7 a wait for an event or a process ends with the process",
            WaitForMultipleObjects(2, both, FALSE, 30000) == WAIT_OBJECT_0 + 1);
        ROW("11.7 the process's first thread has ended, too",
            WaitForSingleObject(spawned.hThread, 5000) == WAIT_OBJECT_0 &&
                    GetExitCodeThread(spawned.hThread, &code) && code == 7);
        SetEvent(both[0]);
        ROW("11.7 both", WaitForMultipleObjects(2, both, TRUE, 1000) == WAIT_OBJECT_0);
        ROW("11.7 it stays signalled", WaitForSingleObject(spawned.hProcess, 0) == WAIT_OBJECT_0);
        CloseHandle(both[0]);
        ended();
}

static void killing(void)
{
        const char *name = unique("ready");
        HANDLE ready = CreateEventA(NULL, FALSE, FALSE, name);
        char text[200];
        HANDLE other;
        DWORD code = 0;

        snprintf(text, sizeof text, "sleep %s", name);
        ROW("15.8 a child that sleeps",
            spawn(text, FALSE) && WaitForSingleObject(ready, 30000) == 0);
        ROW("15.7 while it runs: 259", GetExitCodeProcess(spawned.hProcess, &code) && code == 259);
        ROW("11.7 a wait times out",
            WAITS(WaitForSingleObject(spawned.hProcess, 20), WAIT_TIMEOUT));
        other = OpenProcess(PROCESS_ALL_ACCESS, FALSE, spawned.dwProcessId);
        ROW("15.7 OpenProcess finds it", other && GetProcessId(other) == spawned.dwProcessId);
        ROW("15.7 by that handle, too: 259", GetExitCodeProcess(other, &code) && code == 259);
        ROW("15.7 TerminateProcess", LEAVES(TerminateProcess(other, 0xABCD0123)));
        ROW("15.7 both handles are signalled",
            WaitForSingleObject(other, 30000) == 0 &&
                    WaitForSingleObject(spawned.hProcess, 30000) == 0);
        ROW("15.7 and both tell the code", GetExitCodeProcess(other, &code) && code == 0xABCD0123 &&
                                                   GetExitCodeProcess(spawned.hProcess, &code) &&
                                                   code == 0xABCD0123);
        ROW_OR_WINE("15.7 once more: 5", FAILS(TerminateProcess(other, 1), 5), 1);
        CloseHandle(other);
        ended();

        other = OpenProcess(SYNCHRONIZE, FALSE, GetCurrentProcessId());
        ROW("15.7 a handle to this process", other != NULL);
        ROW("15.7 without the right it may not be ended: 5", FAILS(TerminateProcess(other, 1), 5));
        ROW("15.7 nor asked: 5", FAILS(GetExitCodeProcess(other, &code), 5));
        CloseHandle(other);
        ROW("15.7 our own code: 259",
            GetExitCodeProcess(GetCurrentProcess(), &code) && code == 259);
        ROW("15.7 OpenProcess of 0: 87", REFUSED(OpenProcess(SYNCHRONIZE, FALSE, 0), 87));
        ROW("15.7 of no process: 87", REFUSED(OpenProcess(SYNCHRONIZE, FALSE, 0x7ffffffc), 87));
        ROW("1.5 GetExitCodeProcess of NULL: 6", FAILS(GetExitCodeProcess(NULL, &code), 6));
        ROW("1.5 of an event: 6", FAILS(GetExitCodeProcess(ready, &code), 6));
        ROW("1.5 TerminateProcess of NULL: 6", FAILS(TerminateProcess(NULL, 1), 6));
        ROW("1.5 GetProcessId of NULL: 6", FAILS(GetProcessId(NULL), 6));
        CloseHandle(ready);
}

/* Before its program is loaded. */
static void just_begun(void)
{
        const char *name = unique("begun");
        HANDLE ready = CreateEventA(NULL, FALSE, FALSE, name);
        HANDLE there = NULL;
        HANDLE other;
        char text[200];

        snprintf(text, sizeof text, "sleep %s", name);
        ROW("15.8 a child that just begins", spawn(text, FALSE));
        other = OpenProcess(PROCESS_ALL_ACCESS, FALSE, spawned.dwProcessId);
        ROW("15.3 DuplicateHandle into it at once",
            DuplicateHandle(GetCurrentProcess(), ready, spawned.hProcess, &there, 0, FALSE,
                            DUPLICATE_SAME_ACCESS) &&
                    there);
        ROW("15.7 TerminateProcess by another handle", TerminateProcess(other, 0x01234567));
        ROW("15.7 its code", ended() == 0x01234567);
        ROW("15.7 once one handle is signalled, all are", WaitForSingleObject(other, 0) == 0);
        CloseHandle(other);
        CloseHandle(ready);
}

static void lines(void)
{
        char text[300];

        open_board();
        ROW("15.8 words", tells("arguments %s a bc  d", "<a><bc><d>"));
        ROW("15.8 quotes keep blanks", tells("arguments %s \"a b\" c", "<a b><c>"));
        ROW("15.8 an empty argument", tells("arguments %s \"\" x", "<><x>"));
        ROW("15.8 quotes inside of a word", tells("arguments %s a\" \"b", "<a b>"));
        ROW("15.8 backslashes are themselves",
            tells("arguments %s C:\\dir\\ x\\\\y", "<C:\\dir\\><x\\\\y>"));
        ROW("15.8 one before a quote makes it an ordinary one",
            tells("arguments %s a\\\"b", "<a\"b>"));
        ROW("15.8 two before a quote are one", tells("arguments %s \"a b\\\\\" c", "<a b\\><c>"));
        ROW("15.8 three are one and a quote", tells("arguments %s a\\\\\\\"b c", "<a\\\"b><c>"));
        ROW("15.8 two quotes in a quoted part are one",
            tells("arguments %s \"a\"\"b\" c", "<a\"b><c>"));
        ROW("15.8 an open quote ends with the line", tells("arguments %s \"a b", "<a b>"));
        ROW("15.8 a tab separates", tells("arguments %s a\tb", "<a><b>"));
        snprintf(text, sizeof text, "line %s  \"x  y\" \\\"z", board_name);
        memset(board, 0, 8192);
        ROW("15.8 GetCommandLine is the line as it was given",
            spawn(text, FALSE) && ended() == 0 && strstr(board, "  \"x  y\" \\\"z"));
        close_board();
}

static void environments(void)
{
        char block[] = "FIRST=one\0SECOND=two words\0empty=\0\0";
        WCHAR wide[] = { 'W', '=', 0xE9, 0, 0 };
        char text[300];

        open_board();
        SetEnvironmentVariableA("MWT_SPAWN", "from the parent");
        snprintf(text, sizeof text, "variable %s MWT_SPAWN", board_name);
        ROW("15.8 a child has our variables",
            spawn(text, FALSE) && ended() == 0 && strcmp(board, "from the parent") == 0);
        board[0] = 0;
        ROW("15.8 without them, if it is given its own",
            spawn_with(text, FALSE, 0, block, NULL, NULL) && ended() == 0 &&
                    strcmp(board, "none") == 0);
        board[0] = 0;
        snprintf(text, sizeof text, "variable %s SECOND", board_name);
        ROW("15.8 then it has those", spawn_with(text, FALSE, 0, block, NULL, NULL) &&
                                              ended() == 0 && strcmp(board, "two words") == 0);
        board[0] = 0;
        snprintf(text, sizeof text, "variable %s first", board_name);
        ROW("15.8 whatever their case", spawn_with(text, FALSE, 0, block, NULL, NULL) &&
                                                ended() == 0 && strcmp(board, "one") == 0);
        board[0] = 0;
        snprintf(text, sizeof text, "variable %s W", board_name);
        ROW("15.8 a wide block",
            spawn_with(text, FALSE, CREATE_UNICODE_ENVIRONMENT, wide, NULL, NULL) && ended() == 0 &&
                    board[0] && strcmp(board, "none") != 0);
        SetEnvironmentVariableA("MWT_SPAWN", NULL);
        close_board();
}

static void variables(void)
{
        char value[64];
        char *all;
        int found = 0;

        ROW("15.8 SetEnvironmentVariable", SetEnvironmentVariableA("MWT_One", "12345"));
        ROW("15.8 GetEnvironmentVariable",
            GetEnvironmentVariableA("MWT_One", value, sizeof value) == 5 &&
                    strcmp(value, "12345") == 0);
        ROW("15.8 in any case", GetEnvironmentVariableA("mwt_oNE", value, sizeof value) == 5);
        ROW("15.8 a small buffer: what is needed",
            GetEnvironmentVariableA("MWT_One", value, 5) == 6 &&
                    GetEnvironmentVariableA("MWT_One", NULL, 0) == 6);
        ROW("15.8 none: 203", FAILS(GetEnvironmentVariableA("MWT_None", value, 64), 203));
        ROW_OR_WINE("15.8 to remove none: 203",
                    FAILS(SetEnvironmentVariableA("MWT_None", NULL), 203), 1);
        ROW("15.8 expanded",
            ExpandEnvironmentStringsA("a%MWT_One%b%MWT_None%c%", value, 64) == 20 &&
                    strcmp(value, "a12345b%MWT_None%c%") == 0);
        all = GetEnvironmentStrings();
        for (char *at = all; *at; at += strlen(at) + 1)
                found += strcmp(at, "MWT_One=12345") == 0;
        ROW("15.8 among all of them", found == 1);
        FreeEnvironmentStringsA(all);
        ROW("15.8 removed", SetEnvironmentVariableA("MWT_One", NULL) &&
                                    FAILS(GetEnvironmentVariableA("MWT_One", value, 64), 203));
}

static void places(void)
{
        char text[300];
        char here[300];
        STARTUPINFOA startup = { .cb = sizeof startup };

        CreateDirectoryA("mwt-spawn", NULL);
        snprintf(text, sizeof text, "directory x made");
        snprintf(here, sizeof here, "mwt-spawn/made");
        ROW("15.8 lpCurrentDirectory", spawn_with(text, FALSE, 0, NULL, "mwt-spawn", NULL) &&
                                               ended() == 0 && DeleteFileA(here));
        RemoveDirectoryA("mwt-spawn");
        ROW("15.8 that isn't there: 267",
            FAILS(spawn_with(text, FALSE, 0, NULL, "mwt-nowhere", NULL), 267));

        open_board();
        startup.lpTitle = (char *) "a title";
        startup.dwFlags = STARTF_USEPOSITION | STARTF_USESHOWWINDOW;
        startup.dwX = 17;
        startup.wShowWindow = 3;
        snprintf(text, sizeof text, "startup %s", board_name);
        ROW("15.8 GetStartupInfo tells what CreateProcess was told",
            spawn_with(text, FALSE, 0, NULL, NULL, &startup) && ended() == 0 &&
                    strcmp(board, "a title 17 5 3") == 0);
        close_board();
}

static void refusals(void)
{
        STARTUPINFOA startup = { .cb = sizeof startup };
        char line[600];

        strcpy(line, "mwt-no-such-program x");
        ROW("15.8 no such program: 2",
            FAILS(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &spawned),
                  2));
        strcpy(line, "mwt-no-such-shell.exe /c dir");
        ROW("15.8 an argument that looks like a path changes nothing: 2",
            FAILS(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &spawned),
                  2));
        ROW("15.8 no such application: 2",
            FAILS(CreateProcessA("mwt-no-such-program", line, NULL, NULL, FALSE, 0, NULL, NULL,
                                 &startup, &spawned),
                  2));
        ROW("15.8 no such directory: 3",
            FAILS(CreateProcessA("mwt-no-such/program.exe", NULL, NULL, NULL, FALSE, 0, NULL, NULL,
                                 &startup, &spawned),
                  3));
        make_file("mwt-text.exe", 100);
        ROW("15.8 a file that is no program: 193",
            FAILS(CreateProcessA("mwt-text.exe", NULL, NULL, NULL, FALSE, 0, NULL, NULL, &startup,
                                 &spawned),
                  193));
        DeleteFileA("mwt-text.exe");
        snprintf(line, sizeof line, "ignored child code r 19");
        ROW("15.8 lpApplicationName says which program, whatever the line begins with",
            CreateProcessA(own_path(), line, NULL, NULL, FALSE, 0, NULL, NULL, &startup,
                           &spawned) &&
                    ended() == 19);
        snprintf(line, sizeof line, "\"%s\" child code r 20", own_path());
        ROW("15.8 flags for windows and consoles are accepted",
            CreateProcessA(NULL, line, NULL, NULL, FALSE,
                           CREATE_NEW_CONSOLE | CREATE_NEW_PROCESS_GROUP | NORMAL_PRIORITY_CLASS,
                           NULL, NULL, &startup, &spawned) &&
                    ended() == 20);
        ROW_OR_WINE("15.8 not DETACHED_PROCESS with CREATE_NEW_CONSOLE: 87",
                    FAILS(CreateProcessA(NULL, line, NULL, NULL, FALSE,
                                         CREATE_NEW_CONSOLE | DETACHED_PROCESS, NULL, NULL,
                                         &startup, &spawned),
                          87),
                    ended() == 20);
}

static void suspended(void)
{
        open_board();
        {
                char text[300];
                DWORD code = 0;

                snprintf(text, sizeof text, "arguments %s hello", board_name);
                ROW("15.8 CREATE_SUSPENDED",
                    spawn_with(text, FALSE, CREATE_SUSPENDED, NULL, NULL, NULL));
                ROW("15.8 it doesn't begin",
                    WaitForSingleObject(spawned.hProcess, 100) == WAIT_TIMEOUT && board[0] == 0 &&
                            GetExitCodeProcess(spawned.hProcess, &code) && code == 259);
                ROW("15.8 until it is resumed", ResumeThread(spawned.hThread) == 1 &&
                                                        ended() == 0 &&
                                                        strcmp(board, "<hello>") == 0);
                spawn_with(text, FALSE, CREATE_SUSPENDED, NULL, NULL, NULL);
                ROW("15.8 one that never began can be ended",
                    TerminateProcess(spawned.hProcess, 55) && ended() == 55);
        }
        close_board();
}

static void crt_spawns(void)
{
        const char *arguments[] = { own_path(), "child", "code", "r", "88", NULL };
        intptr_t handle;
        int code = 0;
        char line[600];

        ROW("15.8 _spawnl waits, and tells the exit code",
            _spawnl(_P_WAIT, own_path(), "x", "child", "code", "r", "77", NULL) == 77);
        handle = _spawnv(_P_NOWAIT, own_path(), arguments);
        ROW("15.8 _spawnv doesn't", handle != -1);
        ROW("15.8 _cwait does", _cwait(&code, handle, WAIT_CHILD) == handle && code == 88);
        ROW("15.8 no such program", _spawnl(_P_WAIT, "mwt-no-such", "x", NULL) == -1);
        snprintf(line, sizeof line, "\"%s\" child code r 1", own_path());
        ROW("15.8 WinExec", WinExec(line, 0) > 31);
        ROW("15.8 WinExec of nothing: 2", WinExec("mwt-no-such", 0) == 2);
        ROW("15.8 _getpid", (DWORD) _getpid() == GetCurrentProcessId());
}

static void many(void)
{
        int all = 1;

        for (int at = 0; at < 20; at++) {
                char text[40];

                snprintf(text, sizeof text, "code r %d", at * 1000);
                all = spawn(text, FALSE) && ended() == (DWORD) at * 1000 && all;
        }
        ROW("15.8 20 children, one after the other", all);
}

/* The exit code of a command line. */
static DWORD code_of_line(const char *application, const char *given)
{
        STARTUPINFOA info;
        PROCESS_INFORMATION made;
        char line[200];
        DWORD code = MARK;

        memset(&info, 0, sizeof info);
        info.cb = sizeof info;
        snprintf(line, sizeof line, "%s", given);
        if (!CreateProcessA(application, line, NULL, NULL, FALSE, 0, NULL, NULL, &info, &made))
                return MARK;
        WaitForSingleObject(made.hProcess, 20000);
        GetExitCodeProcess(made.hProcess, &code);
        CloseHandle(made.hProcess);
        CloseHandle(made.hThread);
        return code;
}

static void commands(void)
{
        ROW("command of cmd", code_of_line(NULL, "cmd.exe /c exit 5") == 5);
        ROW("command of cmd, shorter", code_of_line(NULL, "cmd /C exit 6") == 6);
        ROW("command of cmd in its directory",
            code_of_line(NULL, "C:\\windows\\system32\\cmd.exe /c exit 7") == 7);
        ROW("command of cmd as the application",
            code_of_line("C:\\windows\\system32\\cmd.exe", "cmd /q /c exit 8") == 8);
        ROW("command of cmd that can't be run", code_of_line(NULL, "cmd /c no-such-program") != 0);
}

void rules_spawn(void)
{
        ends();
        killing();
        just_begun();
        lines();
        environments();
        variables();
        places();
        refusals();
        suspended();
        crt_spawns();
        many();
        commands();
}
