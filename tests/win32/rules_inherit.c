/* SPDX-License-Identifier: MIT */
/* rules_inherit.c — handles that a child has from its parent, and DuplicateHandle into
 * another process.
 */
#include "support.h"

static SECURITY_ATTRIBUTES inheritable = { sizeof inheritable, NULL, TRUE };
static unsigned long number_of(HANDLE handle)
{
        return (unsigned long) (ULONG_PTR) handle;
}

static HANDLE handle_of(const char *text)
{
        return (HANDLE) (ULONG_PTR) strtoul(text, NULL, 10);
}

/* ---- the children ---------------------------------------------------------------- */

/* event semaphore mutex section file: uses each; another number per failure. */
static int child_use(char **handles)
{
        HANDLE event = handle_of(handles[0]);
        HANDLE mutex = handle_of(handles[2]);
        char *view = MapViewOfFile(handle_of(handles[3]), FILE_MAP_WRITE, 0, 0, 0);
        DWORD done = 0;
        DWORD flags = 0;

        if (!view || strcmp(view, "from the parent") != 0)
                return 21;
        strcpy(view, "from the child");
        if (!SetEvent(event))
                return 22;
        if (!ReleaseSemaphore(handle_of(handles[1]), 3, NULL))
                return 23;
        if (WaitForSingleObject(mutex, 30000) != WAIT_OBJECT_0)
                return 24;
        if (!WriteFile(handle_of(handles[4]), "child", 5, &done, NULL) || done != 5)
                return 25;
        if (!GetHandleInformation(event, &flags) || flags != HANDLE_FLAG_INHERIT)
                return 26;
        return 0; /* as the mutex's owner */
}

/* Two handles of the parent's to one object. */
static int child_same(char **handles)
{
        HANDLE both[2] = { handle_of(handles[0]), handle_of(handles[1]) };

        if (!CloseHandle(both[0]) || !SetEvent(both[1]))
                return 31;
        return WaitForSingleObject(both[1], 0) == WAIT_OBJECT_0 && SetEvent(both[1]) ? 0 : 32;
}

static int child_bad(char **handles)
{
        return SetEvent(handle_of(handles[0])) ? 41 : (int) GetLastError();
}

/* Waits for its parent's process handle, with a time limit. */
static int child_parent(char **handles)
{
        HANDLE parent = handle_of(handles[0]);
        DWORD code = 0;

        if (WaitForSingleObject(parent, 50) != WAIT_TIMEOUT)
                return 51;
        return GetExitCodeProcess(parent, &code) && code == STILL_ACTIVE ? 0 : 52;
}

/* Waits for a thread of its parent's. */
static int child_thread(char **handles)
{
        HANDLE event = handle_of(handles[1]);

        if (WaitForSingleObject(handle_of(handles[0]), 50) != WAIT_TIMEOUT)
                return 55;
        SetEvent(event);
        return WaitForSingleObject(handle_of(handles[0]), 30000) == WAIT_OBJECT_0 ? 0 : 56;
}

/* Says in capitals on its standard output what it reads from its input. */
static int child_filter(char **handles)
{
        HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
        HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
        char text[100];
        DWORD size;

        while (ReadFile(in, text, sizeof text, &size, NULL) && size > 0) {
                for (DWORD at = 0; at < size; at++)
                        if (text[at] >= 'a' && text[at] <= 'z')
                                text[at] -= 'a' - 'A';
                if (!WriteFile(out, text, size, &size, NULL))
                        return 61;
        }
        return 0;
}

/* Passes an inherited handle on to a child of its own. */
static int child_pass(char **handles)
{
        char text[100];

        snprintf(text, sizeof text, "bad %s", handles[0]);
        if (!spawn(text, TRUE))
                return 71;
        return ended() == 41 ? 0 : 72; /* "bad" says 41 when it works */
}

/* Waits, in a mapping, for the number of a handle that the parent gave it; sets it. */
static int child_given(char **names)
{
        HANDLE section = OpenFileMappingA(FILE_MAP_WRITE, FALSE, names[0]);
        volatile LONG *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        HANDLE ready = OpenEventA(EVENT_ALL_ACCESS, FALSE, names[1]);
        HANDLE go = OpenEventA(EVENT_ALL_ACCESS, FALSE, names[2]);
        HANDLE own = CreateEventA(NULL, FALSE, FALSE, NULL);

        if (!view || !ready || !go || !own)
                return 81;
        view[1] = (LONG) number_of(own);
        SetEvent(ready);
        if (WaitForSingleObject(go, 30000) != WAIT_OBJECT_0)
                return 82;
        if (!SetEvent((HANDLE) (ULONG_PTR) (DWORD) view[0]))
                return 83;
        /* the parent has a handle to our event, and sets it */
        return WaitForSingleObject(own, 30000) == WAIT_OBJECT_0 ? 0 : 84;
}

/* What a mapping has in it: values of handles that came while this process stood still. */
typedef struct gifts {
        ULONG_PTR event;
        ULONG_PTR section;
        ULONG_PTR file;
        ULONG_PTR parent;
        ULONG_PTR pipe;
        ULONG_PTR inherited;
} gifts;

static int child_gifts(char **names)
{
        HANDLE section = OpenFileMappingA(FILE_MAP_READ, FALSE, names[0]);
        const gifts *view = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        char *text;
        DWORD done = 0;
        DWORD flags = 9;

        if (!view)
                return 71;
        text = MapViewOfFile((HANDLE) view->section, FILE_MAP_WRITE, 0, 0, 0);
        if (!text || strcmp(text, "from the parent") != 0)
                return 72;
        if (GetProcessId((HANDLE) view->parent) != strtoul(names[1], NULL, 10))
                return 73;
        if (!WriteFile((HANDLE) view->file, "child", 5, &done, NULL) ||
            !WriteFile((HANDLE) view->pipe, "piped", 5, &done, NULL))
                return 74;
        if (!GetHandleInformation((HANDLE) view->pipe, &flags) || flags != HANDLE_FLAG_INHERIT ||
            !GetHandleInformation((HANDLE) view->file, &flags) || flags != 0)
                return 75;
        if (!SetEvent((HANDLE) view->inherited))
                return 76;
        strcpy(text, "from the child");
        return SetEvent((HANDLE) view->event) ? 70 : 77;
}

int child_inherit(const char *role, int count, char **arguments);
int child_inherit(const char *role, int count, char **arguments)
{
        static const struct {
                const char *role;
                int (*play)(char **handles);
                int least;
        } roles[] = {
                { "use", child_use, 6 },       { "same", child_same, 3 },
                { "bad", child_bad, 2 },       { "parent", child_parent, 2 },
                { "thread", child_thread, 3 }, { "filter", child_filter, 1 },
                { "pass", child_pass, 2 },     { "given", child_given, 4 },
                { "gifts", child_gifts, 3 },
        };

        for (size_t at = 0; at < sizeof roles / sizeof *roles; at++)
                if (strcmp(role, roles[at].role) == 0)
                        return count < roles[at].least ? 92 : roles[at].play(arguments + 1);
        return 91;
}

/* ---- rows ------------------------------------------------------------------------ */

static void all_kinds(int are_named)
{
        char names[4][100];
        HANDLE event;
        HANDLE semaphore;
        HANDLE mutex;
        HANDLE section;
        HANDLE file;
        const char *path = unique_file("inherited");
        char text[300];
        char *view;
        LONG before = 0;

        for (int at = 0; at < 4; at++)
                snprintf(names[at], sizeof names[at], "%s.%d", unique("inherit"), at);
        event = CreateEventA(&inheritable, FALSE, FALSE, are_named ? names[0] : NULL);
        semaphore = CreateSemaphoreA(&inheritable, 0, 9, are_named ? names[1] : NULL);
        mutex = CreateMutexA(&inheritable, FALSE, are_named ? names[2] : NULL);
        section = CreateFileMappingA(INVALID_HANDLE_VALUE, &inheritable, PAGE_READWRITE, 0, 4096,
                                     are_named ? names[3] : NULL);
        file = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, &inheritable,
                           CREATE_ALWAYS, 0, NULL);
        view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        strcpy(view, "from the parent");
        WriteFile(file, "parent ", 7, &(DWORD){ 0 }, NULL);
        snprintf(text, sizeof text, "use %lu %lu %lu %lu %lu", number_of(event),
                 number_of(semaphore), number_of(mutex), number_of(section), number_of(file));
        ROW("1.9 a child uses inherited handles by the same values",
            spawn(text, TRUE) && ended() == 0);
        ROW("1.9 it set our event", WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        ROW("1.9 released our semaphore", ReleaseSemaphore(semaphore, 1, &before) && before == 3);
        ROW("1.9 ended as our mutex's owner",
            WaitForSingleObject(mutex, 0) == WAIT_ABANDONED && ReleaseMutex(mutex));
        ROW("1.9 wrote to our mapping", strcmp(view, "from the child") == 0);
        ROW("15.5 and to our file, where we were",
            SetFilePointer(file, 0, NULL, FILE_CURRENT) == 12);
        strcpy(view, "from the parent"); /* so that only the handles are missing */
        ROW("1.9 without inheritance it has none of them", spawn(text, FALSE) && ended() == 21);
        UnmapViewOfFile(view);
        CloseHandle(event);
        CloseHandle(semaphore);
        CloseHandle(mutex);
        CloseHandle(section);
        CloseHandle(file);
        DeleteFileA(path);
}

static void which_handles(void)
{
        HANDLE event = CreateEventA(&inheritable, FALSE, FALSE, NULL);
        HANDLE again = NULL;
        HANDLE plain = CreateEventA(NULL, FALSE, FALSE, NULL);
        char text[100];

        DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &again, 0, TRUE,
                        DUPLICATE_SAME_ACCESS);
        snprintf(text, sizeof text, "same %lu %lu", number_of(event), number_of(again));
        ROW("1.9 two handles to one object are that in the child",
            spawn(text, TRUE) && ended() == 0 && WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        snprintf(text, sizeof text, "bad %lu", number_of(plain));
        ROW("1.9 a handle that isn't inheritable is none there: 6",
            spawn(text, TRUE) && ended() == 6);
        SetHandleInformation(plain, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
        ROW("1.8 SetHandleInformation makes it one",
            spawn(text, TRUE) && ended() == 41 && WaitForSingleObject(plain, 0) == WAIT_OBJECT_0);
        SetHandleInformation(event, HANDLE_FLAG_INHERIT, 0);
        snprintf(text, sizeof text, "bad %lu", number_of(event));
        ROW("1.8 or takes it away", spawn(text, TRUE) && ended() == 6);
        snprintf(text, sizeof text, "pass %lu", number_of(plain));
        ROW("1.9 a grandchild inherits it, too",
            spawn(text, TRUE) && ended() == 0 && WaitForSingleObject(plain, 0) == WAIT_OBJECT_0);
        CloseHandle(event);
        CloseHandle(again);
        CloseHandle(plain);
}

static void name_on_the_way(void)
{
        const char *name = unique("on the way");
        HANDLE event = CreateEventA(&inheritable, TRUE, FALSE, name);
        char text[100];

        snprintf(text, sizeof text, "bad %lu", number_of(event));
        ROW("1.9 a child is started with a named event", spawn(text, TRUE));
        CloseHandle(event);
        ROW("1.9 and has it, although we closed it at once", ended() == 41);
        ROW("9 when it ended the name is free: 2",
            REFUSED(OpenEventA(SYNCHRONIZE, FALSE, name), 2));
}

static DWORD WINAPI wait_for_event(LPVOID argument)
{
        return WaitForSingleObject(argument, 30000);
}

static void processes_and_threads(void)
{
        HANDLE self = NULL;
        HANDLE event = CreateEventA(&inheritable, TRUE, FALSE, NULL);
        HANDLE task;
        char text[100];

        DuplicateHandle(GetCurrentProcess(), GetCurrentProcess(), GetCurrentProcess(), &self, 0,
                        TRUE, DUPLICATE_SAME_ACCESS);
        snprintf(text, sizeof text, "parent %lu", number_of(self));
        ROW("1.9 a child waits for its parent", spawn(text, TRUE) && ended() == 0);
        CloseHandle(self);
        task = CreateThread(&inheritable, 0, wait_for_event, event, 0, NULL);
        snprintf(text, sizeof text, "thread %lu %lu", number_of(task), number_of(event));
        ROW("1.9 or for a thread of its parent's", spawn(text, TRUE) && ended() == 0);
        WaitForSingleObject(task, 30000);
        CloseHandle(task);
        CloseHandle(event);
}

static void standard_handles(void)
{
        const char *in_path = unique_file("standard-in");
        const char *out_path = unique_file("standard-out");
        HANDLE in;
        HANDLE out;
        STARTUPINFOA startup = { .cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES };
        char text[100] = "";
        DWORD size = 0;

        in = CreateFileA(in_path, GENERIC_READ | GENERIC_WRITE, 0, &inheritable, CREATE_ALWAYS, 0,
                         NULL);
        out = CreateFileA(out_path, GENERIC_READ | GENERIC_WRITE, 0, &inheritable, CREATE_ALWAYS, 0,
                          NULL);
        WriteFile(in, "some text", 9, &size, NULL);
        SetFilePointer(in, 0, NULL, FILE_BEGIN);
        startup.hStdInput = in;
        startup.hStdOutput = out;
        startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
        ROW("15.8 STARTF_USESTDHANDLES",
            spawn_with("filter", TRUE, 0, NULL, NULL, &startup) && ended() == 0);
        SetFilePointer(out, 0, NULL, FILE_BEGIN);
        ReadFile(out, text, sizeof text, &size, NULL);
        ROW("15.8 the child read and wrote our files",
            size == 9 && memcmp(text, "SOME TEXT", 9) == 0);
        CloseHandle(in);
        CloseHandle(out);
        DeleteFileA(in_path);
        DeleteFileA(out_path);
}

static void into_another(void)
{
        char names[3][100];
        HANDLE section;
        HANDLE ready;
        HANDLE go;
        HANDLE gift = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE there = NULL;
        HANDLE theirs = NULL;
        volatile LONG *view;
        char text[400];

        for (int at = 0; at < 3; at++)
                snprintf(names[at], sizeof names[at], "%s.%d", unique("given"), at);
        section = memory_section(names[0], 100);
        view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        ready = CreateEventA(NULL, FALSE, FALSE, names[1]);
        go = CreateEventA(NULL, FALSE, FALSE, names[2]);
        snprintf(text, sizeof text, "given %s %s %s", names[0], names[1], names[2]);
        ROW("15.3 a child that waits",
            spawn(text, FALSE) && WaitForSingleObject(ready, 30000) == WAIT_OBJECT_0);
        ROW("15.3 DuplicateHandle into it",
            LEAVES(DuplicateHandle(GetCurrentProcess(), gift, spawned.hProcess, &there, 0, FALSE,
                                   DUPLICATE_SAME_ACCESS)) &&
                    there != NULL);
        view[0] = (LONG) number_of(there);
        ROW("15.3 and out of it",
            DuplicateHandle(spawned.hProcess, (HANDLE) (ULONG_PTR) (DWORD) view[1],
                            GetCurrentProcess(), &theirs, 0, FALSE, DUPLICATE_SAME_ACCESS));
        ROW("15.3 what isn't there: 6",
            FAILS(DuplicateHandle(spawned.hProcess, (HANDLE) 0x7ff0, GetCurrentProcess(), &there, 0,
                                  FALSE, DUPLICATE_SAME_ACCESS),
                  6));
        SetEvent(go);
        ROW("15.3 it used the handle that we gave it",
            WaitForSingleObject(gift, 30000) == WAIT_OBJECT_0);
        ROW("15.3 we use the one that we took", SetEvent(theirs));
        ROW("15.3 and it noticed", ended() == 0);
        CloseHandle(theirs);
        CloseHandle(gift);
        UnmapViewOfFile((void *) (ULONG_PTR) view);
        CloseHandle(section);
        CloseHandle(ready);
        CloseHandle(go);
}

/* Into the child; the value that it has there. */
static ULONG_PTR give(HANDLE own, BOOL inherit)
{
        HANDLE there = NULL;

        return DuplicateHandle(GetCurrentProcess(), own, spawned.hProcess, &there, 0, inherit,
                               DUPLICATE_SAME_ACCESS) ?
                       (ULONG_PTR) there :
                       0;
}

static void into_suspended(void)
{
        const char *path = unique_file("gift");
        const char *name = unique("gifts");
        HANDLE mailbox = memory_section(name, sizeof(gifts));
        gifts *view = MapViewOfFile(mailbox, FILE_MAP_WRITE, 0, 0, 0);
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, unique("gift"));
        HANDLE inherited = CreateEventA(&inheritable, TRUE, FALSE, NULL);
        HANDLE section = memory_section(NULL, 4096);
        HANDLE file = open_file(path, GENERIC_READ | GENERIC_WRITE);
        HANDLE ends[2];
        char *shared = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
        char text[200];
        DWORD size = 0;

        strcpy(shared, "from the parent");
        CreatePipe(&ends[0], &ends[1], NULL, 0);
        snprintf(text, sizeof text, "gifts %s %lu", name, (unsigned long) GetCurrentProcessId());
        ROW("15.3 a child that stands still",
            spawn_with(text, TRUE, CREATE_SUSPENDED, NULL, NULL, NULL));
        view->event = give(event, FALSE);
        view->section = give(section, FALSE);
        view->file = give(file, FALSE);
        view->parent = give(GetCurrentProcess(), FALSE);
        view->pipe = give(ends[1], TRUE);
        view->inherited = (ULONG_PTR) inherited;
        ROW("15.3 DuplicateHandle into it",
            view->event && view->section && view->file && view->parent && view->pipe);
        CloseHandle(ends[1]);
        CloseHandle(section);
        CloseHandle(file);
        UnmapViewOfFile(shared);
        ROW("15.3 it is resumed", ResumeThread(spawned.hThread) == 1);
        ROW("15.3 it used what we gave it", WaitForSingleObject(event, 30000) == WAIT_OBJECT_0);
        ROW("15.3 beside what it inherited", WaitForSingleObject(inherited, 0) == WAIT_OBJECT_0);
        ROW("15.3 a pipe, too", ReadFile(ends[0], text, sizeof text, &size, NULL) && size == 5);
        ROW("15.3 all of it", ended() == 70);
        ROW("15.3 then nobody has the pipe any more: 109",
            FAILS(ReadFile(ends[0], text, sizeof text, &size, NULL), ERROR_BROKEN_PIPE));
        CloseHandle(ends[0]);
        file = open_file(path, GENERIC_READ);
        ROW("15.3 and the file has its bytes",
            GetFileSize(file, NULL) == 5 && ReadFile(file, text, 5, &size, NULL));
        CloseHandle(file);
        DeleteFileA(path);
        CloseHandle(event);
        CloseHandle(inherited);
        UnmapViewOfFile(view);
        CloseHandle(mailbox);
}

static void into_one_that_never_runs(void)
{
        const char *name = unique("kept by one that stands still");
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, name);

        ROW("15.3 a child that never runs",
            spawn_with("gifts - 0", FALSE, CREATE_SUSPENDED, NULL, NULL, NULL));
        ROW("15.3 holds what it is given", give(event, FALSE) != 0);
        CloseHandle(event);
        event = OpenEventA(SYNCHRONIZE, FALSE, name);
        ROW("15.3 so the name lives", event != NULL);
        CloseHandle(event);
        TerminateProcess(spawned.hProcess, 3);
        WaitForSingleObject(spawned.hProcess, 30000);
        ROW("15.3 until it is ended: 2", REFUSED(OpenEventA(SYNCHRONIZE, FALSE, name), 2));
        ended();
}

/* Of two handles that can be inherited the child gets the one that is listed: the end of
 * a pipe that isn't is nobody's when we close ours. */
static void listed_handles(LPPROC_THREAD_ATTRIBUTE_LIST list)
{
        SECURITY_ATTRIBUTES inherited = { sizeof inherited, NULL, TRUE };
        STARTUPINFOEXA info = { .StartupInfo.cb = sizeof info, .lpAttributeList = list };
        HANDLE listed = CreateEventA(&inherited, TRUE, FALSE, NULL);
        HANDLE plain = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE in = NULL;
        HANDLE out = NULL;
        DWORD flags = EXTENDED_STARTUPINFO_PRESENT | CREATE_SUSPENDED;
        SIZE_T bytes = 1000;
        BOOL began;
        char byte;
        DWORD done;

        CreatePipe(&in, &out, &inherited, 0);
        ROW("15.8 a list of handles",
            UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &listed,
                                      sizeof listed, NULL, NULL));
        ROW("15.8 once more: 698",
            FAILS(UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &listed,
                                            sizeof listed, NULL, NULL),
                  698));
        began = spawn_with("wait", FALSE, flags, NULL, NULL, &info.StartupInfo);
        ROW_OR_WINE("15.8 without inheriting it is refused: 87", !began && GetLastError() == 87,
                    began);
        if (began) {
                TerminateProcess(spawned.hProcess, 0);
                ended();
        }
        if (spawn_with("wait", TRUE, flags, NULL, NULL, &info.StartupInfo)) {
                CloseHandle(out);
                ROW("15.8 a child has only what is listed",
                    FAILS(ReadFile(in, &byte, 1, &done, NULL), ERROR_BROKEN_PIPE));
                TerminateProcess(spawned.hProcess, 0);
                WaitForSingleObject(spawned.hProcess, 10000);
                CloseHandle(spawned.hProcess);
                CloseHandle(spawned.hThread);
        }
        DeleteProcThreadAttributeList(list);
        InitializeProcThreadAttributeList(list, 2, 0, &bytes);
        UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &plain, sizeof plain,
                                  NULL, NULL);
        ROW_OR_WINE("15.8 one that can't be inherited: 87",
                    FAILS(spawn_with("wait", TRUE, flags, NULL, NULL, &info.StartupInfo), 87), 1);
        DeleteProcThreadAttributeList(list);
        CloseHandle(in);
        CloseHandle(listed);
        CloseHandle(plain);
}

static void attribute_lists(void)
{
        union {
                char bytes[1000];
                void *aligned;
        } room;
        LPPROC_THREAD_ATTRIBUTE_LIST list = (LPPROC_THREAD_ATTRIBUTE_LIST) (void *) room.bytes;
        SIZE_T bytes = 0;
        HANDLE handle = NULL;

        ROW("15.8 how large a list is: 122",
            FAILS(InitializeProcThreadAttributeList(NULL, 2, 0, &bytes), 122) && bytes > 0 &&
                    bytes < 1000);
        bytes = sizeof room;
        ROW("15.8 a list", InitializeProcThreadAttributeList(list, 2, 0, &bytes));
        ROW("15.8 no such attribute: 50",
            FAILS(UpdateProcThreadAttribute(list, 0, 0xcafe, &handle, sizeof handle, NULL, NULL),
                  50));
        ROW("15.8 half a handle: 24",
            FAILS(UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &handle,
                                            sizeof handle / 2, NULL, NULL),
                  24));
        listed_handles(list);
}

void rules_inherit(void)
{
        into_suspended();
        into_one_that_never_runs();
        all_kinds(0);
        all_kinds(1);
        which_handles();
        name_on_the_way();
        processes_and_threads();
        standard_handles();
        into_another();
        attribute_lists();
}
