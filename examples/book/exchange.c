/* SPDX-License-Identifier: MIT */
/* exchange.c — two processes exchange a text through a named mapping, kept in
 * step by two named events. Start it twice; in mapwire's own calls.
 *
 *      cc exchange.c $(pkg-config --cflags --libs mapwire) -o exchange
 *
 *      exchange [SECONDS]     how long to wait for the other one; default 30
 *
 * Who is who. One call both looks and makes: whoever made the event `written`
 * (MW_CREATED) is the SERVER, everybody else a CLIENT.
 *
 * In step. The server makes everything, writes, and only then sets `written`; so
 * a client never finds a mapping that is missing or half filled. `written` is
 * manual-reset, because the text stays there for whoever comes. `taken` is
 * auto-reset: it tells one waiter one thing. Both are set, never pulsed: a pulse
 * reaches only those who wait at that very moment.
 *
 * If the other one dies. Each wait has an end and says what it waited for. A
 * client that finds `written` set and the mapping gone has met the last moment
 * of a server that was done; it begins again, and may become the server itself.
 * `written` is closed last: who makes it anew knows that the round is over.
 *
 * Exit code: 0 exchanged; 1 a call failed; 124 nobody came in time.
 */
#include <mapwire/mapwire.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NAME_WRITTEN "mapwire.book.written"
#define NAME_TAKEN   "mapwire.book.taken"
#define NAME_MEMORY  "mapwire.book.memory"
#define MESSAGE      "Information From Server"

enum { MEMORY_BYTES = 100, EXCHANGED = 0, FAILED = 1, NOBODY_CAME = 124, AGAIN = -1 };

static int failed(void)
{
        fprintf(stderr, "exchange: %s\n", mw_last_error());
        return FAILED;
}

static int waited(int result, const char *whom, int64_t patience_ns)
{
        if (result == MW_OK)
                return EXCHANGED;
        if (result != MW_ETIMEDOUT)
                return failed();
        fprintf(stderr, "exchange: waited %d s for %s, in vain\n", (int) (patience_ns / 1000000000),
                whom);
        return NOBODY_CAME;
}

/* A text that ends within its buffer, whatever was in the memory. */
static void read_text(char text[MEMORY_BYTES], const char *memory)
{
        memcpy(text, memory, MEMORY_BYTES);
        text[MEMORY_BYTES - 1] = '\0';
}

static void say(const char *when, const char *text)
{
        printf("%s RECORD:\n%s\n", when, text[0] ? text : "Buffer Is Empty");
        fflush(stdout);
}

static int write_and_wait(char *memory, mw_event *written, int64_t patience_ns)
{
        mw_event *taken;
        char text[MEMORY_BYTES];
        int result;

        if (mw_event_open(NAME_TAKEN, MW_CREATE | MW_AUTO_RESET, NULL, &taken) < 0)
                return failed();
        printf("SERVER\n");
        read_text(text, memory);
        say("BEFORE", text);
        strcpy(memory, MESSAGE);
        read_text(text, memory);
        say("AFTER", text);
        if (mw_event_set(written) == MW_OK)
                result = waited(mw_event_wait(taken, mw_after_ns(patience_ns)), "a client",
                                patience_ns);
        else
                result = failed();
        mw_event_close(taken);
        return result;
}

static int serve(mw_event *written, int64_t patience_ns)
{
        mw_mapping *mapping;
        void *memory = NULL;
        int result;

        if (mw_mapping_open(NAME_MEMORY, MEMORY_BYTES, MW_CREATE, NULL, &mapping) < 0)
                return failed();
        if (mw_view_map(mapping, 0, MEMORY_BYTES, 0, &memory) == MW_OK) {
                result = write_and_wait(memory, written, patience_ns);
                mw_view_unmap(memory);
        } else {
                result = failed();
        }
        mw_mapping_close(mapping);
        return result;
}

static int read_and_tell(const char *memory)
{
        mw_event *taken;
        char text[MEMORY_BYTES] = "";
        int result = mw_event_open(NAME_TAKEN, 0, NULL, &taken);

        printf("CLIENT\n");
        say("BEFORE", text);
        read_text(text, memory);
        say("AFTER", text);
        if (result == MW_ENOTFOUND) /* another client was quicker, and the server has ended */
                return EXCHANGED;
        if (result < 0)
                return failed();
        result = mw_event_set(taken) == MW_OK ? EXCHANGED : failed();
        mw_event_close(taken);
        return result;
}

static int take(mw_event *written, int64_t patience_ns)
{
        mw_mapping *mapping;
        void *memory = NULL;
        int result = waited(mw_event_wait(written, mw_after_ns(patience_ns)), "the server to write",
                            patience_ns);

        if (result != EXCHANGED)
                return result;
        result = mw_mapping_open(NAME_MEMORY, 0, MW_READ_ONLY, NULL, &mapping);
        if (result < 0)
                return result == MW_ENOTFOUND ? AGAIN : failed();
        if (mw_view_map(mapping, 0, MEMORY_BYTES, MW_READ_ONLY, &memory) == MW_OK) {
                result = read_and_tell(memory);
                mw_view_unmap(memory);
        } else {
                result = failed();
        }
        mw_mapping_close(mapping);
        return result;
}

static int take_part(int64_t patience_ns)
{
        mw_event *written;
        int result = mw_event_open(NAME_WRITTEN, MW_CREATE, NULL, &written);

        if (result < 0)
                return failed();
        result = result == MW_CREATED ? serve(written, patience_ns) : take(written, patience_ns);
        mw_event_close(written);
        return result;
}

int main(int argument_count, char **arguments)
{
        long seconds = argument_count > 1 ? strtol(arguments[1], NULL, 10) : 30;
        int64_t patience_ns = (int64_t) seconds * 1000000000;
        int64_t end_ns = mw_after_ns(patience_ns);
        int result;

        if (argument_count > 2 || seconds < 1 || seconds > 86400) {
                fprintf(stderr, "usage: exchange [SECONDS]\n");
                return 2;
        }
        while ((result = take_part(patience_ns)) == AGAIN) {
                /* Not all at the same moment again. */
                const struct timespec pause = { 0, (5 + getpid() % 11) * 1000000 };

                if (mw_now_ns() > end_ns)
                        return waited(MW_ETIMEDOUT, "a server that stays", patience_ns);
                nanosleep(&pause, NULL);
        }
        return result;
}
