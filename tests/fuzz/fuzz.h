/* SPDX-License-Identifier: MIT */
/* fuzz.h — what a fuzz target gives: libFuzzer's entry, and seeds of its own. */
#ifndef MW_FUZZ_H
#define MW_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Call write_seed with each good input that is better made than stored. */
void fuzz_write_seeds(void (*write_seed)(const void *data, size_t size));

#endif
