/* SPDX-License-Identifier: MIT */
/* trace.c — single steps by ptrace, leaps over what was stepped before. */
#include "trace.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ASLEEP = -1, VIOLATIONS_SHOWN = 20 };

enum outcome {
        AT_POINT,  /* killed where we wanted                            */
        TOO_FAR,   /* there are fewer instructions before the next call */
        FINISHED,  /* the operation returned before                     */
        STUCK      /* it sleeps for good, though it was woken           */
};

const struct sweep *sweep_now;
bool sweep_woke, sweep_finished;

static struct {
        long calls, steps;    /* the point                  */
        long points, violations;
        long done_since;      /* number of the first point that counted as done */
        bool was_done;
        int meeting[2];
} state;

void sweep_violation(const char *file, int line, const char *what)
{
        if (state.violations++ < VIOLATIONS_SHOWN)
                fprintf(stderr, "  VIOLATION %s:%d: %s, killed after %ld calls and %ld instructions%s: %s\n",
                        file, line, sweep_now->name, state.calls, state.steps,
                        state.steps == ASLEEP ? " (asleep)" : "", what);
}

void sweep_done(bool done)
{
        if (done && !state.was_done)
                state.done_since = state.points;
        if (!done && state.was_done)
                sweep_violation(__FILE__, __LINE__, "it was done at an earlier point, and now it is not");
        state.was_done = done;
}

void meet_controller(void)
{
        char byte;

        while (read(state.meeting[0], &byte, 1) != 1)
                ;
}

void meet_victim(void)
{
        ASSERT_EQ(write(state.meeting[1], "x", 1), 1);
}

/* Is the next instruction a system call? */
static bool is_at_call(pid_t pid)
{
#if defined(__x86_64__)
        struct user_regs_struct registers;
        long code;

        if (ptrace(PTRACE_GETREGS, pid, NULL, &registers) < 0)
                return false;
        errno = 0;
        code = ptrace(PTRACE_PEEKTEXT, pid, (void *) registers.rip, NULL);
        return errno == 0 && (code & 0xffff) == 0x050f;
#else
        (void) pid;
        return false;
#endif
}

/* Wait for the next stop. When the victim sleeps instead: AT_POINT if that is
 * what we want; else wake it, once. */
static enum outcome await_stop(pid_t pid, bool want_asleep, int *status)
{
        int looks = 0, calm = 0;

        while (waitpid(pid, status, WNOHANG) == 0) {
                if (++looks < 300) {
                        sched_yield();
                        continue;
                }
                if (!is_asleep(pid)) {
                        calm = 0;
                        breathe();
                        continue;
                }
                if (++calm < 4)
                        continue;
                if (want_asleep)
                        return AT_POINT;
                if (sweep_woke)
                        return STUCK; /* another took it, and it sleeps again */
                if (sweep_now->wake) {
                        sweep_woke = true;
                        calm = 0;
                        sweep_now->wake();
                } else {
                        CHECK(!"asleep with nobody to wake it");
                        return STUCK;
                }
        }
        if (WIFEXITED(*status) || WIFSIGNALED(*status) || WSTOPSIG(*status) == SIGUSR1)
                return FINISHED;
        return AT_POINT;
}

/* From one call's exit (or the start) to the next one's. */
static enum outcome leap(pid_t pid, bool want_asleep, int *status)
{
        for (int half = 0; half < 2; half++) {
                enum outcome outcome;

                if (ptrace(PTRACE_SYSCALL, pid, NULL, NULL) < 0)
                        return FINISHED;
                outcome = await_stop(pid, want_asleep && half == 1, status);
                if (outcome != AT_POINT)
                        return outcome;
        }
        return AT_POINT;
}

static enum outcome go_to_point(pid_t pid)
{
        int status = 0;

        for (long call = 0; call < state.calls; call++) {
                enum outcome outcome = leap(pid, false, &status);

                if (outcome != AT_POINT)
                        return outcome;
        }
        if (state.steps == ASLEEP)
                return leap(pid, true, &status);
        for (long step = 0; step < state.steps; step++) {
                enum outcome outcome;

                if (is_at_call(pid))
                        return TOO_FAR;
                if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0)
                        return FINISHED;
                outcome = await_stop(pid, false, &status);
                if (outcome != AT_POINT)
                        return outcome;
        }
        return AT_POINT;
}

static _Noreturn void be_victim(void)
{
        if (sweep_now->prepare)
                sweep_now->prepare();
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        sweep_now->op();
        /* A call that the operation itself does not make marks the end. */
        syscall(SYS_kill, getpid(), SIGUSR1);
        _exit(0);
}

static enum outcome one_point(void)
{
        enum outcome outcome;
        int status;
        pid_t pid;

        sweep_woke = sweep_finished = false;
        if (sweep_now->setup)
                sweep_now->setup();
        fflush(NULL);
        pid = fork();
        ASSERT_SYS(pid);
        if (pid == 0)
                be_victim();
        if (sweep_now->started)
                sweep_now->started();
        ASSERT_SYS(waitpid(pid, &status, 0));
        if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGSTOP)
                test_fail(__FILE__, __LINE__, "%s: the victim ended in prepare: %#x",
                          sweep_now->name, status);
        ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_EXITKILL);
        outcome = go_to_point(pid);
        sweep_finished = outcome == FINISHED;
        if (sweep_now->arrive)
                sweep_now->arrive();
        kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) == pid && !WIFSIGNALED(status) && !WIFEXITED(status))
                ; /* stops that were on their way */
        state.points++;
        sweep_now->verify();
        return outcome;
}

long sweep_all(const struct sweep *sweep, int stride)
{
        enum outcome outcome = AT_POINT;

        memset(&state, 0, sizeof state);
        sweep_now = sweep;
        ASSERT_SYS(pipe(state.meeting));
        for (state.calls = 0; outcome != FINISHED && outcome != STUCK; state.calls++) {
                outcome = AT_POINT;
                /* with a stride, begin elsewhere in each call and each run */
                state.steps = stride > 1 ? test_random() % (uint32_t) stride : 0;
                for (; outcome == AT_POINT; state.steps += stride)
                        outcome = one_point();
                if (outcome == TOO_FAR) {
                        state.steps = ASLEEP;
                        outcome = one_point();
                }
        }
        close(state.meeting[0]);
        close(state.meeting[1]);
        return state.points;
}

void sweep_table(const struct sweep *sweeps, size_t count, long least_in_proof)
{
        int stride = (int) test_amount(29, 1, 1);
        long points = 0, violations = 0;

#if !defined(__x86_64__)
        test_skip("single steps are told from system calls on x86-64 only");
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        test_skip("a sanitizer's own instructions are not worth killing at");
#endif
        need_sleep_reports();
        for (size_t i = 0; i < count; i++) {
                int64_t start_ns = mw_now_ns();

                points += sweep_all(&sweeps[i], stride);
                violations += state.violations;
                printf("  %-36s %5ld kill points, %ld violations (done from point %ld; %.1f s)\n",
                       sweeps[i].name, state.points, state.violations, state.done_since,
                       (double) (mw_now_ns() - start_ns) / 1e9);
        }
        printf("  %ld kill points, %ld violations\n", points, violations);
        ASSERT_EQ(violations, 0);
        if (stride == 1)
                ASSERT(points >= least_in_proof);
}
