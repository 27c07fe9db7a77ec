/* SPDX-License-Identifier: MIT */
/* options.h — what every open function asks of its options. */
#ifndef MWI_OPTIONS_H
#define MWI_OPTIONS_H

#include <mapwire/base.h>

/* Check a mw_options or mw_mapping_options: its size and its mode. */
int mwi_options_check(const char *what, const void *options, uint32_t known_bytes);

#endif
