/* SPDX-License-Identifier: MIT */
/* realtimeapiset.h — how long threads and processes ran, in cycles. Part of windows.h.
 * A cycle is a nanosecond: a processor's own are for its kernel to know.
 */
#ifndef MWW_REALTIMEAPISET_H
#define MWW_REALTIMEAPISET_H

#include <minwinbase.h>

MWW_API BOOL WINAPI QueryThreadCycleTime(HANDLE ThreadHandle, PULONG64 CycleTime);
MWW_API BOOL WINAPI QueryProcessCycleTime(HANDLE ProcessHandle, PULONG64 CycleTime);

#endif
