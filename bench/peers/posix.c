/* SPDX-License-Identifier: MIT */
/* posix.c — what POSIX itself offers: named semaphores, robust mutexes, shm_open().
 *
 * A semaphore stands in for an auto-reset event where only one set is pending at
 * a time. There is nothing for a manual-reset event, and no wait for several. */
#include "../bench.h"
#include "../duel.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE_BYTES ((off_t) 1 << 20)
#define HANDLES    1000

static sem_t *semaphores[2];

/* Names are of this measurement: its parent's process id is in them. */
static const char *semaphore_name(char *name, size_t size, pid_t owner, int number) {
        snprintf(name, size, "/mwb.%d.%d", (int) owner, number);
        return name;
}

static int open_pair_of(pid_t owner) {
        char name[64];

        for (int i = 0; i < 2; i++) {
                semaphores[i] = sem_open(semaphore_name(name, sizeof name, owner, i), O_CREAT,
                                         0600, 0);
                if (semaphores[i] == SEM_FAILED)
                        return -1;
        }
        return 0;
}

static int open_pair(void) {
        return open_pair_of(getpid());
}

static int attach_pair(void) {
        return open_pair_of(getppid());
}

static int post(int number) {
        return sem_post(semaphores[number]);
}

static int take(int number) {
        while (sem_wait(semaphores[number]) < 0) {
                if (errno != EINTR)
                        return -1;
        }
        return 0;
}

static void close_pair(void) {
        char name[64];

        for (int i = 0; i < 2; i++) {
                sem_close(semaphores[i]);
                sem_unlink(semaphore_name(name, sizeof name, getpid(), i));
        }
}

static const struct bench_signal semaphore_signal = { open_pair, attach_pair, post, take,
                                                      close_pair };
static const struct bench_rival semaphore_rival = { "posix", &semaphore_signal };

static void post_and_take(void *semaphore, long calls) {
        while (calls-- > 0) {
                sem_post(semaphore);
                sem_wait(semaphore);
        }
}

static int run_alone(void) {
        bench_settle_alone();
        if (open_pair() < 0)
                bench_die("sem_open");
        bench_report(NULL, bench_per_call_ns(post_and_take, semaphores[0]), "ns");
        close_pair();
        return 0;
}

static int run_wake(void) {
        return bench_wake(&semaphore_rival, 1);
}

static int run_pingpong(void) {
        return bench_pingpong(&semaphore_rival, 1);
}

static int run_herd_1(void) {
        return bench_herd(&semaphore_rival, 1, 1);
}

static int run_herd_8(void) {
        return bench_herd(&semaphore_rival, 1, 8);
}

static int run_herd_64(void) {
        return bench_herd(&semaphore_rival, 1, 64);
}

static pthread_mutex_t *mutex;

static int open_mutex(void) {
        pthread_mutexattr_t attributes;

        mutex = bench_shared(sizeof *mutex);
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
        return -pthread_mutex_init(mutex, &attributes);
}

static int unlock(int number) {
        return -pthread_mutex_unlock(mutex);
}

static int lock(int number) {
        return -pthread_mutex_lock(mutex);
}

static const struct bench_signal mutex_signal = { open_mutex, NULL, unlock, lock, NULL };
static const struct bench_rival mutex_rival = { "posix", &mutex_signal };

static int run_convoy_1(void) {
        return bench_convoy(&mutex_rival, 1, 1);
}

static int run_convoy_8(void) {
        return bench_convoy(&mutex_rival, 1, 8);
}

static int run_convoy_64(void) {
        return bench_convoy(&mutex_rival, 1, 64);
}

static void map_shm(const char *name, int flags) {
        int file = shm_open(name, flags | O_RDWR, 0600);
        void *view;

        if (file < 0 || ((flags & O_CREAT) && ftruncate(file, SIZE_BYTES) < 0))
                bench_die("shm_open");
        view = mmap(NULL, SIZE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (view == MAP_FAILED)
                bench_die("mmap");
        munmap(view, SIZE_BYTES);
        close(file);
}

static void shm_create(void *name, long calls) {
        while (calls-- > 0) {
                map_shm(name, O_CREAT | O_EXCL);
                shm_unlink(name);
        }
}

static void shm_reopen(void *name, long calls) {
        while (calls-- > 0)
                map_shm(name, 0);
}

static int run_create(void) {
        char name[64];

        bench_settle_alone();
        snprintf(name, sizeof name, "/mwb.%d", (int) getpid());
        bench_report(NULL, bench_per_call_ns(shm_create, name), "ns");
        return 0;
}

static int run_open(void) {
        char name[64];

        bench_settle_alone();
        snprintf(name, sizeof name, "/mwb.%d", (int) getpid());
        map_shm(name, O_CREAT | O_EXCL);
        bench_report(NULL, bench_per_call_ns(shm_reopen, name), "ns");
        shm_unlink(name);
        return 0;
}

/* Heap and shared bytes of a named semaphore. */
static int run_memory(void) {
        double heap = bench_heap_bytes();
        int descriptors = bench_descriptors();
        char name[64];
        struct stat st = { 0 };

        for (int i = 0; i < HANDLES; i++) {
                if (sem_open(semaphore_name(name, sizeof name, getpid(), i), O_CREAT, 0600, 0) ==
                    SEM_FAILED)
                        bench_die("sem_open");
        }
        bench_report("heap", (bench_heap_bytes() - heap) / HANDLES, "bytes");
        bench_report("descriptors", (double) (bench_descriptors() - descriptors) / HANDLES, "each");
        for (int i = 0; i < HANDLES; i++) {
                char path[96];

                semaphore_name(name, sizeof name, getpid(), i);
                snprintf(path, sizeof path, "/dev/shm/sem.%s", name + 1);
                if (i == 0 && stat(path, &st) < 0)
                        bench_die(path);
                sem_unlink(name);
        }
        bench_report("shared", (double) st.st_blocks * 512, "bytes");
        return 0;
}

static const struct bench_case cases[] = {
        { "event.set_wait", "posix", run_alone },
        { "semaphore.release_wait", "posix", run_alone },
        { "wake.one", "posix", run_wake },
        { "pingpong.default", "posix", run_pingpong },
        { "herd.event.1", "posix", run_herd_1 },
        { "herd.event.8", "posix", run_herd_8 },
        { "herd.event.64", "posix", run_herd_64 },
        { "herd.semaphore.1", "posix", run_herd_1 },
        { "herd.semaphore.8", "posix", run_herd_8 },
        { "herd.semaphore.64", "posix", run_herd_64 },
        { "herd.mutex.1", "posix", run_convoy_1 },
        { "herd.mutex.8", "posix", run_convoy_8 },
        { "herd.mutex.64", "posix", run_convoy_64 },
        { "mapping.create", "posix", run_create },
        { "mapping.open", "posix", run_open },
        { "memory.event", "posix", run_memory },
        { "memory.semaphore", "posix", run_memory },
        { NULL, NULL, NULL },
};

int main(int argc, char **argv) {
        static const struct bench_case *const tables[] = { cases, NULL };

        return bench_main(argc, argv, tables);
}
