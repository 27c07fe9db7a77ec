/* SPDX-License-Identifier: MIT */
/* mapwire.h — all of mapwire: includes the other headers, nothing else. */
#ifndef MAPWIRE_MAPWIRE_H
#define MAPWIRE_MAPWIRE_H

#include <mapwire/base.h>
#include <mapwire/mapping.h>
#include <mapwire/event.h>
#include <mapwire/mutex.h>
#include <mapwire/semaphore.h>
#include <mapwire/share.h>
#include <mapwire/timer.h>
#include <mapwire/wait.h>
#include <mapwire/inspect.h>

#endif
