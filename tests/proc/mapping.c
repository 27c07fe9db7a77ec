/* SPDX-License-Identifier: MIT */
/* mapping.c — strangers see the same bytes, at any offset, whatever addresses they have.
 *
 * The mapping is larger than 4 GiB and lazy: a 32-bit process can't map it whole, and
 * sees any part of it all the same. MW_TEST_PEERS makes half of the strangers such.
 */
#include "test.h"
#include <stdlib.h>
#include <string.h>

#define GIB        (UINT64_C(1) << 30)
#define SIZE_BYTES (6 * GIB + 5000)
#define PART_BYTES 65536

static const uint64_t offsets[] = { 0, GIB, 4 * GIB - PART_BYTES, 4 * GIB, 6 * GIB - PART_BYTES };
enum { PARTS = sizeof offsets / sizeof *offsets };

static mw_mapping *find(void)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open("x", 0, 0, NULL, &mapping), MW_OK);
        ASSERT_EQ(mw_mapping_size_bytes(mapping), SIZE_BYTES);
        return mapping;
}

static char *map(mw_mapping *mapping, uint64_t offset_bytes, uint32_t flags)
{
        void *address = NULL;

        ASSERT_IS(mw_view_map(mapping, offset_bytes, PART_BYTES, flags, &address), MW_OK);
        return address;
}

/* Each byte of a part depends on where it is and on who wrote it. */
static char expected(int part, int at, int writer)
{
        return (char) (part * 31 + at * 7 + writer * 101 + at / 256);
}

static void write_all(mw_mapping *mapping, int writer)
{
        for (int part = 0; part < PARTS; part++) {
                char *view = map(mapping, offsets[part], 0);

                for (int at = 0; at < PART_BYTES; at++)
                        view[at] = expected(part, at, writer);
                ASSERT_IS(mw_view_unmap(view), MW_OK);
        }
}

static void check_all(mw_mapping *mapping, int writer)
{
        for (int part = 0; part < PARTS; part++) {
                const char *view = map(mapping, offsets[part], MW_READ_ONLY);

                for (int at = 0; at < PART_BYTES; at++)
                        ASSERT(view[at] == expected(part, at, writer));
                ASSERT_IS(mw_view_unmap(view), MW_OK);
        }
}

/* Its number: finds what number 0 wrote, then writes. */
ROLE(stranger)
{
        mw_mapping *mapping = find();
        char line[16];

        while (await_line(line, sizeof line)) {
                check_all(mapping, 0);
                write_all(mapping, atoi(argv[0]));
                reach("written");
        }
        mw_mapping_close(mapping);
}

/* The whole, or a clear refusal; and the last part, whose size is odd. */
ROLE(mapper)
{
        mw_mapping *mapping = find();
        void *whole = NULL, *last = NULL;
        mw_view_info info = { .struct_size = sizeof info };
        int result = mw_view_map(mapping, 0, 0, MW_READ_ONLY, &whole);

        if (sizeof(void *) > 4) {
                ASSERT_IS(result, MW_OK);
                ASSERT_IS(mw_view_unmap(whole), MW_OK);
        } else {
                ASSERT_IS(result, MW_ENOMEM);
                ASSERT(strstr(mw_last_error(), "address space"));
        }
        ASSERT_IS(mw_view_map(mapping, 6 * GIB, 0, MW_READ_ONLY, &last), MW_OK);
        ASSERT_IS(mw_view_query(last, &info), MW_OK);
        ASSERT_EQ(info.size_bytes, 5000);
        ASSERT_EQ(info.offset_bytes, 6 * GIB);
        ASSERT_IS(mw_view_unmap(last), MW_OK);
        mw_mapping_close(mapping);
}

static mw_mapping *make(void)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open("x", SIZE_BYTES, MW_CREATE | MW_LAZY, NULL, &mapping),
                  MW_CREATED);
        for (int part = 0; part < PARTS; part++)
                ASSERT_IS(mw_mapping_commit(mapping, offsets[part], PART_BYTES), MW_OK);
        return mapping;
}

TEST(strangers_see_the_same_bytes_at_any_offset)
{
        mw_mapping *mapping = make();

        for (int number = 1; number <= 4; number++) {
                char text[16];
                struct peer *peer;

                snprintf(text, sizeof text, "%d", number);
                peer = peer_start("stranger", text, NULL);
                write_all(mapping, 0);
                peer_go(peer);
                peer_expect(peer, "written");
                check_all(mapping, number);
                peer_end(peer);
        }
        mw_mapping_close(mapping);
}

TEST(a_size_that_not_everybody_can_map_is_the_same_for_all)
{
        mw_mapping *mapping = make();

        for (int number = 0; number < 2; number++)
                peer_end(peer_start("mapper", NULL));
        mw_mapping_close(mapping);
}
