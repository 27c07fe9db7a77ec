/* SPDX-License-Identifier: MIT */
/* parcel.c — packing an object for another process, and unpacking it there.
 *
 * mapwire's own objects travel as shares (mw_share(3)), which hold their names on the
 * way. A file travels as the very descriptor, so that both processes have one file
 * pointer, and so do the share modes that hang on it. A process travels as a pidfd and
 * its ticket; a thread of this process as the event of its end.
 */
#include "parcel.h"

#include "processes/child.h"
#include "pipes/pipe.h"

#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int duplicate_descriptor(int descriptor)
{
        return descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

/* ---- each kind ------------------------------------------------------------------- */

static DWORD pack_waitable(mww_object *object, mww_parcel *parcel)
{
        mw_object *core = object->class->waitable(object);
        int r = core ? mw_share_object(core, &parcel->share) : MW_ENOMEM;

        parcel->has_share = r == MW_OK;
        return r == MW_OK ? ERROR_SUCCESS : mww_error_of_result(r);
}

static DWORD unpack_event(mww_parcel *parcel, mww_object **out_object)
{
        mw_event *event;
        int r = mw_share_open_event(&parcel->share, &event);

        if (r < 0)
                return mww_error_of_result(r);
        *out_object = mww_event_wrap(event);
        return ERROR_SUCCESS;
}

static DWORD unpack_mutex(mww_parcel *parcel, mww_object **out_object)
{
        mw_mutex *mutex;
        int r = mw_share_open_mutex(&parcel->share, &mutex);

        if (r < 0)
                return mww_error_of_result(r);
        *out_object = mww_mutex_wrap(mutex);
        return ERROR_SUCCESS;
}

static DWORD unpack_semaphore(mww_parcel *parcel, mww_object **out_object)
{
        mw_semaphore *semaphore;
        int r = mw_share_open_semaphore(&parcel->share, &semaphore);

        if (r < 0)
                return mww_error_of_result(r);
        *out_object = mww_semaphore_wrap(semaphore);
        return ERROR_SUCCESS;
}

static DWORD unpack_timer(mww_parcel *parcel, mww_object **out_object)
{
        mw_timer *timer;
        int r = mw_share_open_timer(&parcel->share, &timer);

        if (r < 0)
                return mww_error_of_result(r);
        *out_object = mww_timer_wrap(timer);
        return ERROR_SUCCESS;
}

static DWORD pack_section(mww_object *object, mww_parcel *parcel)
{
        mww_section *section = (mww_section *) object;
        int r = mw_share_mapping(section->mapping, &parcel->share);

        if (r < 0)
                return mww_error_of_result(r);
        parcel->has_share = 1;
        parcel->numbers[0] = section->protect;
        parcel->numbers[1] = section->kind;
        parcel->numbers[2] = section->can_write;
        if (section->backing)
                parcel->descriptors[0] =
                        duplicate_descriptor(mww_backing_descriptor(section->backing));
        return ERROR_SUCCESS;
}

static DWORD unpack_section(mww_parcel *parcel, mww_object **out_object)
{
        mww_section *section = mww_section_new();
        int r;

        if (!section)
                return ERROR_NOT_ENOUGH_MEMORY;
        r = mw_share_open_mapping(&parcel->share, &section->mapping);
        if (r < 0) {
                free(section);
                return mww_error_of_result(r);
        }
        section->size_bytes = mw_mapping_size_bytes(section->mapping);
        section->protect = (DWORD) parcel->numbers[0];
        section->kind = (DWORD) parcel->numbers[1];
        section->can_write = parcel->numbers[2] != 0;
        if (parcel->descriptors[0] >= 0)
                section->backing = mww_backing_new(parcel->descriptors[0], section->size_bytes,
                                                   section->can_write);
        *out_object = &section->base;
        return ERROR_SUCCESS;
}

static DWORD pack_file(mww_object *object, mww_parcel *parcel)
{
        mww_file *file = (mww_file *) object;

        if (mww_pipe_of(file) && mww_pipe_ready(file) != ERROR_SUCCESS)
                return ERROR_NOT_SUPPORTED; /* who waits for a client, waits here */
        parcel->descriptors[0] = duplicate_descriptor(file->descriptor);
        parcel->numbers[0] = file->flags & ~MWW_FILE_BORROWS;
        if (mww_pipe_of(file))
                parcel->numbers[1] = mww_pipe_of(file)->is_server ? 2 : 1;
        return parcel->descriptors[0] < 0 ? mww_error_of_errno(errno) : ERROR_SUCCESS;
}

static DWORD unpack_file(mww_parcel *parcel, mww_object **out_object)
{
        int descriptor = parcel->descriptors[0];

        if (descriptor < 0)
                return ERROR_INVALID_HANDLE;
        parcel->descriptors[0] = -1;
        *out_object =
                (mww_object *) (parcel->numbers[1] ?
                                        mww_pipe_adopt(descriptor, (DWORD) parcel->numbers[0],
                                                       parcel->numbers[1] == 2) :
                                        mww_file_adopt(descriptor, (DWORD) parcel->numbers[0]));
        return ERROR_SUCCESS;
}

static DWORD pack_process(mww_object *object, mww_parcel *parcel)
{
        mww_process *process = (mww_process *) object;
        int ticket_file = process->ticket_file;

        parcel->numbers[0] = (uint64_t) process->id;
        if (process->is_own) {
                mww_own_ticket(&ticket_file);
                parcel->descriptors[0] = (int) syscall(SYS_pidfd_open, getpid(), 0);
        } else {
                parcel->descriptors[0] = duplicate_descriptor(process->watch.descriptor);
        }
        parcel->descriptors[1] = duplicate_descriptor(ticket_file);
        return parcel->descriptors[0] < 0 ? mww_error_of_errno(errno) : ERROR_SUCCESS;
}

static DWORD unpack_process(mww_parcel *parcel, mww_object **out_object)
{
        int pidfd = parcel->descriptors[0];
        int ticket_file = parcel->descriptors[1];
        pid_t id = (pid_t) parcel->numbers[0];

        if (id == getpid()) {
                *out_object = mww_process_object();
                return ERROR_SUCCESS;
        }
        if (pidfd < 0)
                return ERROR_INVALID_HANDLE;
        parcel->descriptors[0] = parcel->descriptors[1] = -1;
        *out_object = (mww_object *) mww_process_new(
                id, pidfd, ticket_file < 0 ? NULL : mww_map_ticket(ticket_file), ticket_file,
                false);
        return ERROR_SUCCESS;
}

static DWORD pack_thread(mww_object *object, mww_parcel *parcel)
{
        mww_thread *thread = (mww_thread *) object;

        if (thread->process) {
                parcel->numbers[1] = 1;
                return pack_process((mww_object *) thread->process, parcel);
        }
        parcel->numbers[0] = atomic_load(&thread->id);
        parcel->numbers[2] = (uint64_t) getpid();
        return pack_waitable(object, parcel);
}

static DWORD unpack_thread(mww_parcel *parcel, mww_object **out_object)
{
        mww_object *process = NULL;
        mw_event *ended;
        DWORD error;
        int r;

        if (parcel->numbers[1]) {
                error = unpack_process(parcel, &process);
                if (error || !process)
                        return error;
                *out_object = (mww_object *) mww_process_thread((mww_process *) process, 0);
                mww_object_unref(process);
                return ERROR_SUCCESS;
        }
        r = mw_share_open_event(&parcel->share, &ended);
        if (r < 0)
                return mww_error_of_result(r);
        *out_object = mww_thread_elsewhere(ended, (DWORD) parcel->numbers[0]);
        return ERROR_SUCCESS;
}

static const struct {
        const mww_class *class;
        DWORD (*pack)(mww_object *object, mww_parcel *parcel);
        DWORD (*unpack)(mww_parcel *parcel, mww_object **out_object);
} kinds[] = {
        { &mww_event_class, pack_waitable, unpack_event },
        { &mww_mutex_class, pack_waitable, unpack_mutex },
        { &mww_semaphore_class, pack_waitable, unpack_semaphore },
        { &mww_timer_class, pack_waitable, unpack_timer },
        { &mww_section_class, pack_section, unpack_section },
        { &mww_file_class, pack_file, unpack_file },
        { &mww_process_class, pack_process, unpack_process },
        { &mww_thread_class, pack_thread, unpack_thread },
};

/* ---- all of them ----------------------------------------------------------------- */

DWORD mww_parcel_pack(mww_object *object, mww_parcel *out_parcel)
{
        memset(out_parcel, 0, sizeof *out_parcel);
        out_parcel->share.descriptor = -1;
        for (int at = 0; at < MWW_PARCEL_DESCRIPTORS; at++)
                out_parcel->descriptors[at] = -1;
        for (uint32_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
                if (kinds[kind].class == object->class) {
                        out_parcel->kind = kind;
                        return kinds[kind].pack(object, out_parcel);
                }
        return ERROR_NOT_SUPPORTED;
}

DWORD mww_parcel_unpack(mww_parcel *parcel, mww_object **out_object)
{
        DWORD error;

        if (parcel->kind >= sizeof kinds / sizeof *kinds)
                return ERROR_INVALID_PARAMETER;
        *out_object = NULL;
        error = kinds[parcel->kind].unpack(parcel, out_object);
        return error ? error : *out_object ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

void mww_parcel_each(mww_parcel *parcel, void (*each)(void *context, int32_t *descriptor),
                     void *context)
{
        for (int at = 0; at < MWW_PARCEL_DESCRIPTORS; at++)
                if (parcel->descriptors[at] >= 0)
                        each(context, &parcel->descriptors[at]);
        if (parcel->has_share && parcel->share.descriptor >= 0)
                each(context, &parcel->share.descriptor);
}

void mww_parcel_close(mww_parcel *parcel)
{
        for (int at = 0; at < MWW_PARCEL_DESCRIPTORS; at++) {
                if (parcel->descriptors[at] >= 0)
                        close(parcel->descriptors[at]);
                parcel->descriptors[at] = -1;
        }
        if (parcel->has_share)
                mw_share_close(&parcel->share);
        parcel->has_share = 0;
}
