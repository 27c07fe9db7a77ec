/* SPDX-License-Identifier: MIT */
/* compare_string.c — CompareString and lstrcmp: as words are ordered. */
#include "internal.h"
#include "letters.h"
#include "utf.h"

#define KNOWN_FLAGS                                                                                \
  (NORM_IGNORECASE | LINGUISTIC_IGNORECASE | NORM_IGNORENONSPACE | NORM_IGNORESYMBOLS |            \
   SORT_STRINGSORT)

static int as_cstr(int order)
{
        return order < 0 ? CSTR_LESS_THAN : order > 0 ? CSTR_GREATER_THAN : CSTR_EQUAL;
}

static size_t length_of(const void *text, int count, unsigned unit_bytes)
{
        if (count >= 0)
                return (size_t) count;
        return unit_bytes == 1 ? strlen(text) : mww_wide_length(text, unit_bytes);
}

static int compare(DWORD flags, const void *a, int a_count, const void *b, int b_count,
                   unsigned unit_bytes)
{
        if (!a || !b)
                return mww_fail(ERROR_INVALID_PARAMETER);
        if (flags & ~(DWORD) KNOWN_FLAGS)
                return mww_fail(ERROR_INVALID_FLAGS);
        return as_cstr(mww_compare(a, length_of(a, a_count, unit_bytes), b,
                                   length_of(b, b_count, unit_bytes), unit_bytes,
                                   flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE)));
}

int CompareStringA(LCID locale, DWORD flags, PCCH a, int a_count, PCCH b, int b_count)
{
        (void) locale;
        return compare(flags, a, a_count, b, b_count, 1);
}

int CompareStringW(LCID locale, DWORD flags, LPCWCH a, int a_count, LPCWCH b, int b_count)
{
        (void) locale;
        return compare(flags, a, a_count, b, b_count, 2);
}

int CompareStringOrdinal(LPCWCH a, int a_count, LPCWCH b, int b_count, BOOL ignore_case)
{
        size_t a_length;
        size_t b_length;

        if (!a || !b || a_count < -1 || b_count < -1)
                return mww_fail(ERROR_INVALID_PARAMETER);
        a_length = length_of(a, a_count, 2);
        b_length = length_of(b, b_count, 2);
        for (size_t at = 0; at < a_length && at < b_length; at++) {
                uint32_t left = ignore_case ? mww_upper(a[at]) : a[at];
                uint32_t right = ignore_case ? mww_upper(b[at]) : b[at];

                if (left != right)
                        return as_cstr(left < right ? -1 : 1);
        }
        return as_cstr(a_length < b_length ? -1 : a_length > b_length);
}

/* NULL comes before every text. */
static int compare_ended(const void *a, const void *b, unsigned unit_bytes, bool ignore_case)
{
        if (!a || !b)
                return a == b ? 0 : a ? 1 : -1;
        return mww_compare(a, length_of(a, -1, unit_bytes), b, length_of(b, -1, unit_bytes),
                           unit_bytes, ignore_case);
}

int lstrcmpA(LPCSTR a, LPCSTR b)
{
        return compare_ended(a, b, 1, false);
}

int lstrcmpW(LPCWSTR a, LPCWSTR b)
{
        return compare_ended(a, b, 2, false);
}

int lstrcmpiA(LPCSTR a, LPCSTR b)
{
        return compare_ended(a, b, 1, true);
}

int lstrcmpiW(LPCWSTR a, LPCWSTR b)
{
        return compare_ended(a, b, 2, true);
}
