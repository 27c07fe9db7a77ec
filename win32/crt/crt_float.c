/* SPDX-License-Identifier: MIT */
/* crt_float.c — float.h: the processor's word of control by Windows' bits, through the C
 * library's fenv.h. An exception that is let through ends in SIGFPE, and so in a vectored
 * handler (exception.c). Denormal numbers are flushed only where the processor can.
 */
#include "crt.h"

#include <errno.h>
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#  define FLUSHES 0x8040u /* MXCSR: flush to zero, denormals are zero */
static bool is_flushing(void)
{
        return (__builtin_ia32_stmxcsr() & FLUSHES) == FLUSHES;
}
static void flush_denormals(bool flushes)
{
        unsigned word = __builtin_ia32_stmxcsr() & ~FLUSHES;

        __builtin_ia32_ldmxcsr(flushes ? word | FLUSHES : word);
}
#else
static bool is_flushing(void)
{
        return false;
}
static void flush_denormals(bool flushes)
{
}
#endif

static const struct {
        unsigned windows;
        int library;
} exceptions[] = {
        { _EM_INVALID, FE_INVALID },   { _EM_ZERODIVIDE, FE_DIVBYZERO },
        { _EM_OVERFLOW, FE_OVERFLOW }, { _EM_UNDERFLOW, FE_UNDERFLOW },
        { _EM_INEXACT, FE_INEXACT },
};
#define EXCEPTIONS (sizeof exceptions / sizeof *exceptions)

static const struct {
        unsigned windows;
        int library;
} roundings[] = {
        { _RC_NEAR, FE_TONEAREST },
        { _RC_DOWN, FE_DOWNWARD },
        { _RC_UP, FE_UPWARD },
        { _RC_CHOP, FE_TOWARDZERO },
};
#define ROUNDINGS (sizeof roundings / sizeof *roundings)

static unsigned windows_of(int library)
{
        unsigned bits = 0;

        for (size_t at = 0; at < EXCEPTIONS; at++)
                if (library & exceptions[at].library)
                        bits |= exceptions[at].windows;
        return bits;
}

static unsigned word_now(void)
{
        unsigned word = _MCW_EM & ~windows_of(fegetexcept());
        int rounding = fegetround();

        for (size_t at = 0; at < ROUNDINGS; at++)
                if (roundings[at].library == rounding)
                        word |= roundings[at].windows;
        return is_flushing() ? word | _DN_FLUSH : word;
}

static void let_through(unsigned word)
{
        int library = 0;

        for (size_t at = 0; at < EXCEPTIONS; at++)
                if (!(word & exceptions[at].windows))
                        library |= exceptions[at].library;
        feclearexcept(FE_ALL_EXCEPT); /* what is there already would come at once */
        fedisableexcept(FE_ALL_EXCEPT);
        feenableexcept(library);
}

unsigned _controlfp(unsigned wanted, unsigned mask)
{
        unsigned word = (word_now() & ~mask) | (wanted & mask);

        if (mask & _MCW_EM)
                let_through(word);
        for (size_t at = 0; (mask & _MCW_RC) && at < ROUNDINGS; at++)
                if (roundings[at].windows == (word & _MCW_RC))
                        fesetround(roundings[at].library);
        if (mask & _MCW_DN)
                flush_denormals((word & _MCW_DN) == _DN_FLUSH);
        return word_now();
}

unsigned _control87(unsigned wanted, unsigned mask)
{
        return _controlfp(wanted, mask);
}

errno_t _controlfp_s(unsigned *out_now, unsigned wanted, unsigned mask)
{
        const unsigned known = _MCW_EM | _MCW_RC | _MCW_PC | _MCW_IC | _MCW_DN;

        if (wanted & mask & ~known) {
                if (out_now)
                        *out_now = word_now();
                return mww_invalid_parameter(EINVAL);
        }
        wanted = _controlfp(wanted, mask);
        if (out_now)
                *out_now = wanted;
        return 0;
}

unsigned _statusfp(void)
{
        return windows_of(fetestexcept(FE_ALL_EXCEPT));
}

unsigned _clearfp(void)
{
        unsigned before = _statusfp();

        feclearexcept(FE_ALL_EXCEPT);
        return before;
}

void _fpreset(void)
{
        fesetenv(FE_DFL_ENV);
}

int _isnan(double value)
{
        return isnan(value) != 0;
}

int _finite(double value)
{
        return isfinite(value) != 0;
}

int _fpclass(double value)
{
        bool is_negative = signbit(value) != 0;
        uint64_t bits;

        memcpy(&bits, &value, sizeof bits);
        switch (fpclassify(value)) {
        case FP_NAN:
                return bits >> 51 & 1 ? _FPCLASS_QNAN : _FPCLASS_SNAN;
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

double _copysign(double value, double sign)
{
        return __builtin_copysign(value, sign);
}

double _chgsign(double value)
{
        return -value;
}
