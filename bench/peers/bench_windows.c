/* SPDX-License-Identifier: MIT */
/* bench_windows.c — bench.h and duel.h for the program that runs under Wine.
 *
 * The second process is this program started again; BENCH_SECOND in its
 * environment tells it so. There is no /proc to see a sleeper by: it is given
 * 2 ms to fall asleep. The clock has a grain of 100 ns. Only one rival at a time. */
#include "../bench.h"
#include "../duel.h"

#include <stdlib.h>
#include <windows.h>

#define WAKES 60
#define TRIPS 500

/* In a named mapping of both processes. */
struct stage {
        volatile LONG64 begun;
        volatile LONG64 ran_at;
};

int64_t bench_now_ns(void) {
        LARGE_INTEGER now, frequency;

        QueryPerformanceFrequency(&frequency);
        QueryPerformanceCounter(&now);
        return (int64_t) ((double) now.QuadPart * (1e9 / (double) frequency.QuadPart));
}

static void pin(enum bench_side side) {
        DWORD_PTR allowed, system, chosen;

        if (!GetProcessAffinityMask(GetCurrentProcess(), &allowed, &system))
                bench_die("GetProcessAffinityMask");
        chosen = allowed & -allowed; /* the lowest */
        while (side == BENCH_FAR && (allowed &= allowed - 1))
                chosen = allowed & -allowed;
        if (!SetThreadAffinityMask(GetCurrentThread(), chosen))
                bench_die("SetThreadAffinityMask");
}

void bench_settle(enum bench_side side) {
        if (bench_sample.place == BENCH_APART)
                pin(side);
        else if (bench_sample.place == BENCH_TOGETHER)
                pin(BENCH_FAR);
}

void bench_settle_alone(void) {
        pin(BENCH_FAR);
}

static struct stage *open_stage(void) {
        HANDLE mapping = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                            sizeof(struct stage), "bench.win32.stage");
        struct stage *stage = mapping ? MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0, 0)
                                      : NULL;

        if (!stage)
                bench_die("stage");
        return stage;
}

static int is_second(void) {
        return GetEnvironmentVariableA("BENCH_SECOND", NULL, 0) != 0;
}

static HANDLE start_second(void) {
        STARTUPINFOA startup = { .cb = sizeof startup };
        PROCESS_INFORMATION second;

        SetEnvironmentVariableA("BENCH_SECOND", "1");
        if (!CreateProcessA(NULL, GetCommandLineA(), NULL, NULL, TRUE, 0, NULL, NULL, &startup,
                            &second))
                bench_die("CreateProcess");
        SetEnvironmentVariableA("BENCH_SECOND", NULL);
        CloseHandle(second.hThread);
        return second.hProcess;
}

static void end_second(HANDLE second) {
        DWORD status = 1;

        WaitForSingleObject(second, INFINITE);
        if (!GetExitCodeProcess(second, &status) || status != 0)
                bench_die("the second process failed");
        CloseHandle(second);
}

static void must(int result, const char *what) {
        if (result < 0)
                bench_die(what);
}

static void sleeper(const struct bench_signal *signal, struct stage *stage) {
        bench_settle(BENCH_FAR);
        for (int i = 0; i < WAKES; i++) {
                InterlockedExchange64(&stage->begun, i + 1);
                must(signal->wait(0), "wait");
                InterlockedExchange64(&stage->ran_at, bench_now_ns());
        }
        exit(0);
}

int bench_wake(const struct bench_rival *rivals, int count) {
        const struct bench_signal *signal = rivals->signal;
        static double runs[WAKES], pays[WAKES];
        struct stage *stage = open_stage();
        HANDLE second;

        must(signal->open(), "open");
        if (is_second())
                sleeper(signal, stage);
        second = start_second();
        bench_settle(BENCH_NEAR);
        for (int i = 0; i < WAKES; i++) {
                int64_t start, returned;

                while (stage->begun != i + 1)
                        YieldProcessor();
                Sleep(2);
                InterlockedExchange64(&stage->ran_at, 0);
                start = bench_now_ns();
                must(signal->set(0), "set");
                returned = bench_now_ns();
                while (stage->ran_at == 0)
                        YieldProcessor();
                runs[i] = (double) (stage->ran_at - start);
                pays[i] = (double) (returned - start);
        }
        end_second(second);
        bench_report_rival(rivals->who, "runs", bench_median(runs, WAKES), "ns");
        bench_report_rival(rivals->who, "pays", bench_median(pays, WAKES), "ns");
        return 0;
}

static void answer(const struct bench_signal *signal) {
        bench_settle(BENCH_FAR);
        for (int i = 0; i < TRIPS + TRIPS / 10; i++) {
                must(signal->wait(0), "wait");
                must(signal->set(1), "set");
        }
        exit(0);
}

static void serve(const struct bench_signal *signal, int rounds) {
        for (int i = 0; i < rounds; i++) {
                must(signal->set(0), "set");
                must(signal->wait(1), "wait");
        }
}

int bench_pingpong(const struct bench_rival *rivals, int count) {
        const struct bench_signal *signal = rivals->signal;
        int64_t start;
        HANDLE second;

        must(signal->open(), "open");
        if (is_second())
                answer(signal);
        second = start_second();
        bench_settle(BENCH_NEAR);
        serve(signal, TRIPS / 10);
        start = bench_now_ns();
        serve(signal, TRIPS);
        bench_report_rival(rivals->who, NULL, (double) (bench_now_ns() - start) / TRIPS, "ns");
        end_second(second);
        return 0;
}
