/* SPDX-License-Identifier: MIT */
/* error_mode.c — SetErrorMode, OutputDebugString, DebugBreak and their kin.
 *
 * Nothing here shows a box, whatever the mode: it is kept, so that a program
 * that sets it for a while gets back what it had.
 */
#include "internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_uint process_mode;
static _Thread_local DWORD thread_mode;

UINT SetErrorMode(UINT mode)
{
        return atomic_exchange(&process_mode, mode);
}

UINT GetErrorMode(void)
{
        return atomic_load(&process_mode);
}

BOOL SetThreadErrorMode(DWORD mode, LPDWORD out_before)
{
        if (mode &
            ~(DWORD) (SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX))
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (out_before)
                *out_before = thread_mode;
        thread_mode = mode;
        return TRUE;
}

DWORD GetThreadErrorMode(void)
{
        return thread_mode;
}

void SetLastErrorEx(DWORD code, DWORD type)
{
        SetLastError(code);
}

/* Who traces this process, by its number; 0: nobody. */
static int tracer(void)
{
        FILE *status = fopen("/proc/self/status", "re");
        char line[256];
        int id = 0;

        while (status && fgets(line, sizeof line, status))
                if (sscanf(line, "TracerPid: %d", &id) == 1)
                        break;
        if (status)
                fclose(status);
        return id;
}

BOOL IsDebuggerPresent(void)
{
        return tracer() != 0;
}

void DebugBreak(void)
{
        raise(SIGTRAP);
}

/* To stderr, which is where one looks for it on Linux. */
void OutputDebugStringA(LPCSTR text)
{
        if (text)
                fputs(text, stderr);
}

void OutputDebugStringW(LPCWSTR text)
{
        char bytes[4096];
        char *longer = NULL;
        size_t units = 0;

        while (text && text[units])
                units++;
        if (!units)
                return;
        if (units >= sizeof bytes / 3)
                longer = malloc(3 * units + 1);
        if (units < sizeof bytes / 3 || longer) {
                char *out = longer ? longer : bytes;

                if (mww_utf8_from_utf16(text, out, longer ? 3 * units + 1 : sizeof bytes))
                        fputs(out, stderr);
        }
        free(longer);
}
