/* SPDX-License-Identifier: MIT */
/* rules_mailslots.c — mailslots: messages, their sizes and count, time limits, ends. */
#include "support.h"

static char name[MAX_PATH];
static char text[100];

static const char *new_name(void)
{
        snprintf(name, sizeof name, "\\\\.\\mailslot\\%s", unique("slot"));
        return name;
}

static HANDLE writer(void)
{
        return CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                           OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
}

static int sends(HANDLE to, const char *what)
{
        DWORD done = 0;

        return WriteFile(to, what, (DWORD) strlen(what), &done, NULL) && done == strlen(what);
}

/* The next message is this. */
static int gets_message(HANDLE from, const char *wanted)
{
        DWORD done = 0;

        memset(text, 0, sizeof text);
        return ReadFile(from, text, sizeof text, &done, NULL) && done == strlen(wanted) &&
               strcmp(text, wanted) == 0;
}

static int holds(HANDLE slot, DWORD next, DWORD count)
{
        DWORD is_next = 77;
        DWORD is_count = 77;

        return GetMailslotInfo(slot, NULL, &is_next, &is_count, NULL) && is_next == next &&
               is_count == count;
}

static void messages(void)
{
        HANDLE slot;
        HANDLE to;
        HANDLE other;
        DWORD max = 77;
        DWORD timeout = 77;
        DWORD done = 77;

        new_name();
        ROW("mailslot that isn't there", (SetLastError(MARK), writer() == INVALID_HANDLE_VALUE) &&
                                                 GetLastError() == ERROR_FILE_NOT_FOUND);
        slot = CreateMailslotA(name, 0, 0, NULL);
        ROW("mailslot made", slot != INVALID_HANDLE_VALUE);
        ROW("mailslot there is one of a name",
            (SetLastError(MARK), CreateMailslotA(name, 0, 0, NULL) == INVALID_HANDLE_VALUE) &&
                    GetLastError() == ERROR_ALREADY_EXISTS);
        to = writer();
        other = writer();
        ROW("mailslot writers", to != INVALID_HANDLE_VALUE && other != INVALID_HANDLE_VALUE);
        ROW("mailslot empty", holds(slot, MAILSLOT_NO_MESSAGE, 0));
        ROW("mailslot nothing to read",
            FAILS(ReadFile(slot, text, sizeof text, &done, NULL), ERROR_SEM_TIMEOUT));
        ROW("mailslot three messages",
            sends(to, "first") && sends(other, "second one") && sends(to, "3"));
        /* Wine counts to one, and cuts what doesn't fit. */
        ROW_OR_WINE("mailslot counts them", holds(slot, 5, 3), holds(slot, 5, 1));
        if (!on_wine)
                ROW("mailslot too small a buffer",
                    FAILS(ReadFile(slot, text, 4, &done, NULL), ERROR_INSUFFICIENT_BUFFER) &&
                            done == 0);
        ROW("mailslot in their order",
            gets_message(slot, "first") && (on_wine || holds(slot, 10, 2)) &&
                    gets_message(slot, "second one") && gets_message(slot, "3"));
        ROW("mailslot empty again", holds(slot, MAILSLOT_NO_MESSAGE, 0));
        ROW("mailslot as it was made",
            GetMailslotInfo(slot, &max, NULL, NULL, &timeout) && max == 0 && timeout == 0);
        ROW("mailslot that can't be written",
            FAILS(WriteFile(slot, "x", 1, &done, NULL), ERROR_ACCESS_DENIED));
        ROW("mailslot's writer that can't read",
            FAILS(ReadFile(to, text, 1, &done, NULL), ERROR_ACCESS_DENIED));
        ROW("mailslot's writer has nothing to tell", !GetMailslotInfo(to, &max, NULL, NULL, NULL));
        CloseHandle(slot);
        ROW_OR_WINE("mailslot that is gone", !sends(to, "lost"), TRUE);
        slot = CreateMailslotA(name, 0, 0, NULL);
        ROW_OR_WINE("mailslot made again", slot != INVALID_HANDLE_VALUE, TRUE);
        CloseHandle(slot);
        CloseHandle(to);
        CloseHandle(other);
}

static DWORD WINAPI send_late(void *to)
{
        Sleep(50);
        sends(to, "late");
        return 0;
}

static void limits(void)
{
        HANDLE slot = CreateMailslotA(new_name(), 50, 30, NULL);
        HANDLE to = writer();
        HANDLE sender;
        DWORD done = 0;
        DWORD timeout = 0;
        long long begun = clock_us();

        ROW("mailslot waits for a message as long as it was told",
            FAILS(ReadFile(slot, text, sizeof text, &done, NULL), ERROR_SEM_TIMEOUT) &&
                    clock_us() - begun >= 25000);
        ROW("mailslot another time limit",
            SetMailslotInfo(slot, MAILSLOT_WAIT_FOREVER) &&
                    GetMailslotInfo(slot, NULL, NULL, NULL, &timeout) &&
                    timeout == MAILSLOT_WAIT_FOREVER);
        sender = CreateThread(NULL, 0, send_late, to, 0, NULL);
        ROW("mailslot waits until one comes", gets_message(slot, "late"));
        WaitForSingleObject(sender, 5000);
        CloseHandle(sender);
        CloseHandle(to);
        CloseHandle(slot);
}

/* Under Wine the writer waits when some hundreds are there. */
static void many(void)
{
        HANDLE slot = CreateMailslotA(new_name(), 0, 0, NULL);
        HANDLE to = writer();
        int sent = 0;
        int came = 0;
        char line[20];

        for (int at = 0; at < 2000; at++) {
                snprintf(line, sizeof line, "message %d", at);
                sent += sends(to, line);
        }
        ROW("mailslot nobody waits for a reader", sent == 2000 && holds(slot, 9, 2000));
        for (int at = 0; at < 2000; at++) {
                snprintf(line, sizeof line, "message %d", at);
                came += gets_message(slot, line);
        }
        ROW("mailslot all of them come", came == 2000);
        CloseHandle(to);
        CloseHandle(slot);
}

void rules_mailslots(void)
{
        messages();
        limits();
        if (!on_wine)
                many();
}
