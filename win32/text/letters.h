/* SPDX-License-Identifier: MIT */
/* letters.h — upper and lower case, and the order of texts, for all of Unicode,
 * whatever the program's own locale is.
 */
#ifndef MWW_LETTERS_H
#define MWW_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t mww_upper(uint32_t point);
uint32_t mww_lower(uint32_t point);
bool mww_is_letter(uint32_t point);
bool mww_is_digit(uint32_t point);

/* As words are ordered: signs, digits, letters; case decides last, lower first.
 * Units of 1 (UTF-8) or 2 bytes. Less than, equal to, greater than 0. */
int mww_compare(const void *a, size_t a_length, const void *b, size_t b_length,
                unsigned unit_bytes, bool ignore_case);

#endif
