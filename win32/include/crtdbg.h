/* SPDX-License-Identifier: MIT */
/* crtdbg.h — the debugging heap of Microsoft's run-time, as its release builds
 * have it: everything is there and nothing is checked. With _DEBUG the
 * assertions are real.
 */
#ifndef MWW_CRTDBG_H
#define MWW_CRTDBG_H

#include <stdio.h>
#include <stdlib.h>
#include <corecrt.h>

#define _CRT_WARN                    0
#define _CRT_ERROR                   1
#define _CRT_ASSERT                  2
#define _CRTDBG_MODE_FILE            0x1
#define _CRTDBG_MODE_DEBUG           0x2
#define _CRTDBG_MODE_WNDW            0x4
#define _CRTDBG_REPORT_MODE          (-1)
#define _CRTDBG_ALLOC_MEM_DF         0x01
#define _CRTDBG_DELAY_FREE_MEM_DF    0x02
#define _CRTDBG_CHECK_ALWAYS_DF      0x04
#define _CRTDBG_CHECK_CRT_DF         0x10
#define _CRTDBG_LEAK_CHECK_DF        0x20
#define _CRTDBG_REPORT_FLAG          (-1)
#define _CRTDBG_FILE_STDOUT          ((_HFILE) -4)
#define _CRTDBG_FILE_STDERR          ((_HFILE) -5)
#define _CRTDBG_REPORT_FILE          ((_HFILE) -6)
typedef void *_HFILE;
typedef struct _CrtMemState {
        size_t lTotalCount;
} _CrtMemState;

#define _CrtSetDbgFlag(flag)           ((int) 0)
#define _CrtSetReportMode(type, mode)  ((int) 0)
#define _CrtSetReportFile(type, file)  ((_HFILE) 0)
#define _CrtSetBreakAlloc(number)      ((long) 0)
#define _CrtCheckMemory()              ((int) 1)
#define _CrtDumpMemoryLeaks()          ((int) 0)
#define _CrtMemCheckpoint(state)       ((void) (state))
#define _CrtMemDumpStatistics(state)   ((void) (state))
#define _CrtMemDumpAllObjectsSince(s)  ((void) (s))
#define _CrtMemDifference(all, a, b)   ((void) (all), (void) (a), (void) (b), 0)
#define _CrtDbgBreak()                 __builtin_trap()
#define _malloc_dbg(bytes, t, f, l)    malloc(bytes)
#define _free_dbg(memory, t)           free(memory)

#ifdef _DEBUG
#  define _ASSERT(is)                                                                         \
        ((is) ? (void) 0 :                                                                    \
                ((void) fprintf(stderr, "%s(%d): assertion failed: %s\n", __FILE__, __LINE__, \
                                #is),                                                         \
                 abort()))
#  define _RPT0(type, text)          ((void) fprintf(stderr, "%s", text))
#  define _RPTF0(type, text) \
        ((void) fprintf(stderr, "%s(%d): %s", __FILE__, __LINE__, text))
#  define _RPT1(type, text, a)       ((void) fprintf(stderr, text, a))
#  define _RPT2(type, text, a, b)    ((void) fprintf(stderr, text, a, b))
#  define _RPT3(type, text, a, b, c) ((void) fprintf(stderr, text, a, b, c))
#else
#  define _ASSERT(is)                ((void) 0)
#  define _RPT0(type, text)          ((void) 0)
#  define _RPTF0(type, text)         ((void) 0)
#  define _RPT1(type, text, a)       ((void) 0)
#  define _RPT2(type, text, a, b)    ((void) 0)
#  define _RPT3(type, text, a, b, c) ((void) 0)
#endif
#define _ASSERTE(is)            _ASSERT(is)
#define _ASSERT_EXPR(is, text)  _ASSERT(is)

#endif
