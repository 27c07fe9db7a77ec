/* SPDX-License-Identifier: MIT */
/* name.c — any bytes as a name, and any bytes as a file name.
 *
 * A name that is accepted becomes a file name without '/', not "." or "..", short
 * enough for a file system, and, unless it was shortened, comes back the same. A
 * file name that is decoded encodes to itself.
 */
#include "fuzz.h"
#include <mapwire/inspect.h>
#include <stdlib.h>
#include <string.h>

#include "base/name.h"

#define MUST(condition)                                                                     \
        do {                                                                                \
                if (!(condition))                                                           \
                        abort();                                                            \
        } while (0)

static void check_name(const char *text)
{
        static struct mwi_name name, again;
        char back[MW_NAME_MAX_BYTES + 1];
        int size;

        if (mwi_name_parse("fuzz", text, &name) != MW_OK)
                return;
        MUST(name.scope == MW_SCOPE_LOCAL || name.scope == MW_SCOPE_GLOBAL);
        MUST(name.bytes >= 1 && name.bytes <= MW_NAME_MAX_BYTES);
        MUST(!memchr(name.text, '\\', name.bytes));
        MUST(strlen(name.file) >= 1 && strlen(name.file) <= MWI_FILE_NAME_MAX_BYTES);
        MUST(!strchr(name.file, '/') && name.file[0] != '.');
        MUST(strncmp(name.file, "%r", 2) != 0); /* the registry's */
        MUST(strlen(name.quoted) < sizeof name.quoted);
        for (const char *at = name.quoted; *at; at++)
                MUST(*at >= ' ' && *at < 0x7f);
        size = mwi_name_decode(name.file, back);
        if (!strstr(name.file, "%%")) {
                MUST(size == (int) name.bytes);
                MUST(memcmp(back, name.text, name.bytes) == 0);
        }
        MUST(mwi_name_parse("fuzz", text, &again) == MW_OK);
        MUST(strcmp(again.file, name.file) == 0);
}

static void check_file(const char *text)
{
        static struct mwi_name name;
        char back[MW_NAME_MAX_BYTES + 1];

        if (mwi_name_decode(text, back) < 0)
                return;
        MUST(strlen(back) >= 1);
        if (mwi_name_parse("fuzz", back, &name) == MW_OK && name.bytes == strlen(back) &&
            !strstr(name.file, "%%"))
                MUST(mwi_name_decode(name.file, back) == (int) name.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        char *text = malloc(size + 1); /* exactly: so that a sanitizer sees one byte too far */

        MUST(text);
        memcpy(text, data, size);
        text[size] = 0;
        check_name(text);
        check_file(text);
        free(text);
        return 0;
}

void fuzz_write_seeds(void (*write_seed)(const void *data, size_t size))
{
        (void) write_seed; /* they are in corpus/name */
}
