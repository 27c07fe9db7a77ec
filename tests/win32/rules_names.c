/* SPDX-License-Identifier: MIT */
/* rules_names.c — section 2: names, and one namespace for all kinds. */
#include "support.h"

enum { MAPPING, EVENT, MUTEX, SEMAPHORE, KINDS };

static const char *const kind_names[KINDS] = { "mapping", "event", "mutex", "semaphore" };

static HANDLE create(int kind, const char *name)
{
        switch (kind) {
        case MAPPING:
                return memory_section(name, 100);
        case EVENT:
                return CreateEventA(NULL, TRUE, FALSE, name);
        case MUTEX:
                return CreateMutexA(NULL, FALSE, name);
        default:
                return CreateSemaphoreA(NULL, 0, 1, name);
        }
}

static HANDLE open_it(int kind, const char *name)
{
        switch (kind) {
        case MAPPING:
                return OpenFileMappingA(FILE_MAP_READ, FALSE, name);
        case EVENT:
                return OpenEventA(SYNCHRONIZE, FALSE, name);
        case MUTEX:
                return OpenMutexA(SYNCHRONIZE, FALSE, name);
        default:
                return OpenSemaphoreA(SYNCHRONIZE, FALSE, name);
        }
}

static const char *rule_of(const char *rule, const char *first, const char *second)
{
        static char text[200];

        snprintf(text, sizeof text, rule, first, second);
        return text;
}

/* 0.8: every pair of kinds. */
static void one_namespace(void)
{
        for (int there = 0; there < KINDS; there++) {
                const char *name = unique("kinds");
                HANDLE first;

                ROW(rule_of("0.9 Create%s of a new name sets 0%s", kind_names[there], ""),
                    SETS(first = create(there, name), 0));
                for (int wanted = 0; wanted < KINDS; wanted++) {
                        HANDLE second = NULL;

                        if (wanted == there) {
                                ROW(rule_of("0.7 Create%s of an existing %s sets 183",
                                            kind_names[wanted], kind_names[there]),
                                    SETS(second = create(wanted, name), 183));
                                CloseHandle(second);
                                ROW(rule_of("1.12 Open%s of an existing %s leaves the last error",
                                            kind_names[wanted], kind_names[there]),
                                    LEAVES(second = open_it(wanted, name)));
                                CloseHandle(second);
                                continue;
                        }
                        ROW(rule_of("0.8 Create%s where a %s has the name: 6", kind_names[wanted],
                                    kind_names[there]),
                            REFUSED(create(wanted, name), 6));
                        ROW(rule_of("0.8 Open%s where a %s has the name: 6", kind_names[wanted],
                                    kind_names[there]),
                            REFUSED(open_it(wanted, name), 6));
                }
                CloseHandle(first);
                ROW(rule_of("2.9 Open%s after the last handle: 2%s", kind_names[there], ""),
                    REFUSED(open_it(there, name), 2));
                ROW(rule_of("2.5 Open%s of a NULL name: 87%s", kind_names[there], ""),
                    REFUSED(open_it(there, NULL), 87));
                ROW(rule_of("2.5 Open%s of an empty name: 6%s", kind_names[there], ""),
                    REFUSED(open_it(there, ""), 6));
        }
}

static void unnamed(void)
{
        for (int kind = 0; kind < KINDS; kind++) {
                HANDLE first;
                HANDLE second;

                ROW(rule_of("2.5 Create%s of an empty name makes an unnamed one%s",
                            kind_names[kind], ""),
                    SETS(first = create(kind, ""), 0));
                ROW(rule_of("2.5 and another one each time: %s%s", kind_names[kind], ""),
                    SETS(second = create(kind, ""), 0));
                CloseHandle(first);
                CloseHandle(second);
                ROW(rule_of("2.5 Create%s of a NULL name makes an unnamed one%s", kind_names[kind],
                            ""),
                    SETS(first = create(kind, NULL), 0));
                CloseHandle(first);
        }
}

static void malformed(void)
{
        static const struct {
                const char *name;
                DWORD error;
        } bad[] = {
                { "local\\x", 3 }, { "LOCAL\\x", 3 }, { "global\\x", 3 },   { "GLOBAL\\x", 3 },
                { "a\\b", 3 },     { "nodir\\x", 3 }, { "Local\\a\\b", 3 }, { "Global\\a\\b", 3 },
                { "\\a", 161 },    { "\\\\", 161 },   { "Local\\", 123 },   { "Global\\", 123 },
                { "Local", 6 },    { "Global", 6 },
        };

        for (size_t at = 0; at < sizeof bad / sizeof *bad; at++) {
                for (int kind = 0; kind < KINDS; kind++) {
                        ROW(rule_of("2.3 Create%s refuses %s", kind_names[kind], bad[at].name),
                            REFUSED(create(kind, bad[at].name), bad[at].error));
                        ROW(rule_of("2.3 Open%s refuses %s", kind_names[kind], bad[at].name),
                            REFUSED(open_it(kind, bad[at].name), bad[at].error));
                }
        }
        ROW("2.8 counts are looked at before the name",
            REFUSED(CreateSemaphoreA(NULL, 2, 1, "a\\b"), 87));
        ROW("2.8 the protection, too",
            REFUSED(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_NOACCESS, 0, 1, "a\\b"),
                    87));
        ROW("2.8 the name before the file",
            REFUSED(CreateFileMappingA((HANDLE) (ULONG_PTR) 0x7ffff0, NULL, PAGE_READWRITE, 0, 1,
                                       "a\\b"),
                    3));
        ROW("2.8 the size is looked at before the name",
            REFUSED(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, "a\\b"),
                    87));
}

static void any_character(void)
{
        static const char *const stems[] = {
                "a/b",  "a:b", "a*b",  "a?b", "a.b", "..",  ".",      "trailing ", " ",
                "a\tb", "a%b", "a\"b", "a'b", "a|b", "<a>", "a\x01z", "CON",       "x.tmp",
        };
        HANDLE handles[sizeof stems / sizeof *stems];
        int ok = 1;

        for (size_t at = 0; at < sizeof stems / sizeof *stems; at++) {
                const char *name = unique(stems[at]);
                HANDLE again;

                ROW(rule_of("2.4 any character is allowed: %s%s", stems[at], ""),
                    SETS(handles[at] = create(EVENT, name), 0));
                again = open_it(EVENT, name);
                ok = ok && again;
                CloseHandle(again);
        }
        ROW("2.4 each of them is found again", ok);
        for (size_t at = 0; at < sizeof stems / sizeof *stems; at++)
                CloseHandle(handles[at]);
}

static void prefixes_and_case(void)
{
        char local[100];
        char global[100];
        const char *name = unique("Case");
        HANDLE plain = create(EVENT, name);
        HANDLE other;

        snprintf(local, sizeof local, "Local\\%s", name);
        snprintf(global, sizeof global, "Global\\%s", name);
        ROW("2.1 letter case counts", REFUSED(open_it(EVENT, unique("case")), 2));
        ROW("2.1 X and x are two objects", SETS(other = create(EVENT, unique("case")), 0));
        CloseHandle(other);
        ROW("2.2 Local\\N is N", SETS(other = create(EVENT, local), 183));
        SetEvent(other);
        ROW("2.2 the same object", WaitForSingleObject(plain, 0) == WAIT_OBJECT_0);
        CloseHandle(other);
        ROW("2.2 Global\\N is another than N", REFUSED(open_it(EVENT, global), 2));
        ROW("2.2 Global\\N can be made", SETS(other = create(EVENT, global), 0));
        ROW("2.2 and is not signalled because N is", WaitForSingleObject(other, 0) == WAIT_TIMEOUT);
        CloseHandle(other);
        snprintf(local, sizeof local, "Local\\Local\\%s", name);
        ROW("2.3 Local\\Local\\N is N", SETS(other = create(EVENT, local), 183));
        CloseHandle(other);
        snprintf(global, sizeof global, "Local\\Global\\%s", name);
        ROW("2.3 Local\\Global\\N is Global\\N", REFUSED(open_it(EVENT, global), 2));
        CloseHandle(plain);
}

/* 2.1, 2.2: each kind, in both namespaces. */
static void each_kind(void)
{
        for (int kind = 0; kind < KINDS; kind++) {
                const char *name = unique("Both");
                char local[100];
                char global[100];
                HANDLE there;
                HANDLE other;
                HANDLE again;

                snprintf(local, sizeof local, "Local\\%s", name);
                snprintf(global, sizeof global, "Global\\%s", name);
                ROW(rule_of("2.2 Global\\N can be made: %s%s", kind_names[kind], ""),
                    SETS(there = create(kind, global), 0));
                ROW(rule_of("2.2 and opened: %s%s", kind_names[kind], ""),
                    LEAVES(again = open_it(kind, global)));
                ROW(rule_of("2.2 but not as N: %s%s", kind_names[kind], ""),
                    REFUSED(open_it(kind, name), 2));
                ROW(rule_of("2.2 beside N: %s%s", kind_names[kind], ""),
                    SETS(other = create(kind, name), 0));
                CloseHandle(again);
                ROW(rule_of("2.2 which is Local\\N: %s%s", kind_names[kind], ""),
                    LEAVES(again = open_it(kind, local)));
                CloseHandle(again);
                ROW(rule_of("2.1 letter case counts: %s%s", kind_names[kind], ""),
                    REFUSED(open_it(kind, unique("both")), 2));
                CloseHandle(there);
                ROW(rule_of("2.9 Global\\N is free when its last handle closes: %s%s",
                            kind_names[kind], ""),
                    REFUSED(open_it(kind, global), 2));
                CloseHandle(other);
        }
}

static void lengths(void)
{
        char name[400];
        HANDLE made;

        memset(name, 'n', sizeof name);
        name[259] = '\0';
        ROW("2.6 a name of 259 characters works", SETS(made = create(EVENT, name), 0));
        ROW("2.6 and is found", CloseHandle(open_it(EVENT, name)));
        CloseHandle(made);
        name[259] = 'n';
        name[300] = '\0';
        for (int kind = 0; kind < KINDS; kind++) {
                ROW(rule_of("2.6 Create%s of 300 characters: 206%s", kind_names[kind], ""),
                    REFUSED(create(kind, name), 206));
                ROW(rule_of("2.6 Open%s of 300 characters: 206%s", kind_names[kind], ""),
                    REFUSED(open_it(kind, name), 206));
        }
}

static void wide(void)
{
        WCHAR name[100];
        WCHAR latin[] = { 'm', 'w', 't', 0xe9, 0x4e2d, 0xd83d, 0xde00, 0 };
        WCHAR lone[] = { 'm', 'w', 't', 0xd83d, 0 };
        const char *bytes = unique("wide");
        HANDLE first = CreateEventA(NULL, FALSE, FALSE, bytes);
        HANDLE second;
        size_t at = 0;

        do
                name[at] = (WCHAR) bytes[at];
        while (bytes[at++]);
        ROW("2.7 CreateEventW opens what CreateEventA made",
            SETS(second = CreateEventW(NULL, FALSE, FALSE, name), 183));
        ROW("2.7 the same object", SetEvent(second) && WaitForSingleObject(first, 0) == 0);
        CloseHandle(second);
        ROW("2.7 OpenEventW likewise", LEAVES(second = OpenEventW(SYNCHRONIZE, FALSE, name)));
        CloseHandle(second);
        ROW("2.7 CreateEventExW likewise",
            SETS(second = CreateEventExW(NULL, name, 0, SYNCHRONIZE), 183));
        CloseHandle(second);
        ROW("0.8 CreateMutexW of it: 6", REFUSED(CreateMutexW(NULL, FALSE, name), 6));
        ROW("0.8 OpenMutexW of it: 6", REFUSED(OpenMutexW(SYNCHRONIZE, FALSE, name), 6));
        ROW("0.8 CreateSemaphoreW of it: 6", REFUSED(CreateSemaphoreW(NULL, 0, 1, name), 6));
        ROW("0.8 OpenSemaphoreW of it: 6", REFUSED(OpenSemaphoreW(SYNCHRONIZE, FALSE, name), 6));
        ROW("0.8 CreateFileMappingW of it: 6",
            REFUSED(CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 1, name), 6));
        ROW("0.8 OpenFileMappingW of it: 6",
            REFUSED(OpenFileMappingW(FILE_MAP_READ, FALSE, name), 6));
        CloseHandle(first);
        ROW("2.4 letters of any script", SETS(first = CreateEventW(NULL, FALSE, FALSE, latin), 0));
        ROW("2.4 are found", LEAVES(second = OpenEventW(SYNCHRONIZE, FALSE, latin)));
        CloseHandle(second);
        ROW("2.4 a lone surrogate is a name of its own",
            SETS(second = CreateEventW(NULL, FALSE, FALSE, lone), 0));
        CloseHandle(second);
        CloseHandle(first);
        ROW("2.3 OpenEventW refuses local\\x",
            REFUSED(OpenEventW(SYNCHRONIZE, FALSE, WIDE("local\\x")), 3));
        ROW("2.5 OpenEventW of NULL: 87", REFUSED(OpenEventW(SYNCHRONIZE, FALSE, NULL), 87));
        ROW("2.5 CreateMutexW of NULL makes an unnamed one",
            SETS(first = CreateMutexW(NULL, 0, NULL), 0));
        CloseHandle(first);
}

static HANDLE create_wide(int kind, const WCHAR *name)
{
        switch (kind) {
        case MAPPING:
                return CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 100, name);
        case EVENT:
                return CreateEventW(NULL, TRUE, FALSE, name);
        case MUTEX:
                return CreateMutexW(NULL, FALSE, name);
        default:
                return CreateSemaphoreW(NULL, 0, 1, name);
        }
}

static HANDLE open_wide(int kind, const WCHAR *name)
{
        switch (kind) {
        case MAPPING:
                return OpenFileMappingW(FILE_MAP_READ, FALSE, name);
        case EVENT:
                return OpenEventW(SYNCHRONIZE, FALSE, name);
        case MUTEX:
                return OpenMutexW(SYNCHRONIZE, FALSE, name);
        default:
                return OpenSemaphoreW(SYNCHRONIZE, FALSE, name);
        }
}

/* 2.6, 2.7: both forms of each call; what is beyond the ANSI forms' length. */
static void wide_kinds(void)
{
        const char *bytes = unique("p\xc3\xa4r"); /* as the ANSI code page has it */
        WCHAR name[1000];
        int room = sizeof name / sizeof *name;

        MultiByteToWideChar(CP_ACP, 0, bytes, -1, name, room);
        for (int kind = 0; kind < KINDS; kind++) {
                HANDLE first = create(kind, bytes);
                HANDLE second;
                HANDLE third;

                ROW(rule_of("2.7 the wide Create finds it: %s%s", kind_names[kind], ""),
                    SETS(second = create_wide(kind, name), 183));
                ROW(rule_of("2.7 the wide Open finds it: %s%s", kind_names[kind], ""),
                    LEAVES(third = open_wide(kind, name)));
                CloseHandle(first);
                CloseHandle(second);
                CloseHandle(third);
                second = create_wide(kind, name);
                ROW(rule_of("2.7 and the ANSI Open what the wide Create made: %s%s",
                            kind_names[kind], ""),
                    LEAVES(third = open_it(kind, bytes)));
                CloseHandle(second);
                CloseHandle(third);
        }
        for (int at = 0; at < room; at++)
                name[at] = (WCHAR) (at < 20 ? 'w' : 'a' + at % 26);
        name[room - 1] = 0;
        for (int kind = 0; kind < KINDS; kind++) {
                HANDLE first;
                HANDLE second;

                ROW(rule_of("2.6 a wide name may have 999 characters: %s%s", kind_names[kind], ""),
                    SETS(first = create_wide(kind, name), 0));
                ROW(rule_of("2.6 and is found: %s%s", kind_names[kind], ""),
                    LEAVES(second = open_wide(kind, name)));
                CloseHandle(second);
                name[room - 2] ^= 1;
                ROW(rule_of("2.6 its last one counts: %s%s", kind_names[kind], ""),
                    REFUSED(open_wide(kind, name), 2));
                name[room - 2] ^= 1;
                CloseHandle(first);
        }
}

/* 2.10: many threads make one name at once. */
static volatile LONG created;
static volatile LONG existed;
static volatile LONG wrong;
static HANDLE gate;
static const char *contended;

static void contend(void *argument)
{
        HANDLE made;

        WaitForSingleObject(gate, INFINITE);
        made = CreateSemaphoreA(NULL, 3, 3, contended);
        if (!made)
                atomic_add(&wrong, 1);
        else
                atomic_add(GetLastError() == ERROR_ALREADY_EXISTS ? &existed : &created, 1);
        /* Nobody sees it half made: its units are there. */
        if (WaitForSingleObject(made, 0) == WAIT_FAILED)
                atomic_add(&wrong, 1);
        *(HANDLE *) argument = made;
}

static void one_maker(void)
{
        enum { THREADS = 3, ROUNDS = 30 };
        HANDLE handles[THREADS];
        thread *threads[THREADS];
        int fair = 1;

        for (int round = 0; round < ROUNDS; round++) {
                created = existed = wrong = 0;
                gate = CreateEventA(NULL, TRUE, FALSE, NULL);
                contended = unique("contended");
                for (int at = 0; at < THREADS; at++)
                        threads[at] = thread_start(contend, &handles[at]);
                SetEvent(gate);
                for (int at = 0; at < THREADS; at++)
                        thread_join(threads[at]);
                fair = fair && created == 1 && existed == THREADS - 1 && wrong == 0;
                for (int at = 0; at < THREADS; at++)
                        CloseHandle(handles[at]);
                CloseHandle(gate);
        }
        ROW("2.10 of several Creates at once exactly one gets 0, the others 183", fair);
}

void rules_names(void)
{
        one_namespace();
        unnamed();
        malformed();
        any_character();
        prefixes_and_case();
        each_kind();
        lengths();
        wide();
        wide_kinds();
        one_maker();
}
