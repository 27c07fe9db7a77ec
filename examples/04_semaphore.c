/* SPDX-License-Identifier: MIT */
/* 04_semaphore.c — a ring of four places between one maker and one user.
 *
 * Build  cc 04_semaphore.c $(pkg-config --cflags --libs mapwire)
 *
 * Two semaphores count: `room` the empty places, `work` the filled ones. Each
 * side takes from one and gives to the other, so the maker sleeps when the ring
 * is full and the user when it is empty.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mapwire/mapwire.h>

enum { PLACES = 4, PIECES = 10000 };

#define PATIENCE_NS INT64_C(10000000000)

static int fail(const char *who)
{
        fprintf(stderr, "%s: %s\n", who, mw_last_error());
        return 1;
}

static int make(uint32_t *ring, mw_semaphore *room, mw_semaphore *work)
{
        for (uint32_t piece = 1; piece <= PIECES; piece++) {
                if (mw_semaphore_wait(room, mw_after_ns(PATIENCE_NS)) < 0)
                        return fail("maker");
                ring[piece % PLACES] = piece;
                if (mw_semaphore_release(work, 1, NULL) < 0)
                        return fail("maker");
        }
        return 0;
}

static int use(const uint32_t *ring, mw_semaphore *room, mw_semaphore *work)
{
        uint64_t sum = 0;

        for (uint32_t piece = 1; piece <= PIECES; piece++) {
                if (mw_semaphore_wait(work, mw_after_ns(PATIENCE_NS)) < 0)
                        return fail("user");
                sum += ring[piece % PLACES];
                if (mw_semaphore_release(room, 1, NULL) < 0)
                        return fail("user");
        }
        printf("%d pieces through %d places, their sum is %llu\n", PIECES, PLACES,
               (unsigned long long) sum);
        return sum != (uint64_t) PIECES * (PIECES + 1) / 2;
}

int main(void)
{
        mw_semaphore *room, *work;
        mw_mapping *mapping;
        void *ring = NULL;
        int r, status = 0;
        pid_t child;

        if (mw_mapping_open(NULL, PLACES * sizeof(uint32_t), MW_CREATE, NULL, &mapping) < 0 ||
            mw_view_map(mapping, 0, 0, 0, &ring) < 0 ||
            mw_semaphore_open(NULL, PLACES, PLACES, MW_CREATE, NULL, &room) < 0 ||
            mw_semaphore_open(NULL, 0, PLACES, MW_CREATE, NULL, &work) < 0)
                return fail("main");

        child = fork();
        if (child < 0) {
                perror("fork");
                return 1;
        }
        if (child == 0)
                return make(ring, room, work);
        r = use(ring, room, work);
        if (waitpid(child, &status, 0) < 0 || status != 0)
                r = 1;

        mw_semaphore_close(work);
        mw_semaphore_close(room);
        mw_view_unmap(ring);
        mw_mapping_close(mapping);
        return r;
}
