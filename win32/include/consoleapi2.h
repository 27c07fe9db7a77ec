/* SPDX-License-Identifier: MIT */
/* consoleapi2.h — the console's screen. Part of windows.h. */
#ifndef MWW_CONSOLEAPI2_H
#define MWW_CONSOLEAPI2_H

#include <consoleapi.h>

#define FOREGROUND_BLUE      0x0001
#define FOREGROUND_GREEN     0x0002
#define FOREGROUND_RED       0x0004
#define FOREGROUND_INTENSITY 0x0008
#define BACKGROUND_BLUE      0x0010
#define BACKGROUND_GREEN     0x0020
#define BACKGROUND_RED       0x0040
#define BACKGROUND_INTENSITY 0x0080
#define COMMON_LVB_REVERSE_VIDEO 0x4000
#define COMMON_LVB_UNDERSCORE    0x8000

typedef struct _SMALL_RECT {
        SHORT Left;
        SHORT Top;
        SHORT Right;
        SHORT Bottom;
} SMALL_RECT, *PSMALL_RECT;

typedef struct _CONSOLE_SCREEN_BUFFER_INFO {
        COORD      dwSize;
        COORD      dwCursorPosition;
        WORD       wAttributes;
        SMALL_RECT srWindow;
        COORD      dwMaximumWindowSize;
} CONSOLE_SCREEN_BUFFER_INFO, *PCONSOLE_SCREEN_BUFFER_INFO;

typedef struct _CONSOLE_CURSOR_INFO {
        DWORD dwSize;
        BOOL  bVisible;
} CONSOLE_CURSOR_INFO, *PCONSOLE_CURSOR_INFO;

MWW_API BOOL WINAPI GetConsoleScreenBufferInfo(
        HANDLE hConsoleOutput, PCONSOLE_SCREEN_BUFFER_INFO lpConsoleScreenBufferInfo);
MWW_API BOOL WINAPI SetConsoleCursorPosition(HANDLE hConsoleOutput, COORD dwCursorPosition);
MWW_API BOOL WINAPI SetConsoleTextAttribute(HANDLE hConsoleOutput, WORD wAttributes);
MWW_API BOOL WINAPI FillConsoleOutputAttribute(HANDLE hConsoleOutput, WORD wAttribute,
                                               DWORD nLength, COORD dwWriteCoord,
                                               LPDWORD lpNumberOfAttrsWritten);
MWW_API BOOL WINAPI GetConsoleCursorInfo(HANDLE hConsoleOutput,
                                         PCONSOLE_CURSOR_INFO lpConsoleCursorInfo);
MWW_API BOOL WINAPI SetConsoleCursorInfo(HANDLE hConsoleOutput,
                                         const CONSOLE_CURSOR_INFO *lpConsoleCursorInfo);
MWW_API BOOL WINAPI SetConsoleScreenBufferSize(HANDLE hConsoleOutput, COORD dwSize);
MWW_API BOOL WINAPI SetConsoleWindowInfo(HANDLE hConsoleOutput, BOOL bAbsolute,
                                         const SMALL_RECT *lpConsoleWindow);
MWW_API COORD WINAPI GetLargestConsoleWindowSize(HANDLE hConsoleOutput);
MWW_API BOOL WINAPI FlushConsoleInputBuffer(HANDLE hConsoleInput);
MWW_API BOOL WINAPI GenerateConsoleCtrlEvent(DWORD dwCtrlEvent, DWORD dwProcessGroupId);

MWW_API BOOL WINAPI SetConsoleTitleA(LPCSTR lpConsoleTitle);
MWW_API BOOL WINAPI SetConsoleTitleW(LPCWSTR lpConsoleTitle);
MWW_API DWORD WINAPI GetConsoleTitleA(LPSTR lpConsoleTitle, DWORD nSize);
MWW_API DWORD WINAPI GetConsoleTitleW(LPWSTR lpConsoleTitle, DWORD nSize);
MWW_API BOOL WINAPI FillConsoleOutputCharacterA(HANDLE hConsoleOutput, CHAR cCharacter,
                                                DWORD nLength, COORD dwWriteCoord,
                                                LPDWORD lpNumberOfCharsWritten);
MWW_API BOOL WINAPI FillConsoleOutputCharacterW(HANDLE hConsoleOutput, WCHAR cCharacter,
                                                DWORD nLength, COORD dwWriteCoord,
                                                LPDWORD lpNumberOfCharsWritten);
/* A cell of the screen. */
typedef struct _CHAR_INFO {
        union {
                WCHAR UnicodeChar;
                CHAR  AsciiChar;
        } Char;
        WORD Attributes;
} CHAR_INFO, *PCHAR_INFO;

MWW_API BOOL WINAPI WriteConsoleOutputA(HANDLE hConsoleOutput, const CHAR_INFO *lpBuffer,
                                        COORD dwBufferSize, COORD dwBufferCoord,
                                        PSMALL_RECT lpWriteRegion);
MWW_API BOOL WINAPI WriteConsoleOutputW(HANDLE hConsoleOutput, const CHAR_INFO *lpBuffer,
                                        COORD dwBufferSize, COORD dwBufferCoord,
                                        PSMALL_RECT lpWriteRegion);
MWW_API BOOL WINAPI WriteConsoleOutputCharacterA(HANDLE hConsoleOutput, LPCSTR lpCharacter,
                                                 DWORD nLength, COORD dwWriteCoord,
                                                 LPDWORD lpNumberOfCharsWritten);
MWW_API BOOL WINAPI WriteConsoleOutputCharacterW(HANDLE hConsoleOutput, LPCWSTR lpCharacter,
                                                 DWORD nLength, COORD dwWriteCoord,
                                                 LPDWORD lpNumberOfCharsWritten);

#ifdef UNICODE
#  define SetConsoleTitle             SetConsoleTitleW
#  define GetConsoleTitle             GetConsoleTitleW
#  define FillConsoleOutputCharacter  FillConsoleOutputCharacterW
#  define WriteConsoleOutput          WriteConsoleOutputW
#  define WriteConsoleOutputCharacter WriteConsoleOutputCharacterW
#else
#  define SetConsoleTitle             SetConsoleTitleA
#  define GetConsoleTitle             GetConsoleTitleA
#  define FillConsoleOutputCharacter  FillConsoleOutputCharacterA
#  define WriteConsoleOutput          WriteConsoleOutputA
#  define WriteConsoleOutputCharacter WriteConsoleOutputCharacterA
#endif

#endif
