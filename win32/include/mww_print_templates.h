/* SPDX-License-Identifier: MIT */
/* mww_print_templates.h — what C++ has for arrays, whose size it knows. Part of
 * stdio.h.
 */
#ifndef MWW_PRINT_TEMPLATES_H
#define MWW_PRINT_TEMPLATES_H
#pragma GCC system_header

extern "C++" {
template <size_t size>
inline int vsprintf_s(char (&to)[size], const char *format, va_list arguments)
{
        return vsprintf_s(to, size, format, arguments);
}
template <size_t size> inline int sprintf_s(char (&to)[size], const char *format, ...)
{
        va_list arguments;
        int result;

        va_start(arguments, format);
        result = vsprintf_s(to, size, format, arguments);
        va_end(arguments);
        return result;
}
template <size_t size>
inline int _vsnprintf_s(char (&to)[size], size_t count, const char *format, va_list arguments)
{
        return _vsnprintf_s(to, size, count, format, arguments);
}
template <size_t size>
inline int _snprintf_s(char (&to)[size], size_t count, const char *format, ...)
{
        va_list arguments;
        int result;

        va_start(arguments, format);
        result = _vsnprintf_s(to, size, count, format, arguments);
        va_end(arguments);
        return result;
}
template <size_t size> inline char *gets_s(char (&buffer)[size])
{
        return gets_s(buffer, size);
}
template <size_t size> inline errno_t tmpnam_s(char (&buffer)[size])
{
        return tmpnam_s(buffer, size);
}
}

#endif
