/* SPDX-License-Identifier: MIT */
/* trace.c — single steps by ptrace, leaps over what was stepped before.
 *
 * Two kinds of leap. Between system calls: PTRACE_SYSCALL. Within the stretch of
 * instructions that follows a call: the stretch is single-stepped once, and the
 * address of each instruction noted; every later victim is sent to its point by
 * a breakpoint there, passed as often as the address had come before. All victims
 * are forked from one process, so their addresses are the same. A victim that
 * goes another way (it lost a race) and comes to its next call without having
 * been at the point is one point fewer; it is killed and checked all the same.
 *
 * The first pass also notes after which instructions the world outside is another
 * (visible.h). Each of those is a point; beyond them every stride-th instruction,
 * which should tell nothing new.
 */
#include "trace.h"
#include "visible.h"
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

enum { ASLEEP = -1, NOTING = -2, VIOLATIONS_SHOWN = 20, STRETCH_MAX = 1 << 17 };

enum outcome {
        AT_POINT,  /* it stands where we wanted                         */
        FINISHED,  /* the operation returned before                     */
        STUCK      /* it sleeps for good, though it was woken           */
};

const struct sweep *sweep_now;
bool sweep_woke, sweep_finished;

static struct {
        long calls, steps;    /* the point                  */
        long points, violations;
        long instructions, states; /* stepped over; how often the world was another then */
        long done_since;      /* number of the first point that counted as done */
        bool was_done, noted_done, has_noted;
        int meeting[2];
} state;

void sweep_violation(const char *file, int line, const char *what)
{
        if (state.violations++ < VIOLATIONS_SHOWN)
                fprintf(stderr, "  VIOLATION %s:%d: %s, killed after %ld calls and %ld "
                        "instructions%s: %s\n",
                        file, line, sweep_now->name, state.calls, state.steps,
                        state.steps == ASLEEP ? " (asleep)" : "", what);
}

void sweep_done(bool done)
{
        if (state.steps == NOTING) { /* the end of the stretch comes after its points */
                state.noted_done = done;
                state.has_noted = true;
                return;
        }
        if (done && !state.was_done)
                state.done_since = state.points;
        if (!done && state.was_done)
                sweep_violation(__FILE__, __LINE__,
                                "it was done at an earlier point, and now it is not");
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

/* Where each instruction of the present stretch is: the note of the first pass. */
static struct {
        uintptr_t at[STRETCH_MAX];
        bool is_new[STRETCH_MAX]; /* before it, the world was changed */
        long count;
} stretch;

/* Is the next instruction a system call? Also, where is it? */
static bool is_at_call(pid_t pid, uintptr_t *out_at)
{
#if defined(__x86_64__)
        struct user_regs_struct registers;
        long code;

        *out_at = 0;
        if (ptrace(PTRACE_GETREGS, pid, NULL, &registers) < 0)
                return false;
        *out_at = registers.rip;
        errno = 0;
        code = ptrace(PTRACE_PEEKTEXT, pid, (void *) registers.rip, NULL);
        return errno == 0 && (code & 0xffff) == 0x050f;
#else
        (void) pid;
        *out_at = 0;
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

/* Single-step from here to the next call, and note the way. */
static enum outcome note_stretch(pid_t pid)
{
        int status;

        visible_begin(pid);
        for (stretch.count = 0; stretch.count < STRETCH_MAX;) {
                enum outcome outcome;
                bool is_call = is_at_call(pid, &stretch.at[stretch.count]);

                /* the first one follows a call */
                stretch.is_new[stretch.count] = visible_changed(pid) || stretch.count == 0;
                state.states += stretch.is_new[stretch.count];
                state.instructions++;
                stretch.count++;
                if (is_call)
                        return AT_POINT;
                if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0)
                        return FINISHED;
                outcome = await_stop(pid, false, &status);
                if (outcome != AT_POINT)
                        return outcome;
        }
        return AT_POINT;
}

static bool set_instruction_pointer(pid_t pid, uintptr_t at)
{
#if defined(__x86_64__)
        struct user_regs_struct registers;

        if (ptrace(PTRACE_GETREGS, pid, NULL, &registers) < 0)
                return false;
        registers.rip = at;
        return ptrace(PTRACE_SETREGS, pid, NULL, &registers) == 0;
#else
        (void) pid, (void) at;
        return false;
#endif
}

/* From the stretch's start to its instruction number state.steps. */
static enum outcome run_to_step(pid_t pid)
{
        uintptr_t target = stretch.at[state.steps];
        long passes = 0, code;
        int status;

        for (long i = 0; i < state.steps; i++)
                passes += stretch.at[i] == target;
        if (stretch.at[0] == target && passes) {
                /* we stand on it: the first pass is now */
                if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0)
                        return FINISHED;
                if (await_stop(pid, false, &status) != AT_POINT)
                        return FINISHED;
                passes--;
        }
        errno = 0;
        code = ptrace(PTRACE_PEEKTEXT, pid, (void *) target, NULL);
        if (errno)
                return AT_POINT; /* not ours to write (the kernel's own page): die here */
        for (;; passes--) {
                enum outcome outcome;
                uintptr_t at;

                if (ptrace(PTRACE_POKETEXT, pid, (void *) target,
                           (void *) ((code & ~0xffL) | 0xcc)) < 0 ||
                    ptrace(PTRACE_SYSCALL, pid, NULL, NULL) < 0)
                        return AT_POINT;
                outcome = await_stop(pid, false, &status);
                if (outcome != AT_POINT)
                        return outcome;
                is_at_call(pid, &at);
                if (at != target + 1)
                        return AT_POINT; /* it took another way, and stands before a call */
                ptrace(PTRACE_POKETEXT, pid, (void *) target, (void *) code);
                set_instruction_pointer(pid, target);
                if (passes == 0)
                        return AT_POINT;
                if (ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) < 0)
                        return FINISHED;
                outcome = await_stop(pid, false, &status);
                if (outcome != AT_POINT)
                        return outcome;
        }
}

static enum outcome go_to_point(pid_t pid)
{
        int status = 0;

        for (long call = 0; call < state.calls; call++) {
                enum outcome outcome = leap(pid, false, &status);

                if (outcome != AT_POINT)
                        return outcome;
        }
        if (state.steps == NOTING)
                return note_stretch(pid);
        if (state.steps == ASLEEP)
                return leap(pid, true, &status);
        return state.steps ? run_to_step(pid) : AT_POINT;
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

/* In each new state of the stretch; beyond them at every stride-th instruction. */
static void kill_within_stretch(int stride)
{
        /* with a stride, begin elsewhere in each stretch and each run */
        long next = stride > 1 ? test_random() % (uint32_t) stride : 0;

        for (state.steps = 0; state.steps < stretch.count - 1; state.steps++) {
                bool is_due = stride && state.steps == next;

                if (is_due)
                        next += stride;
                if (is_due || stretch.is_new[state.steps])
                        one_point();
        }
}

long sweep_all(const struct sweep *sweep, int stride)
{
        enum outcome outcome = AT_POINT;

        memset(&state, 0, sizeof state);
        sweep_now = sweep;
        ASSERT_SYS(pipe(state.meeting));
        for (state.calls = 0; outcome == AT_POINT; state.calls++) {
                /* the pass that notes the way is a point, too: before the call */
                state.steps = NOTING;
                outcome = one_point();
                kill_within_stretch(stride);
                if (state.has_noted)
                        sweep_done(state.noted_done);
                state.has_noted = false;
                if (outcome == AT_POINT) {
                        state.steps = ASLEEP;
                        one_point();
                }
        }
        close(state.meeting[0]);
        close(state.meeting[1]);
        visible_end();
        return state.points;
}

void need_single_steps(void)
{
#if !defined(__x86_64__)
        test_skip("single steps are told from system calls on x86-64 only");
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        test_skip("a sanitizer's own instructions are not worth killing at");
#endif
        need_sleep_reports();
}

void sweep_table(const struct sweep *sweeps, size_t count, int stride_in_proof,
                 long least_in_proof)
{
        int stride = (int) test_amount(0, stride_in_proof, 1);
        long instructions = 0, states = 0, points = 0, violations = 0;

        need_single_steps();
        for (size_t i = 0; i < count; i++) {
                int64_t start_ns = mw_now_ns();

                points += sweep_all(&sweeps[i], stride);
                instructions += state.instructions;
                states += state.states;
                violations += state.violations;
                printf("  %-46s %5ld instructions, %3ld states, %5ld kill points, "
                       "%ld violations (done from point %ld; %.1f s)\n",
                       sweeps[i].name, state.instructions, state.states, state.points,
                       state.violations, state.done_since,
                       (double) (mw_now_ns() - start_ns) / 1e9);
        }
        printf("  %ld instructions, %ld states, each of them killed; %ld kill points, "
               "%ld violations\n", instructions, states, points, violations);
        ASSERT_EQ(violations, 0);
        if (stride && stride <= stride_in_proof)
                ASSERT(points >= least_in_proof); /* a sweep that shrinks is found out */
}
