/* SPDX-License-Identifier: MIT */
/* shellapi.h — a command line's arguments. Part of windows.h. */
#ifndef MWW_SHELLAPI_H
#define MWW_SHELLAPI_H

#include <minwinbase.h>

/* The answer is one block, for LocalFree(). */
MWW_API LPWSTR *WINAPI CommandLineToArgvW(LPCWSTR lpCmdLine, int *pNumArgs);

#endif
