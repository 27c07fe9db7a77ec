/* SPDX-License-Identifier: MIT */
/* tchar.h — names that follow the build's kind of text: bytes, or wide with
 * -D_UNICODE (or -DUNICODE).
 *
 * The wide functions need 16-bit wide characters, -fshort-wchar. Without it
 * TCHAR is not wchar_t, and only _T, TCHAR, _tmain and the calls of Windows
 * itself can be used with -DUNICODE; the names below are then not there.
 */
#ifndef MWW_TCHAR_H
#define MWW_TCHAR_H

#if defined(_UNICODE) && !defined(UNICODE) && !defined(MWW_WINNT_H)
#  define UNICODE
#endif
#include <winnt.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>
#include <wctype.h>

#if defined(UNICODE) || defined(_UNICODE)
#  define MWW_TCHAR_IS_WIDE 1
#endif

#ifdef MWW_TCHAR_IS_WIDE
#  ifdef MWW_WIDE_IS_WCHAR_T
#    define MWW_T(quote) L##quote
typedef wchar_t _TCHAR, _TSCHAR, _TUCHAR, _TXCHAR;
typedef wint_t _TINT;
#  else
#    define MWW_T(quote) u##quote
typedef WCHAR _TCHAR, _TSCHAR, _TUCHAR, _TXCHAR;
typedef unsigned _TINT;
#  endif
#  define _TEOF     WEOF
#  define _tmain    MWW_SHOWN mww_wmain_16
#  define _tWinMain wWinMain
#  define _tpgmptr  _wpgmptr
#else
#  define MWW_T(quote) quote
typedef char _TCHAR, _TXCHAR;
typedef signed char _TSCHAR;
typedef unsigned char _TUCHAR;
typedef int _TINT;
#  define _TEOF     EOF
#  define _tmain    main
#  define _tWinMain WinMain
#  define _tpgmptr  _pgmptr
#endif
#define _T(quote)    MWW_T(quote)
#define _TEXT(quote) MWW_T(quote)
#define __T(quote)   MWW_T(quote)

#ifndef MWW_TCHAR_IS_WIDE
/* formats */
#  define _tprintf         printf
#  define _tprintf_s       printf_s
#  define _ftprintf        fprintf
#  define _ftprintf_s      fprintf_s
#  define _stprintf        sprintf
#  define _stprintf_s      sprintf_s
#  define _sntprintf       _snprintf
#  define _sntprintf_s     _snprintf_s
#  define _sctprintf       _scprintf
#  define _vtprintf        vprintf
#  define _vtprintf_s      vprintf_s
#  define _vftprintf       vfprintf
#  define _vftprintf_s     vfprintf_s
#  define _vstprintf       vsprintf
#  define _vstprintf_s     vsprintf_s
#  define _vsntprintf      _vsnprintf
#  define _vsntprintf_s    _vsnprintf_s
#  define _vsctprintf      _vscprintf
#  define _tscanf          scanf
#  define _tscanf_s        scanf_s
#  define _ftscanf         fscanf
#  define _ftscanf_s       fscanf_s
#  define _stscanf         sscanf
#  define _stscanf_s       sscanf_s
/* streams */
#  define _fgettc          fgetc
#  define _gettc           getc
#  define _gettchar        getchar
#  define _fgettchar       _fgetchar
#  define _fgetts          fgets
#  define _getts           gets
#  define _getts_s         gets_s
#  define _fputtc          fputc
#  define _puttc           putc
#  define _puttchar        putchar
#  define _fputtchar       _fputchar
#  define _fputts          fputs
#  define _putts           puts
#  define _ungettc         ungetc
#  define _tfopen          fopen
#  define _tfopen_s        fopen_s
#  define _tfsopen         _fsopen
#  define _tfreopen        freopen
#  define _tfreopen_s      freopen_s
#  define _tremove         remove
#  define _trename         rename
#  define _tperror         perror
#  define _tsystem         system
/* strings */
#  define _tcslen          strlen
#  define _tcsclen         strlen
#  define _tcsnlen         strnlen
#  define _tcscpy          strcpy
#  define _tcscpy_s        strcpy_s
#  define _tcsncpy         strncpy
#  define _tcsnccpy        strncpy
#  define _tcsncpy_s       strncpy_s
#  define _tcscat          strcat
#  define _tcscat_s        strcat_s
#  define _tcsncat         strncat
#  define _tcsncat_s       strncat_s
#  define _tcscmp          strcmp
#  define _tcsccmp         strcmp
#  define _tcsncmp         strncmp
#  define _tcsnccmp        strncmp
#  define _tcsicmp         _stricmp
#  define _tcscicmp        _stricmp
#  define _tcsnicmp        _strnicmp
#  define _tcsncicmp       _strnicmp
#  define _tcscoll         strcoll
#  define _tcsicoll        _stricoll
#  define _tcschr          strchr
#  define _tcsrchr         strrchr
#  define _tcsstr          strstr
#  define _tcsspn          strspn
#  define _tcscspn         strcspn
#  define _tcspbrk         strpbrk
#  define _tcstok          strtok
#  define _tcstok_s        strtok_s
#  define _tcsdup          _strdup
#  define _tcslwr          _strlwr
#  define _tcslwr_s        _strlwr_s
#  define _tcsupr          _strupr
#  define _tcsupr_s        _strupr_s
#  define _tcsrev          _strrev
#  define _tcsset          _strset
#  define _tcsnset         _strnset
/* characters */
#  define _istalpha        isalpha
#  define _istupper        isupper
#  define _istlower        islower
#  define _istdigit        isdigit
#  define _istxdigit       isxdigit
#  define _istspace        isspace
#  define _istpunct        ispunct
#  define _istalnum        isalnum
#  define _istprint        isprint
#  define _istgraph        isgraph
#  define _istcntrl        iscntrl
#  define _istascii        __isascii
#  define _totupper        toupper
#  define _totlower        tolower
/* numbers */
#  define _ttoi            atoi
#  define _ttol            atol
#  define _ttoi64          _atoi64
#  define _tstoi           atoi
#  define _tstol           atol
#  define _tstoi64         _atoi64
#  define _tstof           atof
#  define _ttof            atof
#  define _tcstol          strtol
#  define _tcstoul         strtoul
#  define _tcstoll         strtoll
#  define _tcstoull        strtoull
#  define _tcstoi64        _strtoi64
#  define _tcstoui64       _strtoui64
#  define _tcstod          strtod
#  define _itot            _itoa
#  define _itot_s          _itoa_s
#  define _ltot            _ltoa
#  define _ltot_s          _ltoa_s
#  define _ultot           _ultoa
#  define _ultot_s         _ultoa_s
#  define _i64tot          _i64toa
#  define _i64tot_s        _i64toa_s
#  define _ui64tot         _ui64toa
#  define _ui64tot_s       _ui64toa_s
/* environment, paths, times */
#  define _tgetenv         getenv
#  define _tgetenv_s       getenv_s
#  define _tdupenv_s       _dupenv_s
#  define _tputenv         _putenv
#  define _tputenv_s       _putenv_s
#  define _tsplitpath      _splitpath
#  define _tsplitpath_s    _splitpath_s
#  define _tmakepath       _makepath
#  define _tmakepath_s     _makepath_s
#  define _tasctime        asctime
#  define _tasctime_s      asctime_s
#  define _tctime          ctime
#  define _tctime_s        ctime_s
#  define _tcsftime        strftime
#  define _tstrdate        _strdate
#  define _tstrtime        _strtime
/* other headers' functions: conio.h, direct.h, io.h, process.h */
#  define _tgetcwd         _getcwd
#  define _tfullpath       _fullpath
#  define _tchdir          _chdir
#  define _tmkdir          _mkdir
#  define _trmdir          _rmdir
#  define _tunlink         _unlink
#  define _taccess         _access
#  define _taccess_s       _access_s
#  define _tchmod          _chmod
#  define _topen           _open
#  define _tsopen_s        _sopen_s
#  define _tfindfirst      _findfirst
#  define _tfindnext       _findnext
#  define _tfinddata_t     _finddata_t
#  define _tfullpath       _fullpath
#  define _tsearchenv      _searchenv
#  define _tstat           _stat
#  define _tstat64         _stat64
#  define _tspawnl         _spawnl
#  define _tspawnv         _spawnv
#  define _tspawnlp        _spawnlp
#  define _tspawnvp        _spawnvp
#  define _texecl          _execl
#  define _texecv          _execv
#  define _tcprintf        _cprintf
#  define _gettch          _getch
#  define _gettche         _getche
#  define _puttch          _putch
#  define _tsetlocale      setlocale
#  define _vtcprintf       _vcprintf
#  define _tcscanf         _cscanf
#  define _cputts          _cputs
#  define _cgetts          _cgets
#  define _ungettch        _ungetch
#  define _tcserror        strerror
#  define _tcsncicoll      _strnicoll
#  define _tcsnicoll       _strnicoll
#  define _texecle         _execle
#  define _texeclp         _execlp
#  define _texeclpe        _execlpe
#  define _texecve         _execve
#  define _texecvp         _execvp
#  define _texecvpe        _execvpe
#  define _tspawnle        _spawnle
#  define _tspawnlpe       _spawnlpe
#  define _tspawnve        _spawnve
#  define _tspawnvpe       _spawnvpe
#  define _tctime64        _ctime64
#  define _tutime          _utime
#  define _tutime64        _utime64
#  define _tgetdcwd        _getdcwd
#  define _get_tpgmptr     _get_pgmptr
#  define _tfdopen         _fdopen
#  define _tpopen          _popen
#  define _ttempnam        _tempnam
#  define _ttmpnam         tmpnam
#  define _tcreat          _creat
#  define _tfindfirst64    _findfirst64
#  define _tfindfirsti64   _findfirsti64
#  define _tfindfirst64i32 _findfirst64i32
#  define _tfindnext64     _findnext64
#  define _tfindnexti64    _findnexti64
#  define _tfindnext64i32  _findnext64i32
#  define _tmktemp         _mktemp
#  define _tsopen          _sopen
#  define _tfinddatai64_t  _finddatai64_t
#  define _tfinddata64i32_t _finddata64i32_t
#  define _tstat64i32      _stat64i32
#  define _tstati64        _stati64
#  define _tcscnlen        strnlen
#  define _tcsnccat        strncat
#  define _tcsncset        _strnset
#  define _tcsxfrm         strxfrm
#  define _tfinddata64_t   __finddata64_t
#  define _tenviron        _environ

#elif defined(MWW_WIDE_IS_WCHAR_T)
/* formats */
#  define _tprintf         wprintf
#  define _tprintf_s       wprintf_s
#  define _ftprintf        fwprintf
#  define _ftprintf_s      fwprintf_s
#  define _stprintf        _swprintf
#  define _stprintf_s      swprintf_s
#  define _sntprintf       _snwprintf
#  define _sntprintf_s     _snwprintf_s
#  define _sctprintf       _scwprintf
#  define _vtprintf        vwprintf
#  define _vtprintf_s      vwprintf_s
#  define _vftprintf       vfwprintf
#  define _vftprintf_s     vfwprintf_s
#  define _vstprintf       _vswprintf
#  define _vstprintf_s     vswprintf_s
#  define _vsntprintf      _vsnwprintf
#  define _vsntprintf_s    _vsnwprintf_s
#  define _vsctprintf      _vscwprintf
#  define _tscanf          wscanf
#  define _tscanf_s        wscanf_s
#  define _ftscanf         fwscanf
#  define _ftscanf_s       fwscanf_s
#  define _stscanf         swscanf
#  define _stscanf_s       swscanf_s
/* streams */
#  define _fgettc          fgetwc
#  define _gettc           getwc
#  define _gettchar        getwchar
#  define _fgettchar       _fgetwchar
#  define _fgetts          fgetws
#  define _getts           _getws
#  define _getts_s         _getws_s
#  define _fputtc          fputwc
#  define _puttc           putwc
#  define _puttchar        putwchar
#  define _fputtchar       _fputwchar
#  define _fputts          fputws
#  define _putts           _putws
#  define _ungettc         ungetwc
#  define _tfopen          _wfopen
#  define _tfopen_s        _wfopen_s
#  define _tfsopen         _wfsopen
#  define _tfreopen        _wfreopen
#  define _tfreopen_s      _wfreopen_s
#  define _tremove         _wremove
#  define _trename         _wrename
#  define _tperror         _wperror
#  define _tsystem         _wsystem
/* strings */
#  define _tcslen          wcslen
#  define _tcsclen         wcslen
#  define _tcsnlen         wcsnlen
#  define _tcscpy          wcscpy
#  define _tcscpy_s        wcscpy_s
#  define _tcsncpy         wcsncpy
#  define _tcsnccpy        wcsncpy
#  define _tcsncpy_s       wcsncpy_s
#  define _tcscat          wcscat
#  define _tcscat_s        wcscat_s
#  define _tcsncat         wcsncat
#  define _tcsncat_s       wcsncat_s
#  define _tcscmp          wcscmp
#  define _tcsccmp         wcscmp
#  define _tcsncmp         wcsncmp
#  define _tcsnccmp        wcsncmp
#  define _tcsicmp         _wcsicmp
#  define _tcscicmp        _wcsicmp
#  define _tcsnicmp        _wcsnicmp
#  define _tcsncicmp       _wcsnicmp
#  define _tcscoll         wcscoll
#  define _tcsicoll        _wcsicoll
#  define _tcschr          wcschr
#  define _tcsrchr         wcsrchr
#  define _tcsstr          wcsstr
#  define _tcsspn          wcsspn
#  define _tcscspn         wcscspn
#  define _tcspbrk         wcspbrk
#  define _tcstok          wcstok
#  define _tcstok_s        wcstok_s
#  define _tcsdup          _wcsdup
#  define _tcslwr          _wcslwr
#  define _tcslwr_s        _wcslwr_s
#  define _tcsupr          _wcsupr
#  define _tcsupr_s        _wcsupr_s
#  define _tcsrev          _wcsrev
#  define _tcsset          _wcsset
#  define _tcsnset         _wcsnset
/* characters */
#  define _istalpha        iswalpha
#  define _istupper        iswupper
#  define _istlower        iswlower
#  define _istdigit        iswdigit
#  define _istxdigit       iswxdigit
#  define _istspace        iswspace
#  define _istpunct        iswpunct
#  define _istalnum        iswalnum
#  define _istprint        iswprint
#  define _istgraph        iswgraph
#  define _istcntrl        iswcntrl
#  define _istascii        iswascii
#  define _totupper        towupper
#  define _totlower        towlower
/* numbers */
#  define _ttoi            _wtoi
#  define _ttol            _wtol
#  define _ttoi64          _wtoi64
#  define _tstoi           _wtoi
#  define _tstol           _wtol
#  define _tstoi64         _wtoi64
#  define _tstof           _wtof
#  define _ttof            _wtof
#  define _tcstol          wcstol
#  define _tcstoul         wcstoul
#  define _tcstoll         wcstoll
#  define _tcstoull        wcstoull
#  define _tcstoi64        _wcstoi64
#  define _tcstoui64       _wcstoui64
#  define _tcstod          wcstod
#  define _itot            _itow
#  define _itot_s          _itow_s
#  define _ltot            _ltow
#  define _ltot_s          _ltow_s
#  define _ultot           _ultow
#  define _ultot_s         _ultow_s
#  define _i64tot          _i64tow
#  define _i64tot_s        _i64tow_s
#  define _ui64tot         _ui64tow
#  define _ui64tot_s       _ui64tow_s
/* environment, paths, times */
#  define _tgetenv         _wgetenv
#  define _tgetenv_s       _wgetenv_s
#  define _tdupenv_s       _wdupenv_s
#  define _tputenv         _wputenv
#  define _tputenv_s       _wputenv_s
#  define _tsplitpath      _wsplitpath
#  define _tsplitpath_s    _wsplitpath_s
#  define _tmakepath       _wmakepath
#  define _tmakepath_s     _wmakepath_s
#  define _tasctime        _wasctime
#  define _tasctime_s      _wasctime_s
#  define _tctime          _wctime
#  define _tctime_s        _wctime_s
#  define _tcsftime        wcsftime
#  define _tstrdate        _wstrdate
#  define _tstrtime        _wstrtime
/* other headers' functions: conio.h, direct.h, io.h, process.h */
#  define _tgetcwd         _wgetcwd
#  define _tfullpath       _wfullpath
#  define _tchdir          _wchdir
#  define _tmkdir          _wmkdir
#  define _trmdir          _wrmdir
#  define _tunlink         _wunlink
#  define _taccess         _waccess
#  define _taccess_s       _waccess_s
#  define _tchmod          _wchmod
#  define _topen           _wopen
#  define _tsopen_s        _wsopen_s
#  define _tfindfirst      _wfindfirst
#  define _tfindnext       _wfindnext
#  define _tfinddata_t     _wfinddata_t
#  define _tfullpath       _wfullpath
#  define _tsearchenv      _wsearchenv
#  define _tstat           _wstat
#  define _tstat64         _wstat64
#  define _tspawnl         _wspawnl
#  define _tspawnv         _wspawnv
#  define _tspawnlp        _wspawnlp
#  define _tspawnvp        _wspawnvp
#  define _texecl          _wexecl
#  define _texecv          _wexecv
#  define _tcprintf        _cwprintf
#  define _gettch          _getwch
#  define _gettche         _getwche
#  define _puttch          _putwch
#  define _tsetlocale      _wsetlocale
#  define _vtcprintf       _vcwprintf
#  define _tcscanf         _cwscanf
#  define _cputts          _cputws
#  define _cgetts          _cgetws
#  define _ungettch        _ungetwch
#  define _tcserror        _wcserror
#  define _tcsncicoll      _wcsnicoll
#  define _tcsnicoll       _wcsnicoll
#  define _texecle         _wexecle
#  define _texeclp         _wexeclp
#  define _texeclpe        _wexeclpe
#  define _texecve         _wexecve
#  define _texecvp         _wexecvp
#  define _texecvpe        _wexecvpe
#  define _tspawnle        _wspawnle
#  define _tspawnlpe       _wspawnlpe
#  define _tspawnve        _wspawnve
#  define _tspawnvpe       _wspawnvpe
#  define _tctime64        _wctime64
#  define _tutime          _wutime
#  define _tutime64        _wutime64
#  define _tgetdcwd        _wgetdcwd
#  define _get_tpgmptr     _get_wpgmptr
#  define _tfdopen         _wfdopen
#  define _tpopen          _wpopen
#  define _ttempnam        _wtempnam
#  define _ttmpnam         _wtmpnam
#  define _tcreat          _wcreat
#  define _tfindfirst64    _wfindfirst64
#  define _tfindfirsti64   _wfindfirsti64
#  define _tfindfirst64i32 _wfindfirst64i32
#  define _tfindnext64     _wfindnext64
#  define _tfindnexti64    _wfindnexti64
#  define _tfindnext64i32  _wfindnext64i32
#  define _tmktemp         _wmktemp
#  define _tsopen          _wsopen
#  define _tfinddatai64_t  _wfinddatai64_t
#  define _tfinddata64i32_t _wfinddata64i32_t
#  define _tstat64i32      _wstat64i32
#  define _tstati64        _wstati64
#  define _tcscnlen        wcsnlen
#  define _tcsnccat        wcsncat
#  define _tcsncset        _wcsnset
#  define _tcsxfrm         wcsxfrm
#  define _tfinddata64_t   _wfinddata64_t
#  define _tenviron        _wenviron
#endif

#define _tcsinc(text)        ((text) + 1)
#define _tcsdec(begin, text) ((text) > (begin) ? (text) - 1 : NULL)

#endif
