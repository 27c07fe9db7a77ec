/* SPDX-License-Identifier: MIT */
/* rules_handles.c — sections 1.4 to 1.12: handles and the last error. */
#include "support.h"

#define BOGUS ((HANDLE) (ULONG_PTR) 0x7ffff0)

static HANDLE with_bits(HANDLE handle, ULONG_PTR bits)
{
        return (HANDLE) ((ULONG_PTR) handle | bits);
}

static void values(void)
{
        HANDLE first = CreateEventA(NULL, TRUE, TRUE, NULL);
        HANDLE again;

        ROW("1.4 a handle is a multiple of 4", first && (ULONG_PTR) first % 4 == 0);
        ROW("1.4 a handle is a small number", (ULONG_PTR) first < 0x10000);
        ROW("1.4 handle|1 is the handle", WAITS(WaitForSingleObject(with_bits(first, 1), 0), 0));
        ROW("1.4 handle|2 is the handle", WAITS(WaitForSingleObject(with_bits(first, 2), 0), 0));
        ROW("1.4 handle|3 is the handle", LEAVES(SetEvent(with_bits(first, 3))));
        CloseHandle(first);
        again = CreateEventA(NULL, TRUE, TRUE, NULL);
        ROW("1.4 a closed value is given out again at once", again == first);
        CloseHandle(again);
}

static void closing(void)
{
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, unique("close"));
        HANDLE other = OpenEventA(EVENT_ALL_ACCESS, FALSE, unique("close"));
        HANDLE section = memory_section(NULL, 100);
        char *view = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);

        ROW("1.5 CloseHandle(NULL) fails, 6", FAILS(CloseHandle(NULL), 6));
        ROW("1.5 CloseHandle of a value never issued fails, 6", FAILS(CloseHandle(BOGUS), 6));
        ROW("1.5 CloseHandle(-1) succeeds", LEAVES(CloseHandle((HANDLE) (LONG_PTR) -1)));
        ROW("1.5 CloseHandle(-2) succeeds", LEAVES(CloseHandle((HANDLE) (LONG_PTR) -2)));
        ROW("1.5 CloseHandle(0xFFFFFFFF) succeeds",
            LEAVES(CloseHandle((HANDLE) (ULONG_PTR) 0xFFFFFFFF)));
        ROW("1.5 closing (HANDLE)-1 changed nothing", WAITS(WaitForSingleObject(event, 0), 258));
        ROW("1.12 CloseHandle leaves the last error", LEAVES(CloseHandle(other)));
        ROW("1.5 CloseHandle of a closed handle fails, 6", FAILS(CloseHandle(other), 6));
        ROW("1.5 SetEvent on a closed handle fails, 6", FAILS(SetEvent(other), 6));
        ROW("1.6 closing one handle leaves the event as it is",
            WAITS(WaitForSingleObject(event, 0), 258));
        CloseHandle(event);
        strcpy(view, "kept");
        CloseHandle(section);
        ROW("1.6 closing a mapping's last handle keeps its view", strcmp(view, "kept") == 0);
        UnmapViewOfFile(view);
}

/* 1.6: what others hold is as it was when one of its handles is closed. */
static void states_stay(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, TRUE, unique("stays"));
        HANDLE units = CreateSemaphoreA(NULL, 2, 9, unique("stays, too"));
        LONG before = 0;

        CloseHandle(OpenEventA(EVENT_ALL_ACCESS, FALSE, unique("stays")));
        CloseHandle(OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, unique("stays, too")));
        ROW("1.6 a set event stays set when another handle is closed",
            WAITS(WaitForSingleObject(event, 0), WAIT_OBJECT_0));
        ROW("1.6 a semaphore keeps its count", ReleaseSemaphore(units, 1, &before) && before == 2);
        CloseHandle(event);
        CloseHandle(units);
}

/* 1.9: each way to a handle has its bInherit. */
static void opened_inheritable(void)
{
        const char *name = unique("inherit");
        SECURITY_ATTRIBUTES all = { sizeof all, NULL, TRUE };
        int wrong = 0;

        for (int inherit = 0; inherit < 2; inherit++) {
                SECURITY_ATTRIBUTES *sa = inherit ? &all : NULL;
                HANDLE handles[10] = {
                        CreateEventA(sa, FALSE, FALSE, unique("inherit.e")),
                        CreateMutexA(sa, FALSE, unique("inherit.m")),
                        CreateSemaphoreA(sa, 0, 1, unique("inherit.s")),
                        CreateFileMappingA(INVALID_HANDLE_VALUE, sa, PAGE_READWRITE, 0, 1, name),
                        CreateWaitableTimerA(sa, FALSE, unique("inherit.t")),
                        OpenEventA(SYNCHRONIZE, inherit, unique("inherit.e")),
                        OpenMutexA(SYNCHRONIZE, inherit, unique("inherit.m")),
                        OpenSemaphoreA(SYNCHRONIZE, inherit, unique("inherit.s")),
                        OpenFileMappingA(FILE_MAP_READ, inherit, name),
                        OpenWaitableTimerA(SYNCHRONIZE, inherit, unique("inherit.t")),
                };

                for (int at = 0; at < 10; at++) {
                        DWORD flags = 9;

                        wrong += !GetHandleInformation(handles[at], &flags) ||
                                 flags != (inherit ? HANDLE_FLAG_INHERIT : 0);
                        CloseHandle(handles[at]);
                }
        }
        ROW("1.9 ten calls that make or open, inherited and not", wrong == 0);
}

static void owned_mutex(void)
{
        HANDLE mutex = CreateMutexA(NULL, TRUE, unique("owned"));
        HANDLE again;

        ROW("1.6 the last handle of a mutex that one owns may be closed",
            LEAVES(CloseHandle(mutex)));
        again = OpenMutexA(SYNCHRONIZE, FALSE, unique("owned"));
        ROW("1.6 then the mutex is gone", !again && GetLastError() == 2);
}

static BOOL duplicate(HANDLE source, HANDLE *target, DWORD access, DWORD options)
{
        return DuplicateHandle(GetCurrentProcess(), source, GetCurrentProcess(), target, access,
                               FALSE, options);
}

static void duplicates(void)
{
        HANDLE event = CreateEventA(NULL, TRUE, FALSE, unique("dup"));
        HANDLE copy = NULL;
        HANDLE narrow = NULL;
        HANDLE wide = NULL;

        ROW("1.7 DuplicateHandle gives another value",
            LEAVES(duplicate(event, &copy, 0, DUPLICATE_SAME_ACCESS)) && copy && copy != event);
        ROW("1.7 a duplicate is the same object",
            SetEvent(copy) && WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
        ROW("1.7 a duplicate may have fewer rights",
            duplicate(event, &narrow, SYNCHRONIZE, 0) && FAILS(SetEvent(narrow), 5));
        ROW("1.7 what it may do, it does", WAITS(WaitForSingleObject(narrow, 0), 0));
        ROW("1.7 a duplicate of it may have more",
            duplicate(narrow, &wide, EVENT_ALL_ACCESS, 0) && LEAVES(ResetEvent(wide)));
        CloseHandle(wide);
        CloseHandle(narrow);
        CloseHandle(event);
        wide = OpenEventA(SYNCHRONIZE, FALSE, unique("dup"));
        ROW("1.7 a duplicate keeps the name alive", wide != NULL);
        CloseHandle(wide);
        ROW("1.7 DUPLICATE_CLOSE_SOURCE closes the source",
            duplicate(copy, &wide, 0, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE) &&
                    (wide == copy || FAILS(CloseHandle(copy), 6)));
        ROW("1.7 and the duplicate works", LEAVES(SetEvent(wide)));
        CloseHandle(wide);
        ROW("1.7 DUPLICATE_CLOSE_SOURCE leaves the last error", ({
                    HANDLE source = CreateEventA(NULL, FALSE, FALSE, NULL);

                    LEAVES(duplicate(source, &wide, 0,
                                     DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
            }));
        CloseHandle(wide);
        ROW("1.7 duplicating a bad handle fails, 6",
            FAILS(duplicate(BOGUS, &wide, 0, DUPLICATE_SAME_ACCESS), 6));
        ROW("1.7 duplicating NULL fails, 6",
            FAILS(duplicate(NULL, &wide, 0, DUPLICATE_SAME_ACCESS), 6));
}

static void duplicates_of_sections(void)
{
        HANDLE section = memory_section(unique("dupsec"), 4096);
        HANDLE copy = NULL;
        HANDLE reader = OpenFileMappingA(FILE_MAP_READ, FALSE, unique("dupsec"));
        char *view;
        char *second;

        ROW("1.7 a mapping handle duplicated with no rights maps nothing, 5",
            duplicate(section, &copy, 0, 0) &&
                    FAILS(MapViewOfFile(copy, FILE_MAP_READ, 0, 0, 0), 5));
        CloseHandle(copy);
        copy = NULL;
        ROW("1.7 a read-only mapping handle may be widened",
            duplicate(reader, &copy, FILE_MAP_WRITE | FILE_MAP_READ, 0));
        view = MapViewOfFile(copy, FILE_MAP_WRITE, 0, 0, 0);
        second = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
        ROW("1.7 and writes to the same bytes",
            view && second && (strcpy(view, "wide"), strcmp(second, "wide") == 0));
        UnmapViewOfFile(view);
        UnmapViewOfFile(second);
        CloseHandle(copy);
        CloseHandle(reader);
        CloseHandle(section);
}

static void end_at_once(void *argument)
{
        HANDLE *out_self = argument;

        duplicate(GetCurrentThread(), out_self, 0, DUPLICATE_SAME_ACCESS);
}

static void pseudo_handles(void)
{
        HANDLE process = NULL;
        HANDLE ended = NULL;
        thread *other;

        ROW("1.7 GetCurrentProcess() as source gives a real handle",
            LEAVES(duplicate(GetCurrentProcess(), &process, 0, DUPLICATE_SAME_ACCESS)) &&
                    process != GetCurrentProcess());
        ROW("11.3 waiting on oneself by a real handle times out",
            WAITS(WaitForSingleObject(process, 10), WAIT_TIMEOUT));
        ROW("10.6 SetEvent on a process handle fails, 6", FAILS(SetEvent(process), 6));
        CloseHandle(process);
        other = thread_start(end_at_once, &ended);
        thread_join(other);
        ROW("11.7 a thread's handle is signalled once it ended",
            WAITS(WaitForSingleObject(ended, 10000), 0));
        ROW("11.7 and stays so", WAITS(WaitForSingleObject(ended, 0), 0));
        CloseHandle(ended);
}

static void information(void)
{
        SECURITY_ATTRIBUTES inheritable = { sizeof inheritable, NULL, TRUE };
        SECURITY_ATTRIBUTES lengthless = { 0, NULL, TRUE };
        HANDLE plain = CreateEventA(NULL, TRUE, FALSE, unique("info"));
        HANDLE marked = CreateEventA(&inheritable, TRUE, FALSE, NULL);
        HANDLE opened = OpenEventA(SYNCHRONIZE, TRUE, unique("info"));
        HANDLE odd = CreateMutexA(&lengthless, FALSE, NULL);
        DWORD flags = 9;

        ROW("1.9 without attributes a handle is not inherited",
            LEAVES(GetHandleInformation(plain, &flags)) && flags == 0);
        ROW("1.9 bInheritHandle makes it so",
            GetHandleInformation(marked, &flags) && flags == HANDLE_FLAG_INHERIT);
        ROW("1.9 Open with bInherit makes it so",
            GetHandleInformation(opened, &flags) && flags == HANDLE_FLAG_INHERIT);
        ROW("1.9 nLength is not looked at",
            GetHandleInformation(odd, &flags) && flags == HANDLE_FLAG_INHERIT);
        ROW("1.8 the inherit mark can be taken away",
            SetHandleInformation(marked, HANDLE_FLAG_INHERIT, 0) &&
                    GetHandleInformation(marked, &flags) && flags == 0);
        ROW("1.8 a protected handle", SetHandleInformation(plain, HANDLE_FLAG_PROTECT_FROM_CLOSE,
                                                           HANDLE_FLAG_PROTECT_FROM_CLOSE) &&
                                              GetHandleInformation(plain, &flags) &&
                                              flags == HANDLE_FLAG_PROTECT_FROM_CLOSE);
        ROW("1.8 can't be closed, 6", FAILS(CloseHandle(plain), 6));
        ROW("1.8 and still works", LEAVES(SetEvent(plain)));
        ROW("1.8 until it is unprotected",
            SetHandleInformation(plain, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0) &&
                    LEAVES(CloseHandle(plain)));
        flags = 9;
        ROW("1.8 this process has no marks",
            LEAVES(GetHandleInformation(GetCurrentProcess(), &flags)) && flags == 0);
        flags = 9;
        ROW("1.8 nor has this thread",
            LEAVES(GetHandleInformation(GetCurrentThread(), &flags)) && flags == 0);
        ROW("1.8 GetHandleInformation of a bad handle fails, 6",
            FAILS(GetHandleInformation(BOGUS, &flags), 6));
        ROW("1.8 SetHandleInformation of a bad handle fails, 6",
            FAILS(SetHandleInformation(BOGUS, HANDLE_FLAG_INHERIT, 0), 6));
        CloseHandle(marked);
        CloseHandle(opened);
        CloseHandle(odd);
}

static void note_last_error(void *argument)
{
        *(DWORD *) argument = GetLastError();
        SetLastError(77);
}

static void last_error(void)
{
        DWORD there = 5;

        SetLastError(1234);
        ROW("1.11 SetLastError sets what GetLastError tells", GetLastError() == 1234);
        thread_join(thread_start(note_last_error, &there));
        SetLastError(1234);
        ROW("1.11 a new thread's last error is 0", there == 0);
        ROW("1.11 another thread's last error is its own", GetLastError() == 1234);
}

static void ids(void)
{
        ROW("1.11 process and thread have ids", GetCurrentProcessId() && GetCurrentThreadId());
        ROW("11.1 ticks go on", ticks_pass(40));
}

/* 1.4: threads that make and close handles at the same time: each handle is its maker's own. */
enum { MAKERS = 4, HELD = 8 };
static volatile LONG mixed_up;

static void make_and_close(void *unused)
{
        for (int round = on_wine ? 100 : 5000; round > 0; round--) {
                HANDLE held[HELD];

                for (int at = 0; at < HELD; at++)
                        held[at] = CreateEventA(NULL, TRUE, FALSE, NULL);
                for (int at = 0; at < HELD; at++)
                        if (WaitForSingleObject(held[at], 0) != WAIT_TIMEOUT || !SetEvent(held[at]))
                                atomic_add(&mixed_up, 1);
                for (int at = 0; at < HELD; at++)
                        if (WaitForSingleObject(held[at], 0) != WAIT_OBJECT_0 ||
                            !CloseHandle(held[at]))
                                atomic_add(&mixed_up, 1);
        }
}

static void made_at_once(void)
{
        thread *makers[MAKERS];

        for (int at = 0; at < MAKERS; at++)
                makers[at] = thread_start(make_and_close, NULL);
        for (int at = 0; at < MAKERS; at++)
                thread_join(makers[at]);
        ROW("1.4 four threads that make and close handles never meet one another's", !mixed_up);
}

void rules_handles(void)
{
        values();
        closing();
        states_stay();
        opened_inheritable();
        owned_mutex();
        duplicates();
        duplicates_of_sections();
        pseudo_handles();
        information();
        last_error();
        ids();
        made_at_once();
}
