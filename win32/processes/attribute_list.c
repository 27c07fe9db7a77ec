/* SPDX-License-Identifier: MIT */
/* attribute_list.c — InitializeProcThreadAttributeList and its kin: what CreateProcess is
 * told beside STARTUPINFO.
 *
 * The list lies in the program's memory, of the size that it asked us for, and names the
 * values where they are; they must stay until the list is used.
 */
#include "spawn.h"

typedef struct attribute {
        DWORD_PTR which; /* PROC_THREAD_ATTRIBUTE_x */
        SIZE_T bytes;
        void *value;
} attribute;

struct _PROC_THREAD_ATTRIBUTE_LIST {
        DWORD mask; /* of the numbers that are there */
        DWORD room;
        DWORD count;
        DWORD unused;
        void *unused_too;
        attribute all[];
};

#define NUMBER_OF(which) ((which) &0xFFFF)

BOOL InitializeProcThreadAttributeList(LPPROC_THREAD_ATTRIBUTE_LIST list, DWORD count, DWORD flags,
                                       PSIZE_T inout_bytes)
{
        SIZE_T needed = sizeof *list + count * sizeof list->all[0];
        bool fits;

        if (flags || count > 32)
                return mww_fail(ERROR_INVALID_PARAMETER);
        fits = list && *inout_bytes >= needed;
        if (fits) {
                memset(list, 0, needed);
                list->room = count;
        }
        *inout_bytes = needed;
        return fits ? TRUE : mww_fail(ERROR_INSUFFICIENT_BUFFER);
}

void DeleteProcThreadAttributeList(LPPROC_THREAD_ATTRIBUTE_LIST list)
{
        list->mask = list->count = 0;
}

static DWORD check(DWORD_PTR which, const void *value, SIZE_T bytes)
{
        switch (which) {
        case PROC_THREAD_ATTRIBUTE_PARENT_PROCESS:
                return bytes == sizeof(HANDLE) ? ERROR_SUCCESS : ERROR_BAD_LENGTH;
        case PROC_THREAD_ATTRIBUTE_HANDLE_LIST:
                return bytes && bytes % sizeof(HANDLE) == 0 && value ? ERROR_SUCCESS :
                                                                       ERROR_BAD_LENGTH;
        default:
                return ERROR_NOT_SUPPORTED;
        }
}

BOOL UpdateProcThreadAttribute(LPPROC_THREAD_ATTRIBUTE_LIST list, DWORD flags, DWORD_PTR which,
                               PVOID value, SIZE_T bytes, PVOID previous, PSIZE_T out_bytes)
{
        DWORD error = ERROR_SUCCESS;

        if (flags || previous || out_bytes)
                error = ERROR_INVALID_PARAMETER;
        else if (list->count >= list->room)
                error = ERROR_GEN_FAILURE;
        else
                error = check(which, value, bytes);
        if (!error && (list->mask & 1u << NUMBER_OF(which)))
                error = ERROR_OBJECT_NAME_EXISTS;
        if (error)
                return mww_fail(error);
        list->mask |= 1u << NUMBER_OF(which);
        list->all[list->count++] = (attribute){ which, bytes, value };
        return TRUE;
}

DWORD mww_attributes_read(const struct _PROC_THREAD_ATTRIBUTE_LIST *list, bool inherits,
                          mww_handle_choice *out_choice)
{
        *out_choice = (mww_handle_choice){ 0 };
        for (DWORD at = 0; list && at < list->count; at++) {
                const attribute *one = &list->all[at];

                if (one->which != PROC_THREAD_ATTRIBUTE_HANDLE_LIST)
                        return ERROR_NOT_SUPPORTED; /* another parent */
                if (!inherits)
                        return ERROR_INVALID_PARAMETER;
                *out_choice = (mww_handle_choice){ one->value, one->bytes / sizeof(HANDLE) };
        }
        return ERROR_SUCCESS;
}
