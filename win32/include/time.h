/* SPDX-License-Identifier: MIT */
/* time.h — the C library's, with Windows' clock(), which counts thousandths of
 * a second since the program began, its _s functions and their order of
 * arguments.
 */
#ifndef MWW_TIME_H
#define MWW_TIME_H
#pragma GCC system_header

#ifndef MWW_BUILDING
#  define clock mww_libc_clock
#endif
#include_next <time.h>
#include <wchar.h>
#ifndef MWW_BUILDING
#  undef clock
MWW_API clock_t clock(void) MWW_SAME_AS(mww_clock);
#  undef CLOCKS_PER_SEC
#  define CLOCKS_PER_SEC ((clock_t) 1000)
#  define CLK_TCK        CLOCKS_PER_SEC
#endif

#define __time32_t int
#define __time64_t time_t
MWW_API clock_t mww_clock(void);

MWW_API errno_t localtime_s(struct tm *out, const time_t *time);
MWW_API errno_t gmtime_s(struct tm *out, const time_t *time);
MWW_API errno_t asctime_s(char *buffer, size_t count, const struct tm *time);
MWW_API errno_t ctime_s(char *buffer, size_t count, const time_t *time);
MWW_API char *_strdate(char *buffer);
MWW_API char *_strtime(char *buffer);
MWW_API errno_t _strdate_s(char *buffer, size_t count);
MWW_API errno_t _strtime_s(char *buffer, size_t count);

MWW_API errno_t _localtime64_s(struct tm *out, const time_t *time) MWW_SAME_AS(localtime_s);
MWW_API errno_t _gmtime64_s(struct tm *out, const time_t *time) MWW_SAME_AS(gmtime_s);
MWW_API time_t _time64(time_t *out) MWW_SAME_AS(time);
MWW_API time_t _mktime64(struct tm *time) MWW_SAME_AS(mktime);
MWW_API time_t _mkgmtime(struct tm *time) MWW_SAME_AS(timegm);
MWW_API time_t _mkgmtime64(struct tm *time) MWW_SAME_AS(timegm);
MWW_API struct tm *_localtime64(const time_t *time) MWW_SAME_AS(localtime);
MWW_API struct tm *_gmtime64(const time_t *time) MWW_SAME_AS(gmtime);
MWW_API char *_ctime64(const time_t *time) MWW_SAME_AS(ctime);
MWW_API errno_t _ctime64_s(char *buffer, size_t count, const time_t *time) MWW_SAME_AS(ctime_s);
MWW_API time_t _mkgmtime64(struct tm *time) MWW_SAME_AS(timegm);
MWW_API errno_t _get_timezone(long *out_seconds);
MWW_API errno_t _get_daylight(int *out_hours);
MWW_API errno_t _get_dstbias(long *out_seconds);
MWW_API errno_t _get_tzname(size_t *out_needed, char *buffer, size_t count, int index);
MWW_API double _difftime64(time_t later, time_t earlier) MWW_SAME_AS(difftime);
MWW_API void _tzset(void) MWW_SAME_AS(tzset);

/* Seconds in 32 bits, until 2038; -1, NULL, EINVAL behind. */
MWW_API __time32_t _time32(__time32_t *out);
MWW_API double _difftime32(__time32_t later, __time32_t earlier);
MWW_API __time32_t _mktime32(struct tm *time);
MWW_API __time32_t _mkgmtime32(struct tm *time);
MWW_API struct tm *_localtime32(const __time32_t *time);
MWW_API struct tm *_gmtime32(const __time32_t *time);
MWW_API errno_t _localtime32_s(struct tm *out, const __time32_t *time);
MWW_API errno_t _gmtime32_s(struct tm *out, const __time32_t *time);
MWW_API char *_ctime32(const __time32_t *time);
MWW_API errno_t _ctime32_s(char *buffer, size_t count, const __time32_t *time);

MWW_API wchar_t *_wasctime(const struct tm *time) MWW_WIDE(_wasctime);
MWW_API wchar_t *_wctime(const time_t *time) MWW_WIDE(_wctime);
MWW_API errno_t _wasctime_s(wchar_t *buffer, size_t count, const struct tm *time)
        MWW_WIDE(_wasctime_s);
MWW_API errno_t _wctime_s(wchar_t *buffer, size_t count, const time_t *time) MWW_WIDE(_wctime_s);
MWW_API wchar_t *_wctime64(const time_t *time) MWW_WIDE(_wctime);
MWW_API errno_t _wctime64_s(wchar_t *buffer, size_t count, const time_t *time)
        MWW_WIDE(_wctime_s);
MWW_API errno_t _wstrdate_s(wchar_t *buffer, size_t count) MWW_WIDE(_wstrdate_s);
MWW_API errno_t _wstrtime_s(wchar_t *buffer, size_t count) MWW_WIDE(_wstrtime_s);
MWW_API wchar_t *_wstrdate(wchar_t *buffer) MWW_WIDE(_wstrdate);
MWW_API wchar_t *_wstrtime(wchar_t *buffer) MWW_WIDE(_wstrtime);

#ifdef __cplusplus
extern "C++" {
template <size_t size> inline errno_t asctime_s(char (&buffer)[size], const struct tm *time)
{
        return asctime_s(buffer, size, time);
}
template <size_t size> inline errno_t ctime_s(char (&buffer)[size], const time_t *time)
{
        return ctime_s(buffer, size, time);
}
template <size_t size> inline errno_t _strdate_s(char (&buffer)[size])
{
        return _strdate_s(buffer, size);
}
template <size_t size> inline errno_t _strtime_s(char (&buffer)[size])
{
        return _strtime_s(buffer, size);
}
}
#endif

#endif
