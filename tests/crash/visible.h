/* SPDX-License-Identifier: MIT */
/* visible.h — all that others can ever see of a process that is killed here.
 *
 * That is: what the kernel knows of it, which only its system calls change (its
 * descriptors, locks, mappings, sleep); the bytes of what it has mapped shared
 * and may write; and its robust list, which the kernel walks at its death: the
 * head, since the nodes lie in shared pages. Registers and private memory vanish
 * with it. So an instruction that leaves these bytes as they were, and is no
 * system call, can't be told from the one before it: killed at either, the
 * survivors meet the very same world. A sweep that kills once in each state has
 * killed at every instruction.
 */
#ifndef MW_TEST_VISIBLE_H
#define MW_TEST_VISIBLE_H

#include "test.h"

/* The process stands still under ptrace, and makes no system call from here on. */
void visible_begin(pid_t pid);
/* Since the last time, or since visible_begin(): true when any byte is another. */
bool visible_changed(pid_t pid);
void visible_end(void);

#endif
