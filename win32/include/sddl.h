/* SPDX-License-Identifier: MIT */
/* sddl.h — security descriptors and identifiers as text. */
#ifndef MWW_SDDL_H
#define MWW_SDDL_H

#include <windows.h>

#define SDDL_REVISION_1 1
#define SDDL_REVISION   SDDL_REVISION_1

/* The answers are for LocalFree(). */
MWW_API BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(
        LPCSTR StringSecurityDescriptor, DWORD StringSDRevision,
        PSECURITY_DESCRIPTOR *SecurityDescriptor, PULONG SecurityDescriptorSize);
MWW_API BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorW(
        LPCWSTR StringSecurityDescriptor, DWORD StringSDRevision,
        PSECURITY_DESCRIPTOR *SecurityDescriptor, PULONG SecurityDescriptorSize);
MWW_API BOOL WINAPI ConvertSidToStringSidA(PSID Sid, LPSTR *StringSid);
MWW_API BOOL WINAPI ConvertSidToStringSidW(PSID Sid, LPWSTR *StringSid);
MWW_API BOOL WINAPI ConvertStringSidToSidA(LPCSTR StringSid, PSID *Sid);
MWW_API BOOL WINAPI ConvertStringSidToSidW(LPCWSTR StringSid, PSID *Sid);

#ifdef UNICODE
#  define ConvertStringSecurityDescriptorToSecurityDescriptor \
        ConvertStringSecurityDescriptorToSecurityDescriptorW
#  define ConvertSidToStringSid ConvertSidToStringSidW
#  define ConvertStringSidToSid ConvertStringSidToSidW
#else
#  define ConvertStringSecurityDescriptorToSecurityDescriptor \
        ConvertStringSecurityDescriptorToSecurityDescriptorA
#  define ConvertSidToStringSid ConvertSidToStringSidA
#  define ConvertStringSidToSid ConvertStringSidToSidA
#endif

#endif
