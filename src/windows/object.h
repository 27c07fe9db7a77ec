/* SPDX-License-Identifier: MIT */
/* object.h — what a handle is on Windows: the kernel's, and what we know of it.
 *
 * An object here is the kernel's own, under its own name: mapwire meets any other
 * program in it, and the kernel keeps every promise about lifetime. There are no
 * files beside it and no shared words of ours.
 */
#ifndef MWI_WINDOWS_OBJECT_H
#define MWI_WINDOWS_OBJECT_H

#include "windows/mark.h"
#include "windows/system.h"

struct mw_object {
        HANDLE   handle;
        volatile LONG references; /* of this handle in this process                 */
        uint32_t kind;            /* MW_KIND_*                                      */
        uint32_t max_count;       /* semaphore                                      */
        uint8_t  read_only;
        uint8_t  is_auto_reset;   /* event, timer                                   */
        uint8_t  is_for_readers;  /* event: made so, or by another program          */
        uint64_t id;
        void (*end)(struct mw_object *object); /* what more to close; NULL: nothing */
};
struct mw_event {
        struct mw_object object;
};
struct mw_mutex {
        struct mw_object object;
};
struct mw_semaphore {
        struct mw_object object;
};
struct mw_timer {
        struct mw_object object;
};

/* How an open function wants its object. */
struct mwi_want {
        const char *what;   /* the call, for messages                                         */
        uint32_t kind, flags, mode;
        DWORD rights;       /* what the handle shall allow                                    */
        DWORD least_rights; /* what will do where another program's object allows no more     */
        struct mwi_mark mark;
        HANDLE (*create)(const struct mwi_want *want, SECURITY_ATTRIBUTES *security,
                         const wchar_t *name);
        HANDLE (WINAPI *open)(DWORD rights, BOOL inherit, const wchar_t *name);
        void *context;
};

/* Open or make it. What the mark of an object says that was there already goes to
 * *out_mark, whose magic is 0 if another program made it. MW_CREATED, 0 or an error. */
int mwi_open(const struct mwi_want *want, const char *name, HANDLE *out_handle,
             struct mwi_mark *out_mark);

/* The same for what consists of a handle only; out_object has handle_bytes. */
int mwi_open_object(const struct mwi_want *want, const char *name, size_t handle_bytes,
                    struct mw_object **out_object);

/* Flags, options and the place for the handle, checked alike for every kind. */
int mwi_check_open(struct mwi_want *want, uint32_t allowed_flags, const mw_options *options,
                   const void *out_handle);

void mwi_object_keep(struct mw_object *object);
/* One less; with the last one the handle is closed, and `object` freed. */
void mwi_object_drop(struct mw_object *object);

int64_t mwi_unix_ns(void);

#define MWI_OBJECT_OF(pointer) ((pointer) ? &(pointer)->object : NULL)

#endif
