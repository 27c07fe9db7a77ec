/* SPDX-License-Identifier: MIT */
/* winbase_files.h — the part of winbase.h that is about files. */
#ifndef MWW_WINBASE_FILES_H
#define MWW_WINBASE_FILES_H

#include <fileapi.h>

#define FILE_FLAG_WRITE_THROUGH      0x80000000u
#define FILE_FLAG_OVERLAPPED         0x40000000u
#define FILE_FLAG_NO_BUFFERING       0x20000000u
#define FILE_FLAG_RANDOM_ACCESS      0x10000000u
#define FILE_FLAG_SEQUENTIAL_SCAN    0x08000000u
#define FILE_FLAG_DELETE_ON_CLOSE    0x04000000u
#define FILE_FLAG_BACKUP_SEMANTICS   0x02000000u
#define FILE_FLAG_POSIX_SEMANTICS    0x01000000u
#define FILE_FLAG_OPEN_REPARSE_POINT 0x00200000u
#define FILE_FLAG_OPEN_NO_RECALL     0x00100000u

#define SECURITY_ANONYMOUS           0x00000000u
#define SECURITY_IDENTIFICATION      0x00010000u
#define SECURITY_IMPERSONATION       0x00020000u
#define SECURITY_DELEGATION          0x00030000u
#define SECURITY_SQOS_PRESENT        0x00100000u

#define FILE_TYPE_UNKNOWN 0x0000
#define FILE_TYPE_DISK    0x0001
#define FILE_TYPE_CHAR    0x0002
#define FILE_TYPE_PIPE    0x0003

#define DRIVE_UNKNOWN     0
#define DRIVE_NO_ROOT_DIR 1
#define DRIVE_REMOVABLE   2
#define DRIVE_FIXED       3
#define DRIVE_REMOTE      4
#define DRIVE_CDROM       5
#define DRIVE_RAMDISK     6

#define FILE_CASE_SENSITIVE_SEARCH 0x00000001u
#define FILE_CASE_PRESERVED_NAMES  0x00000002u
#define FILE_UNICODE_ON_DISK       0x00000004u
#define FILE_PERSISTENT_ACLS       0x00000008u
#define FILE_FILE_COMPRESSION      0x00000010u
#define FILE_SUPPORTS_SPARSE_FILES 0x00000040u
#define FILE_READ_ONLY_VOLUME      0x00080000u
#define FILE_SUPPORTS_HARD_LINKS   0x00400000u

#define MOVEFILE_REPLACE_EXISTING   0x00000001u
#define MOVEFILE_COPY_ALLOWED       0x00000002u
#define MOVEFILE_DELAY_UNTIL_REBOOT 0x00000004u
#define MOVEFILE_WRITE_THROUGH      0x00000008u

#define REPLACEFILE_WRITE_THROUGH       0x00000001u
#define REPLACEFILE_IGNORE_MERGE_ERRORS 0x00000002u
#define REPLACEFILE_IGNORE_ACL_ERRORS   0x00000004u

#define COPY_FILE_FAIL_IF_EXISTS 0x00000001u

#define PROGRESS_CONTINUE 0u
#define PROGRESS_CANCEL   1u
#define PROGRESS_STOP     2u
#define PROGRESS_QUIET    3u

#define CALLBACK_CHUNK_FINISHED 0u
#define CALLBACK_STREAM_SWITCH  1u

#define SYMBOLIC_LINK_FLAG_DIRECTORY 0x1

#define FILE_NOTIFY_CHANGE_FILE_NAME   0x00000001u
#define FILE_NOTIFY_CHANGE_DIR_NAME    0x00000002u
#define FILE_NOTIFY_CHANGE_ATTRIBUTES  0x00000004u
#define FILE_NOTIFY_CHANGE_SIZE        0x00000008u
#define FILE_NOTIFY_CHANGE_LAST_WRITE  0x00000010u
#define FILE_NOTIFY_CHANGE_LAST_ACCESS 0x00000020u
#define FILE_NOTIFY_CHANGE_CREATION    0x00000040u
#define FILE_NOTIFY_CHANGE_SECURITY    0x00000100u

#define FILE_ACTION_ADDED            1u
#define FILE_ACTION_REMOVED          2u
#define FILE_ACTION_MODIFIED         3u
#define FILE_ACTION_RENAMED_OLD_NAME 4u
#define FILE_ACTION_RENAMED_NEW_NAME 5u

#define OF_READ             0x0000
#define OF_WRITE            0x0001
#define OF_READWRITE        0x0002
#define OF_SHARE_COMPAT     0x0000
#define OF_SHARE_EXCLUSIVE  0x0010
#define OF_SHARE_DENY_WRITE 0x0020
#define OF_SHARE_DENY_READ  0x0030
#define OF_SHARE_DENY_NONE  0x0040
#define OF_PARSE            0x0100
#define OF_DELETE           0x0200
#define OF_CREATE           0x1000
#define OF_EXIST            0x4000

#define OFS_MAXPATHNAME 128
#define HFILE_ERROR     ((HFILE) -1)

typedef int HFILE;

typedef struct _OFSTRUCT {
        BYTE cBytes;
        BYTE fFixedDisk;
        WORD nErrCode;
        WORD Reserved1;
        WORD Reserved2;
        CHAR szPathName[OFS_MAXPATHNAME];
} OFSTRUCT, *LPOFSTRUCT, *POFSTRUCT;

typedef DWORD(WINAPI *LPPROGRESS_ROUTINE)(LARGE_INTEGER TotalFileSize,
                                          LARGE_INTEGER TotalBytesTransferred,
                                          LARGE_INTEGER StreamSize,
                                          LARGE_INTEGER StreamBytesTransferred,
                                          DWORD dwStreamNumber, DWORD dwCallbackReason,
                                          HANDLE hSourceFile, HANDLE hDestinationFile,
                                          LPVOID lpData);

typedef enum _FILE_INFO_BY_HANDLE_CLASS {
        FileBasicInfo,
        FileStandardInfo,
        FileNameInfo,
        FileRenameInfo,
        FileDispositionInfo,
        FileAllocationInfo,
        FileEndOfFileInfo,
        FileStreamInfo,
        FileCompressionInfo,
        FileAttributeTagInfo,
        FileIdBothDirectoryInfo,
        FileIdBothDirectoryRestartInfo,
        FileIoPriorityHintInfo,
        FileRemoteProtocolInfo,
        FileFullDirectoryInfo,
        FileFullDirectoryRestartInfo,
        FileStorageInfo,
        FileAlignmentInfo,
        FileIdInfo,
        MaximumFileInfoByHandleClass
} FILE_INFO_BY_HANDLE_CLASS, *PFILE_INFO_BY_HANDLE_CLASS;

typedef struct _FILE_BASIC_INFO {
        LARGE_INTEGER CreationTime;
        LARGE_INTEGER LastAccessTime;
        LARGE_INTEGER LastWriteTime;
        LARGE_INTEGER ChangeTime;
        DWORD         FileAttributes;
} FILE_BASIC_INFO, *PFILE_BASIC_INFO;

typedef struct _FILE_STANDARD_INFO {
        LARGE_INTEGER AllocationSize;
        LARGE_INTEGER EndOfFile;
        DWORD         NumberOfLinks;
        BOOLEAN       DeletePending;
        BOOLEAN       Directory;
} FILE_STANDARD_INFO, *PFILE_STANDARD_INFO;

typedef struct _FILE_NAME_INFO {
        DWORD FileNameLength;
        WCHAR FileName[1];
} FILE_NAME_INFO, *PFILE_NAME_INFO;

typedef struct _FILE_RENAME_INFO {
        __extension__ union {
                BOOLEAN ReplaceIfExists;
                DWORD   Flags;
        };
        HANDLE RootDirectory;
        DWORD  FileNameLength;
        WCHAR  FileName[1];
} FILE_RENAME_INFO, *PFILE_RENAME_INFO;

typedef struct _FILE_DISPOSITION_INFO {
        BOOLEAN DeleteFile;
} FILE_DISPOSITION_INFO, *PFILE_DISPOSITION_INFO;

typedef struct _FILE_ALLOCATION_INFO {
        LARGE_INTEGER AllocationSize;
} FILE_ALLOCATION_INFO, *PFILE_ALLOCATION_INFO;

typedef struct _FILE_END_OF_FILE_INFO {
        LARGE_INTEGER EndOfFile;
} FILE_END_OF_FILE_INFO, *PFILE_END_OF_FILE_INFO;

typedef struct _FILE_ATTRIBUTE_TAG_INFO {
        DWORD FileAttributes;
        DWORD ReparseTag;
} FILE_ATTRIBUTE_TAG_INFO, *PFILE_ATTRIBUTE_TAG_INFO;

typedef struct _FILE_ID_128 {
        BYTE Identifier[16];
} FILE_ID_128, *PFILE_ID_128;

typedef struct _FILE_ID_INFO {
        ULONGLONG   VolumeSerialNumber;
        FILE_ID_128 FileId;
} FILE_ID_INFO, *PFILE_ID_INFO;

typedef struct _FILE_NOTIFY_INFORMATION {
        DWORD NextEntryOffset;
        DWORD Action;
        DWORD FileNameLength;
        WCHAR FileName[1];
} FILE_NOTIFY_INFORMATION, *PFILE_NOTIFY_INFORMATION;

typedef struct _CREATEFILE2_EXTENDED_PARAMETERS {
        DWORD                 dwSize;
        DWORD                 dwFileAttributes;
        DWORD                 dwFileFlags;
        DWORD                 dwSecurityQosFlags;
        LPSECURITY_ATTRIBUTES lpSecurityAttributes;
        HANDLE                hTemplateFile;
} CREATEFILE2_EXTENDED_PARAMETERS, *PCREATEFILE2_EXTENDED_PARAMETERS,
        *LPCREATEFILE2_EXTENDED_PARAMETERS;

MWW_API HANDLE WINAPI CreateFile2(LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
                                  DWORD dwCreationDisposition,
                                  LPCREATEFILE2_EXTENDED_PARAMETERS pCreateExParams);
MWW_API BOOL WINAPI MoveFileWithProgressA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName,
                                          LPPROGRESS_ROUTINE lpProgressRoutine, LPVOID lpData,
                                          DWORD dwFlags);
MWW_API BOOL WINAPI MoveFileWithProgressW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName,
                                          LPPROGRESS_ROUTINE lpProgressRoutine, LPVOID lpData,
                                          DWORD dwFlags);
MWW_API DWORD WINAPI GetCompressedFileSizeA(LPCSTR lpFileName, LPDWORD lpFileSizeHigh);
MWW_API DWORD WINAPI GetCompressedFileSizeW(LPCWSTR lpFileName, LPDWORD lpFileSizeHigh);
MWW_API BOOL WINAPI SetFileValidData(HANDLE hFile, LONGLONG ValidDataLength);
MWW_API BOOL WINAPI DeviceIoControl(HANDLE hDevice, DWORD dwIoControlCode, LPVOID lpInBuffer,
                                    DWORD nInBufferSize, LPVOID lpOutBuffer,
                                    DWORD nOutBufferSize, LPDWORD lpBytesReturned,
                                    LPOVERLAPPED lpOverlapped);
MWW_API HANDLE WINAPI FindFirstChangeNotificationA(LPCSTR lpPathName, BOOL bWatchSubtree,
                                                   DWORD dwNotifyFilter);
MWW_API HANDLE WINAPI FindFirstChangeNotificationW(LPCWSTR lpPathName, BOOL bWatchSubtree,
                                                   DWORD dwNotifyFilter);
MWW_API BOOL WINAPI FindNextChangeNotification(HANDLE hChangeHandle);
MWW_API BOOL WINAPI FindCloseChangeNotification(HANDLE hChangeHandle);
MWW_API BOOL WINAPI ReadDirectoryChangesW(HANDLE hDirectory, LPVOID lpBuffer,
                                          DWORD nBufferLength, BOOL bWatchSubtree,
                                          DWORD dwNotifyFilter, LPDWORD lpBytesReturned,
                                          LPOVERLAPPED lpOverlapped,
                                          LPOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);

MWW_API BOOL WINAPI BindIoCompletionCallback(HANDLE FileHandle,
                                             LPOVERLAPPED_COMPLETION_ROUTINE Function,
                                             ULONG Flags);
MWW_API HANDLE WINAPI ReOpenFile(HANDLE hOriginalFile, DWORD dwDesiredAccess, DWORD dwShareMode,
                                 DWORD dwFlagsAndAttributes);

MWW_API HFILE WINAPI _lopen(LPCSTR lpPathName, int iReadWrite);
MWW_API HFILE WINAPI _lcreat(LPCSTR lpPathName, int iAttribute);
MWW_API HFILE WINAPI _lclose(HFILE hFile);
MWW_API UINT WINAPI _lread(HFILE hFile, LPVOID lpBuffer, UINT uBytes);
MWW_API UINT WINAPI _lwrite(HFILE hFile, LPCSTR lpBuffer, UINT uBytes);
MWW_API LONG WINAPI _hread(HFILE hFile, LPVOID lpBuffer, LONG lBytes);
MWW_API LONG WINAPI _hwrite(HFILE hFile, LPCSTR lpBuffer, LONG lBytes);
MWW_API LONG WINAPI _llseek(HFILE hFile, LONG lOffset, int iOrigin);
MWW_API HFILE WINAPI OpenFile(LPCSTR lpFileName, LPOFSTRUCT lpReOpenBuff, UINT uStyle);
MWW_API BOOL WINAPI GetFileInformationByHandleEx(HANDLE hFile,
                                                 FILE_INFO_BY_HANDLE_CLASS FileInformationClass,
                                                 LPVOID lpFileInformation, DWORD dwBufferSize);
MWW_API BOOL WINAPI SetFileInformationByHandle(HANDLE hFile,
                                               FILE_INFO_BY_HANDLE_CLASS FileInformationClass,
                                               LPVOID lpFileInformation, DWORD dwBufferSize);

/* Mailslots: messages one way, from whoever knows the name. */
#define MAILSLOT_NO_MESSAGE   0xffffffffu
#define MAILSLOT_WAIT_FOREVER 0xffffffffu

MWW_API HANDLE WINAPI CreateMailslotA(LPCSTR lpName, DWORD nMaxMessageSize, DWORD lReadTimeout,
                                      LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API HANDLE WINAPI CreateMailslotW(LPCWSTR lpName, DWORD nMaxMessageSize, DWORD lReadTimeout,
                                      LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API BOOL WINAPI GetMailslotInfo(HANDLE hMailslot, LPDWORD lpMaxMessageSize,
                                    LPDWORD lpNextSize, LPDWORD lpMessageCount,
                                    LPDWORD lpReadTimeout);
MWW_API BOOL WINAPI SetMailslotInfo(HANDLE hMailslot, DWORD lReadTimeout);
#ifdef UNICODE
#  define CreateMailslot CreateMailslotW
#else
#  define CreateMailslot CreateMailslotA
#endif

/* ---- CopyFile2 ---- */
typedef enum _COPYFILE2_MESSAGE_TYPE {
        COPYFILE2_CALLBACK_NONE = 0,
        COPYFILE2_CALLBACK_CHUNK_STARTED,
        COPYFILE2_CALLBACK_CHUNK_FINISHED,
        COPYFILE2_CALLBACK_STREAM_STARTED,
        COPYFILE2_CALLBACK_STREAM_FINISHED,
        COPYFILE2_CALLBACK_POLL_CONTINUE,
        COPYFILE2_CALLBACK_ERROR,
        COPYFILE2_CALLBACK_MAX
} COPYFILE2_MESSAGE_TYPE;

typedef enum _COPYFILE2_MESSAGE_ACTION {
        COPYFILE2_PROGRESS_CONTINUE = 0,
        COPYFILE2_PROGRESS_CANCEL,
        COPYFILE2_PROGRESS_STOP,
        COPYFILE2_PROGRESS_QUIET,
        COPYFILE2_PROGRESS_PAUSE
} COPYFILE2_MESSAGE_ACTION;

typedef enum _COPYFILE2_COPY_PHASE {
        COPYFILE2_PHASE_NONE = 0,
        COPYFILE2_PHASE_PREPARE_SOURCE,
        COPYFILE2_PHASE_PREPARE_DEST,
        COPYFILE2_PHASE_READ_SOURCE,
        COPYFILE2_PHASE_WRITE_DESTINATION,
        COPYFILE2_PHASE_SERVER_COPY,
        COPYFILE2_PHASE_NAMEGRAFT_COPY,
        COPYFILE2_PHASE_MAX
} COPYFILE2_COPY_PHASE;

typedef struct COPYFILE2_MESSAGE {
        COPYFILE2_MESSAGE_TYPE Type;
        DWORD                  dwPadding;
        union {
                struct {
                        DWORD          dwStreamNumber;
                        DWORD          dwReserved;
                        HANDLE         hSourceFile;
                        HANDLE         hDestinationFile;
                        ULARGE_INTEGER uliChunkNumber;
                        ULARGE_INTEGER uliChunkSize;
                        ULARGE_INTEGER uliStreamSize;
                        ULARGE_INTEGER uliTotalFileSize;
                } ChunkStarted;
                struct {
                        DWORD          dwStreamNumber;
                        DWORD          dwFlags;
                        HANDLE         hSourceFile;
                        HANDLE         hDestinationFile;
                        ULARGE_INTEGER uliChunkNumber;
                        ULARGE_INTEGER uliChunkSize;
                        ULARGE_INTEGER uliStreamSize;
                        ULARGE_INTEGER uliStreamBytesTransferred;
                        ULARGE_INTEGER uliTotalFileSize;
                        ULARGE_INTEGER uliTotalBytesTransferred;
                } ChunkFinished;
                struct {
                        DWORD          dwStreamNumber;
                        DWORD          dwReserved;
                        HANDLE         hSourceFile;
                        HANDLE         hDestinationFile;
                        ULARGE_INTEGER uliStreamSize;
                        ULARGE_INTEGER uliTotalFileSize;
                } StreamStarted;
                struct {
                        DWORD          dwStreamNumber;
                        DWORD          dwReserved;
                        HANDLE         hSourceFile;
                        HANDLE         hDestinationFile;
                        ULARGE_INTEGER uliStreamSize;
                        ULARGE_INTEGER uliStreamBytesTransferred;
                        ULARGE_INTEGER uliTotalFileSize;
                        ULARGE_INTEGER uliTotalBytesTransferred;
                } StreamFinished;
                struct {
                        DWORD dwReserved;
                } PollContinue;
                struct {
                        COPYFILE2_COPY_PHASE CopyPhase;
                        DWORD                dwStreamNumber;
                        HRESULT              hrFailure;
                        DWORD                dwReserved;
                        ULARGE_INTEGER       uliChunkNumber;
                        ULARGE_INTEGER       uliStreamSize;
                        ULARGE_INTEGER       uliStreamBytesTransferred;
                        ULARGE_INTEGER       uliTotalFileSize;
                        ULARGE_INTEGER       uliTotalBytesTransferred;
                } Error;
        } Info;
} COPYFILE2_MESSAGE;

typedef COPYFILE2_MESSAGE_ACTION(CALLBACK *PCOPYFILE2_PROGRESS_ROUTINE)(
        const COPYFILE2_MESSAGE *pMessage, PVOID pvCallbackContext);

typedef struct COPYFILE2_EXTENDED_PARAMETERS {
        DWORD                       dwSize;
        DWORD                       dwCopyFlags;
        BOOL                       *pfCancel;
        PCOPYFILE2_PROGRESS_ROUTINE pProgressRoutine;
        PVOID                       pvCallbackContext;
} COPYFILE2_EXTENDED_PARAMETERS;

MWW_API HRESULT WINAPI CopyFile2(PCWSTR pwszExistingFileName, PCWSTR pwszNewFileName,
                                 COPYFILE2_EXTENDED_PARAMETERS *pExtendedParameters);
MWW_API BOOL WINAPI CopyFileA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName, BOOL bFailIfExists);
MWW_API BOOL WINAPI CopyFileW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName,
                              BOOL bFailIfExists);
MWW_API BOOL WINAPI CopyFileExA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName,
                                LPPROGRESS_ROUTINE lpProgressRoutine, LPVOID lpData,
                                LPBOOL pbCancel, DWORD dwCopyFlags);
MWW_API BOOL WINAPI CopyFileExW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName,
                                LPPROGRESS_ROUTINE lpProgressRoutine, LPVOID lpData,
                                LPBOOL pbCancel, DWORD dwCopyFlags);
MWW_API BOOL WINAPI MoveFileA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName);
MWW_API BOOL WINAPI MoveFileW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName);
MWW_API BOOL WINAPI MoveFileExA(LPCSTR lpExistingFileName, LPCSTR lpNewFileName, DWORD dwFlags);
MWW_API BOOL WINAPI MoveFileExW(LPCWSTR lpExistingFileName, LPCWSTR lpNewFileName, DWORD dwFlags);
MWW_API BOOL WINAPI ReplaceFileA(LPCSTR lpReplacedFileName, LPCSTR lpReplacementFileName,
                                 LPCSTR lpBackupFileName, DWORD dwReplaceFlags, LPVOID lpExclude,
                                 LPVOID lpReserved);
MWW_API BOOL WINAPI ReplaceFileW(LPCWSTR lpReplacedFileName, LPCWSTR lpReplacementFileName,
                                 LPCWSTR lpBackupFileName, DWORD dwReplaceFlags, LPVOID lpExclude,
                                 LPVOID lpReserved);
MWW_API BOOL WINAPI CreateHardLinkA(LPCSTR lpFileName, LPCSTR lpExistingFileName,
                                    LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API BOOL WINAPI CreateHardLinkW(LPCWSTR lpFileName, LPCWSTR lpExistingFileName,
                                    LPSECURITY_ATTRIBUTES lpSecurityAttributes);
MWW_API BOOLEAN WINAPI CreateSymbolicLinkA(LPCSTR lpSymlinkFileName, LPCSTR lpTargetFileName,
                                           DWORD dwFlags);
MWW_API BOOLEAN WINAPI CreateSymbolicLinkW(LPCWSTR lpSymlinkFileName, LPCWSTR lpTargetFileName,
                                           DWORD dwFlags);
MWW_API UINT WINAPI GetWindowsDirectoryA(LPSTR lpBuffer, UINT uSize);
MWW_API UINT WINAPI GetWindowsDirectoryW(LPWSTR lpBuffer, UINT uSize);
MWW_API UINT WINAPI GetSystemDirectoryA(LPSTR lpBuffer, UINT uSize);
MWW_API UINT WINAPI GetSystemDirectoryW(LPWSTR lpBuffer, UINT uSize);

#ifdef UNICODE
#  define FindFirstChangeNotification FindFirstChangeNotificationW
#  define MoveFileWithProgress  MoveFileWithProgressW
#  define GetCompressedFileSize GetCompressedFileSizeW
#  define CopyFile            CopyFileW
#  define CopyFileEx          CopyFileExW
#  define MoveFile            MoveFileW
#  define MoveFileEx          MoveFileExW
#  define ReplaceFile         ReplaceFileW
#  define CreateHardLink      CreateHardLinkW
#  define CreateSymbolicLink  CreateSymbolicLinkW
#  define GetWindowsDirectory GetWindowsDirectoryW
#  define GetSystemDirectory  GetSystemDirectoryW
#else
#  define FindFirstChangeNotification FindFirstChangeNotificationA
#  define MoveFileWithProgress  MoveFileWithProgressA
#  define GetCompressedFileSize GetCompressedFileSizeA
#  define CopyFile            CopyFileA
#  define CopyFileEx          CopyFileExA
#  define MoveFile            MoveFileA
#  define MoveFileEx          MoveFileExA
#  define ReplaceFile         ReplaceFileA
#  define CreateHardLink      CreateHardLinkA
#  define CreateSymbolicLink  CreateSymbolicLinkA
#  define GetWindowsDirectory GetWindowsDirectoryA
#  define GetSystemDirectory  GetSystemDirectoryA
#endif

#endif
