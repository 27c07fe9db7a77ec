/* SPDX-License-Identifier: MIT */
/* object.c — counting objects, and reading requests for rights. */
#include "internal.h"

#include <stdlib.h>
#include <sys/single_threaded.h>

/* Rooms of objects that are gone, one for each size: programs open and close the same
 * things in turn, and malloc() and free() would be a fourth of what that costs here. */
#define SPARE_STEP_BYTES 16
#define SPARE_COUNT      8

static _Atomic(mww_object *) spares[SPARE_COUNT];

static _Atomic(mww_object *) *spare_of(size_t size_bytes)
{
        size_t at = (size_bytes - 1) / SPARE_STEP_BYTES;

        return at < SPARE_COUNT ? &spares[at] : NULL;
}

void *mww_object_room(size_t size_bytes)
{
        _Atomic(mww_object *) *spare = spare_of(size_bytes);
        /* relaxed: the exchange decides. */
        mww_object *object = spare ? atomic_load_explicit(spare, memory_order_relaxed) : NULL;

        if (object && __libc_single_threaded)
                atomic_store_explicit(spare, NULL, memory_order_relaxed);
        else if (object)
                /* acquire object.spare: pairs with the release in mww_object_free(). */
                object = atomic_exchange_explicit(spare, NULL, memory_order_acquire);
        return object ? object :
                        malloc((size_bytes + SPARE_STEP_BYTES - 1) &
                               ~(size_t) (SPARE_STEP_BYTES - 1));
}

void mww_object_free(mww_object *object, size_t size_bytes)
{
        _Atomic(mww_object *) *spare = spare_of(size_bytes);
        mww_object *none = NULL;

        if (!spare || atomic_load_explicit(spare, memory_order_relaxed))
                free(object);
        else if (__libc_single_threaded)
                atomic_store_explicit(spare, object, memory_order_relaxed);
        /* release object.spare: what its last user did is done. */
        else if (!atomic_compare_exchange_strong_explicit(
                         spare, &none, object, memory_order_release, memory_order_relaxed))
                free(object);
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
