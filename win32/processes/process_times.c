/* SPDX-License-Identifier: MIT */
/* process_times.c — GetProcessTimes, GetThreadTimes, GetSystemTimes, cycle times.
 *
 * The kernel counts for those that run, and a process's counts are there until it is
 * reaped: that is when they are kept. A thread keeps its own when it ends. Others'
 * counts are in steps of 10 ms, one's own finer.
 */
#include "child.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { CREATION, EXIT, KERNEL, USER };

#define TICKS_A_SECOND 10000000ull

static uint64_t now(void)
{
        FILETIME time;

        GetSystemTimeAsFileTime(&time);
        return (uint64_t) time.dwHighDateTime << 32 | time.dwLowDateTime;
}

static uint64_t ticks_of_clock(uint64_t count)
{
        static long hertz;

        if (!hertz)
                hertz = sysconf(_SC_CLK_TCK);
        return count * (TICKS_A_SECOND / (uint64_t) (hertz > 0 ? hertz : 100));
}

/* Of a process or a thread by its stat file; false: it is gone. */
static bool read_stat(const char *path, uint64_t times[4])
{
        unsigned long long user;
        unsigned long long kernel;
        unsigned long long begun;
        struct timespec up;
        char text[1024];
        const char *behind_name;
        int file = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t length;

        if (file < 0)
                return false;
        length = read(file, text, sizeof text - 1);
        close(file);
        if (length <= 0)
                return false;
        text[length] = '\0';
        behind_name = strrchr(text, ')');
        if (!behind_name ||
            sscanf(behind_name,
                   ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d %*d %*d %*d %*d "
                   "%*d %llu",
                   &user, &kernel, &begun) != 3)
                return false;
        clock_gettime(CLOCK_BOOTTIME, &up);
        times[CREATION] = now() - (uint64_t) up.tv_sec * TICKS_A_SECOND -
                          (uint64_t) up.tv_nsec / 100 + ticks_of_clock(begun);
        times[EXIT] = 0;
        times[KERNEL] = ticks_of_clock(kernel);
        times[USER] = ticks_of_clock(user);
        return true;
}

static uint64_t ticks_of_time(const struct timeval *time)
{
        return (uint64_t) time->tv_sec * TICKS_A_SECOND + (uint64_t) time->tv_usec * 10;
}

static void use_rusage(int whose, uint64_t times[4])
{
        struct rusage usage;

        if (getrusage(whose, &usage) != 0)
                return;
        times[KERNEL] = ticks_of_time(&usage.ru_stime);
        times[USER] = ticks_of_time(&usage.ru_utime);
}

static DWORD give(const uint64_t times[4], FILETIME *const out[4])
{
        for (int which = 0; which < 4; which++) {
                FILETIME time = { (DWORD) times[which], (DWORD) (times[which] >> 32) };

                if (!mww_put(out[which], &time, sizeof time))
                        return ERROR_NOACCESS;
        }
        return ERROR_SUCCESS;
}

/* A cycle is a nanosecond. The kernel's clocks of what a process and a thread ran, by
 * number; false: it is gone. */
#define PROCESS_CLOCK(id) ((clockid_t) (~(unsigned) (id) << 3 | 2u))
#define THREAD_CLOCK(id)  ((clockid_t) (~(unsigned) (id) << 3 | 6u))

static bool cycles_of_clock(clockid_t clock, uint64_t *out_cycles)
{
        struct timespec time;

        if (clock_gettime(clock, &time) != 0)
                return false;
        *out_cycles = (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
        return true;
}

/* ---- processes ----------------------------------------------------------------------- */

void mww_process_note_begin(mww_process *process)
{
        process->times[CREATION] = now();
}

/* When a child of ours was made we know to the tick; the kernel tells hundredths. */
static bool read_process(const mww_process *process, uint64_t times[4])
{
        char path[48];
        bool is_there;

        snprintf(path, sizeof path, "/proc/%d/stat", (int) process->id);
        is_there = read_stat(path, times);
        if (process->is_child)
                times[CREATION] = process->times[CREATION];
        return is_there;
}

void mww_process_note_end(mww_process *process)
{
        uint64_t times[4] = { 0 };

        read_process(process, times);
        times[EXIT] = now();
        memcpy(process->times, times, sizeof times);
        if (!cycles_of_clock(PROCESS_CLOCK(process->id), &process->cycles))
                process->cycles = (times[KERNEL] + times[USER]) * 100;
}

/* Its own counts are its parent's to keep; who comes later gets none. */
static DWORD times_of_process(mww_process *process, uint64_t times[4])
{
        DWORD code;

        mww_process_exit_code(process, &code); /* which waits for an end to be noted */
        if (!atomic_load(&process->has_ended) && read_process(process, times)) {
                if (process->is_own)
                        use_rusage(RUSAGE_SELF, times);
                return ERROR_SUCCESS;
        }
        memcpy(times, process->times, sizeof process->times);
        return ERROR_SUCCESS;
}

static DWORD pin_process(HANDLE handle, mww_process_pin *out_pin)
{
        DWORD error = mww_process_pin_as(handle, PROCESS_QUERY_LIMITED_INFORMATION, out_pin);

        if (error == ERROR_ACCESS_DENIED)
                error = mww_process_pin_as(handle, PROCESS_QUERY_INFORMATION, out_pin);
        return error;
}

BOOL GetProcessTimes(HANDLE handle, LPFILETIME creation, LPFILETIME exit, LPFILETIME kernel,
                     LPFILETIME user)
{
        FILETIME *const out[4] = { creation, exit, kernel, user };
        uint64_t times[4] = { 0 };
        mww_process_pin pin;
        DWORD error = pin_process(handle, &pin);

        if (!error) {
                error = times_of_process(pin.process, times);
                mww_process_unpin(&pin);
        }
        if (!error)
                error = give(times, out);
        return error ? mww_fail(error) : TRUE;
}

static uint64_t cycles_of_process(mww_process *process)
{
        uint64_t cycles;
        DWORD code;

        mww_process_exit_code(process, &code); /* which waits for an end to be noted */
        if (!atomic_load(&process->has_ended) &&
            cycles_of_clock(PROCESS_CLOCK(process->id), &cycles))
                return cycles;
        return process->cycles;
}

BOOL QueryProcessCycleTime(HANDLE handle, PULONG64 out_cycles)
{
        mww_process_pin pin;
        DWORD error = pin_process(handle, &pin);
        ULONG64 cycles;

        if (error)
                return mww_fail(error);
        cycles = cycles_of_process(pin.process);
        mww_process_unpin(&pin);
        return mww_put(out_cycles, &cycles, sizeof cycles) ? TRUE : mww_fail(ERROR_NOACCESS);
}

/* ---- threads ------------------------------------------------------------------------- */

void mww_thread_note_begin(mww_thread *self)
{
        atomic_store(&self->begun, now());
}

void mww_thread_note_end(mww_thread *self)
{
        uint64_t times[4] = { 0 };
        uint64_t cycles = 0;

        cycles_of_clock(CLOCK_THREAD_CPUTIME_ID, &cycles);
        atomic_store(&self->cycles, cycles);
        use_rusage(RUSAGE_THREAD, times);
        atomic_store(&self->kernel, times[KERNEL]);
        atomic_store(&self->user, times[USER]);
        atomic_store(&self->over, now());
}

static void times_of_thread(mww_thread *thread, uint64_t times[4])
{
        unsigned id = atomic_load(&thread->id);
        char path[64];

        snprintf(path, sizeof path, "/proc/self/task/%u/stat", id);
        if (id == (unsigned) gettid())
                use_rusage(RUSAGE_THREAD, times);
        else if (id && !atomic_load(&thread->has_ended))
                read_stat(path, times);
        times[CREATION] = atomic_load(&thread->begun);
        times[EXIT] = atomic_load(&thread->over);
        if (!times[EXIT])
                return;
        times[KERNEL] = atomic_load(&thread->kernel);
        times[USER] = atomic_load(&thread->user);
}

static DWORD pin_thread(HANDLE handle, mww_thread_pin *out_pin)
{
        DWORD error = mww_thread_pin_as(handle, THREAD_QUERY_LIMITED_INFORMATION, out_pin);

        if (error == ERROR_ACCESS_DENIED)
                error = mww_thread_pin_as(handle, THREAD_QUERY_INFORMATION, out_pin);
        return error;
}

BOOL GetThreadTimes(HANDLE handle, LPFILETIME creation, LPFILETIME exit, LPFILETIME kernel,
                    LPFILETIME user)
{
        FILETIME *const out[4] = { creation, exit, kernel, user };
        uint64_t times[4] = { 0 };
        mww_thread_pin pin;
        DWORD error = pin_thread(handle, &pin);

        if (error)
                return mww_fail(error);
        if (pin.thread->process) /* another's first thread, which is all that is seen of it */
                error = times_of_process(pin.thread->process, times);
        else if (pin.thread->is_elsewhere)
                error = ERROR_NOT_SUPPORTED;
        else
                times_of_thread(pin.thread, times);
        mww_thread_unpin(&pin);
        if (!error)
                error = give(times, out);
        return error ? mww_fail(error) : TRUE;
}

static uint64_t cycles_of_thread(mww_thread *thread)
{
        unsigned id = atomic_load(&thread->id);
        uint64_t cycles;

        if (id && !atomic_load(&thread->over) && cycles_of_clock(THREAD_CLOCK(id), &cycles))
                return cycles;
        return atomic_load(&thread->cycles);
}

BOOL QueryThreadCycleTime(HANDLE handle, PULONG64 out_cycles)
{
        mww_thread_pin pin;
        DWORD error = pin_thread(handle, &pin);
        ULONG64 cycles = 0;

        if (error)
                return mww_fail(error);
        if (pin.thread->process) /* another's first thread, which is all that is seen of it */
                cycles = cycles_of_process(pin.thread->process);
        else if (pin.thread->is_elsewhere)
                error = ERROR_NOT_SUPPORTED;
        else
                cycles = cycles_of_thread(pin.thread);
        mww_thread_unpin(&pin);
        if (!error && !mww_put(out_cycles, &cycles, sizeof cycles))
                error = ERROR_NOACCESS;
        return error ? mww_fail(error) : TRUE;
}

/* ---- the machine --------------------------------------------------------------------- */

/* All processors together; what the kernel spends includes being idle. */
BOOL GetSystemTimes(PFILETIME out_idle, PFILETIME out_kernel, PFILETIME out_user)
{
        FILETIME *const out[3] = { out_idle, out_kernel, out_user };
        unsigned long long count[7] = { 0 };
        uint64_t times[3];
        FILE *stream = fopen("/proc/stat", "re");
        int found = 0;

        if (stream) {
                found = fscanf(stream, "cpu %llu %llu %llu %llu %llu %llu %llu", &count[0],
                               &count[1], &count[2], &count[3], &count[4], &count[5], &count[6]);
                fclose(stream);
        }
        if (found != 7)
                return mww_fail(ERROR_NOT_SUPPORTED);
        times[0] = ticks_of_clock(count[3] + count[4]);
        times[1] = times[0] + ticks_of_clock(count[2] + count[5] + count[6]);
        times[2] = ticks_of_clock(count[0] + count[1]);
        for (int which = 0; which < 3; which++) {
                FILETIME time = { (DWORD) times[which], (DWORD) (times[which] >> 32) };

                if (out[which] && !mww_put(out[which], &time, sizeof time))
                        return mww_fail(ERROR_NOACCESS);
        }
        return TRUE;
}
