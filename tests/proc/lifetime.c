/* SPDX-License-Identifier: MIT */
/* lifetime.c — a name lives exactly as long as somebody holds it. */
#include "thing.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* argv: what ('m' for a mapping), name, "open" or "create". Holds until told. */
ROLE(holder)
{
        bool creates = strcmp(argv[2], "create") == 0;
        uint32_t flags = creates ? MW_CREATE | MW_EXCLUSIVE : 0;
        mw_mapping *mapping = NULL;
        struct thing thing;

        if (argv[0][0] == 'm')
                ASSERT_IS(mw_mapping_open(argv[1], 10000, flags, NULL, &mapping), creates);
        else
                ASSERT_IS(thing_open(&thing, (enum what) (argv[0][0] - '0'), argv[1], flags, 1),
                          creates);
        reach("holding");
        await_go();
        if (mapping)
                mw_mapping_close(mapping);
        else
                thing_close(&thing);
}

static int open_any(char what, const char *name, uint32_t flags)
{
        mw_mapping *mapping;
        struct thing thing;
        int result;

        if (what == 'm') {
                result = mw_mapping_open(name, 10000, flags, NULL, &mapping);
                if (result >= 0)
                        mw_mapping_close(mapping);
        } else {
                result = thing_open(&thing, (enum what) (what - '0'), name, flags, 0);
                if (result >= 0)
                        thing_close(&thing);
        }
        return result;
}

static const char kinds[] = "0123m";

TEST(kill_9_of_the_only_holder_ends_the_name_at_once)
{
        long rounds = test_amount(20, 20, 20);

        for (const char *kind = kinds; *kind; kind++)
                for (long round = 0; round < rounds; round++) {
                        char text[2] = { *kind, 0 };
                        struct peer *peer = peer_start("holder", text, "x", "create", NULL);

                        peer_expect(peer, "holding");
                        ASSERT_IS(open_any(*kind, "x", 0), MW_OK);
                        peer_kill(peer);
                        ASSERT_IS(open_any(*kind, "x", 0), MW_ENOTFOUND);
                        ASSERT_IS(open_any(*kind, "x", MW_CREATE | MW_EXCLUSIVE), MW_CREATED);
                        ASSERT_EQ(files_left(test_directory()), 0);
                }
}

TEST(kill_9_of_one_holder_leaves_it_to_the_others)
{
        for (const char *kind = kinds; *kind; kind++) {
                char text[2] = { *kind, 0 };
                struct peer *maker = peer_start("holder", text, "x", "create", NULL), *other;

                peer_expect(maker, "holding");
                other = peer_start("holder", text, "x", "open", NULL);
                peer_expect(other, "holding");
                peer_kill(maker);
                ASSERT_IS(open_any(*kind, "x", 0), MW_OK);
                ASSERT_IS(open_any(*kind, "x", MW_CREATE | MW_EXCLUSIVE), MW_EEXIST);
                peer_go(other);
                peer_end(other);
                ASSERT_IS(open_any(*kind, "x", 0), MW_ENOTFOUND);
        }
}

TEST(nothing_of_a_dead_object_comes_back)
{
        mw_mapping *mapping;
        void *address = NULL;

        for (int round = 0; round < 20; round++) {
                struct peer *peer = peer_start("holder", "m", "x", "create", NULL);

                peer_expect(peer, "holding");
                ASSERT_OK(mw_mapping_open("x", 0, 0, NULL, &mapping));
                address = NULL;
                ASSERT_OK(mw_view_map(mapping, 0, 0, MW_DETACHED, &address));
                memset(address, 0xee, 10000);
                mw_mapping_close(mapping);
                peer_kill(peer);
                ASSERT_OK(mw_view_unmap(address));
                ASSERT_IS(mw_mapping_open("x", 10000, MW_CREATE, NULL, &mapping), MW_CREATED);
                address = NULL;
                ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
                for (int i = 0; i < 10000; i++)
                        ASSERT(((unsigned char *) address)[i] == 0);
                ASSERT_OK(mw_view_unmap(address));
                mw_mapping_close(mapping);
        }
}

TEST(a_stopped_holder_is_alive)
{
        for (const char *kind = kinds; *kind; kind++) {
                char text[2] = { *kind, 0 };
                struct peer *peer = peer_start("holder", text, "x", "create", NULL);
                uint32_t removed;
                int status;

                peer_expect(peer, "holding");
                kill(peer->pid, SIGSTOP);
                ASSERT_SYS(waitpid(peer->pid, &status, WUNTRACED));
                ASSERT_IS(open_any(*kind, "x", 0), MW_OK);
                ASSERT_IS(open_any(*kind, "x", MW_CREATE | MW_EXCLUSIVE), MW_EEXIST);
                ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, &removed, NULL), MW_OK);
                ASSERT_EQ(removed, 0);
                kill(peer->pid, SIGCONT);
                peer_go(peer);
                peer_end(peer);
                ASSERT_IS(open_any(*kind, "x", 0), MW_ENOTFOUND);
        }
}

static void open_lots(void)
{
        struct thing thing;
        mw_mapping *mapping;
        void *address = NULL;

        for (int what = 0; what < KINDS; what++)
                for (int i = 0; i < 10; i++) {
                        char name[40];

                        snprintf(name, sizeof name, "%s%s%d", i % 2 ? "Global\\" : "",
                                 what_name[what], i);
                        thing = thing_make(what, name, 0);
                        thing_try(&thing);
                        if (i % 3 == 0)
                                thing = thing_find(what, name);
                }
        ASSERT_OK(mw_mapping_open("with view", 100, MW_CREATE, NULL, &mapping));
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
        ASSERT_OK(mw_mapping_open("only view", 100, MW_CREATE, NULL, &mapping));
        address = NULL;
        ASSERT_OK(mw_view_map(mapping, 0, 0, 0, &address));
        mw_mapping_close(mapping);
        ASSERT_OK(mw_mapping_open(NULL, 100, MW_CREATE, NULL, &mapping));
}

/* argv: how it ends. */
ROLE(careless)
{
        open_lots();
        reach("open");
        await_go();
        if (strcmp(argv[0], "exit") == 0)
                exit(0);
        if (strcmp(argv[0], "_exit") == 0)
                _exit(0);
        if (strcmp(argv[0], "quick_exit") == 0)
                quick_exit(0);
        if (strcmp(argv[0], "thread exit") == 0)
                pthread_exit(NULL);
}

TEST(a_process_that_ends_without_closing_leaves_nothing)
{
        static const char *const ways[] = { "return", "exit", "thread exit" };

        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
                struct peer *peer = peer_start("careless", ways[i], NULL);

                peer_expect(peer, "open");
                peer_go(peer);
                peer_end(peer);
                /* Not even the registry: we have not used any object. */
                ASSERT_STR(list_files(test_directory()), "");
                ASSERT_STR(list_files(getenv("MAPWIRE_GLOBAL_DIR")), "");
        }
}

TEST(a_process_that_ends_abruptly_leaves_dead_names_only)
{
        static const char *const ways[] = { "_exit", "quick_exit" };

        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
                struct peer *peer = peer_start("careless", ways[i], NULL);
                mw_object_info info = MW_OBJECT_INFO_INIT;

                peer_expect(peer, "open");
                peer_go(peer);
                peer_end(peer);
                ASSERT_IS(open_any('m', "with view", 0), MW_ENOTFOUND);
                ASSERT_IS(open_any('m', "only view", 0), MW_ENOTFOUND);
                if (mw_inspect_name("with view", &info) == MW_OK)
                        ASSERT_EQ(info.state, MW_STATE_LEFTOVER);
                ASSERT_IS(mw_gc(MW_SCOPE_LOCAL, 0, NULL, NULL), MW_OK);
                ASSERT_IS(mw_gc(MW_SCOPE_GLOBAL, 0, NULL, NULL), MW_OK);
                ASSERT_STR(list_files(test_directory()), "");
                ASSERT_STR(list_files(getenv("MAPWIRE_GLOBAL_DIR")), "");
        }
}

/* argv: name, rounds. Makes or joins, says which, holds until told, closes. */
ROLE(racer)
{
        int rounds = atoi(argv[1]);

        for (int i = 0; i < rounds; i++) {
                mw_semaphore *semaphore;
                int result;

                await_go();
                result = mw_semaphore_open(argv[0], 5, 9, MW_CREATE, NULL, &semaphore);
                ASSERT(result == MW_CREATED || result == MW_OK);
                /* never half made: 5 units from the first moment */
                ASSERT_IS(mw_semaphore_wait(semaphore, MW_NOW), MW_OK);
                ASSERT_IS(mw_semaphore_release(semaphore, 1, NULL), MW_OK);
                reach("%s", result_name(result));
                await_go();
                mw_semaphore_close(semaphore);
                reach("closed");
        }
}

TEST_WITHIN(of_many_creators_at_once_exactly_one_creates, 120)
{
        enum { RACERS = 6 };
        struct peer *racers[RACERS];
        int rounds = (int) test_amount(300, 3000, 100000);
        char text[12];

        snprintf(text, sizeof text, "%d", rounds);
        for (int i = 0; i < RACERS; i++)
                racers[i] = peer_start("racer", "x", text, NULL);
        for (int round = 0; round < rounds; round++) {
                int creators = 0;

                for (int i = 0; i < RACERS; i++)
                        peer_go(racers[i]);
                for (int i = 0; i < RACERS; i++) {
                        char line[32];

                        peer_line(racers[i], line, sizeof line);
                        creators += strcmp(line, "MW_CREATED") == 0;
                        if (strcmp(line, "MW_CREATED") != 0)
                                ASSERT_STR(line, "MW_OK");
                }
                ASSERT_EQ(creators, 1);
                for (int i = 0; i < RACERS; i++)
                        peer_go(racers[i]);
                for (int i = 0; i < RACERS; i++)
                        peer_expect(racers[i], "closed");
                ASSERT_EQ(files_left(test_directory()), 0);
        }
        for (int i = 0; i < RACERS; i++)
                peer_end(racers[i]);
}

/* argv: name, rounds. Whoever has opened it holds the name: the file of that name
 * is his object, however many others come and go at the same time. */
ROLE(joiner)
{
        char path[400];

        snprintf(path, sizeof path, "%s/%s", test_directory(), argv[0]);
        for (int round = atoi(argv[1]); round > 0; round--) {
                struct thing thing;
                uint64_t id = 0;
                off_t size;
                int fd;

                ASSERT_OK(thing_open(&thing, AUTO, argv[0], MW_CREATE, 0));
                fd = open(path, O_RDONLY | O_CLOEXEC);
                ASSERT_SYS(fd);
                size = lseek(fd, 0, SEEK_END);
                ASSERT_EQ(pread(fd, &id, sizeof id, size - 4096 + 32), sizeof id);
                close(fd);
                ASSERT(id == mw_object_id(thing.object));
                thing_close(&thing);
        }
}

TEST_WITHIN(who_joins_has_the_name, 300)
{
        enum { JOINERS = 5 };
        struct peer *joiners[JOINERS];
        char text[12];

        snprintf(text, sizeof text, "%ld", test_amount(3000, 30000, 1000000));
        for (int i = 0; i < JOINERS; i++)
                joiners[i] = peer_start("joiner", "x", text, NULL);
        for (int i = 0; i < JOINERS; i++)
                peer_end(joiners[i]);
        ASSERT_EQ(files_left(test_directory()), 0);
}

/* Somebody holds the lifecycle lock and does not let go. */
TEST(a_lifecycle_lock_held_for_ever_is_busy_not_a_hang)
{
        static const short types[] = { F_WRLCK, F_RDLCK };
        struct peer *peer = peer_start("holder", "1", "x", "create", NULL);
        struct thing thing;
        char path[400];

        peer_expect(peer, "holding");
        snprintf(path, sizeof path, "%s/x", test_directory());
        for (int i = 0; i < 2; i++) {
                struct flock lock = { .l_type = types[i], .l_whence = SEEK_SET, .l_len = 1 };
                int fd = open(path, O_RDWR | O_CLOEXEC);

                ASSERT_SYS(fd);
                ASSERT_SYS(fcntl(fd, F_OFD_SETLK, &lock));
                ASSERT_IS(thing_open(&thing, AUTO, "x", MW_CREATE, 0), MW_EBUSY);
                close(fd);
        }
        thing = thing_find(AUTO, "x");
        thing_close(&thing);
        peer_go(peer);
        peer_end(peer);
        ASSERT_EQ(files_left(test_directory()), 0);
}

/* The file was removed behind our back, as systemd's RemoveIPC does: who has the
 * object works on, the next who asks makes another, and the first one's end does
 * not take the name away from that. */
TEST(a_removed_file_loses_the_name_and_nothing_else)
{
        struct thing thing = thing_make(AUTO, "x", 0);
        char path[400];
        struct peer *peer;

        snprintf(path, sizeof path, "%s/x", test_directory());
        ASSERT_SYS(unlink(path));
        ASSERT_IS(thing_signal(&thing), MW_OK);
        ASSERT_IS(thing_try(&thing), MW_OK);
        peer = peer_start("holder", "3", "x", "create", NULL);
        peer_expect(peer, "holding");
        ASSERT_IS(thing_signal(&thing), MW_OK);
        ASSERT_IS(thing_try(&thing), MW_OK);
        thing_close(&thing);
        thing = thing_find(SEMAPHORE, "x");
        ASSERT_IS(thing_try(&thing), MW_OK); /* the unit that it was made with */
        thing_close(&thing);
        peer_go(peer);
        peer_end(peer);
        ASSERT_EQ(files_left(test_directory()), 0);
}
