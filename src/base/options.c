/* SPDX-License-Identifier: MIT */
/* options.c — the options of the open functions, as older and newer callers give them. */
#include "base/options.h"

#include <stddef.h>

#include "base/error.h"

/* No later version will have more. A size above is rubbish that nobody has set, and
 * looking whether so many bytes are zero would leave the caller's memory. */
#define LATER_MAX_BYTES 4096

int mwi_options_check(const char *what, const void *options, uint32_t known_bytes)
{
        const mw_options *head = options;
        const unsigned char *bytes = options;

        if (!options)
                return MW_OK;
        if (head->struct_size < 2 * sizeof(uint32_t) || head->struct_size > LATER_MAX_BYTES)
                return mwi_fail(MW_EINVAL, "%s: options->struct_size is %u (use the initialiser)",
                                what, head->struct_size);
        for (uint32_t i = known_bytes; i < head->struct_size; i++)
                if (bytes[i])
                        return mwi_fail(MW_EINVAL,
                                        "%s: options from a newer header than this library", what);
        if (head->mode & ~0777u)
                return mwi_fail(MW_EINVAL, "%s: options->mode is %#o (permission bits only)", what,
                                head->mode);
        return MW_OK;
}
