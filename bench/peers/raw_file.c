/* SPDX-License-Identifier: MIT */
/* raw_file.c — the bare calls behind a named mapping of 1 MiB.
 *
 * create: open, lock, fallocate, mmap, munmap, unlink, close.
 * open:   open, lock, mmap, munmap, close; the file is there and stays.
 *
 * The file has one page more than the data, as any scheme with a name and a
 * lifetime must note somewhere what it is; nothing is written to it.
 *
 * "raw-lifetime" makes the calls of the two-byte lock protocol too (byte 0 while
 * the name is opened or ended, byte 1 while it is held), which no name that dies
 * with its last holder, however that ends, can do without. */
#include "raw.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE_BYTES ((off_t) 1 << 20)
#define FILE_BYTES (SIZE_BYTES + 4096)

static char path[512];

static void name_file(void) {
        const char *directory = getenv("MAPWIRE_DIR");

        snprintf(path, sizeof path, "%s/bench.raw", directory ? directory : "/dev/shm");
}

static void lock(int file, short type, off_t byte) {
        struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

        if (fcntl(file, F_OFD_SETLK, &lock) < 0)
                bench_die("F_OFD_SETLK");
}

static int open_locked(int flags, short type) {
        int file = open(path, flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

        if (file < 0)
                bench_die(path);
        lock(file, type, 0);
        return file;
}

/* Under byte 0: is it still this file, and does anybody hold the name? */
static int is_held(int file) {
        struct flock probe = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1 };
        struct stat st;

        if (fstat(file, &st) < 0 || fcntl(file, F_OFD_GETLK, &probe) < 0)
                bench_die("fstat");
        return st.st_nlink == 1 && probe.l_type != F_UNLCK;
}

/* Who still holds it ends it; only if nobody does, look again, under byte 0. */
static void end_name(void) {
        int file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

        if (file < 0)
                bench_die(path);
        if (!is_held(file)) {
                lock(file, F_WRLCK, 0);
                if (!is_held(file))
                        unlink(path);
        }
        close(file);
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

static void live(int flags) {
        int file = open_locked(flags, F_WRLCK);

        if (!is_held(file) && posix_fallocate(file, 0, FILE_BYTES) != 0)
                bench_die("posix_fallocate");
        lock(file, F_RDLCK, 1);
        lock(file, F_UNLCK, 0);
        map_and_unmap(file);
        close(file);
        end_name();
}

static void create_live(void *unused, long calls) {
        while (calls-- > 0)
                live(O_CREAT | O_EXCL);
}

static void open_live(void *unused, long calls) {
        while (calls-- > 0)
                live(0);
}

static int measure_create(void (*body)(void *, long)) {
        bench_settle_alone();
        name_file();
        unlink(path);
        bench_report(NULL, bench_per_call_ns(body, NULL), "ns");
        return 0;
}

static int measure_open(void (*body)(void *, long)) {
        int file;

        bench_settle_alone();
        name_file();
        unlink(path);
        file = open_locked(O_CREAT | O_EXCL, F_RDLCK);
        if (posix_fallocate(file, 0, FILE_BYTES) != 0)
                bench_die("posix_fallocate");
        lock(file, F_RDLCK, 1);
        lock(file, F_UNLCK, 0);
        bench_report(NULL, bench_per_call_ns(body, NULL), "ns");
        unlink(path);
        close(file);
        return 0;
}

static int run_create(void) {
        return measure_create(create_and_close);
}

static int run_create_live(void) {
        return measure_create(create_live);
}

static int run_open(void) {
        return measure_open(open_and_close);
}

static int run_open_live(void) {
        return measure_open(open_live);
}

const struct bench_case bench_raw_file_cases[] = {
        { "mapping.create", "raw", run_create },
        { "mapping.create", "raw-lifetime", run_create_live },
        { "mapping.open", "raw", run_open_live },
        { "mapping.open", "raw-no-lifetime", run_open },
        { "mapping.open_again", "raw", run_open },
        { NULL, NULL, NULL },
};
