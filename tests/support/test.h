/* SPDX-License-Identifier: MIT */
/* test.h — the tests' own harness: a process a test, peers, a watchdog, leaks.
 *
 *      ROLE(holder)
 *      {
 *              mw_event *event;
 *
 *              ASSERT_OK(mw_event_open(argv[0], MW_CREATE, NULL, &event));
 *              reach("holding");
 *              await_go();
 *              mw_event_close(event);
 *      }
 *
 *      TEST(event_is_found_by_a_stranger)
 *      {
 *              struct peer *peer = peer_start("holder", "x", NULL);
 *              mw_event *event;
 *
 *              peer_expect(peer, "holding");
 *              ASSERT_OK(mw_event_open("x", 0, NULL, &event));
 *              mw_event_close(event);
 *              peer_go(peer);
 *              peer_end(peer);
 *      }
 *
 * Each test is a fresh program (fork and exec of this binary) with an empty
 * namespace of its own in /dev/shm, so names can't meet, and tests may run side
 * by side. A test fails when an ASSERT does, when it dies, when it is still
 * running after its time limit (then what each of its threads does is printed),
 * and when it leaves anything behind: a file in the namespace, a descriptor, a
 * child.
 *
 * Order between processes comes from pipes ("reached X", "go") and from asking
 * the kernel whether a thread sleeps; never from sleeping ourselves. No test
 * asserts that something was fast: the watchdog is there for what hangs.
 *
 * Exit: 0 all passed, 1 one failed, 77 all skipped. The last line says
 * "N passed, N failed".
 */
#ifndef MW_TEST_H
#define MW_TEST_H

#include <mapwire/mapwire.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#ifdef _WIN32
typedef int uid_t; /* nobody has one there; peer_start_as() says so */
#endif

struct test {
        const char *name;
        void (*run)(void);
        int limit_s;
        struct test *next;
};

struct role {
        const char *name;
        void (*run)(int argc, char **argv);
        struct role *next;
};

void test_register(struct test *test);
void role_register(struct role *role);

/* A test; the name is a sentence. TEST_WITHIN gives it another time limit. */
#define TEST_WITHIN(name_, seconds)                                                         \
        static void test_##name_(void);                                                     \
        __attribute__((constructor)) static void register_##name_(void)                     \
        {                                                                                   \
                static struct test test = { #name_, test_##name_, seconds, NULL };          \
                                                                                            \
                test_register(&test);                                                       \
        }                                                                                   \
        static void test_##name_(void)
#define TEST(name_) TEST_WITHIN(name_, 60)

/* What a peer does; it gets the strings that peer_start() was given. */
#define ROLE(name_)                                                                         \
        static void role_##name_(int argc, char **argv);                                    \
        __attribute__((constructor)) static void register_role_##name_(void)                \
        {                                                                                   \
                static struct role role = { #name_, role_##name_, NULL };                   \
                                                                                            \
                role_register(&role);                                                       \
        }                                                                                   \
        static void role_##name_(__attribute__((unused)) int argc,                      \
                                 __attribute__((unused)) char **argv)

/* Verdicts. Each says where, what, and mw_last_error() when that helps. */
_Noreturn void test_fail(const char *file, int line, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
_Noreturn void test_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *result_name(int result);

#define ASSERT(condition)                                                                   \
        do {                                                                                \
                if (!(condition))                                                           \
                        test_fail(__FILE__, __LINE__, "%s", #condition);                    \
        } while (0)
#define ASSERT_EQ(got, wanted)                                                              \
        do {                                                                                \
                long long got_ = (long long) (got), wanted_ = (long long) (wanted);         \
                                                                                            \
                if (got_ != wanted_)                                                        \
                        test_fail(__FILE__, __LINE__, "%s is %lld, not %s (%lld)", #got,    \
                                  got_, #wanted, wanted_);                                  \
        } while (0)
#define ASSERT_STR(got, wanted)                                                             \
        do {                                                                                \
                const char *got_ = (got), *wanted_ = (wanted);                              \
                                                                                            \
                if (__builtin_strcmp(got_, wanted_) != 0)                                   \
                        test_fail(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #got,     \
                                  got_, wanted_);                                           \
        } while (0)
/* The call returned exactly this result. */
#define ASSERT_IS(call, wanted)                                                             \
        do {                                                                                \
                int got_ = (call), wanted_ = (wanted);                                      \
                                                                                            \
                if (got_ != wanted_)                                                        \
                        test_fail(__FILE__, __LINE__, "%s returned %s, not %s; %s", #call,  \
                                  result_name(got_), result_name(wanted_),                  \
                                  mw_last_error());                                         \
        } while (0)
/* The call did not fail. */
#define ASSERT_OK(call)                                                                     \
        do {                                                                                \
                int got_ = (call);                                                          \
                                                                                            \
                if (got_ < 0)                                                               \
                        test_fail(__FILE__, __LINE__, "%s returned %s; %s", #call,          \
                                  result_name(got_), mw_last_error());                      \
        } while (0)
/* A system call worked. */
#define ASSERT_SYS(call)                                                                    \
        do {                                                                                \
                if ((call) < 0)                                                             \
                        test_fail(__FILE__, __LINE__, "%s: %m", #call);                     \
        } while (0)

/* How much to do: MW_TEST_LEVEL is test (the default), proof or soak (by hand); a tenth of test is
 * glance, for emulated machines. */
long test_amount(long in_test, long in_proof, long in_soak);

/* Reproducible randomness; the seed is MW_TEST_SEED or new, and printed on failure. */
uint32_t test_random(void);
uint32_t random_step(uint64_t *state);

/* The namespace directory of this test, and how many files are in it; the
 * registry of threads doesn't count while we live. */
const char *test_directory(void);
int files_left(const char *directory);
/* The names of those files, for a message; a static buffer. */
const char *list_files(const char *directory);

/* Room for something private that isn't a namespace; removed after the test. */
const char *test_scratch(void);

/* Peers: another process. peer_start() is a stranger (fork and exec of this
 * binary); its arguments end with NULL. peer_fork() is a child of ours that
 * inherits what we hold. */
struct peer {
        pid_t pid;
        int to;   /* we write "go" here          */
        int from; /* and read "reached X" here   */
        bool stopped_reading;
};
struct peer *peer_start(const char *role, ...) __attribute__((sentinel));
struct peer *peer_fork(void (*run)(void *argument), void *argument);
/* peer_start() as another user, or in PID namespace of its own (needs root). */
struct peer *peer_start_as(uid_t uid, const char *role, ...) __attribute__((sentinel));
struct peer *peer_start_in_pid_namespace(const char *role, ...) __attribute__((sentinel));

void peer_expect(struct peer *peer, const char *what);
void peer_line(struct peer *peer, char *line, size_t size); /* "" when it ended */
bool peer_has_line(struct peer *peer);
void peer_say(struct peer *peer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void peer_go(struct peer *peer);
void peer_end(struct peer *peer);  /* wait for it; it must have passed    */
void peer_kill(struct peer *peer); /* kill -9, wait, forget it            */
int peer_status(struct peer *peer); /* wait for it; its wait status       */

/* In a peer. */
void reach(const char *format, ...) __attribute__((format(printf, 1, 2)));
void await_go(void);
bool await_line(char *line, size_t size); /* false: the test is gone or done with us */

/* Does every thread of this process sleep in a futex call? */
bool is_asleep(pid_t pid);
/* The same, and its main thread's sleep has no end of its own. */
bool is_asleep_for_good(pid_t pid);
/* Wait until it does, and still does when asked again. */
void until_asleep(pid_t pid);
/* Skip the test where the kernel does not tell. */
void need_sleep_reports(void);
void need_root(void);

/* Let others run for a moment while we ask something again; never for order. */
void breathe(void);

#endif
