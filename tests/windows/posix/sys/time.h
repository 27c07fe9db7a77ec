/* SPDX-License-Identifier: MIT */
#include_next <sys/time.h>
#include "posix.h"
