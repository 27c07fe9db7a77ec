/* SPDX-License-Identifier: MIT */
/* winioctl.h — codes for DeviceIoControl: those of sparse files are understood, the
 * others are refused.
 */
#ifndef MWW_WINIOCTL_H
#define MWW_WINIOCTL_H

#include <windef.h>
#include <winnt.h>

#define FILE_DEVICE_DISK        0x0007u
#define FILE_DEVICE_FILE_SYSTEM 0x0009u

#define METHOD_BUFFERED   0u
#define METHOD_IN_DIRECT  1u
#define METHOD_OUT_DIRECT 2u
#define METHOD_NEITHER    3u

#define FILE_ANY_ACCESS     0u
#define FILE_SPECIAL_ACCESS FILE_ANY_ACCESS
#define FILE_READ_ACCESS    1u
#define FILE_WRITE_ACCESS   2u

#define CTL_CODE(DeviceType, Function, Method, Access) \
        (((DWORD) (DeviceType) << 16) | ((DWORD) (Access) << 14) | ((DWORD) (Function) << 2) | \
         (DWORD) (Method))

#define FSCTL_GET_COMPRESSION CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 15u, METHOD_BUFFERED, 0u)
#define FSCTL_SET_COMPRESSION CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 16u, METHOD_BUFFERED, 3u)
#define FSCTL_SET_SPARSE      CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 49u, METHOD_BUFFERED, 0u)
#define FSCTL_SET_ZERO_DATA   CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 50u, METHOD_BUFFERED, 2u)
#define FSCTL_QUERY_ALLOCATED_RANGES \
        CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 51u, METHOD_NEITHER, 1u)

typedef struct _FILE_SET_SPARSE_BUFFER {
        BOOLEAN SetSparse;
} FILE_SET_SPARSE_BUFFER, *PFILE_SET_SPARSE_BUFFER;

typedef struct _FILE_ZERO_DATA_INFORMATION {
        LARGE_INTEGER FileOffset;
        LARGE_INTEGER BeyondFinalZero;
} FILE_ZERO_DATA_INFORMATION, *PFILE_ZERO_DATA_INFORMATION;

typedef struct _FILE_ALLOCATED_RANGE_BUFFER {
        LARGE_INTEGER FileOffset;
        LARGE_INTEGER Length;
} FILE_ALLOCATED_RANGE_BUFFER, *PFILE_ALLOCATED_RANGE_BUFFER;

#endif
