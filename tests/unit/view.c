/* SPDX-License-Identifier: MIT */
/* view.c — views: where, how much, with which rights, and who is asked. */
#include "test.h"
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { GRAIN = MW_VIEW_GRANULARITY_BYTES };

static mw_mapping *make(const char *name, uint64_t size_bytes, uint32_t flags)
{
        mw_mapping *mapping;

        ASSERT_IS(mw_mapping_open(name, size_bytes, MW_CREATE | flags, NULL, &mapping),
                  MW_CREATED);
        return mapping;
}

static unsigned char *view_of(mw_mapping *mapping, uint64_t offset, uint64_t size, uint32_t flags)
{
        void *address = NULL;

        ASSERT_IS(mw_view_map(mapping, offset, size, flags, &address), MW_OK);
        ASSERT((uintptr_t) address % GRAIN == 0);
        return address;
}

static sigjmp_buf caught;
static volatile sig_atomic_t last_signal;

static void catch(int number)
{
        last_signal = number;
        siglongjmp(caught, 1);
}

/* Which signal does touching this byte raise? 0: none. */
static int touch(volatile unsigned char *byte, bool writing)
{
        struct sigaction action = { .sa_handler = catch }, segv, bus;

        sigaction(SIGSEGV, &action, &segv);
        sigaction(SIGBUS, &action, &bus);
        last_signal = 0;
        if (sigsetjmp(caught, 1) == 0) {
                unsigned char value = *byte;

                if (writing)
                        *byte = value;
        }
        sigaction(SIGSEGV, &segv, NULL);
        sigaction(SIGBUS, &bus, NULL);
        return last_signal;
}

TEST(offsets_and_sizes_outside_are_refused)
{
        mw_mapping *mapping = make("x", 3 * GRAIN + 100, 0);
        void *address = NULL;
        static const struct {
                uint64_t offset, size;
                int result;
        } bad[] = {
                { 1, 0, MW_EALIGN },
                { 4096, 0, MW_EALIGN },
                { GRAIN - 1, 10, MW_EALIGN },
                { GRAIN + 4096, 10, MW_EALIGN },
                { 4 * GRAIN, 0, MW_EINVAL },
                { 1ull << 40, 0, MW_EINVAL },
                { UINT64_MAX - GRAIN + 1, 0, MW_EINVAL },
                { 0, 3 * GRAIN + 101, MW_EINVAL },
                { 3 * GRAIN, 101, MW_EINVAL },
                { GRAIN, 2 * GRAIN + 101, MW_EINVAL },
                { 0, UINT64_MAX, MW_EINVAL },
                { GRAIN, UINT64_MAX, MW_EINVAL },
                { GRAIN, UINT64_MAX - GRAIN + 1, MW_EINVAL },
        };

        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ASSERT_IS(mw_view_map(mapping, bad[i].offset, bad[i].size, 0, &address),
                          bad[i].result);
        ASSERT_IS(mw_view_map(mapping, 0, 0, 0, NULL), MW_EINVAL);
        ASSERT_IS(mw_view_map(mapping, 0, 0, 1u << 31, &address), MW_EINVAL);
        ASSERT_IS(mw_view_map(mapping, 0, 0, MW_CREATE, &address), MW_EINVAL);
        ASSERT_IS(mw_view_map(mapping, 0, 0, MW_READ_ONLY | MW_COPY_ON_WRITE, &address),
                  MW_EINVAL);
        ASSERT(address == NULL);
        mw_mapping_close(mapping);
}

TEST(an_offset_at_the_end_of_a_whole_mapping_is_outside)
{
        mw_mapping *mapping = make("x", 2 * GRAIN, 0);
        void *address = NULL;

        ASSERT_IS(mw_view_map(mapping, 2 * GRAIN, 0, 0, &address), MW_EINVAL);
        mw_mapping_close(mapping);
}

TEST(parts_overlap_and_are_coherent)
{
        mw_mapping *mapping = make("x", 4 * GRAIN + 5, 0);
        unsigned char *whole = view_of(mapping, 0, 0, 0);
        unsigned char *middle = view_of(mapping, GRAIN, 2 * GRAIN, 0);
        unsigned char *tail = view_of(mapping, 4 * GRAIN, 0, 0);
        unsigned char *again = view_of(mapping, 0, 0, MW_READ_ONLY);

        ASSERT(whole != again);
        for (uint64_t at = 0; at < 4 * GRAIN + 5; at += 1009) {
                whole[at] = (unsigned char) (at / 7);
                ASSERT_EQ(again[at], whole[at]);
                if (at >= GRAIN && at < 3 * GRAIN)
                        ASSERT_EQ(middle[at - GRAIN], whole[at]);
        }
        tail[4] = 99;
        ASSERT_EQ(whole[4 * GRAIN + 4], 99);
        middle[0] = 98;
        ASSERT_EQ(again[GRAIN], 98);
        ASSERT_IS(mw_view_unmap(whole), MW_OK);
        ASSERT_IS(mw_view_unmap(middle), MW_OK);
        ASSERT_IS(mw_view_unmap(tail), MW_OK);
        ASSERT_IS(mw_view_unmap(again), MW_OK);
        mw_mapping_close(mapping);
}

TEST(the_kernel_enforces_a_read_only_view)
{
        mw_mapping *mapping = make("x", 5000, 0);
        unsigned char *bytes = view_of(mapping, 0, 0, MW_READ_ONLY);

        ASSERT_EQ(touch(bytes, false), 0);
        ASSERT_EQ(touch(bytes, true), SIGSEGV);
        ASSERT_IS(mw_view_write(bytes, "x", 1), MW_EACCES);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
}

TEST(who_opened_read_only_gets_no_writable_view_by_any_way)
{
        mw_mapping *mapping = make("x", 5000, 0), *reader;
        unsigned char *bytes;
        void *address = NULL;

        ASSERT_IS(mw_mapping_open("x", 0, MW_READ_ONLY, NULL, &reader), MW_OK);
        ASSERT_IS(mw_view_map(reader, 0, 0, 0, &address), MW_EACCES);
        ASSERT(address == NULL);
        ASSERT_IS(mw_mapping_commit(reader, 0, 100), MW_EACCES);
        bytes = view_of(reader, 0, 0, MW_READ_ONLY);
        ASSERT_EQ(mprotect(bytes, 4096, PROT_READ | PROT_WRITE), -1);
        ASSERT_EQ(touch(bytes, true), SIGSEGV);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        bytes = view_of(reader, 0, 0, MW_COPY_ON_WRITE);
        ASSERT_EQ(touch(bytes, true), 0);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(reader);
        mw_mapping_close(mapping);
}

TEST(copy_on_write_is_private_page_by_page)
{
        mw_mapping *mapping = make("x", 3 * 4096, 0);
        unsigned char *shared = view_of(mapping, 0, 0, 0);
        unsigned char *copy = view_of(mapping, 0, 0, MW_COPY_ON_WRITE), *second;

        shared[0] = 1;
        shared[4096] = 2;
        ASSERT_EQ(copy[0], 1);
        copy[0] = 11;
        ASSERT_EQ(shared[0], 1);
        shared[0] = 3;          /* that page is ours now...              */
        ASSERT_EQ(copy[0], 11);
        shared[4096] = 4;       /* ... and this one still everybody's    */
        ASSERT_EQ(copy[4096], 4);
        second = view_of(mapping, 0, 0, MW_COPY_ON_WRITE);
        ASSERT_EQ(second[0], 3);
        ASSERT_IS(mw_view_flush(copy, 0), MW_OK);
        ASSERT_EQ(shared[0], 3);
        ASSERT_IS(mw_view_unmap(copy), MW_OK);
        ASSERT_EQ(shared[0], 3);
        ASSERT_IS(mw_view_unmap(second), MW_OK);
        ASSERT_IS(mw_view_unmap(shared), MW_OK);
        mw_mapping_close(mapping);
}

TEST(no_access_reserves_and_faults)
{
        mw_mapping *mapping = make("x", 4096, 0);
        unsigned char *bytes = view_of(mapping, 0, 0, MW_NO_ACCESS), byte;

        ASSERT_EQ(touch(bytes, false), SIGSEGV);
        ASSERT_IS(mw_view_read(bytes, &byte, 1), MW_EACCES);
        ASSERT_IS(mw_view_write(bytes, &byte, 1), MW_EACCES);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
}

TEST(executable_needs_the_mappings_leave)
{
        mw_mapping *plain = make("x", 4096, 0), *code = make("y", 4096, MW_EXECUTABLE);
        void *address = NULL;

        ASSERT_IS(mw_view_map(plain, 0, 0, MW_EXECUTABLE, &address), MW_EACCES);
        ASSERT(address == NULL);
        ASSERT_IS(mw_view_map(code, 0, 0, MW_EXECUTABLE, &address), MW_OK);
#if defined(__x86_64__) || defined(__i386__)
        memcpy(address, "\xb8\x2a\x00\x00\x00\xc3", 6); /* mov eax, 42; ret */
        ASSERT_EQ(((int (*)(void)) (uintptr_t) address)(), 42);
#endif
        ASSERT_IS(mw_view_unmap(address), MW_OK);
        mw_mapping_close(plain);
        mw_mapping_close(code);
}

TEST(a_wanted_address_is_taken_or_refused)
{
        mw_mapping *mapping = make("x", 2 * GRAIN, 0);
        unsigned char *first = view_of(mapping, 0, 0, 0);
        void *address = first;

        ASSERT_IS(mw_view_map(mapping, 0, 0, 0, &address), MW_EADDRESS);
        ASSERT(address == first);
        address = first + GRAIN; /* overlaps the middle of it */
        ASSERT_IS(mw_view_map(mapping, 0, GRAIN, 0, &address), MW_EADDRESS);
        ASSERT_IS(mw_view_unmap(first), MW_OK);
        address = first;
        ASSERT_IS(mw_view_map(mapping, GRAIN, 0, 0, &address), MW_OK);
        ASSERT(address == first);
        ASSERT_IS(mw_view_unmap(first), MW_OK);
        address = first + 4096;
        ASSERT_IS(mw_view_map(mapping, 0, 0, 0, &address), MW_EALIGN);
        address = (void *) (uintptr_t) 1;
        ASSERT_IS(mw_view_map(mapping, 0, 0, 0, &address), MW_EALIGN);
        address = (void *) 0xffffffffffff0000; /* the kernel's */
        ASSERT(mw_view_map(mapping, 0, 0, 0, &address) < 0);
        mw_mapping_close(mapping);
}

TEST(query_knows_every_address_of_a_view_and_no_other)
{
        mw_mapping *mapping = make("x", 2 * GRAIN + 77, 0);
        unsigned char *bytes = view_of(mapping, GRAIN, 0, MW_READ_ONLY);
        mw_view_info info = { .struct_size = sizeof info };
        static const uint64_t inside[] = { 0, 1, 4095, 4096, GRAIN, GRAIN + 76 };
        int local = 0;

        for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
                ASSERT_IS(mw_view_query(bytes + inside[i], &info), MW_OK);
                ASSERT(info.address == bytes);
                ASSERT_EQ(info.size_bytes, GRAIN + 77);
                ASSERT_EQ(info.offset_bytes, GRAIN);
                ASSERT_EQ(info.flags, MW_READ_ONLY);
                ASSERT_EQ(info.is_lost, 0);
        }
        ASSERT_IS(mw_view_query(bytes - 1, &info), MW_EADDRESS);
        ASSERT_IS(mw_view_query(NULL, &info), MW_EADDRESS);
        ASSERT_IS(mw_view_query(&local, &info), MW_EADDRESS);
        ASSERT_IS(mw_view_query(mapping, &info), MW_EADDRESS);
        ASSERT_IS(mw_view_query(bytes, NULL), MW_EINVAL);
        info.struct_size = 0;
        ASSERT_IS(mw_view_query(bytes, &info), MW_EINVAL);
        info.struct_size = sizeof info;
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_IS(mw_view_query(bytes, &info), MW_EADDRESS);
        mw_mapping_close(mapping);
}

TEST(unmap_takes_any_address_inside_once)
{
        mw_mapping *mapping = make("x", 5 * 4096, 0);
        int local = 0;
        void *heap = malloc(100);

        for (int at = 0; at < 5 * 4096; at += 997) {
                unsigned char *bytes = view_of(mapping, 0, 0, 0);

                ASSERT_IS(mw_view_unmap(bytes + at), MW_OK);
                ASSERT_IS(mw_view_unmap(bytes + at), MW_EADDRESS);
                ASSERT_IS(mw_view_unmap(bytes), MW_EADDRESS);
        }
        ASSERT_IS(mw_view_unmap(NULL), MW_EADDRESS);
        ASSERT_IS(mw_view_unmap(&local), MW_EADDRESS);
        ASSERT_IS(mw_view_unmap(heap), MW_EADDRESS);
        ASSERT_IS(mw_view_unmap(mapping), MW_EADDRESS);
        ASSERT_IS(mw_view_unmap((void *) UINTPTR_MAX), MW_EADDRESS);
        free(heap);
        mw_mapping_close(mapping);
}

TEST(flush_of_memory_is_nothing_and_knows_its_range)
{
        mw_mapping *mapping = make("x", 5000, 0);
        unsigned char *bytes = view_of(mapping, 0, 0, 0);

        ASSERT_IS(mw_view_flush(bytes, 0), MW_OK);
        ASSERT_IS(mw_view_flush(bytes + 4999, 0), MW_OK);
        ASSERT_IS(mw_view_flush(bytes, 5000), MW_OK);
        ASSERT_IS(mw_view_flush(bytes + 100, 4900), MW_OK);
        ASSERT_IS(mw_view_flush(bytes, 3 * 4096), MW_EADDRESS);
        ASSERT_IS(mw_view_flush(bytes + 100, UINT64_MAX), MW_EADDRESS);
        ASSERT_IS(mw_view_flush(NULL, 0), MW_EADDRESS);
        ASSERT_IS(mw_view_flush(&mapping, 0), MW_EADDRESS);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        ASSERT_IS(mw_view_flush(bytes, 0), MW_EADDRESS);
        mw_mapping_close(mapping);
}

TEST(read_and_write_copy_and_stay_inside)
{
        mw_mapping *mapping = make("x", 3 * GRAIN, 0);
        unsigned char *bytes = view_of(mapping, 0, GRAIN + 10, 0);
        static unsigned char out[GRAIN + 10], in[GRAIN + 10];

        for (size_t i = 0; i < sizeof out; i++)
                out[i] = (unsigned char) (i * 31 >> 3);
        ASSERT_IS(mw_view_write(bytes, out, sizeof out), MW_OK);
        ASSERT(memcmp(bytes, out, sizeof out) == 0);
        ASSERT_IS(mw_view_read(bytes, in, sizeof in), MW_OK);
        ASSERT(memcmp(in, out, sizeof in) == 0);
        ASSERT_IS(mw_view_read(bytes + 9, in, 100), MW_OK);
        ASSERT(memcmp(in, out + 9, 100) == 0);
        ASSERT_IS(mw_view_write(bytes + 10, out, sizeof out), MW_EADDRESS);
        ASSERT_IS(mw_view_read(bytes + 1, in, sizeof in), MW_EADDRESS);
        ASSERT_IS(mw_view_read(bytes + 1, in, SIZE_MAX), MW_EADDRESS);
        ASSERT_IS(mw_view_read(&mapping, in, 1), MW_EADDRESS);
        ASSERT_IS(mw_view_write(NULL, out, 1), MW_EADDRESS);
        ASSERT_IS(mw_view_read(bytes, NULL, 1), MW_EINVAL);
        ASSERT_IS(mw_view_read(bytes, in, 0), MW_OK);
        ASSERT_IS(mw_view_unmap(bytes), MW_OK);
        mw_mapping_close(mapping);
}

TEST(a_thousand_views_are_told_apart)
{
        enum { VIEWS = 1000 };
        mw_mapping *mapping = make("x", 16 * GRAIN, 0);
        static unsigned char *bytes[VIEWS];

        for (int i = 0; i < VIEWS; i++)
                bytes[i] = view_of(mapping, (uint64_t) (i % 16) * GRAIN, 1 + i % GRAIN, 0);
        for (int i = 0; i < VIEWS; i++) {
                mw_view_info info = { .struct_size = sizeof info };

                ASSERT_IS(mw_view_query(bytes[i] + i % GRAIN, &info), MW_OK);
                ASSERT(info.address == bytes[i]);
                ASSERT_EQ(info.size_bytes, 1 + i % GRAIN);
        }
        for (int i = 0; i < VIEWS; i += 2)
                ASSERT_IS(mw_view_unmap(bytes[i]), MW_OK);
        for (int i = 0; i < VIEWS; i++) {
                mw_view_info info = { .struct_size = sizeof info };

                ASSERT_IS(mw_view_query(bytes[i], &info), i % 2 ? MW_OK : MW_EADDRESS);
        }
        for (int i = 1; i < VIEWS; i += 2)
                ASSERT_IS(mw_view_unmap(bytes[i]), MW_OK);
        mw_mapping_close(mapping);
}
