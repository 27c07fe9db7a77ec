/* SPDX-License-Identifier: MIT */
/* locale.h — the C library's, and Windows' names. A thread has no locale of its own. */
#ifndef MWW_LOCALE_H
#define MWW_LOCALE_H
#pragma GCC system_header

#include_next <locale.h>
#include <corecrt.h>

#define _ENABLE_PER_THREAD_LOCALE  1
#define _DISABLE_PER_THREAD_LOCALE 2

MWW_API wchar_t *_wsetlocale(int category, const wchar_t *name) MWW_WIDE(_wsetlocale);
MWW_API int _configthreadlocale(int wanted); /* _ENABLE_x: -1 */

/* Those of setlocale(); a call that is told NULL takes the one that is set. */
MWW_API _locale_t _create_locale(int category, const char *name);
MWW_API _locale_t _get_current_locale(void);
MWW_API void _free_locale(_locale_t locale);

#endif
