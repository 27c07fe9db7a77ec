/* SPDX-License-Identifier: MIT */
/* libloaderapi.h — libraries at run time. Part of windows.h.
 *
 * kernel32.dll and its like are this layer. Other names are Linux libraries:
 * "plugin.dll" may be the file libplugin.so.
 */
#ifndef MWW_LIBLOADERAPI_H
#define MWW_LIBLOADERAPI_H

#include <minwinbase.h>

#define DONT_RESOLVE_DLL_REFERENCES     0x00000001
#define LOAD_LIBRARY_AS_DATAFILE        0x00000002
#define LOAD_WITH_ALTERED_SEARCH_PATH   0x00000008
#define LOAD_LIBRARY_AS_IMAGE_RESOURCE  0x00000020
#define LOAD_LIBRARY_SEARCH_APPLICATION_DIR 0x00000200
#define LOAD_LIBRARY_SEARCH_SYSTEM32    0x00000800
#define LOAD_LIBRARY_SEARCH_DEFAULT_DIRS 0x00001000

#define GET_MODULE_HANDLE_EX_FLAG_PIN                0x00000001
#define GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT 0x00000002
#define GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS       0x00000004

MWW_API HMODULE WINAPI LoadLibraryA(LPCSTR lpLibFileName);
MWW_API HMODULE WINAPI LoadLibraryW(LPCWSTR lpLibFileName);
MWW_API HMODULE WINAPI LoadLibraryExA(LPCSTR lpLibFileName, HANDLE hFile, DWORD dwFlags);
MWW_API HMODULE WINAPI LoadLibraryExW(LPCWSTR lpLibFileName, HANDLE hFile, DWORD dwFlags);
MWW_API BOOL WINAPI FreeLibrary(HMODULE hLibModule);
MWW_API FARPROC WINAPI GetProcAddress(HMODULE hModule, LPCSTR lpProcName);
MWW_API HMODULE WINAPI GetModuleHandleA(LPCSTR lpModuleName);
MWW_API HMODULE WINAPI GetModuleHandleW(LPCWSTR lpModuleName);
MWW_API BOOL WINAPI GetModuleHandleExA(DWORD dwFlags, LPCSTR lpModuleName, HMODULE *phModule);
MWW_API BOOL WINAPI GetModuleHandleExW(DWORD dwFlags, LPCWSTR lpModuleName, HMODULE *phModule);
MWW_API VOID WINAPI FreeLibraryAndExitThread(HMODULE hLibModule, DWORD dwExitCode)
        __attribute__((noreturn));
MWW_API DWORD WINAPI GetModuleFileNameA(HMODULE hModule, LPSTR lpFilename, DWORD nSize);
MWW_API DWORD WINAPI GetModuleFileNameW(HMODULE hModule, LPWSTR lpFilename, DWORD nSize);
MWW_API BOOL WINAPI DisableThreadLibraryCalls(HMODULE hLibModule);

#ifdef UNICODE
#  define LoadLibrary       LoadLibraryW
#  define LoadLibraryEx     LoadLibraryExW
#  define GetModuleHandle   GetModuleHandleW
#  define GetModuleHandleEx GetModuleHandleExW
#  define GetModuleFileName GetModuleFileNameW
#else
#  define LoadLibrary       LoadLibraryA
#  define LoadLibraryEx     LoadLibraryExA
#  define GetModuleHandle   GetModuleHandleA
#  define GetModuleHandleEx GetModuleHandleExA
#  define GetModuleFileName GetModuleFileNameA
#endif

#endif
