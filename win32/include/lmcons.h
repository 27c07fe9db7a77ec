/* SPDX-License-Identifier: MIT */
/* lmcons.h — how long the names of users and machines may be. */
#ifndef MWW_LMCONS_H
#define MWW_LMCONS_H

#include <windef.h>

#define CNLEN       15
#define DNLEN       CNLEN
#define UNCLEN      (CNLEN + 2)
#ifndef UNLEN
#  define UNLEN 256
#endif
#define GNLEN       UNLEN
#define PWLEN       256
#define NNLEN       80
#define RMLEN       (UNCLEN + 1 + NNLEN)
#define PATHLEN     256
#define MAXCOMMENTSZ 256

typedef DWORD NET_API_STATUS;
#define NERR_Success 0

#endif
