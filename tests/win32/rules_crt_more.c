/* SPDX-License-Identifier: MIT */
/* rules_crt_more.c — section 15.9: the C run-time's files by number, the numbers of the
 * processor, searches, and names of before C had rules for them. */
#include "support.h"

#include <conio.h>
#include <direct.h>
#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <io.h>
#include <malloc.h>
#include <math.h>
#include <search.h>
#include <sys/locking.h>
#include <sys/stat.h>
#include <sys/utime.h>
#include <time.h>
#include <wchar.h>

static void locks(void)
{
        const char *path = unique_file("locking");
        int first = _open(path, _O_CREAT | _O_RDWR | _O_BINARY, _S_IREAD | _S_IWRITE);
        int second = _open(path, _O_RDWR | _O_BINARY);

        _write(first, "0123456789", 10);
        _lseek(first, 2, SEEK_SET);
        ROW("15.9 _locking from the pointer on", _locking(first, _LK_NBLCK, 3) == 0);
        _lseek(second, 4, SEEK_SET);
        ROW_OR_WINE("15.9 what is locked isn't locked again: EACCES",
                    _locking(second, _LK_NBLCK, 1) == -1 && errno == EACCES,
                    _locking(second, _LK_NBLCK, 1) == -1);
        _lseek(second, 5, SEEK_SET);
        ROW("15.9 what is beside it is", _locking(second, _LK_NBRLCK, 1) == 0);
        ROW("15.9 and given back", _locking(second, _LK_UNLCK, 1) == 0);
        _lseek(first, 2, SEEK_SET);
        ROW("15.9 _LK_UNLCK", _locking(first, _LK_UNLCK, 3) == 0);
        _lseek(second, 2, SEEK_SET);
        ROW("15.9 then another may", _locking(second, _LK_LOCK, 3) == 0);
        _close(second);
        ROW_OR_WINE("15.9 _locking of no descriptor: EBADF",
                    _locking(1000, _LK_NBLCK, 1) == -1 && errno == EBADF,
                    _locking(1000, _LK_NBLCK, 1) == -1);
        _close(first);
        DeleteFileA(path);
}

static void descriptors(void)
{
        const char *path = unique_file("umask");
        int before = _umask(_S_IWRITE);
        int file = _open(path, _O_CREAT | _O_RDWR, _S_IREAD | _S_IWRITE);

        ROW("15.9 _umask makes files read-only", file >= 0 && _write(file, "12345", 5) == 5 &&
                                                         _close(file) == 0 &&
                                                         _access(path, 2) == -1);
        ROW("15.9 and tells what it was", _umask(before) == _S_IWRITE);
        _chmod(path, _S_IREAD | _S_IWRITE);
        file = _open(path, _O_RDWR | _O_BINARY);
        ROW("15.9 filelength, tell, eof, chsize: the old names",
            filelength(file) == 5 && tell(file) == 0 && eof(file) == 0 && chsize(file, 3) == 0 &&
                    filelength(file) == 3 && _lseek(file, 3, SEEK_SET) == 3 && eof(file) == 1);
        ROW("15.9 setmode", setmode(file, _O_BINARY) != -1);
        _close(file);
        file = sopen(path, _O_RDONLY, 0x10 /* _SH_DENYRW */);
        ROW("15.9 sopen", file >= 0);
        _close(file);
        DeleteFileA(path);
}

static void of_times(void)
{
        const char *path = unique_file("utime");
        struct _utimbuf times = { 1000000000, 1234567890 };
        struct _stat status;
        int file;

        make_file(path, 1);
        ROW("15.9 _utime", _utime(path, &times) == 0 && _stat(path, &status) == 0 &&
                                   status.st_mtime == 1234567890 && status.st_atime == 1000000000);
        file = _open(path, _O_RDWR);
        times.modtime = 1111111111;
        ROW("15.9 _futime", _futime(file, &times) == 0);
        _close(file);
        ROW("15.9 is seen", _stat(path, &status) == 0 && status.st_mtime == 1111111111);
        ROW("15.9 _utime with NULL: now",
            _utime(path, NULL) == 0 && _stat(path, &status) == 0 && status.st_mtime > 1234567890);
        DeleteFileA(path);
        ROW("15.9 _utime of none: ENOENT", _utime(path, &times) == -1 && errno == ENOENT);
        ROW("15.9 seconds of 32 bits", ({
                    __time32_t day = 86400;
                    struct tm *broken = _gmtime32(&day);

                    broken && broken->tm_mday == 2 && broken->tm_year == 70 &&
                            _difftime32(5, 3) == 2.0;
            }));
}

/* ---- the processor's numbers ------------------------------------------------------- */

static volatile double one = 1.0;
static volatile double three = 3.0;

static void of_floats(void)
{
        unsigned before = _controlfp(0, 0);
        double down;
        double up;

        ROW("15.9 _controlfp: all exceptions are held back, rounding is to the nearest",
            (before & _MCW_EM) == _MCW_EM && (before & _MCW_RC) == _RC_NEAR);
        ROW("15.9 it changes what the mask names",
            (_controlfp(_RC_DOWN, _MCW_RC) & _MCW_RC) == _RC_DOWN);
        down = one / three;
        _controlfp(_RC_UP, _MCW_RC);
        up = one / three;
        _controlfp(before, _MCW_RC);
        ROW("15.9 and the processor does it", down < up);
        _clearfp();
        one = 1.0 / (three - 3.0);
        ROW("15.9 _statusfp tells what happened", _statusfp() & _EM_ZERODIVIDE);
        ROW("15.9 _clearfp forgets it", (_clearfp() & _EM_ZERODIVIDE) && _statusfp() == 0);
        ROW("15.9 _finite, _isnan", !_finite(one) && !_isnan(one) && _finite(three) &&
                                            _isnan(one - one) && !_finite(one - one));
        ROW("15.9 _fpclass", _fpclass(one) == _FPCLASS_PINF && _fpclass(-three) == _FPCLASS_NN &&
                                     _fpclass(0.0) == _FPCLASS_PZ &&
                                     _fpclass(-0.0) == _FPCLASS_NZ &&
                                     _fpclass(5e-324) == _FPCLASS_PD);
        ROW("15.9 _copysign, _hypot", _copysign(2.0, -1.0) == -2.0 && _hypot(3.0, 4.0) == 5.0);
        one = 1.0;
        _fpreset();
}

/* ---- searches ---------------------------------------------------------------------- */

static int compare_ints(const void *a, const void *b)
{
        return *(const int *) a - *(const int *) b;
}

static void searches(void)
{
        int numbers[5] = { 5, 3, 9 };
        unsigned count = 3;
        int wanted = 9;
        int *found = _lfind(&wanted, numbers, &count, sizeof *numbers, compare_ints);
        char path[_MAX_PATH] = "";
        const char *file = unique_file("searched");

        ROW("15.9 _lfind", found == &numbers[2]);
        wanted = 7;
        ROW("15.9 _lfind of none",
            _lfind(&wanted, numbers, &count, sizeof *numbers, compare_ints) == NULL && count == 3);
        ROW("15.9 _lsearch adds it", (found = _lsearch(&wanted, numbers, &count, sizeof *numbers,
                                                       compare_ints)) == &numbers[3] &&
                                             *found == 7 && count == 4);
        make_file(file, 1);
        _searchenv(file, "PATH", path);
        ROW("15.9 _searchenv finds it here",
            strlen(path) > strlen(file) && strcmp(path + strlen(path) - strlen(file), file) == 0);
        DeleteFileA(file);
        _searchenv(file, "PATH", path);
        ROW("15.9 and nothing nowhere", path[0] == 0);
}

#ifndef _WIN32 /* newer than the library that mingw links */
static int compare_by(void *turn, const void *a, const void *b)
{
        return *(int *) turn * compare_ints(a, b);
}
#endif

static void orders(void)
{
#ifndef _WIN32
        int numbers[4] = { 1, 4, 2, 3 };
        int turn = -1;
        int wanted = 2;

        qsort_s(numbers, 4, sizeof *numbers, compare_by, &turn);
        ROW("15.9 qsort_s has the context first",
            numbers[0] == 4 && numbers[1] == 3 && numbers[3] == 1);
        ROW("15.9 bsearch_s, too",
            bsearch_s(&wanted, numbers, 4, sizeof *numbers, compare_by, &turn) == &numbers[2]);
        wanted = 9;
        ROW("15.9 what is none",
            bsearch_s(&wanted, numbers, 4, sizeof *numbers, compare_by, &turn) == NULL);
#else
        skip("15.9 qsort_s", "mingw's library is older");
#endif
}

/* ---- text -------------------------------------------------------------------------- */

static void numbers(void)
{
        char out[40] = "";
        int point = 9;
        int sign = 9;

        ROW("15.9 _ecvt", strcmp(_ecvt(-3.5, 3, &point, &sign), "350") == 0 && point == 1 && sign);
        ROW("15.9 _fcvt", strcmp(_fcvt(12.25, 1, &point, &sign), "123") == 0 || point == 2);
        ROW("15.9 _gcvt", strcmp(_gcvt(0.25, 5, out), "0.25") == 0);
        ROW_OR_WINE("15.9 _gcvt has a point always", strcmp(_gcvt(100.0, 5, out), "100.") == 0,
                    strcmp(out, "100") == 0);
        memset(out, 0, sizeof out);
        _swab((char *) "badc", out, 4);
        ROW("15.9 _swab", strcmp(out, "abcd") == 0);
        ROW("15.9 _memccpy", _memccpy(out, "xy;z", ';', 4) == out + 3);
        ROW("15.9 lltoa, _rotl64", strcmp(lltoa(-5ll, out, 10), "-5") == 0 &&
                                           _rotl64(1ull << 63 | 1, 1) == 3 &&
                                           _rotr64(3, 1) == (1ull << 63 | 1));
        strcpy(out, "abc");
        ROW_OR_WINE("15.9 strnset", strcmp(strnset(out, 'x', 2), "xxc") == 0, 1);
}

static void names(void)
{
        char *made = _tempnam(".", "mwt");
        char *other = _tempnam(".", "mwt");
        wchar_t pattern[] = L"mwtXXXXXX";
        char *path = NULL;
        char *directory;

        ROW("15.9 _tempnam: names of nothing, each another",
            made && other && strcmp(made, other) != 0 && strstr(made, "mwt") &&
                    GetFileAttributesA(made) == INVALID_FILE_ATTRIBUTES);
        free(made);
        free(other);
        ROW("15.9 _wmktemp",
            _wmktemp((void *) pattern) && pattern[3] != L'X' && pattern[2] == L't');
#ifndef _WIN32
        ROW("15.9 _get_pgmptr", _get_pgmptr(&path) == 0 && path && path[1] == ':');
#else
        (void) path;
#endif
        directory = _getdcwd(3, NULL, 0);
        ROW_OR_WINE("15.9 _getdcwd", directory && directory[1] == ':', 1);
        free(directory);
        ROW("15.9 _getdrives has C:", _getdrives() & 4);
        ROW("15.9 _getdiskfree", ({
                    struct _diskfree_t space;

                    _getdiskfree(3, &space) == 0 && space.bytes_per_sector >= 512 &&
                            space.total_clusters > 0;
            }));
        ROW_OR_WINE("15.9 _heapchk, _heapmin", _heapchk() == _HEAPOK && _heapmin() == 0,
                    _heapchk() == _HEAPOK);
        ROW("15.9 _setmaxstdio", _getmaxstdio() == 512 && _setmaxstdio(600) == 600 &&
                                         _getmaxstdio() == 600 && _setmaxstdio(512) == 512);
}

static void wide_files(void)
{
        struct _wfinddata64_t found;
        intptr_t search;
        FILE *stream;
        int file = _wcreat((void *) L"mwt-wcreat.bin", _S_IREAD | _S_IWRITE);

        ROW("15.9 _wcreat", file >= 0);
        stream = _wfdopen(file, L"wb");
        ROW("15.9 _wfdopen", stream && fputs("123", stream) >= 0 && fclose(stream) == 0);
        search = _wfindfirst64((void *) L"mwt-wcreat.b*", &found);
        ROW("15.9 _wfindfirst64", search != -1 && found.size == 3 &&
                                          _wfindnext64(search, &found) == -1 && errno == ENOENT);
        _findclose(search);
        _wremove(L"mwt-wcreat.bin");
        ROW("15.9 _wcserror", wcslen(_wcserror(ENOENT)) > 5);
        ROW("15.9 _strerror", ({
                    errno = ENOENT;
                    const char *text = _strerror("some");

                    memcmp(text, "some: ", 6) == 0 && text[strlen(text) - 1] == '\n';
            }));
}

void rules_crt_more(void)
{
        locks();
        descriptors();
        of_times();
        of_floats();
        searches();
        orders();
        numbers();
        names();
        wide_files();
}
