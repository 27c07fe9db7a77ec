/* SPDX-License-Identifier: MIT */
/* message_box.c — message boxes of a system without windows: the text goes to
 * standard error, and the answer is the button that Enter would press.
 */
#include "internal.h"
#include "text/utf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ERROR_STYLE = 1438, FATAL_EXIT_CODE = 0x40000015 };

/* The buttons of each style, in order; a style has up to three. */
static const unsigned char buttons[][3] = {
        { IDOK, 0, 0 },
        { IDOK, IDCANCEL, 0 },
        { IDABORT, IDRETRY, IDIGNORE },
        { IDYES, IDNO, IDCANCEL },
        { IDYES, IDNO, 0 },
        { IDRETRY, IDCANCEL, 0 },
        { IDCANCEL, IDTRYAGAIN, IDCONTINUE },
};

int MessageBoxExA(HWND owner, LPCSTR text, LPCSTR caption, UINT type, WORD language)
{
        unsigned style = type & MB_TYPEMASK;
        unsigned wanted = (type & MB_DEFMASK) >> 8;
        int answer;

        (void) owner;
        (void) language;
        if (style >= sizeof buttons / sizeof buttons[0])
                return mww_fail(ERROR_STYLE);
        fflush(stdout);
        fprintf(stderr, "%s: %s\n", caption ? caption : "Error", text ? text : "");
        answer = wanted < 3 ? buttons[style][wanted] : 0;
        return answer ? answer : buttons[style][0];
}

int MessageBoxExW(HWND owner, LPCWSTR text, LPCWSTR caption, UINT type, WORD language)
{
        char *bytes = text ? mww_utf8_of_wide(text, mww_wide_length(text, 2), 2) : NULL;
        char *title = caption ? mww_utf8_of_wide(caption, mww_wide_length(caption, 2), 2) : NULL;
        int answer = MessageBoxExA(owner, bytes, title, type, language);

        free(bytes);
        free(title);
        return answer;
}

int MessageBoxA(HWND owner, LPCSTR text, LPCSTR caption, UINT type)
{
        return MessageBoxExA(owner, text, caption, type, 0);
}

int MessageBoxW(HWND owner, LPCWSTR text, LPCWSTR caption, UINT type)
{
        return MessageBoxExW(owner, text, caption, type, 0);
}

/* The terminal's bell, where there is a terminal. */
BOOL MessageBeep(UINT type)
{
        (void) type;
        if (isatty(STDERR_FILENO))
                fputc('\a', stderr);
        return TRUE;
}

void FatalAppExitA(UINT action, LPCSTR text)
{
        (void) action;
        MessageBoxA(NULL, text, NULL, MB_OK | MB_ICONSTOP);
        ExitProcess(FATAL_EXIT_CODE);
}

void FatalAppExitW(UINT action, LPCWSTR text)
{
        (void) action;
        MessageBoxW(NULL, text, NULL, MB_OK | MB_ICONSTOP);
        ExitProcess(FATAL_EXIT_CODE);
}
