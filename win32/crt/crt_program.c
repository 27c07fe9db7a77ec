/* SPDX-License-Identifier: MIT */
/* crt_program.c — what the C run-time knows of the program, and what it is told to do
 * when something goes wrong. */
#include "crt.h"

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <windows.h>

static char program[PATH_MAX];

static void find_program(void)
{
        GetModuleFileNameA(NULL, program, sizeof program);
}

char *mww_program(void)
{
        static pthread_once_t once = PTHREAD_ONCE_INIT;

        pthread_once(&once, find_program);
        return program;
}

errno_t _get_pgmptr(char **out_path)
{
        if (!out_path)
                return mww_invalid_parameter(EINVAL);
        *out_path = mww_program();
        return 0;
}

#define TEXT_MODE   0x4000
#define BINARY_MODE 0x8000
static int file_mode = TEXT_MODE;

int *mww_fmode(void)
{
        return &file_mode;
}

errno_t _get_fmode(int *out_mode)
{
        if (!out_mode)
                return mww_invalid_parameter(EINVAL);
        *out_mode = file_mode;
        return 0;
}

errno_t _set_fmode(int mode)
{
        if (mode != TEXT_MODE && mode != BINARY_MODE)
                return mww_invalid_parameter(EINVAL);
        file_mode = mode;
        return 0;
}

int _set_error_mode(int mode)
{
        static atomic_int error_mode;

        if (mode == _REPORT_ERRMODE)
                return atomic_load(&error_mode);
        if (mode < _OUT_TO_DEFAULT || mode > _OUT_TO_MSGBOX) {
                mww_invalid_parameter(EINVAL);
                return -1;
        }
        return atomic_exchange(&error_mode, mode);
}

int _configthreadlocale(int wanted)
{
        return wanted == 0 || wanted == _DISABLE_PER_THREAD_LOCALE ? _DISABLE_PER_THREAD_LOCALE :
                                                                     -1;
}

void _seterrormode(int mode)
{
        SetErrorMode((UINT) mode);
}

void _beep(unsigned frequency, unsigned milliseconds)
{
        Beep(frequency, milliseconds);
}
