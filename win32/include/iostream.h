/* SPDX-License-Identifier: MIT */
/* iostream.h — C++ of before 1998: the names of <iostream>, outside of any namespace. Microsoft's
 * compilers had it until 2002, and textbooks' programs include it.
 */
#ifndef MWW_IOSTREAM_H
#define MWW_IOSTREAM_H
#ifdef __cplusplus

#  include <iostream>
using namespace std;

#endif
#endif
