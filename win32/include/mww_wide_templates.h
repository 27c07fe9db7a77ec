/* SPDX-License-Identifier: MIT */
/* mww_wide_templates.h — the forms of the safe functions that C++ has for
 * arrays: they know the array's size. Part of wchar.h.
 */
#ifndef MWW_WIDE_TEMPLATES_H
#define MWW_WIDE_TEMPLATES_H
#pragma GCC system_header

extern "C++" {
template <size_t size> inline errno_t wcscpy_s(wchar_t (&to)[size], const wchar_t *from)
{
        return wcscpy_s(to, size, from);
}
template <size_t size> inline errno_t wcscat_s(wchar_t (&to)[size], const wchar_t *from)
{
        return wcscat_s(to, size, from);
}
template <size_t size>
inline errno_t wcsncpy_s(wchar_t (&to)[size], const wchar_t *from, rsize_t most)
{
        return wcsncpy_s(to, size, from, most);
}
template <size_t size>
inline errno_t wcsncat_s(wchar_t (&to)[size], const wchar_t *from, rsize_t most)
{
        return wcsncat_s(to, size, from, most);
}
template <size_t size>
inline int vswprintf_s(wchar_t (&to)[size], const wchar_t *format, va_list arguments)
{
        return vswprintf_s(to, size, format, arguments);
}
template <size_t size> inline int swprintf_s(wchar_t (&to)[size], const wchar_t *format, ...)
{
        va_list arguments;
        int result;

        va_start(arguments, format);
        result = vswprintf_s(to, size, format, arguments);
        va_end(arguments);
        return result;
}
template <size_t size>
inline int _vsnwprintf_s(wchar_t (&to)[size], size_t count, const wchar_t *format,
                         va_list arguments)
{
        return _vsnwprintf_s(to, size, count, format, arguments);
}
template <size_t size>
inline int _snwprintf_s(wchar_t (&to)[size], size_t count, const wchar_t *format, ...)
{
        va_list arguments;
        int result;

        va_start(arguments, format);
        result = _vsnwprintf_s(to, size, count, format, arguments);
        va_end(arguments);
        return result;
}
template <size_t size> inline errno_t _wcslwr_s(wchar_t (&text)[size])
{
        return _wcslwr_s(text, size);
}
template <size_t size> inline errno_t _wcsupr_s(wchar_t (&text)[size])
{
        return _wcsupr_s(text, size);
}
template <size_t size> inline wchar_t *_getws_s(wchar_t (&buffer)[size])
{
        return _getws_s(buffer, size);
}
template <size_t size> inline errno_t _itow_s(int value, wchar_t (&buffer)[size], int radix)
{
        return _itow_s(value, buffer, size, radix);
}
template <size_t size> inline errno_t _ltow_s(long value, wchar_t (&buffer)[size], int radix)
{
        return _ltow_s(value, buffer, size, radix);
}
template <size_t size>
inline errno_t _ultow_s(unsigned long value, wchar_t (&buffer)[size], int radix)
{
        return _ultow_s(value, buffer, size, radix);
}
/* swprintf without a size, as C++ programs of old call it. */
inline int swprintf(wchar_t *buffer, const wchar_t *format, ...)
{
        va_list arguments;
        int result;

        va_start(arguments, format);
        result = _vswprintf(buffer, format, arguments);
        va_end(arguments);
        return result;
}
inline wchar_t *wcstok(wchar_t *text, const wchar_t *delimiters)
{
        static thread_local wchar_t *rest;

        return wcstok_s(text, delimiters, &rest);
}
}

#endif
