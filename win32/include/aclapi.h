/* SPDX-License-Identifier: MIT */
/* aclapi.h — access lists from entries; the security of files and objects. What is set for a
 * file becomes its mode.
 */
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

/* These return what others leave as last error. A descriptor is for LocalFree(). */
MWW_API DWORD WINAPI GetSecurityInfo(HANDLE handle, SE_OBJECT_TYPE ObjectType,
                                     SECURITY_INFORMATION SecurityInfo, PSID *ppsidOwner,
                                     PSID *ppsidGroup, PACL *ppDacl, PACL *ppSacl,
                                     PSECURITY_DESCRIPTOR *ppSecurityDescriptor);
MWW_API DWORD WINAPI SetSecurityInfo(HANDLE handle, SE_OBJECT_TYPE ObjectType,
                                     SECURITY_INFORMATION SecurityInfo, PSID psidOwner,
                                     PSID psidGroup, PACL pDacl, PACL pSacl);
MWW_API DWORD WINAPI GetNamedSecurityInfoA(LPCSTR pObjectName, SE_OBJECT_TYPE ObjectType,
                                           SECURITY_INFORMATION SecurityInfo, PSID *ppsidOwner,
                                           PSID *ppsidGroup, PACL *ppDacl, PACL *ppSacl,
                                           PSECURITY_DESCRIPTOR *ppSecurityDescriptor);
MWW_API DWORD WINAPI GetNamedSecurityInfoW(LPCWSTR pObjectName, SE_OBJECT_TYPE ObjectType,
                                           SECURITY_INFORMATION SecurityInfo, PSID *ppsidOwner,
                                           PSID *ppsidGroup, PACL *ppDacl, PACL *ppSacl,
                                           PSECURITY_DESCRIPTOR *ppSecurityDescriptor);
MWW_API DWORD WINAPI SetNamedSecurityInfoA(LPSTR pObjectName, SE_OBJECT_TYPE ObjectType,
                                           SECURITY_INFORMATION SecurityInfo, PSID psidOwner,
                                           PSID psidGroup, PACL pDacl, PACL pSacl);
MWW_API DWORD WINAPI SetNamedSecurityInfoW(LPWSTR pObjectName, SE_OBJECT_TYPE ObjectType,
                                           SECURITY_INFORMATION SecurityInfo, PSID psidOwner,
                                           PSID psidGroup, PACL pDacl, PACL pSacl);

#ifdef UNICODE
#  define GetNamedSecurityInfo        GetNamedSecurityInfoW
#  define SetNamedSecurityInfo        SetNamedSecurityInfoW
#  define SetEntriesInAcl             SetEntriesInAclW
#  define BuildExplicitAccessWithName BuildExplicitAccessWithNameW
#  define BuildTrusteeWithSid         BuildTrusteeWithSidW
#else
#  define GetNamedSecurityInfo        GetNamedSecurityInfoA
#  define SetNamedSecurityInfo        SetNamedSecurityInfoA
#  define SetEntriesInAcl             SetEntriesInAclA
#  define BuildExplicitAccessWithName BuildExplicitAccessWithNameA
#  define BuildTrusteeWithSid         BuildTrusteeWithSidA
#endif

#endif
