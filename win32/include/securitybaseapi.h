/* SPDX-License-Identifier: MIT */
/* securitybaseapi.h — security identifiers, lists, descriptors, tokens. What is
 * made of them is right; files heed it as far as a mode can. Part of windows.h.
 */
#ifndef MWW_SECURITYBASEAPI_H
#define MWW_SECURITYBASEAPI_H

#include <minwinbase.h>

MWW_API BOOL WINAPI InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                                 DWORD dwRevision);
MWW_API BOOL WINAPI IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR pSecurityDescriptor);
MWW_API DWORD WINAPI GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR pSecurityDescriptor);
MWW_API BOOL WINAPI GetSecurityDescriptorControl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                                 PSECURITY_DESCRIPTOR_CONTROL pControl,
                                                 LPDWORD lpdwRevision);
MWW_API BOOL WINAPI SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                              BOOL bDaclPresent, PACL pDacl, BOOL bDaclDefaulted);
MWW_API BOOL WINAPI SetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                              BOOL bSaclPresent, PACL pSacl, BOOL bSaclDefaulted);
MWW_API BOOL WINAPI SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                               PSID pOwner, BOOL bOwnerDefaulted);
MWW_API BOOL WINAPI SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                               PSID pGroup, BOOL bGroupDefaulted);
MWW_API BOOL WINAPI GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                              LPBOOL lpbDaclPresent, PACL *pDacl,
                                              LPBOOL lpbDaclDefaulted);
MWW_API BOOL WINAPI GetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                              LPBOOL lpbSaclPresent, PACL *pSacl,
                                              LPBOOL lpbSaclDefaulted);
MWW_API BOOL WINAPI GetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                               PSID *pOwner, LPBOOL lpbOwnerDefaulted);
MWW_API BOOL WINAPI GetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                               PSID *pGroup, LPBOOL lpbGroupDefaulted);

MWW_API BOOL WINAPI InitializeAcl(PACL pAcl, DWORD nAclLength, DWORD dwAclRevision);
MWW_API BOOL WINAPI IsValidAcl(PACL pAcl);
MWW_API BOOL WINAPI AddAccessAllowedAce(PACL pAcl, DWORD dwAceRevision, DWORD AccessMask,
                                        PSID pSid);
MWW_API BOOL WINAPI AddAccessAllowedAceEx(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags,
                                          DWORD AccessMask, PSID pSid);
MWW_API BOOL WINAPI AddAccessDeniedAce(PACL pAcl, DWORD dwAceRevision, DWORD AccessMask,
                                       PSID pSid);
MWW_API BOOL WINAPI AddAccessDeniedAceEx(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags,
                                         DWORD AccessMask, PSID pSid);
MWW_API BOOL WINAPI GetAce(PACL pAcl, DWORD dwAceIndex, LPVOID *pAce);
MWW_API BOOL WINAPI DeleteAce(PACL pAcl, DWORD dwAceIndex);
MWW_API BOOL WINAPI GetAclInformation(PACL pAcl, LPVOID pAclInformation,
                                      DWORD nAclInformationLength,
                                      ACL_INFORMATION_CLASS dwAclInformationClass);

MWW_API BOOL WINAPI AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                                             BYTE nSubAuthorityCount, DWORD nSubAuthority0,
                                             DWORD nSubAuthority1, DWORD nSubAuthority2,
                                             DWORD nSubAuthority3, DWORD nSubAuthority4,
                                             DWORD nSubAuthority5, DWORD nSubAuthority6,
                                             DWORD nSubAuthority7, PSID *pSid);
MWW_API PVOID WINAPI FreeSid(PSID pSid);
MWW_API BOOL WINAPI InitializeSid(PSID Sid, PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                                  BYTE nSubAuthorityCount);
MWW_API BOOL WINAPI IsValidSid(PSID pSid);
MWW_API BOOL WINAPI EqualSid(PSID pSid1, PSID pSid2);
MWW_API BOOL WINAPI CopySid(DWORD nDestinationSidLength, PSID pDestinationSid, PSID pSourceSid);
MWW_API DWORD WINAPI GetLengthSid(PSID pSid);
MWW_API DWORD WINAPI GetSidLengthRequired(UCHAR nSubAuthorityCount);
MWW_API PDWORD WINAPI GetSidSubAuthority(PSID pSid, DWORD nSubAuthority);
MWW_API PUCHAR WINAPI GetSidSubAuthorityCount(PSID pSid);
MWW_API PSID_IDENTIFIER_AUTHORITY WINAPI GetSidIdentifierAuthority(PSID pSid);

/* Identifiers that every system has, by their numbers among them. */
typedef enum {
        WinNullSid,
        WinWorldSid,
        WinLocalSid,
        WinCreatorOwnerSid,
        WinCreatorGroupSid,
        WinDialupSid = 8,
        WinNetworkSid,
        WinBatchSid,
        WinInteractiveSid,
        WinServiceSid,
        WinAnonymousSid,
        WinSelfSid = 16,
        WinAuthenticatedUserSid,
        WinRestrictedCodeSid,
        WinLocalSystemSid = 22,
        WinLocalServiceSid,
        WinNetworkServiceSid,
        WinBuiltinDomainSid,
        WinBuiltinAdministratorsSid,
        WinBuiltinUsersSid,
        WinBuiltinGuestsSid,
        WinBuiltinPowerUsersSid
} WELL_KNOWN_SID_TYPE;

typedef enum _SID_NAME_USE {
        SidTypeUser = 1,
        SidTypeGroup,
        SidTypeDomain,
        SidTypeAlias,
        SidTypeWellKnownGroup,
        SidTypeDeletedAccount,
        SidTypeInvalid,
        SidTypeUnknown,
        SidTypeComputer
} SID_NAME_USE, *PSID_NAME_USE;

MWW_API BOOL WINAPI CreateWellKnownSid(WELL_KNOWN_SID_TYPE WellKnownSidType, PSID DomainSid,
                                       PSID pSid, DWORD *cbSid);
MWW_API BOOL WINAPI IsWellKnownSid(PSID pSid, WELL_KNOWN_SID_TYPE WellKnownSidType);
MWW_API BOOL WINAPI LookupAccountSidA(LPCSTR lpSystemName, PSID Sid, LPSTR Name, LPDWORD cchName,
                                      LPSTR ReferencedDomainName,
                                      LPDWORD cchReferencedDomainName, PSID_NAME_USE peUse);
MWW_API BOOL WINAPI LookupAccountSidW(LPCWSTR lpSystemName, PSID Sid, LPWSTR Name,
                                      LPDWORD cchName, LPWSTR ReferencedDomainName,
                                      LPDWORD cchReferencedDomainName, PSID_NAME_USE peUse);

MWW_API BOOL WINAPI GetKernelObjectSecurity(HANDLE Handle,
                                            SECURITY_INFORMATION RequestedInformation,
                                            PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                            DWORD nLength, LPDWORD lpnLengthNeeded);
MWW_API BOOL WINAPI SetKernelObjectSecurity(HANDLE Handle,
                                            SECURITY_INFORMATION SecurityInformation,
                                            PSECURITY_DESCRIPTOR SecurityDescriptor);
MWW_API BOOL WINAPI GetFileSecurityA(LPCSTR lpFileName, SECURITY_INFORMATION RequestedInformation,
                                     PSECURITY_DESCRIPTOR pSecurityDescriptor, DWORD nLength,
                                     LPDWORD lpnLengthNeeded);
MWW_API BOOL WINAPI GetFileSecurityW(LPCWSTR lpFileName, SECURITY_INFORMATION RequestedInformation,
                                     PSECURITY_DESCRIPTOR pSecurityDescriptor, DWORD nLength,
                                     LPDWORD lpnLengthNeeded);
MWW_API BOOL WINAPI SetFileSecurityA(LPCSTR lpFileName, SECURITY_INFORMATION SecurityInformation,
                                     PSECURITY_DESCRIPTOR pSecurityDescriptor);
MWW_API BOOL WINAPI SetFileSecurityW(LPCWSTR lpFileName, SECURITY_INFORMATION SecurityInformation,
                                     PSECURITY_DESCRIPTOR pSecurityDescriptor);

MWW_API BOOL WINAPI OpenProcessToken(HANDLE ProcessHandle, DWORD DesiredAccess,
                                     PHANDLE TokenHandle);
MWW_API BOOL WINAPI OpenThreadToken(HANDLE ThreadHandle, DWORD DesiredAccess, BOOL OpenAsSelf,
                                    PHANDLE TokenHandle);
MWW_API BOOL WINAPI GetTokenInformation(HANDLE TokenHandle,
                                        TOKEN_INFORMATION_CLASS TokenInformationClass,
                                        LPVOID TokenInformation, DWORD TokenInformationLength,
                                        PDWORD ReturnLength);
MWW_API BOOL WINAPI AdjustTokenPrivileges(HANDLE TokenHandle, BOOL DisableAllPrivileges,
                                          PTOKEN_PRIVILEGES NewState, DWORD BufferLength,
                                          PTOKEN_PRIVILEGES PreviousState, PDWORD ReturnLength);
MWW_API BOOL WINAPI LookupPrivilegeValueA(LPCSTR lpSystemName, LPCSTR lpName, PLUID lpLuid);
MWW_API BOOL WINAPI LookupPrivilegeValueW(LPCWSTR lpSystemName, LPCWSTR lpName, PLUID lpLuid);
MWW_API BOOL WINAPI CheckTokenMembership(HANDLE TokenHandle, PSID SidToCheck, PBOOL IsMember);

#ifdef UNICODE
#  define GetFileSecurity      GetFileSecurityW
#  define SetFileSecurity      SetFileSecurityW
#  define LookupAccountSid     LookupAccountSidW
#  define LookupPrivilegeValue LookupPrivilegeValueW
#else
#  define GetFileSecurity      GetFileSecurityA
#  define SetFileSecurity      SetFileSecurityA
#  define LookupAccountSid     LookupAccountSidA
#  define LookupPrivilegeValue LookupPrivilegeValueA
#endif

#endif
