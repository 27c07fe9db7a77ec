/* SPDX-License-Identifier: MIT */
/* parcel.h — an object on its way to another process. */
#ifndef MWW_PARCEL_H
#define MWW_PARCEL_H

#include "internal.h"

#define MWW_PARCEL_DESCRIPTORS 2

/* Plain bytes and up to three descriptors, which the sender made for it: one in share,
 * where the object is mapwire's. The receiver finds its own numbers there. */
typedef struct mww_parcel {
        uint32_t kind;          /* which class                                */
        uint32_t has_share;
        int32_t  descriptors[MWW_PARCEL_DESCRIPTORS]; /* -1: none             */
        uint64_t numbers[4];    /* the kind's own                             */
        mw_share share;
} mww_parcel;

/* 0, or the last error: ERROR_NOT_SUPPORTED for what can't be sent. */
DWORD mww_parcel_pack(mww_object *object, mww_parcel *out_parcel);
/* The object again, counted. Takes the descriptors out of the parcel that it keeps. */
DWORD mww_parcel_unpack(mww_parcel *parcel, mww_object **out_object);
/* Calls each with every descriptor of it, which may be changed. */
void mww_parcel_each(mww_parcel *parcel, void (*each)(void *context, int32_t *descriptor),
                     void *context);
/* Closes what is left. */
void mww_parcel_close(mww_parcel *parcel);

#endif
