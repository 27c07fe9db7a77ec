/* SPDX-License-Identifier: MIT */
/* sentry.c — waiting for several words where the kernel waits for one.
 *
 * Before Linux 5.16 there is no futex_waitv; and a sleep that must ring two bells
 * needs two threads. Then each word gets a sentry: a helper thread of this
 * process that sleeps on the word and, woken, counts up its owner's counter and
 * wakes him. Nothing shared changes, so processes with and without mix, and a
 * crash leaves no more than before.
 *
 * Why nothing is missed: the owner reads the counter before he looks at the
 * objects, and sleeps only while it is the same. A sentry that is asleep already
 * is in the kernel's queue, and any wake of its word reaches it, whatever the
 * value; one that is not is given the value that was seen.
 *
 * Deaths: a sentry passes on the news of a dead word or a bell before it tells
 * its owner; and the one on a bell has the bell as its pending word (sleep.c).
 *
 * Life: a sentry is made when a word is first needed and stays, asleep, because
 * making it costs more than a wait. It ends when its owner's thread ends, when
 * the object is closed, or when its owner has too many.
 *
 * Tried and refused: slices of time (a wake-up every 100 ms costs a battery, and
 * is late); one shared bell a namespace (state and bell can't change in one step).
 */
#include "object/sentry.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/macro.h"
#include "os/os.h"

#define STACK_BYTES 65536
/* A sentry wakes up by itself that often, only to see whether it shall end: the wake
 * that tells it so may not reach it, when the word's file was truncated, or when
 * somebody parked a hostile waiter on it. */
#define NAP_NS        INT64_C(500000000)
#define MANY_SENTRIES 256 /* of one thread: those not needed now are ended            */

struct owner;

struct sentry {
        struct sentry *next; /* of all, under the lock                            */
        struct owner *owner;
        _Atomic uint32_t *word;
        uint32_t value; /* to sleep on; written while not armed              */
        int sort;       /* what to do with the news                          */
        int is_needed;
        _Atomic uint32_t armed;  /* 1: told to sleep, until it is woken               */
        _Atomic uint32_t ending; /* 1: asked to end; 2: has ended                     */
        pthread_t thread;
};

enum { ON_STATE, ON_DEATH, ON_BELL };

/* One a waiting thread. */
struct owner {
        _Atomic uint32_t fired;
        uint32_t sentries;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sentry *all;
static _Atomic uint32_t how_many;
static pthread_key_t thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static __thread struct owner *mine;

/* ---- the helper thread ------------------------------------------------------------ */

static void *stand(void *argument)
{
        struct sentry *sentry = argument;

        if (sentry->sort == ON_BELL)
                mwi_os_on_death_wake(sentry->word);
        while (!mwi_load(&sentry->ending)) {
                struct mwi_word word;

                if (!mwi_load(&sentry->armed)) {
                        mwi_os_sleep_private(&sentry->armed, 0, MW_NEVER);
                        continue;
                }
                word = (struct mwi_word){ sentry->word, sentry->value };
                if (!mwi_os_sleep(&word, mw_after_ns(NAP_NS)) || mwi_load(&sentry->ending))
                        continue;
                if (sentry->sort == ON_BELL ||
                    (sentry->sort == ON_DEATH && mwi_os_is_dead_word(mwi_load(sentry->word))))
                        mwi_os_wake_all(sentry->word);
                mwi_store(&sentry->armed, 0);
                mwi_add(&sentry->owner->fired, 1);
                mwi_os_wake_private(&sentry->owner->fired);
        }
        mwi_store(&sentry->ending, 2);
        return NULL;
}

static int start(struct sentry *sentry)
{
        pthread_attr_t attributes;
        sigset_t all_signals, before;
        int r;

        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        sigfillset(&all_signals); /* the program's signals are for its own threads */
        pthread_sigmask(SIG_SETMASK, &all_signals, &before);
        r = pthread_create(&sentry->thread, &attributes, stand, sentry);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        pthread_attr_destroy(&attributes);
        return r ? MW_ENOMEM : MW_OK;
}

/* Under the lock; out of the list already. Wakes it until it has understood: it
 * may be just before its sleep. The other sleepers of the word only look again. */
static void dismiss(struct sentry *sentry)
{
        mwi_store(&sentry->ending, 1);
        while (mwi_load(&sentry->ending) != 2) {
                mwi_os_wake_private(&sentry->armed);
                mwi_os_wake_all(sentry->word);
                mwi_os_yield();
        }
        pthread_join(sentry->thread, NULL);
        sentry->owner->sentries--;
        mwi_add(&how_many, (uint32_t) -1);
        free(sentry);
}

/* Under the lock: end all that the question says yes to. */
static void dismiss_if(int (*is_meant)(const struct sentry *sentry, const void *what),
                       const void *what)
{
        struct sentry **at = &all;

        while (*at) {
                struct sentry *sentry = *at;

                if (is_meant(sentry, what)) {
                        *at = sentry->next;
                        dismiss(sentry);
                } else {
                        at = &sentry->next;
                }
        }
}

static int is_owners(const struct sentry *sentry, const void *owner)
{
        return sentry->owner == owner;
}

static int is_idle(const struct sentry *sentry, const void *owner)
{
        return sentry->owner == owner && !sentry->is_needed;
}

static int is_on(const struct sentry *sentry, const void *word)
{
        return sentry->word == word;
}

/* ---- owners -------------------------------------------------------------------------- */

static void on_thread_end(void *owner)
{
        pthread_mutex_lock(&lock);
        dismiss_if(is_owners, owner);
        pthread_mutex_unlock(&lock);
        free(owner);
        mine = NULL;
}

static void make_key(void)
{
        pthread_key_create(&thread_end, on_thread_end);
}

void mwi_sentry_prepare(void)
{
        if (mine)
                return;
        pthread_once(&once, make_key);
        if ((mine = calloc(1, sizeof *mine)))
                pthread_setspecific(thread_end, mine);
}

uint32_t mwi_sentry_fired(void)
{
        return mine ? mwi_load(&mine->fired) : 0;
}

/* ---- sleeping -------------------------------------------------------------------------- */

static struct sentry *find(_Atomic uint32_t *word)
{
        struct sentry *sentry = all;

        while (sentry && (sentry->owner != mine || sentry->word != word))
                sentry = sentry->next;
        return sentry;
}

static struct sentry *post(const struct mwi_word *word, int sort)
{
        struct sentry *sentry = find(word->word);

        if (!sentry && (sentry = calloc(1, sizeof *sentry))) {
                sentry->owner = mine;
                sentry->word = word->word;
                sentry->sort = sort;
                if (start(sentry) < 0) {
                        free(sentry);
                        return NULL;
                }
                sentry->next = all;
                all = sentry;
                mine->sentries++;
                mwi_add(&how_many, 1);
        }
        if (sentry) {
                sentry->is_needed = 1;
                if (!mwi_load(&sentry->armed)) {
                        sentry->value = word->value;
                        mwi_store(&sentry->armed, 1);
                        mwi_os_wake_private(&sentry->armed);
                }
        }
        return sentry;
}

void mwi_sentries_sleep(struct mwi_sleep *sleep, uint32_t fired, int64_t deadline_ns)
{
        uint32_t count = sleep->states + sleep->deaths + sleep->bells;
        int complete = mine != NULL;

        if (!mine) { /* the first time: the counter was not there to be read */
                mwi_sentry_prepare();
                return;
        }
        pthread_mutex_lock(&lock);
        for (struct sentry *sentry = all; sentry; sentry = sentry->next)
                if (sentry->owner == mine)
                        sentry->is_needed = 0;
        for (uint32_t i = 0; i < count; i++)
                if (!post(&sleep->words[i], i < sleep->states                ? ON_STATE :
                                            i < sleep->states + sleep->bells ? ON_BELL :
                                                                               ON_DEATH))
                        complete = 0;
        if (mine->sentries > MANY_SENTRIES)
                dismiss_if(is_idle, mine);
        pthread_mutex_unlock(&lock);
        if (!complete) { /* no thread to be had: look again soon, late but right */
                int64_t soon_ns = mw_after_ns(10000000);

                deadline_ns = soon_ns < deadline_ns ? soon_ns : deadline_ns;
        }
        mwi_os_sleep_private(&mine->fired, fired, deadline_ns);
}

void mwi_sentry_end(_Atomic uint32_t *word)
{
        if (!mwi_load(&how_many))
                return;
        pthread_mutex_lock(&lock);
        dismiss_if(is_on, (const void *) word);
        pthread_mutex_unlock(&lock);
}

/* ---- forks ------------------------------------------------------------------------------- */

void mwi_sentry_fork_prepare(void)
{
        pthread_mutex_lock(&lock);
}

void mwi_sentry_fork_parent(void)
{
        pthread_mutex_unlock(&lock);
}

/* The threads are not in the child: forget them. */
void mwi_sentry_fork_child(void)
{
        while (all) {
                struct sentry *sentry = all;

                all = sentry->next;
                sentry->owner->sentries = 0;
                free(sentry);
        }
        mwi_store(&how_many, 0);
        pthread_mutex_unlock(&lock);
}
