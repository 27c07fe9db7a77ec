/* SPDX-License-Identifier: MIT */
/* rules_threads.c — threads: beginning, end, exit codes, suspension, thread-local values. */
#include "support.h"

#ifdef _WIN32 /* newer than this compiler's headers */
HRESULT WINAPI SetThreadDescription(HANDLE thread, PCWSTR text);
HRESULT WINAPI GetThreadDescription(HANDLE thread, PWSTR *out_text);
#endif
#include <process.h>

static DWORD WINAPI give_back(LPVOID argument)
{
        return (DWORD) (ULONG_PTR) argument;
}

static DWORD WINAPI exit_early(LPVOID argument)
{
        ExitThread((DWORD) (ULONG_PTR) argument);
        return 1;
}

static DWORD WINAPI wait_for_it(LPVOID argument)
{
        return WaitForSingleObject(argument, 30000);
}

static DWORD WINAPI tell_last_error(LPVOID argument)
{
        return GetLastError();
}

static DWORD WINAPI tell_id(LPVOID argument)
{
        return GetCurrentThreadId();
}

static DWORD end_of(HANDLE task)
{
        DWORD code = 12345;

        if (WaitForSingleObject(task, 30000) != WAIT_OBJECT_0 || !GetExitCodeThread(task, &code))
                code = 54321;
        CloseHandle(task);
        return code;
}

static HANDLE begin(LPTHREAD_START_ROUTINE routine, void *argument, DWORD flags)
{
        return CreateThread(NULL, 0, routine, argument, flags, NULL);
}

static void beginnings(void)
{
        HANDLE stop = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE task;
        DWORD id = 0;
        DWORD code = 0;

        ROW("15.7 a thread's exit code is what its routine returns",
            end_of(begin(give_back, (void *) 42, 0)) == 42);
        ROW("15.7 with 32 bits",
            end_of(begin(give_back, (void *) (ULONG_PTR) 0xFEDCBA98u, 0)) == 0xFEDCBA98u);
        ROW("15.7 or what it gives to ExitThread", end_of(begin(exit_early, (void *) 77, 0)) == 77);
        ROW("15.7 CreateThread leaves the last error alone",
            LEAVES(task = begin(give_back, NULL, 0)) && end_of(task) == 0);
        SetLastError(MARK);
        ROW("15.7 a new thread's last error is 0", end_of(begin(tell_last_error, NULL, 0)) == 0);

        task = CreateThread(NULL, 65536, wait_for_it, stop, 0, &id);
        ROW("11.7 while it runs: 259", GetExitCodeThread(task, &code) && code == STILL_ACTIVE);
        ROW("11.7 and a wait times out", WAITS(WaitForSingleObject(task, 20), WAIT_TIMEOUT));
        ROW("15.7 GetThreadId tells what CreateThread told", GetThreadId(task) == id && id);
        ROW("15.7 it isn't ours", id != GetCurrentThreadId());
        SetEvent(stop);
        ROW("11.7 it is signalled when it has ended",
            WAITS(WaitForSingleObject(task, 30000), WAIT_OBJECT_0));
        ROW("11.7 for ever", WaitForSingleObject(task, 0) == WAIT_OBJECT_0 &&
                                     WaitForSingleObject(task, 0) == WAIT_OBJECT_0);
        CloseHandle(task);
        task = CreateThread(NULL, 0, tell_id, NULL, 0, &id);
        ROW("15.7 it has the number that it was told to have", end_of(task) == id);
        ROW("15.7 CreateThread without a place for the number", end_of(begin(tell_id, NULL, 0)));
        ROW("15.7 flags that mean nothing are none", end_of(begin(give_back, (void *) 7, 1)) == 7);
        CloseHandle(stop);
}

/* Wine 8 has only the names of these calls: it answers 0x80004001, E_NOTIMPL. */
static void descriptions(void)
{
        HANDLE stop = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE task = begin(wait_for_it, stop, 0);
        HRESULT set = SetThreadDescription(task, WIDE("K\u00f6nig und mehr als f\u00fcnfzehn"));
        PWSTR text = NULL;
        HRESULT got = GetThreadDescription(task, &text);

        ROW_OR_WINE("15.7 a thread keeps its description",
                    set >= 0 && got >= 0 && text && text[0] == 'K' && text[1] == 0xF6 &&
                            text[5] == ' ' && text[26] == 'n' && !text[27],
                    set == E_NOTIMPL || got == E_NOTIMPL);
        LocalFree(text);
        set = SetThreadDescription(task, WIDE(""));
        text = NULL;
        got = GetThreadDescription(task, &text);
        ROW_OR_WINE("15.7 which may be empty", set >= 0 && got >= 0 && text && !*text,
                    set == E_NOTIMPL || got == E_NOTIMPL);
        LocalFree(text);
        set = SetThreadDescription(stop, WIDE("x"));
        ROW_OR_WINE("15.7 an event has none", set < 0, set == E_NOTIMPL);
        SetEvent(stop);
        end_of(task);
        CloseHandle(stop);
}

static void waits_with_others(void)
{
        HANDLE stop = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE both[2] = { CreateEventA(NULL, FALSE, FALSE, NULL), begin(wait_for_it, stop, 0) };
        HANDLE many[8];
        DWORD code;
        int all = 1;

        ROW("11.4 a wait for an event or a thread times out",
            WaitForMultipleObjects(2, both, FALSE, 10) == WAIT_TIMEOUT);
        SetEvent(stop);
        ROW("11.5 the thread's end satisfies it",
            WaitForMultipleObjects(2, both, FALSE, 30000) == WAIT_OBJECT_0 + 1);
        SetEvent(both[0]);
        ROW("11.5 both together", WaitForMultipleObjects(2, both, TRUE, 1000) == WAIT_OBJECT_0);
        ROW("11.6 which took the event but not the thread",
            WaitForSingleObject(both[0], 0) == WAIT_TIMEOUT &&
                    WaitForSingleObject(both[1], 0) == WAIT_OBJECT_0);
        for (int at = 0; at < 8; at++)
                many[at] = begin(give_back, (void *) (ULONG_PTR) (at + 100), 0);
        ROW("11.5 a wait for all of 8 threads",
            WaitForMultipleObjects(8, many, TRUE, 30000) == WAIT_OBJECT_0);
        for (DWORD at = 0; at < 8; at++) {
                all = GetExitCodeThread(many[at], &code) && code == at + 100 && all;
                CloseHandle(many[at]);
        }
        ROW("15.7 each has its own exit code", all);
        CloseHandle(both[0]);
        CloseHandle(both[1]);
        CloseHandle(stop);
}

/* ---- mutexes of threads that end --------------------------------------------------- */

static DWORD WINAPI own_and_end(LPVOID argument)
{
        WaitForSingleObject(argument, INFINITE);
        return 5;
}

static DWORD WINAPI own_and_exit(LPVOID argument)
{
        WaitForSingleObject(argument, INFINITE);
        ExitThread(6);
        return 0;
}

static void owners(void)
{
        HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
        HANDLE named = CreateMutexA(NULL, FALSE, unique("owned by threads"));
        int abandoned = 1;

        for (int turn = 0; turn < 50; turn++) {
                HANDLE used = turn % 2 ? named : mutex;

                end_of(begin(turn % 4 < 2 ? own_and_end : own_and_exit, used, 0));
                abandoned = WaitForSingleObject(used, 0) == WAIT_ABANDONED && ReleaseMutex(used) &&
                            abandoned;
        }
        ROW("12.4 a mutex is abandoned once its owner's handle is signalled", abandoned);
        CloseHandle(mutex);
        CloseHandle(named);
}

/* ---- standing still ---------------------------------------------------------------- */

static volatile LONG turns;
static volatile LONG is_over;

static DWORD WINAPI count_up(LPVOID argument)
{
        while (!atomic_get(&is_over))
                atomic_add(&turns, 1);
        return 3;
}

static int stands_still(void)
{
        LONG before = atomic_get(&turns);

        Sleep(30);
        return atomic_get(&turns) == before;
}

static void suspensions(void)
{
        HANDLE task = begin(give_back, (void *) 9, CREATE_SUSPENDED);
        DWORD code;
        int exact = 1;

        ROW("15.7 CREATE_SUSPENDED: it doesn't run",
            WaitForSingleObject(task, 30) == WAIT_TIMEOUT && GetExitCodeThread(task, &code) &&
                    code == STILL_ACTIVE);
        ROW("15.7 SuspendThread tells 1", SuspendThread(task) == 1);
        ROW("15.7 ResumeThread 2, and it still stands",
            ResumeThread(task) == 2 && WaitForSingleObject(task, 10) == WAIT_TIMEOUT);
        ROW("15.7 then 1", ResumeThread(task) == 1);
        ROW("15.7 and it runs", end_of(task) == 9);

        turns = is_over = 0;
        task = begin(count_up, NULL, 0);
        while (!atomic_get(&turns))
                Sleep(1);
        ROW("15.7 SuspendThread of a running thread: 0", SuspendThread(task) == 0);
        ROW("15.7 it stands still", stands_still());
        ROW("15.7 once more: 1", SuspendThread(task) == 1 && stands_still());
        ROW("15.7 ResumeThread: 2, 1, 0", ResumeThread(task) == 2 && stands_still() &&
                                                  ResumeThread(task) == 1 && !stands_still() &&
                                                  ResumeThread(task) == 0);
        for (int turn = 0; turn < 200; turn++)
                exact = SuspendThread(task) == 0 && ResumeThread(task) == 1 && exact;
        ROW("15.7 200 times in a row", exact);
        for (int turn = 0; turn < 127; turn++)
                exact = SuspendThread(task) == (DWORD) turn && exact;
        ROW("15.7 up to 127 suspensions", exact);
        ROW("15.7 one more is refused: 156", FAILS(SuspendThread(task) + 1, 156));
        for (int turn = 127; turn > 0; turn--)
                exact = ResumeThread(task) == (DWORD) turn && exact;
        ROW("15.7 all of them are taken back", exact && !stands_still());
        atomic_add(&is_over, 1);
        ROW("15.7 it ends as ever", WaitForSingleObject(task, 30000) == WAIT_OBJECT_0 &&
                                            GetExitCodeThread(task, &code) && code == 3);
        ROW("15.7 an ended thread can't be suspended: 5", FAILS(SuspendThread(task) + 1, 5));
        ROW("15.7 nor is there anything to resume", ResumeThread(task) == 0);
        CloseHandle(task);
}

static DWORD WINAPI suspend_self(LPVOID argument)
{
        SetEvent(argument);
        return SuspendThread(GetCurrentThread()) + 20;
}

static void suspensions_elsewhere(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE task = begin(wait_for_it, event, 0);
        DWORD before = 0;

        Sleep(20);
        ROW("15.7 a thread that waits is suspended", SuspendThread(task) == 0);
        SetEvent(event);
        ROW("15.7 and doesn't go on although its event is set",
            WaitForSingleObject(task, 50) == WAIT_TIMEOUT);
        ROW("15.7 until it is resumed", ResumeThread(task) == 1 && end_of(task) == 0);

        task = begin(suspend_self, event, 0);
        WaitForSingleObject(event, 30000);
        for (int tries = 0; tries < 1000 && !before; tries++) {
                before = ResumeThread(task);
                if (!before)
                        Sleep(1);
        }
        ROW("15.7 a thread suspends itself and is resumed", before == 1 && end_of(task) == 20);

        task = begin(give_back, (void *) 1, CREATE_SUSPENDED);
        ROW("15.7 TerminateThread of one that hasn't run", TerminateThread(task, 99));
        ROW("15.7 it ends with that code", end_of(task) == 99);
        CloseHandle(event);
}

/* ---- rights and wrong handles -------------------------------------------------------- */

static void rights(void)
{
        HANDLE stop = CreateEventA(NULL, TRUE, FALSE, NULL);
        DWORD id = 0;
        HANDLE task = CreateThread(NULL, 0, wait_for_it, stop, 0, &id);
        HANDLE less = NULL;
        DWORD code;

        ROW("1.9 OpenThread finds it", (less = OpenThread(SYNCHRONIZE, FALSE, id)) != NULL);
        ROW("1.7 with SYNCHRONIZE it may be waited for",
            WAITS(WaitForSingleObject(less, 0), WAIT_TIMEOUT));
        ROW("1.7 but not asked: 5", FAILS(GetExitCodeThread(less, &code), 5));
        ROW("1.7 nor suspended: 5", FAILS(SuspendThread(less) + 1, 5));
        ROW("1.7 nor resumed: 5", FAILS(ResumeThread(less) + 1, 5));
        ROW("1.7 nor terminated: 5", FAILS(TerminateThread(less, 1), 5));
        ROW("1.7 nor given a priority: 5", FAILS(SetThreadPriority(less, 0), 5));
        CloseHandle(less);
        less = OpenThread(THREAD_QUERY_INFORMATION, FALSE, id);
        ROW("1.7 with THREAD_QUERY_INFORMATION it may be asked",
            GetExitCodeThread(less, &code) && code == STILL_ACTIVE && GetThreadId(less) == id);
        ROW("11.2 but not waited for: 5", WAIT_FAILS(WaitForSingleObject(less, 0), 5));
        CloseHandle(less);
        ROW("1.9 OpenThread of a number that no thread has: 87",
            REFUSED(OpenThread(THREAD_ALL_ACCESS, FALSE, 0), 87));
        SetEvent(stop);
        end_of(task);

        ROW("1.5 GetExitCodeThread of NULL: 6", FAILS(GetExitCodeThread(NULL, &code), 6));
        ROW("1.5 of an event: 6", FAILS(GetExitCodeThread(stop, &code), 6));
        ROW("1.5 SuspendThread of an event: 6", FAILS(SuspendThread(stop) + 1, 6));
        ROW("1.5 ResumeThread of a number: 6", FAILS(ResumeThread((HANDLE) 0x7ffc) + 1, 6));
        ROW("1.5 TerminateThread of NULL: 6", FAILS(TerminateThread(NULL, 0), 6));
        ROW("1.5 GetThreadId of NULL: 6", FAILS(GetThreadId(NULL), 6));
        ROW("15.7 our own exit code is 259",
            GetExitCodeThread(GetCurrentThread(), &code) && code == STILL_ACTIVE);
        ROW("15.7 our own number", GetThreadId(GetCurrentThread()) == GetCurrentThreadId());
        CloseHandle(stop);
}

static void priorities(void)
{
        HANDLE self = GetCurrentThread();
        BOOL disabled = 7;

        ROW("15.7 the priority is normal", GetThreadPriority(self) == THREAD_PRIORITY_NORMAL);
        ROW("15.7 it can be lowered",
            SetThreadPriority(self, THREAD_PRIORITY_BELOW_NORMAL) &&
                    GetThreadPriority(self) == THREAD_PRIORITY_BELOW_NORMAL);
        ROW("15.7 and raised again", SetThreadPriority(self, THREAD_PRIORITY_NORMAL) &&
                                             GetThreadPriority(self) == THREAD_PRIORITY_NORMAL);
        ROW("15.7 no such priority: 87", FAILS(SetThreadPriority(self, 99), 87));
        ROW("1.5 of no thread: 6", FAILS(SetThreadPriority(NULL, 0), 6));
        ROW("1.5 GetThreadPriority of no thread: 6",
            FAILS(GetThreadPriority(NULL) != THREAD_PRIORITY_ERROR_RETURN, 6));
        ROW("15.7 the boost is on", GetThreadPriorityBoost(self, &disabled) && !disabled);
}

/* ---- the C library's threads --------------------------------------------------------- */

static unsigned __stdcall extended(void *argument)
{
        if (argument)
                _endthreadex(31);
        return 30;
}

static void simple(void *argument)
{
        SetEvent(argument);
        _endthread();
}

static void crt_threads(void)
{
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        unsigned id = 0;
        HANDLE task = (HANDLE) _beginthreadex(NULL, 0, extended, NULL, 0, &id);

        ROW("15.7 _beginthreadex", task && id && GetThreadId(task) == id);
        ROW("15.7 its exit code", end_of(task) == 30);
        ROW("15.7 _endthreadex",
            end_of((HANDLE) _beginthreadex(NULL, 0, extended, event, 0, NULL)) == 31);
        task = (HANDLE) _beginthreadex(NULL, 0, extended, NULL, CREATE_SUSPENDED, &id);
        ROW("15.7 _beginthreadex suspended", ResumeThread(task) == 1 && end_of(task) == 30);
        ROW("15.7 _beginthread", _beginthread(simple, 0, event) != (uintptr_t) -1 &&
                                         WaitForSingleObject(event, 30000) == WAIT_OBJECT_0);
        CloseHandle(event);
}

/* ---- values of threads ------------------------------------------------------------- */

static DWORD tls_index;
static DWORD fls_index;
static volatile LONG calls;

static DWORD WINAPI use_value(LPVOID argument)
{
        if (TlsGetValue(tls_index))
                return 1;
        if (!TlsSetValue(tls_index, argument))
                return 2;
        Sleep(1);
        return TlsGetValue(tls_index) == argument ? 0 : 3;
}

static VOID WINAPI count_call(PVOID value)
{
        atomic_add(&calls, (LONG) (LONG_PTR) value);
}

static DWORD WINAPI set_fls(LPVOID argument)
{
        return !FlsSetValue(fls_index, argument);
}

static void values(void)
{
        int own = 1;

        tls_index = TlsAlloc();
        ROW("15.7 TlsAlloc", tls_index != TLS_OUT_OF_INDEXES);
        ROW("15.7 a value begins as NULL, and the last error becomes 0",
            (SetLastError(MARK), !TlsGetValue(tls_index)) && GetLastError() == 0);
        ROW("15.7 TlsSetValue", TlsSetValue(tls_index, &own) && TlsGetValue(tls_index) == &own);
        for (int at = 1; at < 9; at++)
                own = end_of(begin(use_value, (void *) (ULONG_PTR) at, 0)) == 0 && own;
        ROW("15.7 each thread has its own", own && TlsGetValue(tls_index) == &own);
        ROW("15.7 TlsFree", TlsFree(tls_index));
        tls_index = TlsAlloc();
        ROW("15.7 a new number begins as NULL", !TlsGetValue(tls_index) && TlsFree(tls_index));
        ROW("15.7 TlsGetValue of no number: 87", FAILS(TlsGetValue(0x7fffffff) != NULL, 87));
        ROW("15.7 TlsSetValue of no number: 87", FAILS(TlsSetValue(0x7fffffff, &own), 87));
        ROW("15.7 TlsFree of no number: 87", FAILS(TlsFree(0x7fffffff), 87));
        ROW("15.7 TlsFree twice: 87", FAILS(TlsFree(tls_index), 87));

        fls_index = FlsAlloc(count_call);
        ROW("15.7 FlsAlloc", fls_index != FLS_OUT_OF_INDEXES);
        ROW("15.7 FlsSetValue",
            FlsSetValue(fls_index, (void *) 100) && FlsGetValue(fls_index) == (void *) 100);
        end_of(begin(set_fls, (void *) 7, 0));
        ROW("15.7 a thread's end calls the function with its value", atomic_get(&calls) == 7);
        ROW("15.7 FlsFree with ours", FlsFree(fls_index) && atomic_get(&calls) == 107);
        ROW("15.7 FlsFree twice: 87", FAILS(FlsFree(fls_index), 87));
}

static void many_threads(void)
{
        HANDLE stop = CreateEventA(NULL, TRUE, FALSE, NULL);
        HANDLE threads[60];
        int all = 1;

        for (int at = 0; at < 60; at++)
                threads[at] = begin(wait_for_it, stop, 0);
        SetEvent(stop);
        ROW("11.5 60 threads that wait for one event, and a wait for them all",
            WaitForMultipleObjects(60, threads, TRUE, 30000) == WAIT_OBJECT_0);
        for (int at = 0; at < 60; at++)
                all = CloseHandle(threads[at]) && all;
        for (int at = 0; at < 500; at++)
                all = end_of(begin(give_back, (void *) (ULONG_PTR) at, 0)) == (DWORD) at && all;
        ROW("15.7 500 threads, one after the other", all);
        CloseHandle(stop);
}

void rules_threads(void)
{
        beginnings();
        descriptions();
        waits_with_others();
        owners();
        suspensions();
        suspensions_elsewhere();
        rights();
        priorities();
        crt_threads();
        values();
        many_threads();
}
