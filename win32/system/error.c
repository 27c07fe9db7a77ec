/* SPDX-License-Identifier: MIT */
/* error.c — the last error, and what mapwire's and Linux's results are in it. */
#include "internal.h"

#include <errno.h>

static _Thread_local DWORD last_error;

DWORD GetLastError(void)
{
        return last_error;
}

void SetLastError(DWORD code)
{
        last_error = code;
}

BOOL mww_fail(DWORD error)
{
        last_error = error;
        return FALSE;
}

HANDLE mww_fail_handle(DWORD error)
{
        last_error = error;
        return NULL;
}

/* Programs test GetLastError() == ERROR_ALREADY_EXISTS after a Create that
 * succeeded, so success has to clear what an earlier call left there. */
HANDLE mww_done(HANDLE handle, int result)
{
        if (!handle)
                return mww_fail_handle(ERROR_NOT_ENOUGH_MEMORY);
        last_error = result == MW_CREATED ? ERROR_SUCCESS : ERROR_ALREADY_EXISTS;
        return handle;
}

DWORD mww_error_of_errno(int number)
{
        switch (number) {
        case 0:
                return ERROR_SUCCESS;
        case ENOENT:
                return ERROR_FILE_NOT_FOUND;
        case ENOTDIR:
        case ELOOP:
                return ERROR_PATH_NOT_FOUND;
        case EMFILE:
        case ENFILE:
                return ERROR_TOO_MANY_OPEN_FILES;
        case EACCES:
        case EPERM:
        case EISDIR:
                return ERROR_ACCESS_DENIED;
        case EBADF:
                return ERROR_INVALID_HANDLE;
        case ENOMEM:
                return ERROR_NOT_ENOUGH_MEMORY;
        case EROFS:
                return ERROR_WRITE_PROTECT;
        case ETXTBSY:
                return ERROR_SHARING_VIOLATION;
        case EEXIST:
                return ERROR_FILE_EXISTS;
        case EINVAL:
                return ERROR_INVALID_PARAMETER;
        case ENOSPC:
        case EDQUOT:
                return ERROR_DISK_FULL;
        case EFBIG:
                return ERROR_FILE_TOO_LARGE;
        case EFAULT:
                return ERROR_NOACCESS;
        case ENAMETOOLONG:
                return ERROR_FILENAME_EXCED_RANGE;
        case EOPNOTSUPP:
        case ENODEV:
                return ERROR_NOT_SUPPORTED;
        default:
                return ERROR_IO_DEVICE;
        }
}

DWORD mww_error_of_result(int result)
{
        switch (result) {
        case MW_EINVAL:
                return ERROR_INVALID_PARAMETER;
        case MW_ENAME:
                return ERROR_INVALID_NAME;
        case MW_ETIMEDOUT:
                return WAIT_TIMEOUT;
        case MW_ECORRUPT:
                return ERROR_FILE_CORRUPT;
        case MW_EFORMAT:
                return ERROR_REVISION_MISMATCH;
        case MW_EFORKED:
        case MW_EKIND:
                return ERROR_INVALID_HANDLE;
        case MW_ENOTFOUND:
                return ERROR_FILE_NOT_FOUND;
        case MW_EEXIST:
                return ERROR_ALREADY_EXISTS;
        case MW_EACCES:
        case MW_EUNTRUSTED:
                return ERROR_ACCESS_DENIED;
        case MW_ENOSPC:
                return ERROR_COMMITMENT_LIMIT;
        case MW_ENOMEM:
                return ERROR_NOT_ENOUGH_MEMORY;
        case MW_ELIMIT:
                return ERROR_NO_SYSTEM_RESOURCES;
        case MW_EBUSY:
                return ERROR_BUSY;
        case MW_ENOTOWNER:
                return ERROR_NOT_OWNER;
        case MW_EFULL:
                return ERROR_TOO_MANY_POSTS;
        case MW_EEMPTY:
        case MW_ECHANGED:
        case MW_ELOST:
                return ERROR_FILE_INVALID;
        case MW_EADDRESS:
                return ERROR_INVALID_ADDRESS;
        case MW_EALIGN:
                return ERROR_MAPPED_ALIGNMENT;
        case MW_ENOTSUP:
                return ERROR_NOT_SUPPORTED;
        case MW_EOS:
                return mww_error_of_errno(mw_os_error());
        default:
                return ERROR_INVALID_FUNCTION;
        }
}
