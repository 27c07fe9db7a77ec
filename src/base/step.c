/* SPDX-License-Identifier: MIT */
/* step.c — the hooks of step.h; nothing outside the testing build. */
#include "base/step.h"

#include <stddef.h>

#ifdef MW_TESTING
void (*mwi_step_hook)(const char *name) = NULL;
int (*mwi_fault_hook)(const char *call) = NULL;
#endif
