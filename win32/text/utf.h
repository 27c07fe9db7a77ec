/* SPDX-License-Identifier: MIT */
/* utf.h — code points in UTF-8, UTF-16 and UTF-32, inside the layer.
 *
 * Text is never refused here: what is not UTF-8 is taken as U+FFFD, a byte at a
 * time, and half a surrogate pair travels as the three bytes that UTF-8 would
 * give it, so that UTF-16 comes back as it was.
 */
#ifndef MWW_UTF_H
#define MWW_UTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MWW_REPLACEMENT 0xFFFDu

/* One code point from at least one byte; how many it took. *out_valid, where
 * it is wanted: they were UTF-8. */
size_t mww_utf8_decode(const char *bytes, size_t length, uint32_t *out_point, bool *out_valid);
size_t mww_utf8_encode(uint32_t point, char out[4]);

/* The same for units of 2 or 4 bytes. Decoding looks at the second unit only
 * after the first half of a pair, and not behind length. */
size_t mww_wide_decode(const void *units, size_t length, unsigned unit_bytes, uint32_t *out_point);
size_t mww_wide_encode(uint32_t point, unsigned unit_bytes, void *out);

size_t mww_wide_length(const void *units, unsigned unit_bytes);

/* Whole texts, with their ends, from malloc(); NULL without memory. */
char *mww_utf8_of_wide(const void *units, size_t length, unsigned unit_bytes);

/* How many units of unit_bytes a text of UTF-8 has. */
size_t mww_wide_count(const char *bytes, size_t length, unsigned unit_bytes);

/* Into room_units units, no end behind them; how many were written. A pair is
 * not cut. *out_used: the bytes that it took. */
size_t mww_wide_fill(const char *bytes, size_t length, unsigned unit_bytes, void *out,
                     size_t room_units, size_t *out_used);

#endif
