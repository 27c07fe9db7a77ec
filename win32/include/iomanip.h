/* SPDX-License-Identifier: MIT */
/* iomanip.h — C++ of before 1998: the names of <iomanip>, outside of any namespace. Microsoft's
 * compilers had it until 2002, and textbooks' programs include it.
 */
#ifndef MWW_IOMANIP_H
#define MWW_IOMANIP_H
#ifdef __cplusplus

#  include <iomanip>
using namespace std;

#endif
#endif
