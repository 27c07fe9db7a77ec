/* SPDX-License-Identifier: MIT */
/* rules_semaphores.c — section 12: semaphores. */
#include "support.h"

#include <limits.h>

static DWORD single(HANDLE handle)
{
        return WaitForSingleObject(handle, 0);
}

static void creation(void)
{
        const char *name = unique("semaphore");
        HANDLE units;
        HANDLE again;

        ROW("12.6 maximum 0: 87", REFUSED(CreateSemaphoreA(NULL, 0, 0, NULL), 87));
        ROW("12.6 maximum -1: 87", REFUSED(CreateSemaphoreA(NULL, 0, -1, NULL), 87));
        ROW("12.6 initial -1: 87", REFUSED(CreateSemaphoreA(NULL, -1, 1, NULL), 87));
        ROW("12.6 initial above maximum: 87", REFUSED(CreateSemaphoreA(NULL, 2, 1, NULL), 87));
        ROW("12.6 a new one sets 0", SETS(units = CreateSemaphoreA(NULL, 2, 3, name), 0));
        ROW("12.6 an existing one sets 183", SETS(again = CreateSemaphoreA(NULL, 0, 1, name), 183));
        ROW("12.6 initial is ignored", single(again) == WAIT_OBJECT_0 &&
                                               single(again) == WAIT_OBJECT_0 &&
                                               single(again) == WAIT_TIMEOUT);
        ROW("12.6 maximum is ignored", LEAVES(ReleaseSemaphore(again, 3, NULL)));
        CloseHandle(again);
        ROW("12.6 bad counts of an existing one: 87",
            REFUSED(CreateSemaphoreA(NULL, 5, 1, name), 87));
        CloseHandle(units);
        ROW("12.6 the greatest maximum",
            SETS(units = CreateSemaphoreA(NULL, 0, 0x7fffffff, NULL), 0));
        ROW("12.6 of it a million",
            ReleaseSemaphore(units, 1000000, NULL) && single(units) == WAIT_OBJECT_0);
        CloseHandle(units);
        units = CreateSemaphoreExA(NULL, 1, 1, NULL, 0, SYNCHRONIZE);
        ROW("12.8 CreateSemaphoreEx with SYNCHRONIZE alone waits", single(units) == WAIT_OBJECT_0);
        ROW("12.8 and does not release: 5", FAILS(ReleaseSemaphore(units, 1, NULL), 5));
        CloseHandle(units);
}

static void counts(void)
{
        HANDLE units = CreateSemaphoreA(NULL, 0, 4, NULL);
        HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
        LONG previous = 99;

        ROW("12.7 an empty one is not signalled", WAITS(single(units), WAIT_TIMEOUT));
        ROW("12.7 ReleaseSemaphore tells the count before",
            LEAVES(ReleaseSemaphore(units, 1, &previous)) && previous == 0);
        ROW("12.7 several at once", ReleaseSemaphore(units, 2, &previous) && previous == 1);
        previous = 99;
        ROW("12.7 over the maximum: 298", FAILS(ReleaseSemaphore(units, 2, &previous), 298));
        ROW("12.7 the count before is not told then", previous == 99);
        ROW("12.7 nor is one unit added", ReleaseSemaphore(units, 1, &previous) && previous == 3);
        ROW("12.7 far over the maximum: 298",
            FAILS(ReleaseSemaphore(units, 0x7fffffff, NULL), 298));
        ROW_OR_WINE("13.3 0 units: 87", FAILS(ReleaseSemaphore(units, 0, NULL), 87), 1);
        ROW_OR_WINE("13.3 -1 units: 87", FAILS(ReleaseSemaphore(units, -1, NULL), 87),
                    FAILS(ReleaseSemaphore(units, -1, NULL), 298));
        ROW("12.7 each wait takes one", single(units) == 0 && single(units) == 0 &&
                                                single(units) == 0 && single(units) == 0 &&
                                                single(units) == WAIT_TIMEOUT);
        ROW("14 ReleaseSemaphore(NULL): 6", FAILS(ReleaseSemaphore(NULL, 1, NULL), 6));
        ROW("14 ReleaseSemaphore(event): 6", FAILS(ReleaseSemaphore(event, 1, NULL), 6));
        CloseHandle(event);
        CloseHandle(units);
}

static void rights(void)
{
        const char *name = unique("rights");
        HANDLE units = CreateSemaphoreA(NULL, 1, 4, name);
        HANDLE narrow = OpenSemaphoreA(SYNCHRONIZE, FALSE, name);

        ROW("12.8 SYNCHRONIZE alone waits", single(narrow) == WAIT_OBJECT_0);
        ROW("12.8 but does not release: 5", FAILS(ReleaseSemaphore(narrow, 1, NULL), 5));
        CloseHandle(narrow);
        narrow = OpenSemaphoreA(SEMAPHORE_MODIFY_STATE, FALSE, name);
        ROW("12.8 MODIFY_STATE alone releases", LEAVES(ReleaseSemaphore(narrow, 1, NULL)));
        ROW("12.8 but does not wait: 5", WAIT_FAILS(single(narrow), 5));
        CloseHandle(narrow);
        ROW("12.8 OpenSemaphore of a missing one: 2",
            REFUSED(OpenSemaphoreA(SYNCHRONIZE, FALSE, unique("none")), 2));
        ROW_OR_WINE("13.5 OpenSemaphore with no access: 5",
                    REFUSED(OpenSemaphoreA(0, FALSE, name), 5), 1);
        CloseHandle(units);
}

static void wakes(void)
{
        HANDLE units = CreateSemaphoreA(NULL, 0, 10, NULL);
        waiter waiters[3];

        for (int at = 0; at < 3; at++)
                waiter_start(&waiters[at], units, 30000);
        settle();
        ReleaseSemaphore(units, 2, NULL);
        for (int tries = 0; waiters_done(waiters, 3) < 2 && tries < 500; tries++)
                Sleep(10);
        settle();
        ROW("12.7 two units wake two of three waiters", waiters_done(waiters, 3) == 2);
        ReleaseSemaphore(units, 5, NULL);
        for (int at = 0; at < 3; at++)
                waiter_join(&waiters[at]);
        ROW("12.7 five more wake the third, and four stay",
            single(units) == 0 && single(units) == 0 && single(units) == 0 && single(units) == 0 &&
                    single(units) == WAIT_TIMEOUT);
        CloseHandle(units);
}

static void greatest(void)
{
        HANDLE semaphore = CreateSemaphoreA(NULL, 0, LONG_MAX, NULL);

        ROW("semaphore of LONG_MAX", semaphore && ReleaseSemaphore(semaphore, 1000, NULL));
        CloseHandle(semaphore);
}

void rules_semaphores(void)
{
        greatest();
        creation();
        counts();
        rights();
        wakes();
}
