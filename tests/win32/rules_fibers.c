/* SPDX-License-Identifier: MIT */
/* rules_fibers.c — fibers: who runs when, what is a fiber's and what the thread's. */
#include "support.h"

static LPVOID home;
static LPVOID ping;
static LPVOID pong;
static char trace[64];
static DWORD slot;
static int called_for;

static void note(const char *text)
{
        strcat(trace, text);
}

static int stands_on_its_stack(void)
{
        volatile char here = 0;
        ULONG_PTR low = 0;
        ULONG_PTR high = 0;

        GetCurrentThreadStackLimits(&low, &high);
        return low < (ULONG_PTR) &here && (ULONG_PTR) &here < high && here == 0;
}

static void WINAPI ping_routine(LPVOID data)
{
        note(stands_on_its_stack() ? (const char *) data : "!");
        FlsSetValue(slot, (PVOID) 11);
        SwitchToFiber(pong);
        note(GetLastError() == 77 ? "c" : "?");
        note(FlsGetValue(slot) == (PVOID) 11 ? "d" : "?");
        SwitchToFiber(home);
        note("?");
}

static void WINAPI pong_routine(LPVOID data)
{
        volatile double kept = 1.5;

        note((const char *) data);
        note(GetFiberData() == data && GetCurrentFiber() == pong ? "b" : "?");
        note(FlsGetValue(slot) == NULL ? "B" : "?");
        SetLastError(77);
        SwitchToFiber(ping);
        for (;;) {
                note(kept == 1.5 ? "f" : "?");
                SwitchToFiber(home);
        }
}

static void WINAPI forgotten(PVOID value)
{
        called_for += (int) (LONG_PTR) value;
}

static void WINAPI returns(LPVOID data)
{
        *(int *) data = 5;
}

static DWORD WINAPI ends_by_return(LPVOID data)
{
        ConvertThreadToFiber(NULL);
        SwitchToFiber(CreateFiber(0, returns, data));
        return 33; /* not reached */
}

static DWORD WINAPI ends_by_delete(LPVOID data)
{
        (void) data;
        DeleteFiber(ConvertThreadToFiber(NULL));
        return 33;
}

static DWORD WINAPI runs_pong(LPVOID data)
{
        LPVOID before = home;

        (void) data;
        home = ConvertThreadToFiber(NULL);
        SwitchToFiber(pong);
        ConvertFiberToThread();
        home = before;
        return 44;
}

static DWORD code_of(LPTHREAD_START_ROUTINE routine, LPVOID data)
{
        HANDLE other = CreateThread(NULL, 0, routine, data, 0, NULL);
        DWORD code = 0;

        WaitForSingleObject(other, 10000);
        GetExitCodeThread(other, &code);
        CloseHandle(other);
        return code;
}

void rules_fibers(void)
{
        int touched = 0;

        slot = FlsAlloc(forgotten);
        ROW("stack: the caller stands on it", stands_on_its_stack());
        ROW("fibers: a thread is none", !IsThreadAFiber());
        ROW_OR_WINE("fibers: nor can it stop being one", FAILS(ConvertFiberToThread(), 1281), 1);
        home = ConvertThreadToFiber((LPVOID) "home");
        ROW("fibers: it becomes one", home && IsThreadAFiber() && GetCurrentFiber() == home);
        ROW("fibers: with its data", strcmp((const char *) GetFiberData(), "home") == 0);
        ROW("fibers: once only", FAILS(ConvertThreadToFiber(NULL), 1280));
        FlsSetValue(slot, (PVOID) 100);
        ping = CreateFiber(0, ping_routine, (LPVOID) "a");
        pong = CreateFiberEx(4096, 65536, FIBER_FLAG_FLOAT_SWITCH, pong_routine, (LPVOID) "A");
        ROW("fibers: made, and not begun", ping && pong && !trace[0]);
        SwitchToFiber(ping);
        ROW("fibers: they run in turns, with values of their own and the thread's last error",
            strcmp(trace, "aAbBcd") == 0);
        ROW("fibers: each has its value", FlsGetValue(slot) == (PVOID) 100);
        SwitchToFiber(pong);
        ROW("fibers: a loop goes on where it stopped", strcmp(trace, "aAbBcdf") == 0);
        ROW("fibers: also in another thread",
            code_of(runs_pong, NULL) == 44 && strcmp(trace, "aAbBcdff") == 0);
        DeleteFiber(ping);
        ROW_OR_WINE("fibers: a deleted one's value is told", called_for == 11, called_for == 0);
        DeleteFiber(pong);
        ROW("fibers: a routine that returns ends the thread",
            code_of(ends_by_return, &touched) != 33 && touched == 5);
        ROW("fibers: one that deletes itself, too", code_of(ends_by_delete, NULL) == 1);
        ROW("fibers: a thread again", ConvertFiberToThread() && !IsThreadAFiber());
        FlsFree(slot);
}
