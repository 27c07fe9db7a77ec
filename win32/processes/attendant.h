/* SPDX-License-Identifier: MIT */
/* attendant.h — the one thread of this layer, which watches descriptors. */
#ifndef MWW_ATTENDANT_H
#define MWW_ATTENDANT_H

#include <stdbool.h>
#include <stdint.h>

/* Something that is watched. Where it lies belongs to who watches. */
typedef struct mww_watch {
        void (*ready)(struct mww_watch *watch); /* in the attendant's thread, once a watch */
        int descriptor;
        bool for_room; /* until it can be written, not until it can be read */
        uint64_t key;  /* the attendant's, like the next                    */
        struct mww_watch *next;
} mww_watch;

/* Calls watch->ready once when the descriptor can be read (written) or its other end is
 * gone; `ready` may watch again. The watch must stay until then, or until it is given up.
 * False: no memory, no descriptor, no thread. */
bool mww_watch_once(mww_watch *watch);
/* False: it is too late, `ready` is being called or was. */
bool mww_watch_give_up(mww_watch *watch);

#endif
