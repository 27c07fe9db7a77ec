/* SPDX-License-Identifier: MIT */
/* unload.c — a plugin that uses the library is unloaded with handles open.
 *
 * Kernel and libc keep pointers into the library (robust list, fork and exit
 * handlers), so it must stay; closing its last handle must be harmless. The test
 * loads the library under another path, so that it is a second copy, loaded and
 * unloaded by us alone.
 */
#include "test.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct api {
        int (*open)(const char *, uint32_t, const mw_options *, mw_mutex **);
        int (*lock)(mw_mutex *, int64_t);
        void *library;
};

static struct api load(void)
{
        char copy[400], command[1000];
        const char *library = getenv("MW_TEST_LIBRARY");
        struct api api;

        if (!library)
                test_skip("needs MW_TEST_LIBRARY (CTest sets it)");
        snprintf(copy, sizeof copy, "%s/plugin.so", test_scratch());
        snprintf(command, sizeof command, "cp %s %s", library, copy);
        ASSERT_EQ(system(command), 0);
        api.library = dlopen(copy, RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
        if (!api.library)
                test_skip("%s", dlerror()); /* sanitizers refuse RTLD_DEEPBIND */
        *(void **) &api.open = dlsym(api.library, "mw_mutex_open");
        *(void **) &api.lock = dlsym(api.library, "mw_mutex_lock");
        ASSERT(api.open && api.lock);
        return api;
}

static void *lock_and_end(void *argument)
{
        mw_mutex *mutex;
        struct api *api = argument;

        ASSERT_OK(api->open("plugin", MW_CREATE, NULL, &mutex));
        ASSERT_OK(api->lock(mutex, MW_NEVER));
        return NULL;
}

static void child(void *unused)
{
        (void) unused;
}

TEST(unloading_with_locked_mutexes_and_threads_is_harmless)
{
        struct api api = load();
        pthread_t thread;

        ASSERT(pthread_create(&thread, NULL, lock_and_end, &api) == 0);
        pthread_join(thread, NULL);
        ASSERT_EQ(dlclose(api.library), 0);
        peer_end(peer_fork(child, NULL)); /* fork and exit handlers run */
}

/* argv: none. Unloads, then ends while its own thread still owns. */
ROLE(plugin_user)
{
        struct api api = load();
        mw_mutex *mutex;

        ASSERT_OK(api.open("plugin", MW_CREATE, NULL, &mutex));
        ASSERT_OK(api.lock(mutex, MW_NEVER));
        ASSERT_EQ(dlclose(api.library), 0);
        reach("unloaded");
        await_go();
}

TEST(an_owner_that_unloaded_the_library_still_abandons)
{
        struct peer *peer = peer_start("plugin_user", NULL);
        mw_mutex *mutex;
        char line[32];

        peer_line(peer, line, sizeof line);
        if (strcmp(line, "unloaded") != 0)
                test_skip("the plugin could not be loaded");
        ASSERT_IS(mw_mutex_open("plugin", 0, NULL, &mutex), MW_OK);
        ASSERT_IS(mw_mutex_lock(mutex, MW_NOW), MW_ETIMEDOUT);
        peer_kill(peer);
        ASSERT_IS(mw_mutex_lock(mutex, MW_NEVER), MW_ABANDONED);
        mw_mutex_close(mutex);
}
