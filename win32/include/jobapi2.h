/* SPDX-License-Identifier: MIT */
/* jobapi2.h — job objects, by the name of the newer header. */
#include <jobapi.h>
