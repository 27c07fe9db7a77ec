/* SPDX-License-Identifier: MIT */
/* test.c — the harness, as far as it is the same on every system: the lists of tests and
 * roles, verdicts, chance, the count.
 *
 * A program runs in three ways. Plain, it is the runner, which runs each test apart from
 * itself; with --run=NAME it is one test; with --role=NAME a peer of one. How a test is
 * kept apart, and what it may not leave behind, is the back end's: test_linux.c and
 * test_windows.c.
 */
#include "harness.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct test *all_tests;
static struct role *all_roles;
static const char *current = "runner";

/* Constructors run in the order of the file; keep it. */
void test_register(struct test *test)
{
        struct test **end = &all_tests;

        while (*end)
                end = &(*end)->next;
        *end = test;
}

void role_register(struct role *role)
{
        role->next = all_roles;
        all_roles = role;
}

const char *result_name(int result)
{
        static __thread char buffer[4][16];
        static __thread unsigned turn;

        switch (result) {
        case MW_OK:        return "MW_OK";
        case MW_CREATED:   return "MW_CREATED";
        case MW_ABANDONED: return "MW_ABANDONED";
#define MW_X(name, number, text)                                                            \
        case number: return "MW_" #name;
                MW_ERRORS(MW_X)
#undef MW_X
        }
        turn = (turn + 1) % 4;
        snprintf(buffer[turn], sizeof buffer[turn], "%d", result);
        return buffer[turn];
}

void test_fail(const char *file, int line, const char *format, ...)
{
        char text[1024];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        fprintf(stderr, "  %s:%d: %s: %s (MW_TEST_SEED=%s)\n", file, line, current, text,
                getenv("MW_TEST_SEED"));
        fflush(NULL);
        _exit(1);
}

void test_skip(const char *format, ...)
{
        va_list arguments;

        printf("  ");
        va_start(arguments, format);
        vprintf(format, arguments);
        va_end(arguments);
        printf("\n");
        fflush(NULL);
        _exit(EXIT_SKIP);
}

long test_amount(long in_test, long in_proof, long in_soak)
{
        const char *level = getenv("MW_TEST_LEVEL");

        if (level && strcmp(level, "glance") == 0)
                return in_test / 10 + 1;
        if (level && strcmp(level, "soak") == 0)
                return in_soak;
        return level && strcmp(level, "proof") == 0 ? in_proof : in_test;
}

/* splitmix64: short, and good enough to choose victims. */
uint32_t random_step(uint64_t *state)
{
        uint64_t z = *state += 0x9e3779b97f4a7c15;

        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (uint32_t) (z >> 32);
}

uint32_t test_random(void)
{
        static uint64_t state;

        if (!state)
                state = strtoull(getenv("MW_TEST_SEED"), NULL, 10) * 2654435761u + 1;
        return random_step(&state);
}

const char *test_scratch(void)
{
        return getenv("MW_TEST_SCRATCH");
}

/* MW_TEST_SLOW multiplies all time limits, for sanitizers, valgrind and Wine. */
int limit_of(const struct test *test)
{
        const char *slow = getenv("MW_TEST_SLOW");

        return test->limit_s * (slow ? atoi(slow) : 1);
}

/* In the test's own process. */
static int run_here(const char *name)
{
        struct test *test = all_tests;

        while (test && strcmp(test->name, name) != 0)
                test = test->next;
        if (!test) {
                fprintf(stderr, "no test named %s\n", name);
                return 2;
        }
        current = name;
        run_and_look(test);
        return 0;
}

static int run_role(const char *name, int argc, char **argv)
{
        struct role *role = all_roles;

        while (role && strcmp(role->name, name) != 0)
                role = role->next;
        if (!role) {
                fprintf(stderr, "no role named %s\n", name);
                return 2;
        }
        current = name;
        role->run(argc, argv);
        return 0;
}

static bool is_wanted(const struct test *test, int argc, char **argv)
{
        if (argc < 2)
                return true;
        for (int i = 1; i < argc; i++)
                if (strstr(test->name, argv[i]))
                        return true;
        return false;
}

static int run_all(int argc, char **argv)
{
        static const char *const word[] = { "ok", "FAILED", "skipped" };
        int count[3] = { 0, 0, 0 };
        char seed[24];

        snprintf(seed, sizeof seed, "%u", (unsigned) (mw_now_ns() / 1000) ^ (unsigned) getpid());
        if (!getenv("MW_TEST_SEED"))
                put_setting("MW_TEST_SEED", seed);
        if (!begin_runner())
                return 1;
        for (struct test *test = all_tests; test && goes_on(); test = test->next) {
                int64_t start_ns = mw_now_ns();
                int verdict;

                if (!is_wanted(test, argc, argv))
                        continue;
                verdict = run_apart(test);
                verdict = verdict == EXIT_SKIP ? 2 : verdict;
                count[verdict]++;
                printf("%-7s %s (%lld ms)\n", word[verdict], test->name,
                       (long long) (mw_now_ns() - start_ns) / 1000000);
                fflush(stdout);
        }
        end_runner();
        if (count[2])
                printf("%d skipped\n", count[2]);
        printf("%d passed, %d failed\n", count[0], count[1]);
        if (count[1] || count[0] + count[2] == 0)
                return 1;
        return count[0] ? 0 : EXIT_SKIP;
}

int main(int argc, char **argv)
{
        begin_process(&argc, argv);
        if (argc > 1 && strncmp(argv[1], "--run=", 6) == 0)
                return run_here(argv[1] + 6);
        if (argc > 1 && strncmp(argv[1], "--role=", 7) == 0)
                return run_role(argv[1] + 7, argc - 2, argv + 2);
        return run_all(argc, argv);
}
