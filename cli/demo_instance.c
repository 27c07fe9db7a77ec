/* SPDX-License-Identifier: MIT */
/* demo_instance.c — one of the two processes of mapwire demo.
 *
 * It is not told which one it is. Whoever makes the first event is the SERVER:
 * one call both looks and makes, so there is never more than one. It makes the
 * rest, writes, says "the data is there" by event 1 and waits for event 2. Who
 * finds the event is the CLIENT: it waits for event 1, and only then opens the
 * mapping, which is there and filled by then; it reads, and sets event 2.
 *
 * The textbook's program elects in two steps (two servers are possible), and
 * pulses event 1 before anybody waits (the pulse is lost).
 */
#include "demo.h"

#include "cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE "Information From Server"
#define EMPTY   "Buffer Is Empty "
#define SECONDS INT64_C(1000000000)

enum { MAPPING_BYTES = 100, PATIENCE_SECONDS = 600 };

struct instance {
        const char *token;
        bool is_plain;
        const char *role;
        mw_event *there;   /* event 1: the data is there */
        mw_event *taken;   /* event 2: it was read       */
        mw_mapping *mapping;
        void *view;
        char buffer[MAPPING_BYTES];
};

void demo_name(char *room, const char *base, const char *token) {
        snprintf(room, DEMO_NAME_BYTES, "%s.%s", base, token);
}

/* The textbook's lines, for --plain. */
static void say_plain(const struct instance *self, const char *format, ...)
        __attribute__((format(printf, 2, 3)));

static void say_plain(const struct instance *self, const char *format, ...) {
        va_list arguments;

        if (!self->is_plain)
                return;
        va_start(arguments, format);
        vprintf(format, arguments);
        va_end(arguments);
        fflush(stdout);
}

/* What is behind an address, as the kernel says: device and inode of its file. */
static void find_page(const void *address, char *page, size_t size) {
        FILE *maps = fopen("/proc/self/maps", "re");
        char line[512];

        page[0] = '\0';
        while (maps && fgets(line, sizeof(line), maps)) {
                uintptr_t begin, end;
                char device[32];
                unsigned long inode;

                if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*s %*s %31s %lu", &begin, &end, device,
                           &inode) == 4 &&
                    (uintptr_t) address >= begin && (uintptr_t) address < end) {
                        snprintf(page, size, "device %s inode %lu", device, inode);
                        break;
                }
        }
        if (maps)
                fclose(maps);
}

/* Tells a step and waits until it may go on. False: it has to end. */
static bool tell(const struct instance *self, char mark, const char *call, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

static bool tell(const struct instance *self, char mark, const char *call, const char *format, ...)
{
        char result[200], page[80] = "", address[32] = "", record[600], go;
        va_list arguments;
        ssize_t n;
        int length;

        va_start(arguments, format);
        vsnprintf(result, sizeof(result), format, arguments);
        va_end(arguments);
        if (self->view) {
                snprintf(address, sizeof(address), "0x%" PRIxPTR, (uintptr_t) self->view);
                find_page(self->view, page, sizeof(page));
        }
        length = snprintf(record, sizeof(record), "%c\t%s\t%s\t%s\t%s\t%s\n", mark, self->role,
                          call, result, address, page);
        if (write(DEMO_RECORD_FD, record, (size_t) length) != length)
                return false;
        while ((n = read(DEMO_GO_FD, &go, 1)) < 0 && errno == EINTR && !cli_caught_signal())
                ;
        return n == 1;
}

/* Waits for the event, and for a signal of the system that ends us. */
static int wait_for(mw_event *event) {
        mw_object *objects[2] = { mw_event_object(event), NULL };
        uint32_t count = 1, which = 0;
        int r;

        if (cli_signal_event())
                objects[count++] = mw_event_object(cli_signal_event());
        r = mw_wait_any(objects, count, mw_after_ns(PATIENCE_SECONDS * SECONDS), MW_SPIN_DEFAULT,
                        &which);
        return r == MW_OK && which == 1 ? MW_ETIMEDOUT : r;
}

static int make_mapping(struct instance *self) {
        char name[DEMO_NAME_BYTES];
        int r;

        demo_name(name, DEMO_MAPPING, self->token);
        r = mw_mapping_open(name, MAPPING_BYTES, MW_CREATE | MW_EXCLUSIVE, NULL, &self->mapping);
        if (r < 0)
                return r;
        if (!tell(self, '.', "mw_mapping_open(\"" DEMO_MAPPING "\", 100, MW_CREATE)",
                  "MW_CREATED: 100 bytes of memory with a name, all zero"))
                return MW_ETIMEDOUT;
        r = mw_view_map(self->mapping, 0, 0, 0, &self->view);
        if (r < 0)
                return r;
        return tell(self, '.', "mw_view_map()", "the bytes begin at 0x%" PRIxPTR " in this process",
                    (uintptr_t) self->view) ? MW_OK : MW_ETIMEDOUT;
}

static int serve(struct instance *self) {
        int64_t asleep;
        int r = make_mapping(self);

        if (r < 0)
                return r;
        say_plain(self, "BEFORE RECORD:\n%s\n", self->buffer);
        mw_view_write(self->view, MESSAGE, sizeof(MESSAGE));
        say_plain(self, "AFTER RECORD:\n%s\n", self->buffer);
        if (!tell(self, '.', "memcpy(view, \"" MESSAGE "\", 24)",
                  "24 bytes are in the mapping; no system call, no copy by the kernel"))
                return MW_ETIMEDOUT;
        r = mw_event_set(self->there);
        if (r < 0)
                return r;
        if (!tell(self, '.', "mw_event_set(" DEMO_EVENT_1 ")",
                  "\"the data is there\". Nobody waits yet: a set is kept for who comes, a pulse "
                  "would be lost") ||
            !tell(self, 'W', "mw_event_wait(" DEMO_EVENT_2 ")", "sleeps until somebody sets it"))
                return MW_ETIMEDOUT;
        asleep = mw_now_ns();
        r = wait_for(self->taken);
        if (r < 0)
                return r;
        asleep = (mw_now_ns() - asleep) / 1000000;
        return tell(self, '.', "... returns 0", "woken after %" PRId64 " ms: the data was read",
                    asleep) ? MW_OK : MW_ETIMEDOUT;
}

static int open_mapping(struct instance *self) {
        char name[DEMO_NAME_BYTES];
        int r;

        demo_name(name, DEMO_MAPPING, self->token);
        r = mw_mapping_open(name, 0, MW_READ_ONLY, NULL, &self->mapping);
        if (r < 0)
                return r;
        if (!tell(self, '.', "mw_mapping_open(\"" DEMO_MAPPING "\", 0, MW_READ_ONLY)",
                  "found by its name: %" PRIu64 " bytes", mw_mapping_size_bytes(self->mapping)))
                return MW_ETIMEDOUT;
        r = mw_view_map(self->mapping, 0, 0, MW_READ_ONLY, &self->view);
        if (r < 0)
                return r;
        return tell(self, '.', "mw_view_map(MW_READ_ONLY)",
                    "the same bytes begin at 0x%" PRIxPTR " in this process",
                    (uintptr_t) self->view) ? MW_OK : MW_ETIMEDOUT;
}

static int consume(struct instance *self) {
        int r;

        if (!tell(self, '.', "mw_event_wait(" DEMO_EVENT_1 ")", "is called"))
                return MW_ETIMEDOUT;
        r = wait_for(self->there);
        if (r < 0)
                return r;
        if (!tell(self, '.', "... returns 0", "at once: it was set, and is reset by this wait"))
                return MW_ETIMEDOUT;
        r = open_mapping(self);
        if (r < 0)
                return r;
        say_plain(self, "BEFORE RECORD: \n%s\n", self->buffer);
        r = mw_view_read(self->view, self->buffer, sizeof(MESSAGE));
        if (r < 0)
                return r;
        self->buffer[sizeof(MESSAGE) - 1] = '\0'; /* whatever was written there */
        say_plain(self, "AFTER RECORD: \n%s\n", self->buffer);
        if (!tell(self, '.', "memcpy(buffer, view, 24)", "\"%s\"", self->buffer) ||
            !tell(self, 'K', "mw_event_set(" DEMO_EVENT_2 ")", "\"it was read\": wakes the SERVER"))
                return MW_ETIMEDOUT;
        return mw_event_set(self->taken);
}

static int elect(struct instance *self) {
        char name[DEMO_NAME_BYTES];
        const char *call = "mw_event_open(\"" DEMO_EVENT_1 "\", MW_CREATE)";
        int r;

        demo_name(name, DEMO_EVENT_1, self->token);
        r = mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &self->there);
        if (r < 0)
                return r;
        self->role = r == MW_CREATED ? "SERVER" : "CLIENT";
        say_plain(self, "%s\n", self->role);
        if (!tell(self, '.', call, "%s, so this process is the %s",
                  r == MW_CREATED ? "MW_CREATED: nobody had it" : "0: somebody has it", self->role))
                return MW_ETIMEDOUT;
        demo_name(name, DEMO_EVENT_2, self->token);
        r = mw_event_open(name, MW_CREATE | MW_AUTO_RESET, NULL, &self->taken);
        if (r < 0)
                return r;
        return tell(self, '.', "mw_event_open(\"" DEMO_EVENT_2 "\", MW_CREATE)", "%s",
                    r == MW_CREATED ? "MW_CREATED" : "0: it is there") ? MW_OK : MW_ETIMEDOUT;
}

int demo_instance(const char *token, bool is_plain) {
        struct instance self = { .token = token, .is_plain = is_plain, .role = "-" };
        int r;

        strcpy(self.buffer, EMPTY);
        cli_catch_signals();
        r = elect(&self);
        if (r >= 0)
                r = strcmp(self.role, "SERVER") == 0 ? serve(&self) : consume(&self);
        if (r < 0 && r != MW_ETIMEDOUT)
                cli_failed(r);
        if (self.view)
                mw_view_unmap(self.view);
        self.view = NULL;
        mw_mapping_close(self.mapping);
        mw_event_close(self.taken);
        mw_event_close(self.there);
        if (r >= 0 && !tell(&self, '.', "mw_view_unmap(), mw_..._close()",
                            strcmp(self.role, "SERVER") == 0
                                    ? "the last holder lets go: the names are gone"
                                    : "lets go; the SERVER still holds the names"))
                r = MW_ETIMEDOUT;
        return r < 0 ? CLI_FAILURE : CLI_OK;
}
