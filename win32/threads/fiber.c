/* SPDX-License-Identifier: MIT */
/* fiber.c — ConvertThreadToFiber, CreateFiber, SwitchToFiber and their kin.
 *
 * What it is. A fiber is a stack and the registers of who stopped running on it. A thread
 * that became a fiber has its own stack in one; it runs one fiber at a time, and a fiber
 * may go on in another thread than before.
 *
 * The invariant. A fiber that runs is some thread's current one, and nobody else switches
 * to it: that the program sees to, as on Windows. What belongs to a fiber: its registers,
 * stack and FlsAlloc's values. What stays with the thread: its last error, TlsAlloc's
 * values, the mutexes that it owns.
 *
 * The end. A fiber's routine that returns ends the thread, and so does DeleteFiber of the
 * fiber that runs. The stack of one whose thread ended stays: nobody is left to free it
 * but the program, by DeleteFiber, from another thread.
 */
#include "task.h"

#include <fibersapi.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define DEFAULT_STACK_BYTES ((size_t) 1 << 20)
#define LEAST_STACK_BYTES   ((size_t) 64 << 10)

typedef struct fiber {
        void *data; /* first: what GetFiberData tells */
        ucontext_t registers;
        PFIBER_START_ROUTINE routine;
        void *stack; /* NULL: a thread's own */
        size_t stack_bytes;
        void *fls; /* while it doesn't run */
} fiber;

static _Thread_local fiber *current;

/* A fiber may have gone on in another thread: the compiler must not remember where this
 * one's variables are. */
static __attribute__((noinline)) fiber **current_place(void)
{
        __asm__ volatile("");
        return &current;
}

static void begin(void)
{
        fiber *self = *current_place();

        self->routine(self->data);
        ExitThread(1);
}

LPVOID ConvertThreadToFiberEx(LPVOID data, DWORD flags)
{
        fiber *made;

        (void) flags; /* floating-point registers are always kept */
        if (*current_place())
                return mww_fail_handle(ERROR_ALREADY_FIBER);
        made = calloc(1, sizeof *made);
        if (!made)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        made->data = data;
        *current_place() = made;
        return made;
}

LPVOID ConvertThreadToFiber(LPVOID data)
{
        return ConvertThreadToFiberEx(data, 0);
}

BOOL ConvertFiberToThread(void)
{
        fiber *self = *current_place();

        if (!self)
                return mww_fail(ERROR_ALREADY_THREAD);
        *current_place() = NULL;
        if (!self->stack) /* else this thread stands on its stack */
                free(self);
        return TRUE;
}

/* With a page below that nobody may touch. */
static bool make_stack(fiber *one, size_t wanted_bytes)
{
        size_t bytes = wanted_bytes ? wanted_bytes : DEFAULT_STACK_BYTES;
        void *made;

        if (bytes < LEAST_STACK_BYTES)
                bytes = LEAST_STACK_BYTES;
        if (bytes > SIZE_MAX / 4)
                return false;
        bytes = (bytes + 2 * MWW_PAGE_BYTES - 1) & ~(size_t) (MWW_PAGE_BYTES - 1);
        made = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
        if (made == MAP_FAILED)
                return false;
        mprotect(made, MWW_PAGE_BYTES, PROT_NONE);
        one->stack = made;
        one->stack_bytes = bytes;
        return true;
}

LPVOID CreateFiberEx(SIZE_T commit_bytes, SIZE_T reserve_bytes, DWORD flags,
                     LPFIBER_START_ROUTINE routine, LPVOID data)
{
        size_t bytes = reserve_bytes > commit_bytes ? reserve_bytes : commit_bytes;
        fiber *made;

        if (flags & ~(DWORD) FIBER_FLAG_FLOAT_SWITCH)
                return mww_fail_handle(ERROR_INVALID_PARAMETER);
        made = calloc(1, sizeof *made);
        if (!made || !make_stack(made, bytes) || getcontext(&made->registers) != 0) {
                free(made);
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        }
        made->data = data;
        made->routine = routine;
        made->registers.uc_stack.ss_sp = made->stack;
        made->registers.uc_stack.ss_size = made->stack_bytes;
        made->registers.uc_link = NULL;
        makecontext(&made->registers, begin, 0);
        return made;
}

LPVOID CreateFiber(SIZE_T stack_bytes, LPFIBER_START_ROUTINE routine, LPVOID data)
{
        return CreateFiberEx(stack_bytes, 0, 0, routine, data);
}

void SwitchToFiber(LPVOID address)
{
        fiber *self = *current_place();
        fiber *next = address;

        if (!self || next == self)
                return;
        self->fls = mww_fls_swap(next->fls);
        next->fls = NULL;
        *current_place() = next;
        swapcontext(&self->registers, &next->registers);
}

void DeleteFiber(LPVOID address)
{
        fiber *one = address;

        if (!one)
                return;
        if (one == *current_place())
                ExitThread(1);
        mww_fls_end(one->fls);
        if (one->stack)
                munmap(one->stack, one->stack_bytes);
        free(one);
}

BOOL IsThreadAFiber(void)
{
        return *current_place() != NULL;
}

PVOID GetCurrentFiber(void)
{
        return *current_place();
}

PVOID GetFiberData(void)
{
        fiber *self = *current_place();

        return self ? self->data : NULL;
}

/* Of the stack that the caller stands on. */
void GetCurrentThreadStackLimits(PULONG_PTR out_low, PULONG_PTR out_high)
{
        const fiber *self = *current_place();
        pthread_attr_t is;
        void *stack = NULL;
        size_t bytes = 0;

        if (self && self->stack) {
                stack = self->stack;
                bytes = self->stack_bytes;
        } else if (pthread_getattr_np(pthread_self(), &is) == 0) {
                pthread_attr_getstack(&is, &stack, &bytes);
                pthread_attr_destroy(&is);
        }
        *out_low = (ULONG_PTR) stack;
        *out_high = (ULONG_PTR) stack + bytes;
}
