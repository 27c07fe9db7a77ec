/* SPDX-License-Identifier: MIT */
/* excpt.h — the answers of exception filters. There are no structured
 * exceptions: __try fails when it is compiled. Part of windows.h.
 */
#ifndef MWW_EXCPT_H
#define MWW_EXCPT_H

#include <corecrt.h>

#define EXCEPTION_EXECUTE_HANDLER    1
#define EXCEPTION_CONTINUE_SEARCH    0
#define EXCEPTION_CONTINUE_EXECUTION (-1)

#endif
