/* SPDX-License-Identifier: MIT */
/* basetsd.h — the largest and smallest numbers of windef.h's integers, and their
 * ways into pointers and back. Part of windows.h.
 */
#ifndef MWW_BASETSD_H
#define MWW_BASETSD_H

#include <windef.h>

#define MAXUINT8     ((UINT8) ~(UINT8) 0)
#define MAXINT8      ((INT8) (MAXUINT8 >> 1))
#define MININT8      ((INT8) ~MAXINT8)
#define MAXUINT16    ((UINT16) ~(UINT16) 0)
#define MAXINT16     ((INT16) (MAXUINT16 >> 1))
#define MININT16     ((INT16) ~MAXINT16)
#define MAXUINT32    ((UINT32) ~(UINT32) 0)
#define MAXINT32     ((INT32) (MAXUINT32 >> 1))
#define MININT32     ((INT32) ~MAXINT32)
#define MAXUINT64    ((UINT64) ~(UINT64) 0)
#define MAXINT64     ((INT64) (MAXUINT64 >> 1))
#define MININT64     ((INT64) ~MAXINT64)
#define MAXULONG32   ((ULONG32) ~(ULONG32) 0)
#define MAXLONG32    ((LONG32) (MAXULONG32 >> 1))
#define MINLONG32    ((LONG32) ~MAXLONG32)
#define MAXULONG64   ((ULONG64) ~(ULONG64) 0)
#define MAXLONG64    ((LONG64) (MAXULONG64 >> 1))
#define MINLONG64    ((LONG64) ~MAXLONG64)
#define MAXULONGLONG ((ULONGLONG) ~(ULONGLONG) 0)
#define MINLONGLONG  ((LONGLONG) ~(LONGLONG) (MAXULONGLONG >> 1))
#define MAXUINT      ((UINT) ~(UINT) 0)
#define MAXINT       ((INT) (MAXUINT >> 1))
#define MININT       ((INT) ~MAXINT)
#define MAXDWORD32   ((DWORD32) ~(DWORD32) 0)
#define MAXDWORD64   ((DWORD64) ~(DWORD64) 0)
#define MAXUINT_PTR  ((UINT_PTR) ~(UINT_PTR) 0)
#define MAXINT_PTR   ((INT_PTR) (MAXUINT_PTR >> 1))
#define MININT_PTR   ((INT_PTR) ~MAXINT_PTR)
#define MAXULONG_PTR ((ULONG_PTR) ~(ULONG_PTR) 0)
#define MAXLONG_PTR  ((LONG_PTR) (MAXULONG_PTR >> 1))
#define MINLONG_PTR  ((LONG_PTR) ~MAXLONG_PTR)
#define MAXSIZE_T    ((SIZE_T) ~(SIZE_T) 0)
#define MAXSSIZE_T   ((SSIZE_T) (MAXSIZE_T >> 1))
#define MINSSIZE_T   ((SSIZE_T) ~MAXSSIZE_T)

#define HandleToULong(handle)  ((ULONG) (ULONG_PTR) (handle))
#define HandleToUlong          HandleToULong
#define HandleToLong(handle)   ((LONG) (LONG_PTR) (handle))
#define ULongToHandle(number)  ((HANDLE) (ULONG_PTR) (number))
#define UlongToHandle          ULongToHandle
#define LongToHandle(number)   ((HANDLE) (LONG_PTR) (number))
#define PtrToUlong(pointer)    ((ULONG) (ULONG_PTR) (pointer))
#define PtrToULong             PtrToUlong
#define PtrToLong(pointer)     ((LONG) (LONG_PTR) (pointer))
#define PtrToUint(pointer)     ((UINT) (UINT_PTR) (pointer))
#define PtrToInt(pointer)      ((INT) (INT_PTR) (pointer))
#define PtrToUshort(pointer)   ((unsigned short) (ULONG_PTR) (pointer))
#define ULongToPtr(number)     ((VOID *) (ULONG_PTR) (ULONG) (number))
#define UlongToPtr             ULongToPtr
#define LongToPtr(number)      ((VOID *) (LONG_PTR) (number))
#define UIntToPtr(number)      ((VOID *) (UINT_PTR) (UINT) (number))
#define UintToPtr              UIntToPtr
#define IntToPtr(number)       ((VOID *) (INT_PTR) (number))

#endif
