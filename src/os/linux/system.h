/* SPDX-License-Identifier: MIT */
/* system.h — how the Linux files of os.h call the system. */
#ifndef MWI_LINUX_SYSTEM_H
#define MWI_LINUX_SYSTEM_H

#include <errno.h>

#include "base/step.h"
#include "os/os.h"

/* Make a system call, and again if a signal interrupted it. In the testing
 * build each one is a place where a test may let it fail. */
#define MWI_SYS(result, name, call)                                                         \
        do {                                                                                \
                if (MWI_FAULT(name)) {                                                      \
                        (result) = -1;                                                      \
                        if (errno == EINTR)                                                 \
                                continue;                                                   \
                } else {                                                                    \
                        (result) = (call);                                                  \
                }                                                                           \
        } while ((result) == -1 && errno == EINTR)

/* errno as one of ours. */
int mwi_linux_result(int error);

#endif
