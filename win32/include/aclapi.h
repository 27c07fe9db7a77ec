/* SPDX-License-Identifier: MIT */
/* aclapi.h — access lists from entries. */
#ifndef MWW_ACLAPI_H
#define MWW_ACLAPI_H

#include <windows.h>
#include <accctrl.h>

MWW_API DWORD WINAPI SetEntriesInAclA(ULONG cCountOfExplicitEntries,
                                      PEXPLICIT_ACCESS_A pListOfExplicitEntries, PACL OldAcl,
                                      PACL *NewAcl);
MWW_API DWORD WINAPI SetEntriesInAclW(ULONG cCountOfExplicitEntries,
                                      PEXPLICIT_ACCESS_W pListOfExplicitEntries, PACL OldAcl,
                                      PACL *NewAcl);
MWW_API void WINAPI BuildExplicitAccessWithNameA(PEXPLICIT_ACCESS_A pExplicitAccess,
                                                 LPSTR pTrusteeName, DWORD AccessPermissions,
                                                 ACCESS_MODE AccessMode, DWORD Inheritance);
MWW_API void WINAPI BuildExplicitAccessWithNameW(PEXPLICIT_ACCESS_W pExplicitAccess,
                                                 LPWSTR pTrusteeName, DWORD AccessPermissions,
                                                 ACCESS_MODE AccessMode, DWORD Inheritance);
MWW_API void WINAPI BuildTrusteeWithSidA(PTRUSTEE_A pTrustee, PSID pSid);
MWW_API void WINAPI BuildTrusteeWithSidW(PTRUSTEE_W pTrustee, PSID pSid);

#ifdef UNICODE
#  define SetEntriesInAcl             SetEntriesInAclW
#  define BuildExplicitAccessWithName BuildExplicitAccessWithNameW
#  define BuildTrusteeWithSid         BuildTrusteeWithSidW
#else
#  define SetEntriesInAcl             SetEntriesInAclA
#  define BuildExplicitAccessWithName BuildExplicitAccessWithNameA
#  define BuildTrusteeWithSid         BuildTrusteeWithSidA
#endif

#endif
