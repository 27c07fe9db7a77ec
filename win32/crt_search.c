/* SPDX-License-Identifier: MIT */
/* crt_search.c — qsort_s, bsearch_s, _lfind, _lsearch; what looks at floating numbers. */
#include "crt.h"

#include <float.h>
#include <math.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

typedef int ordered(void *context, const void *one, const void *other);

typedef struct order {
        ordered *compare;
        void *context;
} order;

static int compare_by(const void *one, const void *other, void *given)
{
        const order *by = given;

        return by->compare(by->context, one, other);
}

void qsort_s(void *base, size_t count, size_t size, ordered *compare, void *context)
{
        order by = { compare, context };

        qsort_r(base, count, size, compare_by, &by);
}

void *bsearch_s(const void *key, const void *base, size_t count, size_t size, ordered *compare,
                void *context)
{
        const char *first = base;

        while (count > 0) {
                const char *middle = first + count / 2 * size;
                int is = compare(context, key, middle);

                if (is == 0)
                        return (void *) (uintptr_t) middle;
                if (is > 0) {
                        first = middle + size;
                        count -= count / 2 + 1;
                } else {
                        count /= 2;
                }
        }
        return NULL;
}

void *_lfind(const void *key, const void *base, unsigned *count, unsigned size,
             int (*compare)(const void *, const void *))
{
        const char *at = base;

        for (unsigned left = *count; left > 0; left--, at += size)
                if (compare(key, at) == 0)
                        return (void *) (uintptr_t) at;
        return NULL;
}

void *_lsearch(const void *key, void *base, unsigned *count, unsigned size,
               int (*compare)(const void *, const void *))
{
        char *end = (char *) base + (size_t) *count * size;
        void *found = _lfind(key, base, count, size, compare);

        if (found)
                return found;
        memcpy(end, key, size);
        ++*count;
        return end;
}

int _finite(double number)
{
        return isfinite(number);
}

int _isnan(double number)
{
        return isnan(number);
}

int _fpclass(double number)
{
        bool is_negative = signbit(number);

        switch (fpclassify(number)) {
        case FP_NAN:
                return _FPCLASS_QNAN;
        case FP_INFINITE:
                return is_negative ? _FPCLASS_NINF : _FPCLASS_PINF;
        case FP_ZERO:
                return is_negative ? _FPCLASS_NZ : _FPCLASS_PZ;
        case FP_SUBNORMAL:
                return is_negative ? _FPCLASS_ND : _FPCLASS_PD;
        default:
                return is_negative ? _FPCLASS_NN : _FPCLASS_PN;
        }
}

double _copysign(double number, double sign)
{
        return copysign(number, sign);
}

double _chgsign(double number)
{
        return -number;
}
