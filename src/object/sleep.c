/* SPDX-License-Identifier: MIT */
/* sleep.c — falling asleep so that no wake-up and no death is missed.
 *
 * Words. The state words come first, with the values that said "not ready, W
 * set". Then, for each mutex with an owner and each unit that a wait-all has
 * reserved, the `dead` word of that thread. Between them the bell. Of a reserved
 * unit, also `own` with the value that was read: nobody wakes it, but if another
 * thread reserves the unit before we are asleep, so that w looks the same and we
 * would watch the wrong death, the kernel sees that it changed. So it does with the
 * count of another's marks (watch.c).
 *
 * A death wakes one. The kernel marks the dead thread's word and wakes one of
 * its sleepers. That one passes the news on, to all on that word, before it acts.
 * It may be killed before that: then its own death must wake somebody. While it
 * slept, its pending word was the bell, whose value is 0, and for that the kernel
 * wakes one sleeper of the bell; and everybody who watches a death sleeps on the
 * bell too. Who is woken by the bell wakes all on it. One pending word a thread
 * is enough for 64 objects, because the bell is one.
 *
 * The bell stands before the deaths, because the kernel queues us word by word:
 * the other way round, we could be queued on the dead word, another of its
 * sleepers be woken and killed, and the bell rung, before we are queued on it.
 * And since the kernel names only the last word that was woken, a death's wake
 * may hide the bell's: who is woken by either rings the bell. (models/abandon.pml)
 *
 * Two registries have two bells, but a thread has one pending word. So a sleep
 * that watches deaths in both, like one of more words than the kernel takes,
 * is done by sentries, each a thread of its own (sentry.c).
 */
#include "object/sleep.h"

#include <string.h>

#include "base/step.h"
#include "object/sentry.h"

void mwi_sleep_add(struct mwi_sleep *sleep, struct mwi_turn *turn)
{
        sleep->words[sleep->states++] = (struct mwi_word){ &turn->object->sync->w, turn->seen };
}

void mwi_sleep_add_watched(struct mwi_sleep *sleep, struct mwi_turn *turn)
{
        mwi_sleep_add(sleep, turn);
        if (turn->is_borrowed)
                sleep->words[sleep->states++] =
                        (struct mwi_word){ &turn->object->sync->p, turn->marks };
}

static void add_bell(struct mwi_sleep *sleep, struct mwi_registry *registry)
{
        for (uint32_t i = 0; i < sleep->bells; i++)
                if (sleep->watched[i] == registry)
                        return;
        sleep->watched[sleep->bells++] = registry;
}

int mwi_sleep_watch(struct mwi_sleep *sleep, struct mwi_turn *turns, uint32_t count)
{
        struct mwi_word deaths[MW_WAIT_MAX_OBJECTS];

        sleep->deaths = sleep->bells = 0;
        sleep->is_dying = 0;
        for (uint32_t i = 0; i < count; i++) {
                struct mw_object *object = turns[i].object;
                uint32_t holder = mwi_holder_of(object, turns[i].seen), dead;
                int life;

                if (!holder || holder == mwi_thread.ref[object->registry->scope])
                        continue;
                life = mwi_is_alive(object->registry, holder, &dead);
                if (life == MWI_DEAD)
                        return 0;
                sleep->is_dying |= life == MWI_DYING;
                if (object->sort != MWI_MUTEX)
                        sleep->words[sleep->states++] =
                                (struct mwi_word){ &object->sync->own, holder };
                deaths[sleep->deaths++] =
                        (struct mwi_word){ &mwi_slot(object->registry, holder)->dead, dead };
                add_bell(sleep, object->registry);
        }
        for (uint32_t i = 0; i < sleep->bells; i++) {
                _Atomic uint32_t *bell = &sleep->watched[i]->control->sync.w;

                if (mwi_load(bell) != 0)
                        return MW_ECORRUPT;
                sleep->words[sleep->states + i] = (struct mwi_word){ bell, 0 };
        }
        memcpy(&sleep->words[sleep->states + sleep->bells], deaths,
               sleep->deaths * sizeof deaths[0]);
        return 1;
}

/* Tell the others before we act ourselves. */
static void pass_on(struct mwi_sleep *sleep, int woken)
{
        uint32_t deaths_from = sleep->states + sleep->bells;

        for (uint32_t i = deaths_from; i < deaths_from + sleep->deaths; i++)
                if (mwi_os_is_dead_word(mwi_load(sleep->words[i].word)))
                        mwi_os_wake_all(sleep->words[i].word);
        if (woken >= (int) sleep->states)
                mwi_os_wake_all(sleep->words[sleep->states].word);
}

void mwi_sleep(struct mwi_sleep *sleep, uint32_t fired, int64_t deadline_ns)
{
        uint32_t count = sleep->states + sleep->deaths + sleep->bells;
        int woken;

        if (sleep->is_dying) {
                int64_t soon_ns = mw_after_ns(1000000);

                deadline_ns = soon_ns < deadline_ns ? soon_ns : deadline_ns;
        }
        MW_STEP("wait.sleep.before");
        if (count == 1) {
                mwi_os_sleep(&sleep->words[0], deadline_ns);
        } else if (!mwi_os_can_sleep_many() || count > MWI_SLEEP_WORDS || sleep->bells > 1) {
                mwi_sentries_sleep(sleep, fired, deadline_ns);
        } else {
                if (sleep->bells)
                        mwi_os_on_death_wake(sleep->words[sleep->states].word);
                woken = mwi_os_sleep_many(sleep->words, count, deadline_ns);
                MW_STEP("wait.sleep.woken");
                if (sleep->bells) {
                        pass_on(sleep, woken);
                        mwi_os_on_death_wake(NULL);
                }
        }
        MW_STEP("wait.sleep.after");
}
