/* SPDX-License-Identifier: MIT */
/* float.h — the C library's, and Windows' names for the processor's word of
 * control and for kinds of numbers. Of the word the exceptions and the rounding
 * are real; the precision is the processor's. */
#ifndef MWW_FLOAT_H
#define MWW_FLOAT_H
#pragma GCC system_header

#include_next <float.h>
#include <corecrt.h>

#define _EM_INEXACT    0x00000001
#define _EM_UNDERFLOW  0x00000002
#define _EM_OVERFLOW   0x00000004
#define _EM_ZERODIVIDE 0x00000008
#define _EM_INVALID    0x00000010
#define _EM_DENORMAL   0x00080000
#define _MCW_EM        0x0008001F
#define _RC_NEAR       0x00000000
#define _RC_DOWN       0x00000100
#define _RC_UP         0x00000200
#define _RC_CHOP       0x00000300
#define _MCW_RC        0x00000300
#define _PC_64         0x00000000
#define _PC_53         0x00010000
#define _PC_24         0x00020000
#define _MCW_PC        0x00030000
#define _IC_AFFINE     0x00040000
#define _IC_PROJECTIVE 0x00000000
#define _MCW_IC        0x00040000
#define _DN_SAVE       0x00000000
#define _DN_FLUSH      0x01000000
#define _MCW_DN        0x03000000
#define _CW_DEFAULT    _MCW_EM
#define MCW_EM         _MCW_EM
#define MCW_RC         _MCW_RC
#define MCW_PC         _MCW_PC
#define EM_INVALID     _EM_INVALID
#define EM_DENORMAL    _EM_DENORMAL
#define EM_ZERODIVIDE  _EM_ZERODIVIDE
#define EM_OVERFLOW    _EM_OVERFLOW
#define EM_UNDERFLOW   _EM_UNDERFLOW
#define EM_INEXACT     _EM_INEXACT
#define RC_NEAR        _RC_NEAR
#define RC_DOWN        _RC_DOWN
#define RC_UP          _RC_UP
#define RC_CHOP        _RC_CHOP

#define _SW_INEXACT    _EM_INEXACT
#define _SW_UNDERFLOW  _EM_UNDERFLOW
#define _SW_OVERFLOW   _EM_OVERFLOW
#define _SW_ZERODIVIDE _EM_ZERODIVIDE
#define _SW_INVALID    _EM_INVALID
#define _SW_DENORMAL   _EM_DENORMAL

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

MWW_API unsigned _controlfp(unsigned wanted, unsigned mask);
MWW_API unsigned _control87(unsigned wanted, unsigned mask);
MWW_API errno_t _controlfp_s(unsigned *out_now, unsigned wanted, unsigned mask);
MWW_API unsigned _statusfp(void);
MWW_API unsigned _clearfp(void);
MWW_API void _fpreset(void);
MWW_API int _isnan(double value);
MWW_API int _finite(double value);
MWW_API int _fpclass(double value);
MWW_API double _copysign(double value, double sign);
MWW_API double _chgsign(double value);
#define _status87 _statusfp
#define _clear87  _clearfp

#endif
