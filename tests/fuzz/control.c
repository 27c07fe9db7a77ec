/* SPDX-License-Identifier: MIT */
/* control.c — a live object whose control page is anything at all.
 *
 * Input: one byte of choices, then the page (zeros if it is short). The file gets
 * the liveness lock of a holder, as if a peer had made it, and is then opened as
 * every kind, used without blocking, and inspected. Nothing may crash or block.
 * The page's registry_id is corrected, because a foreign one makes an open wait
 * for two seconds, as it should; choice 0x80 leaves it.
 */
#include "fuzz.h"
#include <fcntl.h>
#include <mapwire/mapwire.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "layout.h"

static char directory[] = "/dev/shm/mwf.XXXXXX", path[64];
static uint64_t registry_id;
static mw_event *anchor; /* keeps the registry alive, with its id */

static void remove_all(void)
{
        char command[100];

        mw_event_close(anchor);
        snprintf(command, sizeof command, "rm -rf %s", directory);
        if (system(command) != 0)
                perror(command);
}

static int read_page(const char *file, struct mw_control_shm *page)
{
        struct stat info;
        char name[100];
        int fd, ok;

        snprintf(name, sizeof name, "%s/%s", directory, file);
        fd = open(name, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &info) < 0)
                abort();
        ok = pread(fd, page, sizeof *page, info.st_size - (off_t) sizeof *page) == sizeof *page;
        close(fd);
        return ok;
}

static void begin(void)
{
        static int has_begun;
        struct mw_control_shm page;

        if (has_begun)
                return;
        has_begun = 1;
        if (!mkdtemp(directory))
                abort();
        setenv("MAPWIRE_DIR", directory, 1);
        snprintf(path, sizeof path, "%s/x", directory);
        if (mw_event_open("anchor", MW_CREATE, NULL, &anchor) < 0 || !read_page("anchor", &page))
                abort();
        registry_id = page.registry_id;
        atexit(remove_all);
}

static void use_event(uint32_t flags)
{
        mw_event *event;

        if (mw_event_open("x", flags, NULL, &event) < 0)
                return;
        mw_event_wait(event, MW_NOW);
        mw_event_set(event);
        mw_event_wait(event, MW_NOW);
        mw_event_pulse(event);
        mw_event_reset(event);
        mw_event_is_auto_reset(event);
        mw_event_close(event);
}

static void use_mutex(void)
{
        mw_mutex *mutex;

        if (mw_mutex_open("x", 0, NULL, &mutex) < 0)
                return;
        mw_mutex_unlock(mutex);
        if (mw_mutex_lock(mutex, MW_NOW) >= 0)
                mw_mutex_unlock(mutex);
        mw_mutex_close(mutex);
}

static void use_semaphore(void)
{
        mw_semaphore *semaphore;
        mw_object *both[2];
        uint32_t previous;

        if (mw_semaphore_open("x", 0, 0, 0, NULL, &semaphore) < 0)
                return;
        mw_semaphore_release(semaphore, 1, &previous);
        mw_semaphore_wait(semaphore, MW_NOW);
        both[0] = mw_semaphore_object(semaphore);
        both[1] = mw_event_object(anchor);
        mw_event_set(anchor);
        mw_wait_all(both, 2, MW_NOW, MW_SPIN_NONE);
        mw_wait_any(both, 2, MW_NOW, MW_SPIN_NONE, NULL);
        mw_semaphore_close(semaphore);
}

static void use_mapping(uint32_t flags)
{
        mw_mapping *mapping;
        void *address = NULL;
        unsigned char sum = 0;

        if (mw_mapping_open("x", 0, flags, NULL, &mapping) < 0)
                return;
        if (mw_view_map(mapping, 0, 0, flags, &address) == MW_OK) {
                uint64_t size = mw_mapping_size_bytes(mapping);

                /* all that the handle says is there must be there */
                for (uint64_t at = 0; at < size; at += 512)
                        sum ^= ((volatile unsigned char *) address)[at];
                if (size)
                        sum ^= ((volatile unsigned char *) address)[size - 1];
                mw_view_unmap(address);
        }
        if (!flags)
                mw_mapping_commit(mapping, 0, 1 + sum % 2);
        mw_mapping_close(mapping);
}

static void inspect(void)
{
        mw_object_info info = MW_OBJECT_INFO_INIT;
        mw_inspector *inspector;

        mw_inspect_name("x", &info);
        if (mw_inspect_open(MW_SCOPE_LOCAL, &inspector) < 0)
                return;
        while (mw_inspect_next(inspector, &info) == MW_OK)
                if (strlen(info.name) > MW_NAME_MAX_BYTES ||
                    strlen(info.file_path) > MW_PATH_MAX_BYTES)
                        abort();
        mw_inspect_close(inspector);
}

/* Data pages before the control page: 0 to 3, by the choices. */
static int make_file(uint8_t choices, const uint8_t *data, size_t size)
{
        static struct mw_control_shm page;
        struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = MW_LOCK_LIVENESS,
                              .l_len = 1 };
        off_t at = (off_t) (choices & 3) * (off_t) sizeof page;
        int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

        if (fd < 0)
                abort();
        memset(&page, 0, sizeof page);
        memcpy(&page, data, size < sizeof page ? size : sizeof page);
        if (!(choices & 0x80))
                page.registry_id = registry_id;
        if (pwrite(fd, &page, sizeof page, at) != sizeof page || fcntl(fd, F_OFD_SETLK, &lock) < 0)
                abort();
        return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        int fd;

        begin();
        if (size < 1)
                return 0;
        fd = make_file(data[0], data + 1, size - 1);
        use_event(0);
        use_event(MW_READ_ONLY);
        use_mutex();
        use_semaphore();
        use_mapping(0);
        use_mapping(MW_READ_ONLY);
        inspect();
        close(fd);
        unlink(path);
        return 0;
}

/* The page of the object x as it is now, behind the choices in seed[0]. */
static void seed_page(uint8_t *seed, void (*write_seed)(const void *data, size_t size))
{
        struct mw_control_shm page;

        if (!read_page("x", &page))
                abort();
        memcpy(seed + 1, &page, sizeof page);
        write_seed(seed, 1 + sizeof page);
}

void fuzz_write_seeds(void (*write_seed)(const void *data, size_t size))
{
        static uint8_t seed[1 + sizeof(struct mw_control_shm)];
        mw_event *event;
        mw_mutex *mutex;
        mw_semaphore *semaphore;
        mw_mapping *mapping;

        begin();
        for (uint32_t flags = 0; flags < 3; flags++) {
                static const uint32_t kinds[] = { 0, MW_AUTO_RESET, MW_FOR_READERS };

                if (mw_event_open("x", MW_CREATE | MW_SIGNALLED | kinds[flags], NULL, &event) < 0)
                        abort();
                seed[0] = 0;
                seed_page(seed, write_seed);
                mw_event_close(event);
        }
        if (mw_mutex_open("x", MW_CREATE, NULL, &mutex) < 0)
                abort();
        seed_page(seed, write_seed);
        mw_mutex_close(mutex);
        if (mw_semaphore_open("x", 2, 5, MW_CREATE, NULL, &semaphore) < 0)
                abort();
        seed_page(seed, write_seed);
        mw_semaphore_close(semaphore);
        for (uint64_t pages = 1; pages < 4; pages++) {
                if (mw_mapping_open("x", pages * 4096 - 100, MW_CREATE, NULL, &mapping) < 0)
                        abort();
                seed[0] = (uint8_t) pages;
                seed_page(seed, write_seed);
                mw_mapping_close(mapping);
        }
}
