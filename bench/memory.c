/* SPDX-License-Identifier: MIT */
/* memory.c — what an object takes: private heap, descriptors, shared bytes; how
 * many a process can hold.
 *
 * The bytes are counted from outside the library: mallinfo2() for the heap, the
 * blocks of the files in the namespace directory, RssShmem of /proc/self/status
 * for what unnamed objects share with forked children. */
#include "mapwire_cases.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define HANDLES       1000
#define NAMED_WANTED  50000
#define NAMED_MOST    70000 /* past vm.max_map_count's usual 65,530 */
#define UNNAMED       1000000

enum kind { AUTO_EVENT, MANUAL_EVENT, MUTEX, SEMAPHORE, MAPPING };

/* One more object; name NULL: unnamed. The handle is leaked: it is what we count. */
static int open_one(enum kind kind, const char *name) {
        mw_event *event;
        mw_mutex *mutex;
        mw_semaphore *semaphore;
        mw_mapping *mapping;

        switch (kind) {
        case AUTO_EVENT:
                return mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &event);
        case MANUAL_EVENT:
                return mw_event_open(name, MW_CREATE, NULL, &event);
        case MUTEX:
                return mw_mutex_open(name, MW_CREATE, NULL, &mutex);
        case SEMAPHORE:
                return mw_semaphore_open(name, 0, 1, MW_CREATE, NULL, &semaphore);
        case MAPPING:
                return mw_mapping_open(name, 4096, MW_CREATE, NULL, &mapping);
        }
        return MW_EINVAL;
}

static int open_numbered(enum kind kind, int number) {
        char name[32];

        snprintf(name, sizeof name, "bench.memory.%d.%d", (int) kind, number);
        return open_one(kind, name);
}

/* Bytes of all files in the namespace directory, as the file system counts them. */
static double namespace_bytes(void) {
        DIR *directory = opendir(mw_scope_directory(MW_SCOPE_LOCAL));
        struct dirent *entry;
        double bytes = 0;

        if (!directory)
                bench_die("namespace directory");
        while ((entry = readdir(directory))) {
                struct stat st;

                if (fstatat(dirfd(directory), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
                    S_ISREG(st.st_mode))
                        bytes += (double) st.st_blocks * 512;
        }
        closedir(directory);
        return bytes;
}

/* A field of /proc/self/status in bytes. */
static double status_bytes(const char *field) {
        FILE *status = fopen("/proc/self/status", "r");
        char line[256];
        double kib = -1;

        if (!status)
                bench_die("/proc/self/status");
        while (fgets(line, sizeof line, status)) {
                if (strncmp(line, field, strlen(field)) == 0)
                        kib = atof(line + strlen(field) + 1);
        }
        fclose(status);
        if (kib < 0)
                bench_die(field);
        return kib * 1024;
}

/* Named ones: heap, descriptors and shared bytes of each of HANDLES handles. */
static int named(enum kind kind) {
        double heap, shared;
        int descriptors;

        bench_mw(open_numbered(kind, HANDLES)); /* what the first one costs once */
        heap = bench_heap_bytes();
        descriptors = bench_descriptors();
        shared = namespace_bytes();
        for (int i = 0; i < HANDLES; i++)
                bench_mw(open_numbered(kind, i));
        bench_report("heap", (bench_heap_bytes() - heap) / HANDLES, "bytes");
        bench_report("descriptors", (double) (bench_descriptors() - descriptors) / HANDLES, "each");
        bench_report("shared", (namespace_bytes() - shared) / HANDLES, "bytes");
        exit(0); /* closes all of them */
}

static int unnamed(enum kind kind, int count) {
        double heap, shared;
        int64_t start;
        int opened = 0;

        bench_mw(open_one(kind, NULL));
        heap = bench_heap_bytes();
        shared = status_bytes("RssShmem:");
        start = bench_now_ns();
        while (opened < count && open_one(kind, NULL) >= 0)
                opened++;
        start = bench_now_ns() - start;
        if (opened < count)
                printf("note after %d unnamed: %s\n", opened, mw_last_error());
        bench_report("count", opened, "objects");
        bench_report("heap", (bench_heap_bytes() - heap) / opened, "bytes");
        bench_report("shared", (status_bytes("RssShmem:") - shared) / opened, "bytes");
        bench_report("ns", (double) start / opened, "ns");
        exit(0);
}

/* As many named events as the system lets us have, with few descriptors. */
static int run_many(void) {
        struct rlimit few = { 1024, 1024 };
        int64_t start, spent = 0;
        int opened = 0, result = 0;

        if (setrlimit(RLIMIT_NOFILE, &few) < 0)
                bench_die("setrlimit");
        start = bench_now_ns();
        while (opened < NAMED_MOST) {
                result = open_numbered(AUTO_EVENT, opened);
                if (result < 0)
                        break;
                if (++opened == NAMED_WANTED)
                        spent = bench_now_ns() - start;
        }
        printf("note named events in one process under 1024 descriptors: %d, then: %s\n", opened,
               result < 0 ? mw_last_error() : "we stopped");
        bench_report("count", opened, "objects");
        if (spent)
                bench_report("ns", (double) spent / NAMED_WANTED, "ns");
        exit(0);
}

static int run_mapping(void) { return named(MAPPING); }
static int run_event(void) { return named(AUTO_EVENT); }
static int run_mutex(void) { return named(MUTEX); }
static int run_semaphore(void) { return named(SEMAPHORE); }
static int run_unnamed_auto(void) { return unnamed(AUTO_EVENT, UNNAMED); }
static int run_unnamed_manual(void) { return unnamed(MANUAL_EVENT, UNNAMED / 10); }
static int run_unnamed_mutex(void) { return unnamed(MUTEX, UNNAMED / 10); }
static int run_unnamed_semaphore(void) { return unnamed(SEMAPHORE, UNNAMED / 10); }

const struct bench_case bench_memory_cases[] = {
        { "memory.mapping", "mapwire", run_mapping },
        { "memory.event", "mapwire", run_event },
        { "memory.mutex", "mapwire", run_mutex },
        { "memory.semaphore", "mapwire", run_semaphore },
        { "memory.many", "mapwire", run_many },
        { "memory.unnamed.auto", "mapwire", run_unnamed_auto },
        { "memory.unnamed.manual", "mapwire", run_unnamed_manual },
        { "memory.unnamed.mutex", "mapwire", run_unnamed_mutex },
        { "memory.unnamed.semaphore", "mapwire", run_unnamed_semaphore },
        { NULL, NULL, NULL },
};
