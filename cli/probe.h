/* SPDX-License-Identifier: MIT */
/* probe.h — real tries of what the library relies on in this kernel.
 *
 * Each fills in what it found and returns a verdict. None of them changes
 * anything that outlives it.
 */
#ifndef MAPWIRE_CLI_PROBE_H
#define MAPWIRE_CLI_PROBE_H

#include <stddef.h>

enum probe_verdict {
        PROBE_OK,
        PROBE_NOTE,   /* works; there is something to know                        */
        PROBE_LACK,   /* missing, and replaced by something that costs            */
        PROBE_FAILED, /* missing, and nothing replaces it                         */
        PROBE_SKIPPED /* could not be tried                                       */
};

struct probe_result {
        char found[256];
};

/* Fill in the found text, and return the verdict. */
enum probe_verdict say(struct probe_result *result, enum probe_verdict verdict,
                       const char *format, ...) __attribute__((format(printf, 3, 4)));

enum probe_verdict probe_lock_of_mapping(struct probe_result *result);
enum probe_verdict probe_lock_of_dead(struct probe_result *result);
enum probe_verdict probe_nameless(struct probe_result *result);
enum probe_verdict probe_reserve(struct probe_result *result);
enum probe_verdict probe_shared_futex(struct probe_result *result);
enum probe_verdict probe_wake_op(struct probe_result *result);
enum probe_verdict probe_waitv(struct probe_result *result);
enum probe_verdict probe_robust_list(struct probe_result *result);
enum probe_verdict probe_memfd(struct probe_result *result);
enum probe_verdict probe_proc(struct probe_result *result);

#endif
