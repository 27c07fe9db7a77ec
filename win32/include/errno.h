/* SPDX-License-Identifier: MIT */
/* errno.h — the C library's, and errno_t. */
#ifndef MWW_ERRNO_H
#define MWW_ERRNO_H
#pragma GCC system_header

#include_next <errno.h>
#include <corecrt.h>

#define STRUNCATE 80

#endif
