/* SPDX-License-Identifier: MIT */
/* rules_descriptors.c — io.h, direct.h, conio.h: the C run-time's own names. */
#include "support.h"

#include <conio.h>
#include <direct.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/stat.h>

static void descriptors(void)
{
        const char *path = unique_file("descriptor");
        char bytes[20];
        HANDLE handle;
        HANDLE other;
        DWORD done;
        int file = _open(path, _O_CREAT | _O_TRUNC | _O_RDWR | _O_BINARY, _S_IREAD | _S_IWRITE);

        ROW("15.9 _open, _write", file >= 0 && _write(file, "0123456789", 10) == 10);
        ROW("15.9 _filelength, _tell", _filelength(file) == 10 && _tell(file) == 10);
        ROW("15.9 _lseek, _read", _lseek(file, 4, SEEK_SET) == 4 && _read(file, bytes, 20) == 6 &&
                                          memcmp(bytes, "456789", 6) == 0 && _eof(file) == 1);
        handle = (HANDLE) _get_osfhandle(file);
        ROW("15.9 _get_osfhandle: one pointer for both",
            SetFilePointer(handle, 2, NULL, FILE_BEGIN) == 2 && _tell(file) == 2 &&
                    ReadFile(handle, bytes, 2, &done, NULL) && memcmp(bytes, "23", 2) == 0);
        ROW("15.9 _chsize", _chsize(file, 3) == 0 && _filelength(file) == 3);
        ROW("15.9 _isatty of a file", _isatty(file) == 0);
        ROW("15.9 _close", _close(file) == 0 && FAILS(CloseHandle(handle), 6));
        ROW("15.9 _access", _access(path, 0) == 0 && _access(path, 6) == 0);
        ROW("15.9 _chmod makes it read-only",
            _chmod(path, _S_IREAD) == 0 && _access(path, 2) == -1 && errno == EACCES);
        file = _open(path, _O_RDWR);
        ROW_OR_WINE("15.9 then it isn't written: EACCES", file == -1 && errno == EACCES, 1);
        if (file >= 0) /* Wine leaves it to Linux, and to root all is allowed there */
                _close(file);
        _chmod(path, _S_IREAD | _S_IWRITE);
        file = _sopen(path, _O_RDWR, _SH_DENYRW, _S_IWRITE);
        other = CreateFileA(path, GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
        ROW("15.9 _sopen with _SH_DENYRW excludes: 32",
            file >= 0 && other == INVALID_HANDLE_VALUE && GetLastError() == 32);
        _close(file);
        other = CreateFileA(path, GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
        file = _open_osfhandle((intptr_t) other, 0);
        ROW("15.9 _open_osfhandle", file >= 0 && _read(file, bytes, 20) == 3);
        ROW("15.9 its _close closes the handle, too",
            _close(file) == 0 && FAILS(CloseHandle(other), 6));
        ROW("15.9 _unlink", _unlink(path) == 0);
        ROW("15.9 then: ENOENT", _unlink(path) == -1 && errno == ENOENT && _access(path, 0) == -1 &&
                                         _open(path, _O_RDONLY) == -1 && errno == ENOENT);
}

static void directories(void)
{
        const char *directory = unique_file("crt");
        struct _finddata_t entry;
        char path[300];
        char here[300];
        intptr_t search;

        ROW("15.9 _mkdir", _mkdir(directory) == 0);
        ROW("15.9 twice: EEXIST", _mkdir(directory) == -1 && errno == EEXIST);
        ROW("15.9 _chdir, _getcwd", _chdir(directory) == 0 && _getcwd(here, sizeof here) == here &&
                                            strstr(here, directory) != NULL && here[2] == '\\');
        make_file("one.txt", 7);
        search = _findfirst("*.txt", &entry);
        ROW("15.9 _findfirst",
            search != -1 && strcmp(entry.name, "one.txt") == 0 && entry.size == 7);
        ROW("15.9 _findnext at the end: ENOENT",
            _findnext(search, &entry) == -1 && errno == ENOENT && _findclose(search) == 0);
        ROW("15.9 _findfirst of nothing: ENOENT",
            _findfirst("*.zip", &entry) == -1 && errno == ENOENT);
        ROW("15.9 too little room for _getcwd: ERANGE",
            _getcwd(path, 3) == NULL && errno == ERANGE);
        _chdir("..");
        ROW("15.9 _rmdir with a file in it: ENOTEMPTY",
            _rmdir(directory) == -1 && errno == ENOTEMPTY);
        snprintf(path, sizeof path, "%s/one.txt", directory);
        ROW("15.9 _rmdir", _unlink(path) == 0 && _rmdir(directory) == 0);
}

void rules_descriptors(void)
{
        descriptors();
        directories();
}
