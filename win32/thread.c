/* SPDX-License-Identifier: MIT */
/* thread.c — who we are, and real handles of this process and this thread.
 *
 * GetCurrentProcess() and GetCurrentThread() are fixed numbers that mean "me".
 * DuplicateHandle makes of them a handle that others can use: other threads
 * may wait on it for this thread's end. So each thread for which one was asked
 * has an event, set when the thread ends; the process has one that is never
 * set while anybody in it could see it.
 */
#include "internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct task {
        mww_object base;
        mw_event *ended; /* manual-reset */
} task;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static bool has_key;
static task *this_process;
static _Thread_local DWORD thread_id;

static mw_object *task_waitable(mww_object *object)
{
        return mw_event_object(((task *) object)->ended);
}

static void task_destroy(mww_object *object)
{
        mw_event_close(((task *) object)->ended);
        free(object);
}

const mww_class mww_process_class = {
        .all_access = PROCESS_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | 0x0410,
        .generic_write = STANDARD_RIGHTS_WRITE | 0x0BEA,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE | 0x1001,
        .waitable = task_waitable,
        .destroy = task_destroy,
};

const mww_class mww_thread_class = {
        .all_access = THREAD_ALL_ACCESS,
        .generic_read = STANDARD_RIGHTS_READ | 0x0048,
        .generic_write = STANDARD_RIGHTS_WRITE | 0x0437,
        .generic_execute = STANDARD_RIGHTS_EXECUTE | SYNCHRONIZE | 0x1800,
        .waitable = task_waitable,
        .destroy = task_destroy,
};

static task *new_task(const mww_class *class)
{
        task *made = mww_object_new(class, sizeof *made);

        if (made && mw_event_open(NULL, MW_CREATE, NULL, &made->ended) < 0) {
                free(made);
                return NULL;
        }
        return made;
}

static void thread_ended(void *mine)
{
        task *thread = mine;

        mw_event_set(thread->ended);
        mww_object_unref(&thread->base);
}

static void start(void)
{
        has_key = pthread_key_create(&key, thread_ended) == 0;
        this_process = new_task(&mww_process_class);
}

mww_object *mww_process_object(void)
{
        pthread_once(&once, start);
        return this_process ? mww_object_ref(&this_process->base) : NULL;
}

mww_object *mww_thread_object(void)
{
        task *mine;

        pthread_once(&once, start);
        if (!has_key)
                return NULL;
        mine = pthread_getspecific(key);
        if (!mine) {
                mine = new_task(&mww_thread_class);
                if (!mine)
                        return NULL;
                if (pthread_setspecific(key, mine) != 0) {
                        mww_object_unref(&mine->base);
                        return NULL;
                }
        }
        return mww_object_ref(&mine->base);
}

HANDLE GetCurrentProcess(void)
{
        return MWW_CURRENT_PROCESS;
}

HANDLE GetCurrentThread(void)
{
        return MWW_CURRENT_THREAD;
}

DWORD GetCurrentProcessId(void)
{
        return (DWORD) getpid();
}

static void forget_thread_id(void)
{
        thread_id = 0; /* the forking thread is another one in the child */
}

__attribute__((constructor)) static void register_fork_handler(void)
{
        pthread_atfork(NULL, NULL, forget_thread_id);
}

DWORD GetCurrentThreadId(void)
{
        if (!thread_id)
                thread_id = (DWORD) gettid();
        return thread_id;
}
