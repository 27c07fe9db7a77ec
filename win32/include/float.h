/* SPDX-License-Identifier: MIT */
/* float.h — the C library's, and Windows' names of what looks at numbers. */
#include_next <float.h>
#ifndef MWW_FLOAT_H
#define MWW_FLOAT_H

#include <corecrt.h>

#define _FPCLASS_SNAN 0x0001
#define _FPCLASS_QNAN 0x0002
#define _FPCLASS_NINF 0x0004
#define _FPCLASS_NN   0x0008
#define _FPCLASS_ND   0x0010
#define _FPCLASS_NZ   0x0020
#define _FPCLASS_PZ   0x0040
#define _FPCLASS_PD   0x0080
#define _FPCLASS_PN   0x0100
#define _FPCLASS_PINF 0x0200

MWW_API int _finite(double number);
MWW_API int _isnan(double number);
MWW_API int _fpclass(double number);
MWW_API double _copysign(double number, double sign);
MWW_API double _chgsign(double number);

#endif
