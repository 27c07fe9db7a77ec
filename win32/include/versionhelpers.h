/* SPDX-License-Identifier: MIT */
/* versionhelpers.h — is this Windows so new? As GetVersion tells: 6.2. */
#ifndef MWW_VERSIONHELPERS_H
#define MWW_VERSIONHELPERS_H

#include <windows.h>

#define MWW_SAYS static inline BOOL __attribute__((unused))

MWW_SAYS IsWindowsVersionOrGreater(WORD wMajorVersion, WORD wMinorVersion,
                                   WORD wServicePackMajor)
{
        OSVERSIONINFOEXW wanted;

        memset(&wanted, 0, sizeof wanted);
        wanted.dwOSVersionInfoSize = sizeof wanted;
        wanted.dwMajorVersion = wMajorVersion;
        wanted.dwMinorVersion = wMinorVersion;
        wanted.wServicePackMajor = wServicePackMajor;
        return VerifyVersionInfoW(
                &wanted, VER_MAJORVERSION | VER_MINORVERSION | VER_SERVICEPACKMAJOR,
                VerSetConditionMask(
                        VerSetConditionMask(
                                VerSetConditionMask(0, VER_MAJORVERSION, VER_GREATER_EQUAL),
                                VER_MINORVERSION, VER_GREATER_EQUAL),
                        VER_SERVICEPACKMAJOR, VER_GREATER_EQUAL));
}

MWW_SAYS IsWindowsXPOrGreater(void) { return IsWindowsVersionOrGreater(5, 1, 0); }
MWW_SAYS IsWindowsXPSP1OrGreater(void) { return IsWindowsVersionOrGreater(5, 1, 1); }
MWW_SAYS IsWindowsXPSP2OrGreater(void) { return IsWindowsVersionOrGreater(5, 1, 2); }
MWW_SAYS IsWindowsXPSP3OrGreater(void) { return IsWindowsVersionOrGreater(5, 1, 3); }
MWW_SAYS IsWindowsVistaOrGreater(void) { return IsWindowsVersionOrGreater(6, 0, 0); }
MWW_SAYS IsWindowsVistaSP1OrGreater(void) { return IsWindowsVersionOrGreater(6, 0, 1); }
MWW_SAYS IsWindowsVistaSP2OrGreater(void) { return IsWindowsVersionOrGreater(6, 0, 2); }
MWW_SAYS IsWindows7OrGreater(void) { return IsWindowsVersionOrGreater(6, 1, 0); }
MWW_SAYS IsWindows7SP1OrGreater(void) { return IsWindowsVersionOrGreater(6, 1, 1); }
MWW_SAYS IsWindows8OrGreater(void) { return IsWindowsVersionOrGreater(6, 2, 0); }
MWW_SAYS IsWindows8Point1OrGreater(void) { return IsWindowsVersionOrGreater(6, 3, 0); }
MWW_SAYS IsWindows10OrGreater(void) { return IsWindowsVersionOrGreater(10, 0, 0); }
MWW_SAYS IsWindowsServer(void)
{
        OSVERSIONINFOEXW wanted;

        memset(&wanted, 0, sizeof wanted);
        wanted.dwOSVersionInfoSize = sizeof wanted;
        wanted.wProductType = VER_NT_WORKSTATION;
        return !VerifyVersionInfoW(&wanted, VER_PRODUCT_TYPE,
                                   VerSetConditionMask(0, VER_PRODUCT_TYPE, VER_EQUAL));
}

#undef MWW_SAYS

#endif
