/* SPDX-License-Identifier: MIT */
/* await_sleeper.c — "await_sleeper NAME": ends with 0 when somebody sleeps on
 * that object, with 1 when nobody does within 20 s.
 *
 * The textbook's client wakes its server by a pulse, which only those hear who
 * wait already. A test that wants the printed transcript, and not luck, starts
 * the client once the server sleeps.
 */
#include <mapwire/mapwire.h>
#include <stdio.h>
#include <time.h>

int main(int argument_count, char **arguments)
{
        const struct timespec pause = { 0, 2000000 };

        if (argument_count != 2)
                return 2;
        for (int tries = 0; tries < 10000; tries++) {
                mw_object_info info = MW_OBJECT_INFO_INIT;

                if (mw_inspect_name(arguments[1], &info) == MW_OK && info.has_waiters)
                        return 0;
                nanosleep(&pause, NULL);
        }
        fprintf(stderr, "nobody sleeps on %s\n", arguments[1]);
        return 1;
}
