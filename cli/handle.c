/* SPDX-License-Identifier: MIT */
/* handle.c — opens a name without being told what kind of object it is. */
#include "cli.h"

#include <string.h>

static int open_event(const char *name, mw_event **out_event) {
        int r = mw_event_open(name, 0, NULL, out_event);

        /* An event made for readers can be waited for without the right to write. */
        if (r == MW_EACCES)
                r = mw_event_open(name, MW_READ_ONLY, NULL, out_event);
        return r;
}

static int open_kind(struct cli_handle *handle) {
        int r;

        switch (handle->kind) {
        case MW_KIND_EVENT:
                if ((r = open_event(handle->name, &handle->event)) >= 0)
                        handle->object = mw_event_object(handle->event);
                return r;
        case MW_KIND_MUTEX:
                if ((r = mw_mutex_open(handle->name, 0, NULL, &handle->mutex)) >= 0)
                        handle->object = mw_mutex_object(handle->mutex);
                return r;
        case MW_KIND_SEMAPHORE:
                if ((r = mw_semaphore_open(handle->name, 0, 0, 0, NULL, &handle->semaphore)) >= 0)
                        handle->object = mw_semaphore_object(handle->semaphore);
                return r;
        case MW_KIND_TIMER:
                if ((r = mw_timer_open(handle->name, 0, NULL, &handle->timer)) >= 0)
                        handle->object = mw_timer_object(handle->timer);
                return r;
        default:
                return MW_EKIND;
        }
}

/* Opens an event, mutex, semaphore or timer. Returns as the open functions do; the
 * caller tells people. MW_EKIND: it is a mapping. */
int cli_handle_open(struct cli_handle *handle, const char *name) {
        mw_object_info info = MW_OBJECT_INFO_INIT;
        int r = MW_EKIND;

        /* The name may change hands between the look and the open. */
        for (int tries = 0; tries < 8 && r == MW_EKIND; tries++) {
                memset(handle, 0, sizeof(*handle));
                handle->name = name;
                r = mw_inspect_name(name, &info);
                if (r < 0)
                        return r;
                if (info.state == MW_STATE_LEFTOVER)
                        return MW_ENOTFOUND;
                handle->kind = info.kind;
                /* What can't be read has no kind: the open says what is wrong. */
                if (info.kind == 0)
                        handle->kind = MW_KIND_EVENT;
                if (info.kind == MW_KIND_MAPPING)
                        return MW_EKIND;
                r = open_kind(handle);
        }
        return r;
}

void cli_handle_close(struct cli_handle *handle) {
        mw_event_close(handle->event);
        mw_mutex_close(handle->mutex);
        mw_semaphore_close(handle->semaphore);
        mw_timer_close(handle->timer);
        memset(handle, 0, sizeof(*handle));
}
