/* SPDX-License-Identifier: MIT */
/* fileapi.h — files, directories, searches, paths, drives. Part of windows.h.
 * What moves, copies and links files is in winbase_files.h.
 */
#ifndef MWW_FILEAPI_H
#define MWW_FILEAPI_H

#include <minwinbase.h>

#define CREATE_NEW               1
#define CREATE_ALWAYS            2
#define OPEN_EXISTING            3
#define OPEN_ALWAYS              4
#define TRUNCATE_EXISTING        5

#define INVALID_FILE_SIZE        ((DWORD) 0xFFFFFFFFu)
#define INVALID_SET_FILE_POINTER ((DWORD) 0xFFFFFFFFu)
#define INVALID_FILE_ATTRIBUTES  ((DWORD) 0xFFFFFFFFu)
#define FILE_BEGIN               0
#define FILE_CURRENT             1
#define FILE_END                 2

#define FIND_FIRST_EX_CASE_SENSITIVE 0x00000001u
#define FIND_FIRST_EX_LARGE_FETCH    0x00000002u

#define FILE_NAME_NORMALIZED 0x0
#define FILE_NAME_OPENED     0x8
#define VOLUME_NAME_DOS      0x0
#define VOLUME_NAME_NONE     0x4

typedef struct _WIN32_FIND_DATAA {
        DWORD    dwFileAttributes;
        FILETIME ftCreationTime;
        FILETIME ftLastAccessTime;
        FILETIME ftLastWriteTime;
        DWORD    nFileSizeHigh;
        DWORD    nFileSizeLow;
        DWORD    dwReserved0;
        DWORD    dwReserved1;
        CHAR     cFileName[MAX_PATH];
        CHAR     cAlternateFileName[14];
} WIN32_FIND_DATAA, *PWIN32_FIND_DATAA, *LPWIN32_FIND_DATAA;

typedef struct _WIN32_FIND_DATAW {
        DWORD    dwFileAttributes;
        FILETIME ftCreationTime;
        FILETIME ftLastAccessTime;
        FILETIME ftLastWriteTime;
        DWORD    nFileSizeHigh;
        DWORD    nFileSizeLow;
        DWORD    dwReserved0;
        DWORD    dwReserved1;
        WCHAR    cFileName[MAX_PATH];
        WCHAR    cAlternateFileName[14];
} WIN32_FIND_DATAW, *PWIN32_FIND_DATAW, *LPWIN32_FIND_DATAW;

typedef enum _FINDEX_INFO_LEVELS {
        FindExInfoStandard,
        FindExInfoBasic,
        FindExInfoMaxInfoLevel
} FINDEX_INFO_LEVELS;

typedef enum _FINDEX_SEARCH_OPS {
        FindExSearchNameMatch,
        FindExSearchLimitToDirectories,
        FindExSearchLimitToDevices,
        FindExSearchMaxSearchOp
} FINDEX_SEARCH_OPS;

typedef enum _GET_FILEEX_INFO_LEVELS {
        GetFileExInfoStandard,
        GetFileExMaxInfoLevel
} GET_FILEEX_INFO_LEVELS;

typedef struct _WIN32_FILE_ATTRIBUTE_DATA {
        DWORD    dwFileAttributes;
        FILETIME ftCreationTime;
        FILETIME ftLastAccessTime;
        FILETIME ftLastWriteTime;
        DWORD    nFileSizeHigh;
        DWORD    nFileSizeLow;
} WIN32_FILE_ATTRIBUTE_DATA, *LPWIN32_FILE_ATTRIBUTE_DATA;

typedef struct _BY_HANDLE_FILE_INFORMATION {
        DWORD    dwFileAttributes;
        FILETIME ftCreationTime;
        FILETIME ftLastAccessTime;
        FILETIME ftLastWriteTime;
        DWORD    dwVolumeSerialNumber;
        DWORD    nFileSizeHigh;
        DWORD    nFileSizeLow;
        DWORD    nNumberOfLinks;
        DWORD    nFileIndexHigh;
        DWORD    nFileIndexLow;
} BY_HANDLE_FILE_INFORMATION, *PBY_HANDLE_FILE_INFORMATION, *LPBY_HANDLE_FILE_INFORMATION;

MWW_API BOOL WINAPI AreFileApisANSI(void);
MWW_API void WINAPI SetFileApisToANSI(void);
MWW_API void WINAPI SetFileApisToOEM(void);
MWW_API BOOL WINAPI ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead,
                             LPDWORD lpNumberOfBytesRead, LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite,
                              LPDWORD lpNumberOfBytesWritten, LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI ReadFileEx(HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead,
                               LPOVERLAPPED lpOverlapped,
                               LPOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
MWW_API BOOL WINAPI WriteFileEx(HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite,
                                LPOVERLAPPED lpOverlapped,
                                LPOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
MWW_API DWORD WINAPI GetFileType(HANDLE hFile);
MWW_API DWORD WINAPI GetFileSize(HANDLE hFile, LPDWORD lpFileSizeHigh);
MWW_API BOOL WINAPI GetFileSizeEx(HANDLE hFile, PLARGE_INTEGER lpFileSize);
MWW_API DWORD WINAPI SetFilePointer(HANDLE hFile, LONG lDistanceToMove, PLONG lpDistanceToMoveHigh,
                                    DWORD dwMoveMethod);
MWW_API BOOL WINAPI SetFilePointerEx(HANDLE hFile, LARGE_INTEGER liDistanceToMove,
                                     PLARGE_INTEGER lpNewFilePointer, DWORD dwMoveMethod);
MWW_API BOOL WINAPI SetEndOfFile(HANDLE hFile);
MWW_API BOOL WINAPI FlushFileBuffers(HANDLE hFile);
MWW_API BOOL WINAPI LockFile(HANDLE hFile, DWORD dwFileOffsetLow, DWORD dwFileOffsetHigh,
                             DWORD nNumberOfBytesToLockLow, DWORD nNumberOfBytesToLockHigh);
MWW_API BOOL WINAPI LockFileEx(HANDLE hFile, DWORD dwFlags, DWORD dwReserved,
                               DWORD nNumberOfBytesToLockLow, DWORD nNumberOfBytesToLockHigh,
                               LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI UnlockFile(HANDLE hFile, DWORD dwFileOffsetLow, DWORD dwFileOffsetHigh,
                               DWORD nNumberOfBytesToUnlockLow, DWORD nNumberOfBytesToUnlockHigh);
MWW_API BOOL WINAPI UnlockFileEx(HANDLE hFile, DWORD dwReserved, DWORD nNumberOfBytesToUnlockLow,
                                 DWORD nNumberOfBytesToUnlockHigh, LPOVERLAPPED lpOverlapped);
MWW_API BOOL WINAPI FindClose(HANDLE hFindFile);
MWW_API BOOL WINAPI GetFileTime(HANDLE hFile, LPFILETIME lpCreationTime,
                                LPFILETIME lpLastAccessTime, LPFILETIME lpLastWriteTime);
MWW_API BOOL WINAPI SetFileTime(HANDLE hFile, const FILETIME *lpCreationTime,
                                const FILETIME *lpLastAccessTime, const FILETIME *lpLastWriteTime);
MWW_API BOOL WINAPI GetFileInformationByHandle(HANDLE hFile,
                                               LPBY_HANDLE_FILE_INFORMATION lpFileInformation);
MWW_API DWORD WINAPI GetLogicalDrives(void);

MWW_API HANDLE WINAPI CreateFileA(LPCSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                                  LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                                  DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
                                  HANDLE hTemplateFile);
MWW_API HANDLE WINAPI CreateFileW(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                                  LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                                  DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
                                  HANDLE hTemplateFile);
MWW_API BOOL WINAPI DeleteFileA(LPCSTR lpFileName);
MWW_API BOOL WINAPI DeleteFileW(LPCWSTR lpFileName);
MWW_API BOOL WINAPI CreateDirectoryA(LPCSTR lpPathName, LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API BOOL WINAPI CreateDirectoryW(LPCWSTR lpPathName,
                                     LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API BOOL WINAPI RemoveDirectoryA(LPCSTR lpPathName);
MWW_API BOOL WINAPI RemoveDirectoryW(LPCWSTR lpPathName);
MWW_API HANDLE WINAPI FindFirstFileA(LPCSTR lpFileName, LPWIN32_FIND_DATAA lpFindFileData);
MWW_API HANDLE WINAPI FindFirstFileW(LPCWSTR lpFileName, LPWIN32_FIND_DATAW lpFindFileData);
MWW_API HANDLE WINAPI FindFirstFileExA(LPCSTR lpFileName, FINDEX_INFO_LEVELS fInfoLevelId,
                                       LPVOID lpFindFileData, FINDEX_SEARCH_OPS fSearchOp,
                                       LPVOID lpSearchFilter, DWORD dwAdditionalFlags);
MWW_API HANDLE WINAPI FindFirstFileExW(LPCWSTR lpFileName, FINDEX_INFO_LEVELS fInfoLevelId,
                                       LPVOID lpFindFileData, FINDEX_SEARCH_OPS fSearchOp,
                                       LPVOID lpSearchFilter, DWORD dwAdditionalFlags);
MWW_API BOOL WINAPI FindNextFileA(HANDLE hFindFile, LPWIN32_FIND_DATAA lpFindFileData);
MWW_API BOOL WINAPI FindNextFileW(HANDLE hFindFile, LPWIN32_FIND_DATAW lpFindFileData);
MWW_API DWORD WINAPI GetFileAttributesA(LPCSTR lpFileName);
MWW_API DWORD WINAPI GetFileAttributesW(LPCWSTR lpFileName);
MWW_API BOOL WINAPI GetFileAttributesExA(LPCSTR lpFileName, GET_FILEEX_INFO_LEVELS fInfoLevelId,
                                         LPVOID lpFileInformation);
MWW_API BOOL WINAPI GetFileAttributesExW(LPCWSTR lpFileName, GET_FILEEX_INFO_LEVELS fInfoLevelId,
                                         LPVOID lpFileInformation);
MWW_API BOOL WINAPI SetFileAttributesA(LPCSTR lpFileName, DWORD dwFileAttributes);
MWW_API BOOL WINAPI SetFileAttributesW(LPCWSTR lpFileName, DWORD dwFileAttributes);
MWW_API DWORD WINAPI GetFullPathNameA(LPCSTR lpFileName, DWORD nBufferLength, LPSTR lpBuffer,
                                      LPSTR *lpFilePart);
MWW_API DWORD WINAPI GetFullPathNameW(LPCWSTR lpFileName, DWORD nBufferLength, LPWSTR lpBuffer,
                                      LPWSTR *lpFilePart);
MWW_API DWORD WINAPI GetLongPathNameA(LPCSTR lpszShortPath, LPSTR lpszLongPath, DWORD cchBuffer);
MWW_API DWORD WINAPI GetLongPathNameW(LPCWSTR lpszShortPath, LPWSTR lpszLongPath, DWORD cchBuffer);
MWW_API DWORD WINAPI GetShortPathNameA(LPCSTR lpszLongPath, LPSTR lpszShortPath, DWORD cchBuffer);
MWW_API DWORD WINAPI GetShortPathNameW(LPCWSTR lpszLongPath, LPWSTR lpszShortPath, DWORD cchBuffer);
MWW_API DWORD WINAPI GetFinalPathNameByHandleA(HANDLE hFile, LPSTR lpszFilePath, DWORD cchFilePath,
                                               DWORD dwFlags);
MWW_API DWORD WINAPI GetFinalPathNameByHandleW(HANDLE hFile, LPWSTR lpszFilePath,
                                               DWORD cchFilePath, DWORD dwFlags);
MWW_API DWORD WINAPI GetTempPathA(DWORD nBufferLength, LPSTR lpBuffer);
MWW_API DWORD WINAPI GetTempPathW(DWORD nBufferLength, LPWSTR lpBuffer);
MWW_API UINT WINAPI GetTempFileNameA(LPCSTR lpPathName, LPCSTR lpPrefixString, UINT uUnique,
                                     LPSTR lpTempFileName);
MWW_API UINT WINAPI GetTempFileNameW(LPCWSTR lpPathName, LPCWSTR lpPrefixString, UINT uUnique,
                                     LPWSTR lpTempFileName);
MWW_API UINT WINAPI GetDriveTypeA(LPCSTR lpRootPathName);
MWW_API UINT WINAPI GetDriveTypeW(LPCWSTR lpRootPathName);
MWW_API DWORD WINAPI GetLogicalDriveStringsA(DWORD nBufferLength, LPSTR lpBuffer);
MWW_API DWORD WINAPI GetLogicalDriveStringsW(DWORD nBufferLength, LPWSTR lpBuffer);
MWW_API BOOL WINAPI GetDiskFreeSpaceA(LPCSTR lpRootPathName, LPDWORD lpSectorsPerCluster,
                                      LPDWORD lpBytesPerSector, LPDWORD lpNumberOfFreeClusters,
                                      LPDWORD lpTotalNumberOfClusters);
MWW_API BOOL WINAPI GetDiskFreeSpaceW(LPCWSTR lpRootPathName, LPDWORD lpSectorsPerCluster,
                                      LPDWORD lpBytesPerSector, LPDWORD lpNumberOfFreeClusters,
                                      LPDWORD lpTotalNumberOfClusters);
MWW_API BOOL WINAPI GetDiskFreeSpaceExA(LPCSTR lpDirectoryName,
                                        PULARGE_INTEGER lpFreeBytesAvailableToCaller,
                                        PULARGE_INTEGER lpTotalNumberOfBytes,
                                        PULARGE_INTEGER lpTotalNumberOfFreeBytes);
MWW_API BOOL WINAPI GetDiskFreeSpaceExW(LPCWSTR lpDirectoryName,
                                        PULARGE_INTEGER lpFreeBytesAvailableToCaller,
                                        PULARGE_INTEGER lpTotalNumberOfBytes,
                                        PULARGE_INTEGER lpTotalNumberOfFreeBytes);
MWW_API BOOL WINAPI GetVolumeInformationA(LPCSTR lpRootPathName, LPSTR lpVolumeNameBuffer,
                                          DWORD nVolumeNameSize, LPDWORD lpVolumeSerialNumber,
                                          LPDWORD lpMaximumComponentLength,
                                          LPDWORD lpFileSystemFlags, LPSTR lpFileSystemNameBuffer,
                                          DWORD nFileSystemNameSize);
MWW_API BOOL WINAPI GetVolumeInformationW(LPCWSTR lpRootPathName, LPWSTR lpVolumeNameBuffer,
                                          DWORD nVolumeNameSize, LPDWORD lpVolumeSerialNumber,
                                          LPDWORD lpMaximumComponentLength,
                                          LPDWORD lpFileSystemFlags, LPWSTR lpFileSystemNameBuffer,
                                          DWORD nFileSystemNameSize);
MWW_API BOOL WINAPI GetVolumePathNameA(LPCSTR lpszFileName, LPSTR lpszVolumePathName,
                                       DWORD cchBufferLength);
MWW_API BOOL WINAPI GetVolumePathNameW(LPCWSTR lpszFileName, LPWSTR lpszVolumePathName,
                                       DWORD cchBufferLength);

#ifdef UNICODE
typedef WIN32_FIND_DATAW WIN32_FIND_DATA, *PWIN32_FIND_DATA, *LPWIN32_FIND_DATA;
#else
typedef WIN32_FIND_DATAA WIN32_FIND_DATA, *PWIN32_FIND_DATA, *LPWIN32_FIND_DATA;
#endif

#ifdef UNICODE
#  define CreateFile               CreateFileW
#  define DeleteFile               DeleteFileW
#  define CreateDirectory          CreateDirectoryW
#  define RemoveDirectory          RemoveDirectoryW
#  define FindFirstFile            FindFirstFileW
#  define FindFirstFileEx          FindFirstFileExW
#  define FindNextFile             FindNextFileW
#  define GetFileAttributes        GetFileAttributesW
#  define GetFileAttributesEx      GetFileAttributesExW
#  define SetFileAttributes        SetFileAttributesW
#  define GetFullPathName          GetFullPathNameW
#  define GetLongPathName          GetLongPathNameW
#  define GetShortPathName         GetShortPathNameW
#  define GetFinalPathNameByHandle GetFinalPathNameByHandleW
#  define GetTempPath              GetTempPathW
#  define GetTempFileName          GetTempFileNameW
#  define GetDriveType             GetDriveTypeW
#  define GetLogicalDriveStrings   GetLogicalDriveStringsW
#  define GetDiskFreeSpace         GetDiskFreeSpaceW
#  define GetDiskFreeSpaceEx       GetDiskFreeSpaceExW
#  define GetVolumeInformation     GetVolumeInformationW
#  define GetVolumePathName        GetVolumePathNameW
#else
#  define CreateFile               CreateFileA
#  define DeleteFile               DeleteFileA
#  define CreateDirectory          CreateDirectoryA
#  define RemoveDirectory          RemoveDirectoryA
#  define FindFirstFile            FindFirstFileA
#  define FindFirstFileEx          FindFirstFileExA
#  define FindNextFile             FindNextFileA
#  define GetFileAttributes        GetFileAttributesA
#  define GetFileAttributesEx      GetFileAttributesExA
#  define SetFileAttributes        SetFileAttributesA
#  define GetFullPathName          GetFullPathNameA
#  define GetLongPathName          GetLongPathNameA
#  define GetShortPathName         GetShortPathNameA
#  define GetFinalPathNameByHandle GetFinalPathNameByHandleA
#  define GetTempPath              GetTempPathA
#  define GetTempFileName          GetTempFileNameA
#  define GetDriveType             GetDriveTypeA
#  define GetLogicalDriveStrings   GetLogicalDriveStringsA
#  define GetDiskFreeSpace         GetDiskFreeSpaceA
#  define GetDiskFreeSpaceEx       GetDiskFreeSpaceExA
#  define GetVolumeInformation     GetVolumeInformationA
#  define GetVolumePathName        GetVolumePathNameA
#endif

#endif
