/* SPDX-License-Identifier: MIT */
/* 01_mapping.c — named bytes: one process writes, another reads.
 *
 * Build  cc 01_mapping.c $(pkg-config --cflags --libs mapwire)
 *
 * The parent makes a mapping of 4096 bytes and writes a text into it. Then it
 * starts this same program once more, with an argument; that process knows only
 * the name. It opens the mapping read-only and finds the text at an address of
 * its own. When both have closed it, the name is gone.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mapwire/mapwire.h>

static int fail(const char *what)
{
        fprintf(stderr, "%s: %s\n", what, mw_last_error());
        return 1;
}

/* The other process: all it has is the name. */
static int read_it(const char *name)
{
        mw_mapping *letter;
        void *bytes = NULL;
        char text[64];

        if (mw_mapping_open(name, 0, MW_READ_ONLY, NULL, &letter) < 0)
                return fail("reader");
        /* offset 0, size 0: all of it, at any address */
        if (mw_view_map(letter, 0, 0, MW_READ_ONLY, &bytes) < 0)
                return fail("reader");
        /* Copy first, then look: the writer may change the bytes at any time. */
        memcpy(text, bytes, sizeof text);
        text[sizeof text - 1] = 0;
        printf("reader: %llu bytes at %p: \"%s\"\n",
               (unsigned long long) mw_mapping_size_bytes(letter), bytes, text);
        mw_view_unmap(bytes);
        mw_mapping_close(letter);
        return strcmp(text, "Information From Server") != 0;
}

/* Start this program again; returns its exit code. */
static int run_reader(char *program, char *name)
{
        char *const arguments[] = { program, name, NULL };
        int status = 0;
        pid_t child;

        fflush(stdout); /* or the child would print our text once more */
        child = fork();
        if (child == 0) {
                execv("/proc/self/exe", arguments);
                _exit(127);
        }
        if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
                return 1;
        return WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
        mw_mapping *letter, *again;
        void *bytes = NULL;
        char name[64];
        int r;

        if (argc > 1)
                return read_it(argv[1]);

        snprintf(name, sizeof name, "example-letter-%d", (int) getpid());
        /* EXCLUSIVE: fail rather than write into what somebody else made. */
        if (mw_mapping_open(name, 4096, MW_CREATE | MW_EXCLUSIVE, NULL, &letter) < 0)
                return fail("writer");
        if (mw_view_map(letter, 0, 0, 0, &bytes) < 0)
                return fail("writer");
        strcpy(bytes, "Information From Server");
        printf("writer: wrote at %p\n", bytes);

        if (run_reader(argv[0], name) != 0)
                return 1;

        /* The view keeps the mapping, hence the name; closing both ends it. */
        mw_mapping_close(letter);
        mw_view_unmap(bytes);
        r = mw_mapping_open(name, 0, 0, NULL, &again);
        printf("writer: afterwards: %s\n", r < 0 ? mw_strerror(r) : "still there");
        return r != MW_ENOTFOUND;
}
