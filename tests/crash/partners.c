/* SPDX-License-Identifier: MIT */
/* partners.c — fresh objects and sleeping peers for each kill point. */
#include "partners.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct thing objects[OBJECTS_MAX];
struct peer *partners[PARTNERS_MAX];

static int object_count;
static char names[OBJECTS_MAX][16];
static struct mw_control_shm *pages[OBJECTS_MAX];

static struct {
        bool has_order, has_result;
        int opened, result;
        uint32_t index;
} partner[PARTNERS_MAX];

static void let_go(int i)
{
        if (partner[i].has_order && !partner[i].has_result && !peer_has_line(partners[i])) {
                /* it sleeps on an object that nobody will signal any more */
                peer_kill(partners[i]);
                partners[i] = NULL;
        } else {
                if (partner[i].has_order && !partner[i].has_result)
                        remote_result(partners[i], NULL);
                for (int k = 0; k < partner[i].opened; k++)
                        remote_call(partners[i], "forget");
        }
        memset(&partner[i], 0, sizeof partner[i]);
}

void close_objects(void)
{
        for (int i = 0; i < PARTNERS_MAX; i++)
                if (partners[i])
                        let_go(i);
        for (int i = 0; i < object_count; i++) {
                if (pages[i])
                        munmap(pages[i], MW_CONTROL_BYTES);
                pages[i] = NULL;
                thing_close(&objects[i]);
        }
        object_count = 0;
}

void end_partners(void)
{
        close_objects();
        for (int i = 0; i < PARTNERS_MAX; i++)
                if (partners[i]) {
                        peer_end(partners[i]);
                        partners[i] = NULL;
                }
}

void fresh_objects(int count, const struct wish *wishes)
{
        close_objects();
        for (int i = 0; i < count; i++) {
                snprintf(names[i], sizeof names[i], "%s%c", wishes[i].is_global ? "Global\\" : "",
                         'a' + i);
                objects[i] = thing_make(wishes[i].what, names[i], wishes[i].initial);
        }
        object_count = count;
}

static void prepare_partner(int i)
{
        if (!partners[i])
                partners[i] = remote_start();
        for (int k = partner[i].opened; k < object_count; k++) {
                remote_open(partners[i], objects[k].what, names[k]);
                partner[i].opened++;
        }
}

void partner_begins(int i, const char *order)
{
        prepare_partner(i);
        partner[i].has_order = true;
        partner[i].has_result = false;
        remote_begin(partners[i], "%s", order);
}

void partner_sleeps(int i, const char *order)
{
        partner_begins(i, order);
        until_asleep(partners[i]->pid);
}

/* Those whose answer was read already count, too. Who met a death that is marked
 * but not yet complete sleeps for a millisecond, and looks again: it isn't settled. */
int partners_released(int count)
{
        struct peer *waiting[PARTNERS_MAX];
        int waits = 0, released = 0, settled = 0, answers = 0;

        for (int i = 0; i < count; i++) {
                if (partner[i].has_result)
                        released++;
                else
                        waiting[waits++] = partners[i];
        }
        while (settled < waits) {
                answers = remote_released(waiting, waits);
                settled = answers;
                for (int i = 0; i < waits; i++)
                        settled += !peer_has_line(waiting[i]) &&
                                   is_asleep_for_good(waiting[i]->pid);
        }
        return released + answers;
}

int partner_result(int i, uint32_t *out_index)
{
        if (!partner[i].has_result) {
                partner[i].result = remote_result(partners[i], &partner[i].index);
                partner[i].has_result = true;
        }
        if (out_index)
                *out_index = partner[i].index;
        return partner[i].result;
}

bool partner_is_released(int i)
{
        return partner[i].has_result || peer_has_line(partners[i]);
}

int partner_unlocks(int i, int object)
{
        partner_result(i, NULL);
        return remote_call(partners[i], "signal %d", object);
}

struct mw_control_shm *peek(int object)
{
        if (!pages[object]) {
                char path[400];
                const char *backslash = strchr(names[object], '\\');
                struct stat info;
                int fd;

                snprintf(path, sizeof path, "%s/%s",
                         backslash ? getenv("MAPWIRE_GLOBAL_DIR") : test_directory(),
                         backslash ? backslash + 1 : names[object]);
                fd = open(path, O_RDONLY | O_CLOEXEC);
                ASSERT_SYS(fd);
                ASSERT_SYS(fstat(fd, &info));
                pages[object] = mmap(NULL, MW_CONTROL_BYTES, PROT_READ, MAP_SHARED, fd,
                                     info.st_size - MW_CONTROL_BYTES);
                ASSERT(pages[object] != MAP_FAILED);
                close(fd);
        }
        return pages[object];
}

uint32_t word_of(int object)
{
        return atomic_load(&MW_WORDS(peek(object), peek(object)->words_at)->w);
}

bool is_visibly_signalled(int object)
{
        uint32_t word = word_of(object);

        if (word & MW_H)
                return false; /* prepared: it counts for nobody until somebody completes it */
        switch (objects[object].what) {
        case MANUAL:    return word & MW_S;
        case AUTO:      return MW_TOKENS(word) > 0;
        case SEMAPHORE: return MW_UNITS(word) > 0;
        default:        return MW_OWNER(word) == 0;
        }
}

void check_no_sleeper_before(int object, int released, int partners_waiting)
{
        if (released < partners_waiting)
                CHECK(!is_visibly_signalled(object));
}

int try(int object)
{
        return thing_try(&objects[object]);
}

void signal_it(int object)
{
        ASSERT_IS(thing_signal(&objects[object]), MW_OK);
}

void reset_it(int object)
{
        ASSERT_IS(mw_event_reset(objects[object].event), MW_OK);
}

void have_slot(void)
{
        struct thing mutex;

        ASSERT_OK(thing_open(&mutex, MUTEX, NULL, MW_CREATE, 1));
        ASSERT_OK(thing_signal(&mutex));
}

void op_signal(void) { thing_signal(&objects[0]); }
void op_wait(void) { mw_wait(objects[0].object, MW_NEVER, MW_SPIN_NONE); }
void op_any(void)
{
        mw_object *any[] = { objects[1].object, objects[0].object };

        mw_wait_any(any, 2, MW_NEVER, MW_SPIN_NONE, NULL);
}
void wake_0(void) { signal_it(0); }

void two_sleep(void)
{
        partner_sleeps(0, "one -1 0");
        partner_sleeps(1, "any -1 1 0");
}

void check_auto_is_as_new(int object)
{
        CHECK(try(object) == MW_ETIMEDOUT);
        signal_it(object);
        signal_it(object);
        CHECK(try(object) == MW_OK);
        CHECK(try(object) == MW_ETIMEDOUT);
        signal_it(object);
        reset_it(object);
        CHECK(try(object) == MW_ETIMEDOUT);
        CHECK(!(word_of(object) & (MW_W | MW_H)));
}
