/* SPDX-License-Identifier: MIT */
/* consoleapi.h — the console: text in and out, modes, Ctrl-C. Part of windows.h. */
#ifndef MWW_CONSOLEAPI_H
#define MWW_CONSOLEAPI_H

#include <minwinbase.h>

#define ENABLE_PROCESSED_INPUT        0x0001
#define ENABLE_LINE_INPUT             0x0002
#define ENABLE_ECHO_INPUT             0x0004
#define ENABLE_WINDOW_INPUT           0x0008
#define ENABLE_MOUSE_INPUT            0x0010
#define ENABLE_INSERT_MODE            0x0020
#define ENABLE_QUICK_EDIT_MODE        0x0040
#define ENABLE_EXTENDED_FLAGS         0x0080
#define ENABLE_AUTO_POSITION          0x0100
#define ENABLE_VIRTUAL_TERMINAL_INPUT 0x0200

#define ENABLE_PROCESSED_OUTPUT            0x0001
#define ENABLE_WRAP_AT_EOL_OUTPUT          0x0002
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 0x0004
#define DISABLE_NEWLINE_AUTO_RETURN        0x0008
#define ENABLE_LVB_GRID_WORLDWIDE          0x0010

#define CTRL_C_EVENT        0
#define CTRL_BREAK_EVENT    1
#define CTRL_CLOSE_EVENT    2
#define CTRL_LOGOFF_EVENT   5
#define CTRL_SHUTDOWN_EVENT 6

#define ATTACH_PARENT_PROCESS ((DWORD) -1)

#define KEY_EVENT                0x0001
#define MOUSE_EVENT              0x0002
#define WINDOW_BUFFER_SIZE_EVENT 0x0004
#define MENU_EVENT               0x0008
#define FOCUS_EVENT              0x0010

/* A mouse's buttons and events. */
#define FROM_LEFT_1ST_BUTTON_PRESSED 0x0001
#define RIGHTMOST_BUTTON_PRESSED     0x0002
#define FROM_LEFT_2ND_BUTTON_PRESSED 0x0004
#define FROM_LEFT_3RD_BUTTON_PRESSED 0x0008
#define FROM_LEFT_4TH_BUTTON_PRESSED 0x0010
#define MOUSE_MOVED                  0x0001
#define DOUBLE_CLICK                 0x0002
#define MOUSE_WHEELED                0x0004
#define MOUSE_HWHEELED               0x0008

#define RIGHT_ALT_PRESSED  0x0001
#define LEFT_ALT_PRESSED   0x0002
#define RIGHT_CTRL_PRESSED 0x0004
#define LEFT_CTRL_PRESSED  0x0008
#define SHIFT_PRESSED      0x0010
#define NUMLOCK_ON         0x0020
#define SCROLLLOCK_ON      0x0040
#define CAPSLOCK_ON        0x0080
#define ENHANCED_KEY       0x0100

typedef struct _COORD {
        SHORT X;
        SHORT Y;
} COORD, *PCOORD;

typedef struct _KEY_EVENT_RECORD {
        BOOL bKeyDown;
        WORD wRepeatCount;
        WORD wVirtualKeyCode;
        WORD wVirtualScanCode;
        union {
                WCHAR UnicodeChar;
                CHAR  AsciiChar;
        } uChar;
        DWORD dwControlKeyState;
} KEY_EVENT_RECORD, *PKEY_EVENT_RECORD;

typedef struct _MOUSE_EVENT_RECORD {
        COORD dwMousePosition;
        DWORD dwButtonState;
        DWORD dwControlKeyState;
        DWORD dwEventFlags;
} MOUSE_EVENT_RECORD, *PMOUSE_EVENT_RECORD;

typedef struct _WINDOW_BUFFER_SIZE_RECORD {
        COORD dwSize;
} WINDOW_BUFFER_SIZE_RECORD, *PWINDOW_BUFFER_SIZE_RECORD;

typedef struct _MENU_EVENT_RECORD {
        UINT dwCommandId;
} MENU_EVENT_RECORD, *PMENU_EVENT_RECORD;

typedef struct _FOCUS_EVENT_RECORD {
        BOOL bSetFocus;
} FOCUS_EVENT_RECORD, *PFOCUS_EVENT_RECORD;

typedef struct _INPUT_RECORD {
        WORD EventType;
        union {
                KEY_EVENT_RECORD          KeyEvent;
                MOUSE_EVENT_RECORD        MouseEvent;
                WINDOW_BUFFER_SIZE_RECORD WindowBufferSizeEvent;
                MENU_EVENT_RECORD         MenuEvent;
                FOCUS_EVENT_RECORD        FocusEvent;
        } Event;
} INPUT_RECORD, *PINPUT_RECORD;

typedef struct _CONSOLE_READCONSOLE_CONTROL {
        ULONG nLength;
        ULONG nInitialChars;
        ULONG dwCtrlWakeupMask;
        ULONG dwControlKeyState;
} CONSOLE_READCONSOLE_CONTROL, *PCONSOLE_READCONSOLE_CONTROL;

typedef BOOL(WINAPI *PHANDLER_ROUTINE)(DWORD CtrlType);

MWW_API BOOL WINAPI AllocConsole(void);
MWW_API BOOL WINAPI FreeConsole(void);
MWW_API BOOL WINAPI AttachConsole(DWORD dwProcessId);
MWW_API BOOL WINAPI GetConsoleMode(HANDLE hConsoleHandle, LPDWORD lpMode);
MWW_API BOOL WINAPI SetConsoleMode(HANDLE hConsoleHandle, DWORD dwMode);
MWW_API UINT WINAPI GetConsoleCP(void);
MWW_API UINT WINAPI GetConsoleOutputCP(void);
MWW_API BOOL WINAPI SetConsoleCP(UINT wCodePageID);
MWW_API BOOL WINAPI SetConsoleOutputCP(UINT wCodePageID);
MWW_API BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE HandlerRoutine, BOOL Add);
MWW_API BOOL WINAPI GetNumberOfConsoleInputEvents(HANDLE hConsoleInput, LPDWORD lpNumberOfEvents);

MWW_API BOOL WINAPI WriteConsoleA(HANDLE hConsoleOutput, const void *lpBuffer,
                                  DWORD nNumberOfCharsToWrite, LPDWORD lpNumberOfCharsWritten,
                                  LPVOID lpReserved);
MWW_API BOOL WINAPI WriteConsoleW(HANDLE hConsoleOutput, const void *lpBuffer,
                                  DWORD nNumberOfCharsToWrite, LPDWORD lpNumberOfCharsWritten,
                                  LPVOID lpReserved);
MWW_API BOOL WINAPI ReadConsoleA(HANDLE hConsoleInput, LPVOID lpBuffer,
                                 DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead,
                                 PCONSOLE_READCONSOLE_CONTROL pInputControl);
MWW_API BOOL WINAPI ReadConsoleW(HANDLE hConsoleInput, LPVOID lpBuffer,
                                 DWORD nNumberOfCharsToRead, LPDWORD lpNumberOfCharsRead,
                                 PCONSOLE_READCONSOLE_CONTROL pInputControl);
MWW_API BOOL WINAPI ReadConsoleInputA(HANDLE hConsoleInput, PINPUT_RECORD lpBuffer, DWORD nLength,
                                      LPDWORD lpNumberOfEventsRead);
MWW_API BOOL WINAPI ReadConsoleInputW(HANDLE hConsoleInput, PINPUT_RECORD lpBuffer, DWORD nLength,
                                      LPDWORD lpNumberOfEventsRead);
MWW_API BOOL WINAPI PeekConsoleInputA(HANDLE hConsoleInput, PINPUT_RECORD lpBuffer, DWORD nLength,
                                      LPDWORD lpNumberOfEventsRead);
MWW_API BOOL WINAPI PeekConsoleInputW(HANDLE hConsoleInput, PINPUT_RECORD lpBuffer, DWORD nLength,
                                      LPDWORD lpNumberOfEventsRead);

#ifdef UNICODE
#  define WriteConsole     WriteConsoleW
#  define ReadConsole      ReadConsoleW
#  define ReadConsoleInput ReadConsoleInputW
#  define PeekConsoleInput PeekConsoleInputW
#else
#  define WriteConsole     WriteConsoleA
#  define ReadConsole      ReadConsoleA
#  define ReadConsoleInput ReadConsoleInputA
#  define PeekConsoleInput PeekConsoleInputA
#endif

#endif
