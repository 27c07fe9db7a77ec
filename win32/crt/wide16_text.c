/* SPDX-License-Identifier: MIT */
/* wide16_text.c — the standard's wide string functions for 16-bit characters.
 * Compiled only with -fshort-wchar.
 */
#include <stdint.h>
#include <string.h>
#include <wchar.h>

size_t wcslen(const wchar_t *text)
{
        size_t length = 0;

        while (text[length])
                length++;
        return length;
}

size_t wcsnlen(const wchar_t *text, size_t most)
{
        size_t length = 0;

        while (length < most && text[length])
                length++;
        return length;
}

wchar_t *wmemcpy(wchar_t *to, const wchar_t *from, size_t count)
{
        return memcpy(to, from, count * sizeof *to);
}

wchar_t *wmemmove(wchar_t *to, const wchar_t *from, size_t count)
{
        return memmove(to, from, count * sizeof *to);
}

wchar_t *wmemset(wchar_t *to, wchar_t with, size_t count)
{
        for (size_t at = 0; at < count; at++)
                to[at] = with;
        return to;
}

int wmemcmp(const wchar_t *a, const wchar_t *b, size_t count)
{
        for (size_t at = 0; at < count; at++)
                if (a[at] != b[at])
                        return a[at] < b[at] ? -1 : 1;
        return 0;
}

wchar_t *wmemchr(const wchar_t *text, wchar_t wanted, size_t count)
{
        for (size_t at = 0; at < count; at++)
                if (text[at] == wanted)
                        return (wchar_t *) (uintptr_t) (text + at);
        return NULL;
}

wchar_t *wcscpy(wchar_t *to, const wchar_t *from)
{
        return wmemcpy(to, from, wcslen(from) + 1);
}

wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t count)
{
        size_t length = wcsnlen(from, count);

        wmemcpy(to, from, length);
        wmemset(to + length, 0, count - length);
        return to;
}

wchar_t *wcscat(wchar_t *to, const wchar_t *from)
{
        wcscpy(to + wcslen(to), from);
        return to;
}

wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t count)
{
        wchar_t *end = to + wcslen(to);
        size_t length = wcsnlen(from, count);

        wmemcpy(end, from, length);
        end[length] = 0;
        return to;
}

int wcsncmp(const wchar_t *a, const wchar_t *b, size_t count)
{
        for (size_t at = 0; at < count; at++) {
                if (a[at] != b[at])
                        return a[at] < b[at] ? -1 : 1;
                if (!a[at])
                        break;
        }
        return 0;
}

int wcscmp(const wchar_t *a, const wchar_t *b)
{
        return wcsncmp(a, b, SIZE_MAX);
}

/* Texts are compared by their units: they are their own keys. */
size_t wcsxfrm(wchar_t *to, const wchar_t *from, size_t count)
{
        size_t length = wcslen(from);

        if (length < count)
                wcscpy(to, from);
        return length;
}

wchar_t *wcschr(const wchar_t *text, wchar_t wanted)
{
        for (;; text++) {
                if (*text == wanted)
                        return (wchar_t *) (uintptr_t) text;
                if (!*text)
                        return NULL;
        }
}

wchar_t *wcsrchr(const wchar_t *text, wchar_t wanted)
{
        const wchar_t *last = NULL;

        do
                last = *text == wanted ? text : last;
        while (*text++);
        return (wchar_t *) (uintptr_t) last;
}

size_t wcsspn(const wchar_t *text, const wchar_t *accepted)
{
        size_t length = 0;

        while (text[length] && wcschr(accepted, text[length]))
                length++;
        return length;
}

size_t wcscspn(const wchar_t *text, const wchar_t *refused)
{
        size_t length = 0;

        while (text[length] && !wcschr(refused, text[length]))
                length++;
        return length;
}

wchar_t *wcspbrk(const wchar_t *text, const wchar_t *any)
{
        text += wcscspn(text, any);
        return *text ? (wchar_t *) (uintptr_t) text : NULL;
}

wchar_t *wcsstr(const wchar_t *text, const wchar_t *wanted)
{
        size_t length = wcslen(wanted);

        for (;; text++) {
                if (wcsncmp(text, wanted, length) == 0)
                        return (wchar_t *) (uintptr_t) text;
                if (!*text)
                        return NULL;
        }
}
