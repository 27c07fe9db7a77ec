/* SPDX-License-Identifier: MIT */
/* memory.c — CopyMemory and its kin.
 *
 * Plain functions on purpose: the compiler must not see through them. A
 * program that copies a few bytes past its array runs on Windows, and so it
 * does here, whatever _FORTIFY_SOURCE says; a sanitizer still finds it.
 */
#include "internal.h"

#include <string.h>

void RtlCopyMemory(void *to, const void *from, SIZE_T length)
{
        memmove(to, from, length); /* Windows' own allows an overlap */
}

void RtlMoveMemory(void *to, const void *from, SIZE_T length)
{
        memmove(to, from, length);
}

void RtlFillMemory(void *to, SIZE_T length, BYTE fill)
{
        memset(to, fill, length);
}

void RtlZeroMemory(void *to, SIZE_T length)
{
        memset(to, 0, length);
}

PVOID RtlSecureZeroMemory(PVOID to, SIZE_T length)
{
        memset(to, 0, length);
        __asm__ volatile("" : : "r"(to) : "memory"); /* the zeros are not optional */
        return to;
}
