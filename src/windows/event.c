/* SPDX-License-Identifier: MIT */
/* event.c — manual-reset and auto-reset events: the kernel's.
 *
 * A set releases whom the kernel releases: for a manual-reset event all who wait, also
 * if a reset follows at once. A pulse is PulseEvent(), which misses a waiter that the
 * kernel has just taken out of its wait to run a kernel APC, and says so in its own
 * documentation; elsewhere mapwire's pulse is exact (docs/porting.md).
 */
#include "windows/object.h"

#define WHAT "open event"
#define FLAGS                                                                                      \
  (MW_CREATE | MW_EXCLUSIVE | MW_READ_ONLY | MW_AUTO_RESET | MW_SIGNALLED | MW_FOR_READERS)
#define QUERY 1 /* EVENT_QUERY_STATE */

static HANDLE create(const struct mwi_want *want, SECURITY_ATTRIBUTES *security,
                     const wchar_t *name)
{
        return CreateEventW(security, !(want->flags & MW_AUTO_RESET),
                            (want->flags & MW_SIGNALLED) != 0, name);
}

/* Ask the kernel what it is; and whether it may be waited for without changing it. */
static int learn(mw_event *event, const struct mwi_want *want)
{
        struct mwi_event_basic basic;

        if (NtQueryEvent(event->object.handle, MWI_BASIC, &basic, sizeof basic, NULL) >= 0)
                event->object.is_auto_reset = basic.type == 1;
        if (!(want->flags & MW_READ_ONLY))
                return MW_OK;
        if (event->object.is_auto_reset)
                return mwi_fail(MW_EACCES, WHAT
                                ": an auto-reset event can't be read-only: waiting changes it");
        if (!event->object.is_for_readers)
                return mwi_fail(MW_EACCES, WHAT ": the event was made without MW_FOR_READERS");
        return MW_OK;
}

int mw_event_open(const char *name, uint32_t flags, const mw_options *options, mw_event **out_event)
{
        struct mwi_want want = {
                .what = WHAT,
                .kind = MW_KIND_EVENT,
                .flags = flags,
                .rights = SYNCHRONIZE | QUERY | (flags & MW_READ_ONLY ? 0 : EVENT_MODIFY_STATE),
                .least_rights = SYNCHRONIZE | (flags & MW_READ_ONLY ? 0 : EVENT_MODIFY_STATE),
                .mark.flags = (flags & MW_AUTO_RESET ? MWI_MARK_AUTO_RESET : 0) |
                              (flags & MW_FOR_READERS ? MWI_MARK_FOR_READERS : 0),
                .create = create,
                .open = OpenEventW,
        };
        struct mw_object *object;
        mw_event *event;
        int r, learned;

        if ((r = mwi_check_open(&want, FLAGS, options, out_event)) < 0)
                return r;
        if (flags & MW_FOR_READERS && flags & MW_AUTO_RESET)
                return mwi_fail(MW_EINVAL, WHAT
                                ": an auto-reset event can't be for readers: waiting changes it");
        if (flags & MW_READ_ONLY && flags & MW_CREATE)
                return mwi_fail(MW_EINVAL,
                                WHAT ": MW_READ_ONLY opens what exists; it can't create");
        if ((r = mwi_open_object(&want, name, sizeof *event, &object)) < 0)
                return r;
        event = MWI_CONTAINER(object, struct mw_event, object);
        if ((learned = learn(event, &want)) < 0) {
                mw_event_close(event);
                return learned;
        }
        *out_event = event;
        return r;
}

static int signal_it(const char *what, mw_event *event, BOOL(WINAPI *call)(HANDLE))
{
        if (!event)
                return mwi_fail(MW_EINVAL, "%s: event is NULL", what);
        if (event->object.read_only)
                return mwi_fail(MW_EACCES, "%s: the event was opened read-only", what);
        return call(event->object.handle) ? MW_OK : mwi_fail_os(MW_EOS, "%s: the event", what);
}

int mw_event_set(mw_event *event)
{
        return signal_it("set", event, SetEvent);
}

int mw_event_reset(mw_event *event)
{
        return signal_it("reset", event, ResetEvent);
}

int mw_event_pulse(mw_event *event)
{
        return signal_it("pulse", event, PulseEvent);
}

int mw_event_is_auto_reset(const mw_event *event)
{
        return event && event->object.is_auto_reset;
}

mw_object *mw_event_object(mw_event *event)
{
        return MWI_OBJECT_OF(event);
}

int mw_event_wait(mw_event *event, int64_t deadline_ns)
{
        return mw_wait(MWI_OBJECT_OF(event), deadline_ns, MW_SPIN_DEFAULT);
}

void mw_event_close(mw_event *event)
{
        if (event)
                mwi_object_drop(&event->object);
}
