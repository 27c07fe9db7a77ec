/* SPDX-License-Identifier: MIT */
/* hooks.c — the library's testing hooks, which a test may set. */
#include <stddef.h>

#include "base/step.h"

__attribute__((weak)) void (*mwi_step_hook)(const char *name);
__attribute__((weak)) int (*mwi_fault_hook)(const char *call);
