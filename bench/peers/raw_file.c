/* SPDX-License-Identifier: MIT */
/* raw_file.c — the bare calls behind a named mapping of 1 MiB.
 *
 * create: open, lock, fallocate, mmap, munmap, unlink, close.
 * open:   open, lock, mmap, munmap, close; the file is there and stays.
 *
 * The file has one page more than the data, as any scheme with a name and a
 * lifetime must note somewhere what it is; nothing is written to it. */
#include "raw.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE_BYTES ((off_t) 1 << 20)
#define FILE_BYTES (SIZE_BYTES + 4096)

static char path[512];

static void name_file(void) {
        const char *directory = getenv("MAPWIRE_DIR");

        snprintf(path, sizeof path, "%s/bench.raw", directory ? directory : "/dev/shm");
}

static int open_locked(int flags, short lock_type) {
        struct flock lock = { .l_type = lock_type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
        int file = open(path, flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

        if (file < 0 || fcntl(file, F_OFD_SETLK, &lock) < 0)
                bench_die(path);
        return file;
}

static void map_and_unmap(int file) {
        void *view = mmap(NULL, SIZE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

        if (view == MAP_FAILED || munmap(view, SIZE_BYTES) < 0)
                bench_die("mmap");
}

static void create_and_close(void *unused, long calls) {
        while (calls-- > 0) {
                int file = open_locked(O_CREAT | O_EXCL, F_WRLCK);

                if (posix_fallocate(file, 0, FILE_BYTES) != 0)
                        bench_die("posix_fallocate");
                map_and_unmap(file);
                unlink(path);
                close(file);
        }
}

static void open_and_close(void *unused, long calls) {
        while (calls-- > 0) {
                int file = open_locked(0, F_RDLCK);

                map_and_unmap(file);
                close(file);
        }
}

static int run_create(void) {
        bench_settle_alone();
        name_file();
        unlink(path);
        bench_report(NULL, bench_per_call_ns(create_and_close, NULL), "ns");
        return 0;
}

static int run_open(void) {
        int file;

        bench_settle_alone();
        name_file();
        unlink(path);
        file = open_locked(O_CREAT | O_EXCL, F_RDLCK);
        if (posix_fallocate(file, 0, FILE_BYTES) != 0)
                bench_die("posix_fallocate");
        bench_report(NULL, bench_per_call_ns(open_and_close, NULL), "ns");
        unlink(path);
        close(file);
        return 0;
}

const struct bench_case bench_raw_file_cases[] = {
        { "mapping.create", "raw", run_create },
        { "mapping.open", "raw", run_open },
        { "mapping.open_again", "raw", run_open },
        { NULL, NULL, NULL },
};
