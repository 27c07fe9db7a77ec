/* SPDX-License-Identifier: MIT */
/* replay.c — a fuzz target as an ordinary test: the corpus, then mutations of it.
 *
 *      fuzz_NAME [CORPUS_DIRECTORY]           replay and mutate
 *      fuzz_NAME --write-seeds DIRECTORY      for libFuzzer (tests/fuzz/run)
 *
 * Without coverage it finds less than libFuzzer, but it needs no clang, and what
 * was found once stays found. MW_TEST_LEVEL says how many, MW_TEST_SEED which.
 */
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SEEDS_MAX = 500, BYTES_MAX = 8192 };

static struct {
        uint8_t *data;
        size_t size;
} seeds[SEEDS_MAX];
static size_t seed_count;
static const char *seed_directory;
static uint64_t state;

static uint32_t pick(uint32_t below)
{
        uint64_t z = state += 0x9e3779b97f4a7c15;

        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (uint32_t) (z >> 32) % below;
}

static void keep(const void *data, size_t size)
{
        if (seed_count == SEEDS_MAX)
                return;
        seeds[seed_count].data = malloc(size + 1);
        if (!seeds[seed_count].data)
                abort();
        memcpy(seeds[seed_count].data, data, size);
        seeds[seed_count++].size = size;
}

static void write_out(const void *data, size_t size)
{
        static int number;
        char path[500];
        FILE *file;

        snprintf(path, sizeof path, "%s/made%02d", seed_directory, number++);
        file = fopen(path, "wbe");
        if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0)
                abort();
}

static void read_corpus(const char *path)
{
        DIR *directory = opendir(path);
        struct dirent *entry;
        uint8_t bytes[BYTES_MAX];

        if (!directory)
                return;
        while ((entry = readdir(directory))) {
                char name[800];
                FILE *file;

                if (entry->d_name[0] == '.')
                        continue;
                snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
                file = fopen(name, "rbe");
                if (!file)
                        continue;
                keep(bytes, fread(bytes, 1, sizeof bytes, file));
                fclose(file);
        }
        closedir(directory);
}

/* Flip, set, copy, cut, extend: a few of them at once. */
static size_t mutate(uint8_t *bytes, size_t size)
{
        static const uint32_t nasty[] = { 0, 1, 0xff, 0x7f, 0x80, 0xffff, 0x7fffffff, 0x80000000,
                                          0xffffffff, 4096, 4095, 1024, 2304 };

        for (uint32_t turns = 1 + pick(6); turns > 0; turns--) {
                uint32_t at = size ? pick((uint32_t) size) : 0, value = nasty[pick(13)];

                switch (pick(6)) {
                case 0:
                        if (size)
                                bytes[at] ^= (uint8_t) (1u << pick(8));
                        break;
                case 1:
                        if (size)
                                bytes[at] = (uint8_t) pick(256);
                        break;
                case 2: case 3: /* a whole word, most of them near the front */
                        at = pick(2) ? at : pick(256);
                        at = (at & ~3u) + 1;
                        if (at + 4 <= size)
                                memcpy(bytes + at, &value, 4);
                        break;
                case 4:
                        if (size && pick(4) == 0)
                                size = pick((uint32_t) size);
                        break;
                default:
                        if (size < BYTES_MAX / 2 && pick(4) == 0)
                                for (uint32_t n = pick(300); n > 0 && size < BYTES_MAX; n--)
                                        bytes[size++] = (uint8_t) pick(256);
                        break;
                }
        }
        return size;
}

static long amount(void)
{
        const char *level = getenv("MW_TEST_LEVEL");

        if (level && strcmp(level, "soak") == 0)
                return 100000000;
        return level && strcmp(level, "proof") == 0 ? 150000 : 20000;
}

int main(int argc, char **argv)
{
        const char *seed = getenv("MW_TEST_SEED");
        static uint8_t bytes[BYTES_MAX];
        long rounds = amount();

        if (argc > 2 && strcmp(argv[1], "--write-seeds") == 0) {
                seed_directory = argv[2];
                fuzz_write_seeds(write_out);
                return 0;
        }
        state = seed ? strtoull(seed, NULL, 10) : (uint64_t) time(NULL) * 2654435761u;
        fprintf(stderr, "MW_TEST_SEED=%llu\n", (unsigned long long) state);
        fuzz_write_seeds(keep);
        for (int i = 1; i < argc; i++)
                read_corpus(argv[i]);
        if (!seed_count)
                return 1;
        for (size_t i = 0; i < seed_count; i++)
                LLVMFuzzerTestOneInput(seeds[i].data, seeds[i].size);
        for (long i = 0; i < rounds; i++) {
                uint32_t which = pick((uint32_t) seed_count);

                memcpy(bytes, seeds[which].data, seeds[which].size);
                LLVMFuzzerTestOneInput(bytes, mutate(bytes, seeds[which].size));
        }
        printf("%zu seeds, %ld mutations\n1 passed, 0 failed\n", seed_count, rounds);
        return 0;
}
