/* SPDX-License-Identifier: MIT */
/* version.c — VerSetConditionMask, VerifyVersionInfo: is the system's version such?
 *
 * A condition has three bits for each part of a version. Major version, minor version and
 * service pack are compared as one number: a part counts when those before it are equal.
 */
#include "internal.h"

#define PART_BITS 3
#define PART_MASK 7u

/* The parts by rising bits of VER_x. */
enum { MINOR, MAJOR, BUILD, PLATFORM, PACK_MINOR, PACK_MAJOR, SUITE, PRODUCT, PARTS };

ULONGLONG VerSetConditionMask(ULONGLONG mask, DWORD types, BYTE condition)
{
        for (unsigned part = PARTS; types && part-- > 0;)
                if (types & (1u << part))
                        return mask | (ULONGLONG) (condition & PART_MASK) << (part * PART_BITS);
        return mask;
}

static bool holds(DWORD ours, DWORD wanted, unsigned condition)
{
        switch (condition) {
        case VER_EQUAL:
                return ours == wanted;
        case VER_GREATER:
                return ours > wanted;
        case VER_GREATER_EQUAL:
                return ours >= wanted;
        case VER_LESS:
                return ours < wanted;
        case VER_LESS_EQUAL:
                return ours <= wanted;
        default:
                return false;
        }
}

/* Suites: all of those that are wanted (VER_AND), or one of them. */
static bool suites_hold(DWORD ours, DWORD wanted, unsigned condition)
{
        return condition == VER_AND ? (ours & wanted) == wanted :
               condition == VER_OR  ? !wanted || (ours & wanted) :
                                      false;
}

static unsigned condition_of(ULONGLONG mask, unsigned part)
{
        return (unsigned) (mask >> (part * PART_BITS)) & PART_MASK;
}

/* The parts that count as one number. The first that is asked for says how. */
static bool number_holds(const DWORD *ours, const DWORD *wanted, DWORD types, ULONGLONG mask)
{
        static const unsigned order[] = { MAJOR, MINOR, PACK_MAJOR, PACK_MINOR };
        unsigned condition = 0;
        bool was_asked = false;

        for (size_t at = 0; at < sizeof order / sizeof *order; at++) {
                unsigned part = order[at];

                if (!(types & (1u << part)))
                        continue;
                if (!was_asked)
                        condition = condition_of(mask, part);
                was_asked = true;
                if (ours[part] != wanted[part])
                        return holds(ours[part], wanted[part], condition);
        }
        return !was_asked || holds(0, 0, condition);
}

static BOOL verify(const DWORD *wanted, DWORD types, ULONGLONG mask)
{
        OSVERSIONINFOEXW is = { .dwOSVersionInfoSize = sizeof is };
        DWORD ours[PARTS];

        if (!types || !mask)
                return mww_fail(ERROR_BAD_ARGUMENTS);
        GetVersionExW((LPOSVERSIONINFOW) (void *) &is);
        ours[MINOR] = is.dwMinorVersion;
        ours[MAJOR] = is.dwMajorVersion;
        ours[BUILD] = is.dwBuildNumber;
        ours[PLATFORM] = is.dwPlatformId;
        ours[PACK_MINOR] = is.wServicePackMinor;
        ours[PACK_MAJOR] = is.wServicePackMajor;
        ours[SUITE] = is.wSuiteMask;
        ours[PRODUCT] = is.wProductType;
        for (unsigned part = 0; part < PARTS; part++) {
                unsigned condition = condition_of(mask, part);

                if (!(types & (1u << part)))
                        continue;
                if (part == SUITE && !suites_hold(ours[part], wanted[part], condition))
                        return mww_fail(ERROR_OLD_WIN_VERSION);
                if ((part == BUILD || part == PLATFORM || part == PRODUCT) &&
                    !holds(ours[part], wanted[part], condition))
                        return mww_fail(ERROR_OLD_WIN_VERSION);
        }
        return number_holds(ours, wanted, types, mask) ? TRUE : mww_fail(ERROR_OLD_WIN_VERSION);
}

#define PARTS_OF(info)                                                                             \
  {                                                                                                \
    (info)->dwMinorVersion, (info)->dwMajorVersion, (info)->dwBuildNumber, (info)->dwPlatformId,   \
            (info)->wServicePackMinor, (info)->wServicePackMajor, (info)->wSuiteMask,              \
            (info)->wProductType                                                                   \
  }

BOOL VerifyVersionInfoA(LPOSVERSIONINFOEXA info, DWORD types, DWORDLONG mask)
{
        if (IsBadReadPtr(info, sizeof *info))
                return mww_fail(ERROR_NOACCESS);
        return verify((const DWORD[PARTS]) PARTS_OF(info), types, mask);
}

BOOL VerifyVersionInfoW(LPOSVERSIONINFOEXW info, DWORD types, DWORDLONG mask)
{
        if (IsBadReadPtr(info, sizeof *info))
                return mww_fail(ERROR_NOACCESS);
        return verify((const DWORD[PARTS]) PARTS_OF(info), types, mask);
}
