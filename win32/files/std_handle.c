/* SPDX-License-Identifier: MIT */
/* std_handle.c — GetStdHandle, SetStdHandle.
 *
 * The three handles stand for descriptors 0, 1 and 2, which stay the C library's:
 * CloseHandle takes the handle, not the descriptor. They are made when first
 * asked for, and inheritable. What SetStdHandle says holds for this process and
 * for the children it starts then; printf isn't redirected by it, as on Windows.
 */
#include "file.h"
#include "processes/inherit.h"

#include <errno.h>

MWW_LOCK(lock)
static HANDLE handles[3]; /* input, output, error; under the lock */
static bool is_known[3];

static int index_of(DWORD which)
{
        return which <= STD_INPUT_HANDLE && which >= STD_ERROR_HANDLE ?
                       (int) (STD_INPUT_HANDLE - which) :
                       -1;
}

static HANDLE make(int descriptor)
{
        int mode = fcntl(descriptor, F_GETFL);
        DWORD access = FILE_GENERIC_READ | FILE_GENERIC_WRITE;
        mww_file *file;

        if (mode < 0)
                return NULL; /* the program has no such */
        /* What the descriptor can't do fails by itself; Windows gives a terminal
         * both rights. */
        if ((mode & O_ACCMODE) == O_RDONLY)
                access = FILE_GENERIC_READ;
        else if ((mode & O_ACCMODE) == O_WRONLY)
                access = FILE_GENERIC_WRITE | FILE_READ_ATTRIBUTES;
        file = mww_file_new(mww_kind_of(descriptor), descriptor, MWW_FILE_BORROWS);
        return file ? mww_handle_new(&file->base, access, true) : NULL;
}

HANDLE GetStdHandle(DWORD which)
{
        int index = index_of(which);
        HANDLE handle;

        if (index < 0) {
                SetLastError(ERROR_INVALID_HANDLE);
                return INVALID_HANDLE_VALUE;
        }
        pthread_mutex_lock(&lock);
        if (!is_known[index]) {
                handles[index] = mww_startup_handle(index); /* our parent's number for it */
                if (!handles[index])
                        handles[index] = make(index);
                is_known[index] = true;
        }
        handle = handles[index];
        pthread_mutex_unlock(&lock);
        return handle;
}

BOOL SetStdHandle(DWORD which, HANDLE handle)
{
        int index = index_of(which);

        if (index < 0)
                return mww_fail(ERROR_INVALID_HANDLE);
        pthread_mutex_lock(&lock);
        handles[index] = handle;
        is_known[index] = true;
        pthread_mutex_unlock(&lock);
        return TRUE;
}

int mww_standard_descriptor(int which)
{
        int descriptor = which;
        HANDLE handle;
        bool is_ours;
        mww_file *file;
        mww_pin pin;

        pthread_mutex_lock(&lock);
        is_ours = is_known[which];
        handle = handles[which];
        pthread_mutex_unlock(&lock);
        if (!is_ours)
                return fcntl(which, F_GETFD) < 0 ? -1 : which;
        if (mww_file_pin(handle, 0, &pin, &file) != ERROR_SUCCESS)
                return -1;
        descriptor = file->descriptor;
        mww_handle_unpin(&pin);
        return descriptor;
}
