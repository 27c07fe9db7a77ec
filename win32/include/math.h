/* SPDX-License-Identifier: MIT */
/* math.h — the C library's, and Windows' names. */
#ifndef MWW_MATH_H
#define MWW_MATH_H
#pragma GCC system_header

#include_next <math.h>
#include <float.h>

#define _hypot     hypot
#define _hypotf    hypotf
#define _j0        j0
#define _j1        j1
#define _jn        jn
#define _y0        y0
#define _y1        y1
#define _yn        yn
#define _logb      logb
#define _nextafter nextafter
#define _scalb     scalbln

#endif
