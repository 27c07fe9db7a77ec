/* SPDX-License-Identifier: MIT */
/* object.c — counting objects, and reading requests for rights. */
#include "internal.h"

#include <stdlib.h>

/* Not calloc(), which asks no thread's cache (glibc 2.36); nor a memset() of the whole,
 * of which the compiler makes one. */
void *mww_object_new(const mww_class *class, size_t size_bytes)
{
        mww_object *object = malloc(size_bytes);

        if (!object)
                return NULL;
        object->class = class;
        atomic_init(&object->reference_count, 1);
        memset(object + 1, 0, size_bytes - sizeof *object);
        return object;
}

mww_object *mww_object_ref(mww_object *object)
{
        /* relaxed: the caller holds a reference, so the object can't go. */
        atomic_fetch_add_explicit(&object->reference_count, 1, memory_order_relaxed);
        return object;
}

void mww_object_unref(mww_object *object)
{
        if (!object)
                return;
        /* acquire, acq_rel: whoever destroys it sees what the other holders did. Who
         * reads 1 holds the only reference, and needs no locked instruction. */
        if (atomic_load_explicit(&object->reference_count, memory_order_acquire) == 1 ||
            atomic_fetch_sub_explicit(&object->reference_count, 1, memory_order_acq_rel) == 1)
                object->class->destroy(object);
}

/* Generic rights are short for a kind's own. MAXIMUM_ALLOWED is all of them:
 * what the object really allows is found when mapwire opens it. */
DWORD mww_access_any(const mww_class *class, DWORD wanted, DWORD *out_access)
{
        DWORD access = wanted & ~(GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL |
                                  MAXIMUM_ALLOWED);

        if (wanted & GENERIC_READ)
                access |= class->generic_read;
        if (wanted & GENERIC_WRITE)
                access |= class->generic_write;
        if (wanted & GENERIC_EXECUTE)
                access |= class->generic_execute;
        if (wanted & (GENERIC_ALL | MAXIMUM_ALLOWED))
                access |= class->all_access;

        if (access & ACCESS_SYSTEM_SECURITY)
                return ERROR_PRIVILEGE_NOT_HELD;
        if (access & ~(class->all_access | class->also_valid))
                return ERROR_ACCESS_DENIED;

        *out_access = access;
        return ERROR_SUCCESS;
}

DWORD mww_access_open(const mww_class *class, DWORD wanted, DWORD *out_access)
{
        if (!wanted)
                return ERROR_ACCESS_DENIED;
        return mww_access_any(class, wanted, out_access);
}
