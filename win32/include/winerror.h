/* SPDX-License-Identifier: MIT */
/* winerror.h — the last-error numbers that this layer sets, and, by the two
 * headers below, others that programs name. Part of windows.h.
 */
#ifndef MWW_WINERROR_H
#define MWW_WINERROR_H

#include <mww_errors_low.h>
#include <mww_errors_high.h>

#define ERROR_SUCCESS                      0u
#define NO_ERROR                           0u
#define ERROR_INVALID_FUNCTION             1u
#define ERROR_FILE_NOT_FOUND               2u
#define ERROR_PATH_NOT_FOUND               3u
#define ERROR_TOO_MANY_OPEN_FILES          4u
#define ERROR_ACCESS_DENIED                5u
#define ERROR_INVALID_HANDLE               6u
#define ERROR_NOT_ENOUGH_MEMORY            8u
#define ERROR_BAD_ENVIRONMENT              10u
#define ERROR_BAD_FORMAT                   11u
#define ERROR_INVALID_ACCESS               12u
#define ERROR_OUTOFMEMORY                  14u
#define ERROR_INVALID_DRIVE                15u
#define ERROR_CURRENT_DIRECTORY            16u
#define ERROR_NOT_SAME_DEVICE              17u
#define ERROR_NO_MORE_FILES                18u
#define ERROR_WRITE_PROTECT                19u
#define ERROR_NOT_READY                    21u
#define ERROR_BAD_LENGTH                   24u
#define ERROR_SEEK                         25u
#define ERROR_WRITE_FAULT                  29u
#define ERROR_READ_FAULT                   30u
#define ERROR_GEN_FAILURE                  31u
#define ERROR_SHARING_VIOLATION            32u
#define ERROR_LOCK_VIOLATION               33u
#define ERROR_HANDLE_EOF                   38u
#define ERROR_HANDLE_DISK_FULL             39u
#define ERROR_NOT_SUPPORTED                50u
#define ERROR_BAD_NETPATH                  53u
#define ERROR_FILE_EXISTS                  80u
#define ERROR_CANNOT_MAKE                  82u
#define ERROR_INVALID_PARAMETER            87u
#define ERROR_NO_PROC_SLOTS                89u
#define ERROR_BROKEN_PIPE                  109u
#define ERROR_OPEN_FAILED                  110u
#define ERROR_BUFFER_OVERFLOW              111u
#define ERROR_DISK_FULL                    112u
#define ERROR_CALL_NOT_IMPLEMENTED         120u
#define ERROR_SEM_TIMEOUT                  121u
#define ERROR_INSUFFICIENT_BUFFER          122u
#define ERROR_INVALID_NAME                 123u
#define ERROR_MOD_NOT_FOUND                126u
#define ERROR_PROC_NOT_FOUND               127u
#define ERROR_NEGATIVE_SEEK                131u
#define ERROR_DIR_NOT_EMPTY                145u
#define ERROR_SIGNAL_REFUSED               156u
#define ERROR_DISCARDED                    157u
#define ERROR_NOT_LOCKED                   158u
#define ERROR_BAD_PATHNAME                 161u
#define ERROR_LOCK_FAILED                  167u
#define ERROR_BUSY                         170u
#define ERROR_ALREADY_EXISTS               183u
#define ERROR_BAD_EXE_FORMAT               193u
#define ERROR_ENVVAR_NOT_FOUND             203u
#define ERROR_FILENAME_EXCED_RANGE         206u
#define ERROR_FILE_TOO_LARGE               223u
#define ERROR_BAD_PIPE                     230u
#define ERROR_PIPE_BUSY                    231u
#define ERROR_NO_DATA                      232u
#define ERROR_PIPE_NOT_CONNECTED           233u
#define ERROR_MORE_DATA                    234u
#define ERROR_NO_WORK_DONE                 235u
#define WAIT_TIMEOUT                       258u
#define ERROR_NO_MORE_ITEMS                259u
#define ERROR_DIRECTORY                    267u
#define ERROR_NOT_OWNER                    288u
#define ERROR_TOO_MANY_POSTS               298u
#define ERROR_PARTIAL_COPY                 299u
#define ERROR_DELETE_PENDING               303u
#define ERROR_MR_MID_NOT_FOUND             317u
#define ERROR_INVALID_ADDRESS              487u
#define ERROR_OBJECT_NAME_EXISTS           698u
#define ERROR_PIPE_CONNECTED               535u
#define ERROR_PIPE_LISTENING               536u
#define ERROR_ABANDONED_WAIT_0             735u
#define ERROR_ELEVATION_REQUIRED           740u
#define ERROR_OPERATION_ABORTED            995u
#define ERROR_IO_INCOMPLETE                996u
#define ERROR_IO_PENDING                   997u
#define ERROR_NOACCESS                     998u
#define ERROR_INVALID_FLAGS                1004u
#define ERROR_FILE_INVALID                 1006u
#define ERROR_NO_TOKEN                     1008u
#define ERROR_NO_UNICODE_TRANSLATION       1113u
#define ERROR_IO_DEVICE                    1117u
#define ERROR_MAPPED_ALIGNMENT             1132u
#define ERROR_NOT_FOUND                    1168u
#define ERROR_UNABLE_TO_REMOVE_REPLACED    1175u
#define ERROR_UNABLE_TO_MOVE_REPLACEMENT   1176u
#define ERROR_UNABLE_TO_MOVE_REPLACEMENT_2 1177u
#define ERROR_USER_MAPPED_FILE             1224u
#define ERROR_REQUEST_ABORTED              1235u
#define ERROR_NOT_ALL_ASSIGNED             1300u
#define ERROR_UNKNOWN_REVISION             1305u
#define ERROR_REVISION_MISMATCH            1306u
#define ERROR_NO_SUCH_PRIVILEGE            1313u
#define ERROR_PRIVILEGE_NOT_HELD           1314u
#define ERROR_NONE_MAPPED                  1332u
#define ERROR_INVALID_ACL                  1336u
#define ERROR_INVALID_SID                  1337u
#define ERROR_INVALID_SECURITY_DESCR       1338u
#define ERROR_ALLOTTED_SPACE_EXCEEDED      1344u
#define ERROR_FILE_CORRUPT                 1392u
#define ERROR_INVALID_MSGBOX_STYLE         1438u
#define ERROR_NO_SYSTEM_RESOURCES          1450u
#define ERROR_WORKING_SET_QUOTA            1453u
#define ERROR_COMMITMENT_LIMIT             1455u
#define ERROR_TIMEOUT                      1460u
#define ERROR_INVALID_USER_BUFFER          1784u
#define ERROR_RESOURCE_TYPE_NOT_FOUND      1813u
#define ERROR_RESOURCE_LANG_NOT_FOUND      1815u
#define ERROR_NOT_SAME_OBJECT              1656u
#define ERROR_NOT_ENOUGH_QUOTA            1816u
#define ERROR_REQUEST_PAUSED               3050u
#define ERROR_NOT_A_REPARSE_POINT          4390u

/* The other kind of error, with a sign. */
#define S_OK                     ((HRESULT) 0)
#define S_FALSE                  ((HRESULT) 1)
#define E_NOTIMPL                ((HRESULT) 0x80004001u)
#define E_POINTER                ((HRESULT) 0x80004003u)
#define E_ABORT                  ((HRESULT) 0x80004004u)
#define E_FAIL                   ((HRESULT) 0x80004005u)
#define E_UNEXPECTED             ((HRESULT) 0x8000FFFFu)
#define E_ACCESSDENIED           ((HRESULT) 0x80070005u)
#define E_HANDLE                 ((HRESULT) 0x80070006u)
#define E_OUTOFMEMORY            ((HRESULT) 0x8007000Eu)
#define E_INVALIDARG             ((HRESULT) 0x80070057u)
#define FACILITY_WIN32           7
#define SUCCEEDED(result)        ((HRESULT) (result) >= 0)
#define FAILED(result)           ((HRESULT) (result) < 0)
#define HRESULT_CODE(result)     ((result) & 0xFFFF)
#define HRESULT_FACILITY(result) (((result) >> 16) & 0x1FFF)
#define HRESULT_FROM_WIN32(code)                                         \
        ((HRESULT) (code) <= 0 ? (HRESULT) (code) :                      \
                                 (HRESULT) (((code) & 0xFFFF) | 0x80070000u))
#define MAKE_HRESULT(severity, facility, code) \
        ((HRESULT) ((DWORD) (severity) << 31 | (DWORD) (facility) << 16 | (DWORD) (code)))

#endif
