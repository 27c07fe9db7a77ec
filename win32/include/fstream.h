/* SPDX-License-Identifier: MIT */
/* fstream.h — C++ of before 1998: the names of <fstream>, outside of any namespace. Microsoft's
 * compilers had it until 2002, and textbooks' programs include it.
 */
#ifndef MWW_FSTREAM_H
#define MWW_FSTREAM_H
#ifdef __cplusplus

#  include <fstream>
using namespace std;

#endif
#endif
