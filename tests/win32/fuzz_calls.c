/* SPDX-License-Identifier: MIT */
/* fuzz_calls.c — a table of functions that can be called with anything: each with a
 * letter for every argument. No call may crash or hang; what it answers is not looked at.
 *
 *      h  any handle             d  any bits            p  any address, to be read
 *      s  a name, or NULL        D  0 to 15             q  any address, to be written
 *      S  the same, wide         b  0 or 1              g  64 KiB that may be written
 *      t  text, never NULL       m  milliseconds: few   n  the same, or NULL
 *      T  the same, wide         z  up to 4096          i  this process: a pseudo handle
 *      a  p, aligned             y  up to 63: what is behind q is not more
 *      0  0                      1  1                  f  any handle but a pipe's
 *      e  -1: up to its end
 *
 * A pointer is g where Windows' own library, not its kernel, would write through it: there
 * a wild one ends the program on Windows, too.
 *
 * Not in the table, since
 *      they end, stop or leave this thread or process    ExitProcess, TerminateProcess,
 *              SuspendThread, SwitchToFiber, RaiseException, DebugBreak, FatalAppExit ...
 *      they wait for somebody who never comes            ConnectNamedPipe, WaitNamedPipe,
 *              FlushFileBuffers of a pipe, ReadConsole, SleepConditionVariable, LockFileEx
 *              without LOCKFILE_FAIL_IMMEDIATELY ...
 *      they call what they are given                     QueueUserAPC, CreateThread, ReadFileEx,
 *              the pools', EnumXxx, SetConsoleCtrlHandler ...
 *      they trust an object in memory, as Windows does   critical sections, SRW locks, lists,
 *              fibers, pool objects, timers of queues, waits of pools, access control lists
 *      they change what the next test needs              SetCurrentDirectory, SetStdHandle,
 *              RemoveDirectory, SetSystemTime, AllocConsole ...
 */
#include "fuzz.h"

#include <direct.h>
#include <float.h>
#include <io.h>
#include <psapi.h>
#include <sddl.h>
#include <signal.h>
#include <stdbool.h>
#include <strsafe.h>
#include <sys/stat.h>
#include <sys/utime.h>
#include <time.h>
#include <tlhelp32.h>
#include <unistd.h>

typedef ULONG_PTR word;
typedef word (*anything)(word, word, word, word, word, word, word, word, word, word);

enum { ARGUMENTS = 10, SCRATCH = 65536, HANG_S = 20 };

typedef struct call {
        const char *name;
        anything function;
        const char *arguments;
} call;

#define CALL(name, arguments)                                                                      \
  {                                                                                                \
#    name, (anything) (void (*)(void)) name, arguments                                             \
  }

static const call calls[] = {
        /* files */
        CALL(CreateFileA, "tdd0dd0"),
        CALL(CreateFileW, "Tdd0dd0"),
        CALL(ReadFile, "fqyg0"),
        CALL(WriteFile, "fpzg0"),
        CALL(ReadFile, "fqygG"),
        CALL(SetFilePointer, "hdnD"),
        CALL(SetFilePointerEx, "hdnD"),
        CALL(GetFileSize, "hn"),
        CALL(GetFileSizeEx, "hg"),
        CALL(GetFileTime, "hnnn"),
        CALL(SetFileTime, "hnnn"),
        CALL(GetFileType, "h"),
        CALL(SetEndOfFile, "h"),
        CALL(LockFile, "hdddd"),
        CALL(UnlockFile, "hdddd"),
        CALL(UnlockFileEx, "h0ddG"),
        CALL(LockFileEx, "h10ddG"),
        CALL(GetFileInformationByHandle, "hg"),
        CALL(GetFileInformationByHandleEx, "hDgz"),
        CALL(SetFileInformationByHandle, "hDgz"),
        CALL(SetFileCompletionNotificationModes, "hD"),
        CALL(SetFileValidData, "hd"),
        CALL(GetFinalPathNameByHandleA, "hgzD"),
        CALL(GetFinalPathNameByHandleW, "hgzD"),
        CALL(DeviceIoControl, "hdgzgzg0"),
        CALL(CancelIo, "h"),
        CALL(CancelIoEx, "hn"),
        CALL(CompareObjectHandles, "hh"),
        CALL(GetFileAttributesA, "s"),
        CALL(GetFileAttributesW, "S"),
        CALL(GetFileAttributesExA, "sDg"),
        CALL(GetFileAttributesExW, "SDg"),
        CALL(SetFileAttributesA, "sd"),
        CALL(SetFileAttributesW, "Sd"),
        CALL(DeleteFileA, "s"),
        CALL(DeleteFileW, "S"),
        CALL(CopyFileA, "ssb"),
        CALL(CopyFileW, "SSb"),
        CALL(MoveFileA, "ss"),
        CALL(MoveFileW, "SS"),
        CALL(MoveFileExA, "ssd"),
        CALL(ReplaceFileA, "sssd00"),
        CALL(CreateHardLinkA, "ss0"),
        CALL(GetFullPathNameA, "szgn"),
        CALL(GetFullPathNameW, "Szgn"),
        CALL(GetLongPathNameA, "sgz"),
        CALL(GetShortPathNameA, "sgz"),
        CALL(GetLongPathNameW, "Sgz"),
        CALL(SearchPathA, "ssszgn"),
        CALL(SearchPathW, "SSSzgn"),
        CALL(GetTempFileNameA, "ss1g"),
        CALL(GetTempPathA, "zg"),
        CALL(GetDriveTypeA, "s"),
        CALL(GetDriveTypeW, "S"),
        CALL(GetDiskFreeSpaceA, "snnnn"),
        CALL(GetDiskFreeSpaceExA, "snnn"),
        CALL(GetVolumeInformationA, "snznnnnz"),
        CALL(GetVolumePathNameA, "sgz"),
        CALL(GetCompressedFileSizeA, "sn"),
        CALL(FindFirstFileA, "sg"),
        CALL(FindFirstFileW, "Sg"),
        CALL(FindFirstFileExA, "sDgD0d"),
        CALL(FindNextFileA, "hg"),
        CALL(FindNextFileW, "hg"),
        CALL(FindClose, "h"),
        CALL(FindFirstChangeNotificationA, "s0d"),
        CALL(FindNextChangeNotification, "h"),
        CALL(FindCloseChangeNotification, "h"),
        CALL(ReadDirectoryChangesW, "hgz0dgG0"),
        CALL(GetOverlappedResult, "hOg0"),
        CALL(GetOverlappedResultEx, "hOgm0"),
        /* pipes, ports */
        CALL(CreatePipe, "gg0z"),
        CALL(CreateNamedPipeA, "tdPDzz00"),
        CALL(PeekNamedPipe, "hnznnn"),
        CALL(GetNamedPipeInfo, "hnnnn"),
        CALL(GetNamedPipeHandleStateA, "hnnnnnz"),
        CALL(SetNamedPipeHandleState, "hnnn"),
        CALL(DisconnectNamedPipe, "h"),
        CALL(GetNamedPipeClientProcessId, "hq"),
        CALL(GetNamedPipeServerProcessId, "hq"),
        CALL(CreateIoCompletionPort, "hhdD"),
        CALL(PostQueuedCompletionStatus, "hddp"),
        CALL(GetQueuedCompletionStatus, "hgggm"),
        CALL(GetQueuedCompletionStatusEx, "hgDgm0"),
        /* processes, threads */
        CALL(OpenProcess, "Xbd"),
        CALL(OpenThread, "Xbd"),
        CALL(GetExitCodeProcess, "hq"),
        CALL(GetExitCodeThread, "hg"),
        CALL(GetProcessId, "h"),
        CALL(GetThreadId, "h"),
        CALL(GetProcessIdOfThread, "h"),
        CALL(GetProcessTimes, "hgggg"),
        CALL(GetThreadTimes, "hgggg"),
        CALL(GetProcessHandleCount, "hq"),
        CALL(QueryThreadCycleTime, "hq"),
        CALL(QueryProcessCycleTime, "hq"),
        CALL(GetProcessWorkingSetSize, "hqq"),
        CALL(GetProcessWorkingSetSizeEx, "hqqq"),
        CALL(SetProcessWorkingSetSizeEx, "hzzd"),
        CALL(EmptyWorkingSet, "h"),
        CALL(GetPriorityClass, "h"),
        CALL(GetThreadPriority, "h"),
        CALL(GetThreadPriorityBoost, "hq"),
        CALL(SetThreadPriorityBoost, "hb"),
        CALL(GetProcessAffinityMask, "hqq"),
        CALL(SetThreadIdealProcessor, "hd"),
        CALL(ProcessIdToSessionId, "dg"),
        CALL(QueryFullProcessImageNameA, "hDgQ"),
        CALL(QueryFullProcessImageNameW, "hDgQ"),
        CALL(EnumProcesses, "gzq"),
        CALL(EnumProcessModules, "hgzq"),
        CALL(GetModuleBaseNameA, "h0gz"),
        CALL(GetModuleFileNameExA, "hpgz"),
        CALL(GetModuleInformation, "hpgz"),
        CALL(GetProcessImageFileNameA, "hgz"),
        CALL(GetProcessMemoryInfo, "hgz"),
        CALL(CreateToolhelp32Snapshot, "dD"),
        CALL(Process32First, "hB"),
        CALL(Process32Next, "hB"),
        CALL(Thread32First, "hB"),
        CALL(Thread32Next, "hB"),
        CALL(Module32First, "hB"),
        CALL(Module32Next, "hB"),
        CALL(OpenProcessToken, "hdg"),
        CALL(OpenThreadToken, "hdbg"),
        CALL(GetTokenInformation, "hDgzg"),
        CALL(AdjustTokenPrivileges, "hb0z00"),
        CALL(CheckTokenMembership, "hgg"),
        CALL(GetLocaleInfoA, "dDgz"),
        CALL(GetLocaleInfoW, "dDgz"),
        CALL(GetKernelObjectSecurity, "hdgzn"),
        CALL(DuplicateHandle, "hhhndbD"),
        CALL(GetHandleInformation, "hg"),
        CALL(SetPriorityClass, "hd"),
        /* memory */
        CALL(ReadProcessMemory, "ipqyq"),
        CALL(WriteProcessMemory, "iqpyq"),
        CALL(ReadProcessMemory, "hpqyq"),
        CALL(VirtualQueryEx, "ipqy"),
        CALL(VirtualQueryEx, "hpqy"),
        CALL(VirtualLock, "pz"),
        CALL(ResetWriteWatch, "pz"),
        CALL(VirtualUnlock, "pz"),
        CALL(FlushViewOfFile, "pd"),
        CALL(UnmapViewOfFile2, "hp0"),
        CALL(IsBadReadPtr, "pz"),
        CALL(IsBadWritePtr, "pz"),
        CALL(IsBadCodePtr, "p"),
        CALL(IsBadStringPtrA, "pz"),
        CALL(IsBadStringPtrW, "pz"),
        CALL(HeapAlloc, "hdz"),
        CALL(HeapFree, "hdp"),
        CALL(HeapReAlloc, "hdpz"),
        CALL(HeapSize, "hdp"),
        CALL(HeapValidate, "hdp"),
        CALL(HeapCompact, "hd"),
        CALL(HeapLock, "h"),
        CALL(HeapUnlock, "h"),
        CALL(HeapWalk, "hq"),
        CALL(HeapSetInformation, "hDgz"),
        CALL(GetProcessHeaps, "Dg"),
        CALL(LocalSize, "p"),
        CALL(LocalFlags, "p"),
        CALL(LocalLock, "p"),
        CALL(LocalUnlock, "p"),
        CALL(LocalHandle, "p"),
        CALL(LocalReAlloc, "pzd"),
        CALL(LocalFree, "p"),
        CALL(GlobalSize, "p"),
        CALL(GlobalFlags, "p"),
        CALL(GlobalUnlock, "p"),
        CALL(GlobalReAlloc, "pzd"),
        CALL(GetProcAddress, "ps"),
        CALL(GetModuleFileNameA, "pgz"),
        CALL(GetModuleFileNameW, "pgz"),
        CALL(GetModuleHandleA, "s"),
        CALL(GetModuleHandleExA, "Dsg"),
        CALL(LoadLibraryA, "s"),
        CALL(DisableThreadLibraryCalls, "p"),
        CALL(WaitOnAddress, "ggDm"),
        CALL(WakeByAddressAll, "p"),
        CALL(WakeByAddressSingle, "p"),
        /* text, numbers */
        CALL(MultiByteToWideChar, "ddgygz"),
        CALL(WideCharToMultiByte, "ddgygznn"),
        CALL(FormatMessageA, "Fndd0z0"),
        CALL(FormatMessageA, "FgddgzA"),
        CALL(CompareStringA, "ddtete"),
        CALL(CompareStringW, "ddTyTe"),
        CALL(CompareStringOrdinal, "TyTyb"),
        CALL(CharUpperBuffA, "gz"),
        CALL(CharLowerBuffW, "gz"),
        CALL(GetCPInfo, "dg"),
        CALL(IsValidCodePage, "d"),
        CALL(IsDBCSLeadByteEx, "dd"),
        CALL(FileTimeToSystemTime, "gg"),
        CALL(SystemTimeToFileTime, "gg"),
        CALL(FileTimeToLocalFileTime, "gg"),
        CALL(LocalFileTimeToFileTime, "gg"),
        CALL(FileTimeToDosDateTime, "ggg"),
        CALL(DosDateTimeToFileTime, "ddg"),
        CALL(SystemTimeToTzSpecificLocalTime, "ngg"),
        CALL(TzSpecificLocalTimeToSystemTime, "ngg"),
        CALL(MulDiv, "ddd"),
        CALL(GetEnvironmentVariableA, "sgz"),
        CALL(GetEnvironmentVariableW, "Sgz"),
        CALL(SetEnvironmentVariableA, "Es"),
        CALL(ExpandEnvironmentStringsA, "tgz"),
        CALL(ExpandEnvironmentStringsW, "Tgz"),
        CALL(GetComputerNameA, "gQ"),
        CALL(GetComputerNameExA, "DgQ"),
        CALL(GetUserNameA, "gQ"),
        /* jobs, without members: AssignProcessToJobObject would end this process with one */
        CALL(CreateJobObjectA, "0s"),
        CALL(CreateJobObjectW, "0S"),
        CALL(OpenJobObjectA, "dbs"),
        CALL(OpenJobObjectW, "dbS"),
        CALL(TerminateJobObject, "hd"),
        CALL(IsProcessInJob, "hhq"),
        CALL(IsProcessInJob, "i0q"),
        CALL(SetInformationJobObject, "hDpz"),
        CALL(QueryInformationJobObject, "hDgzn"),

        /* mailslots */
        CALL(CreateMailslotA, "tdm0"),
        CALL(CreateMailslotW, "Tdm0"),
        CALL(GetMailslotInfo, "hnnnn"),
        CALL(SetMailslotInfo, "hm"),

        /* the machine and its names */
        CALL(GetLogicalProcessorInformation, "gn"),
        CALL(GetProcessIoCounters, "hg"),
        CALL(IsWow64Process, "hg"),
        CALL(timeKillEvent, "d"),
        CALL(WriteConsoleOutputA, "hgddg"),
        CALL(WriteConsoleOutputW, "hgddg"),
        CALL(VerifyVersionInfoA, "gdd"),
        CALL(VerifyVersionInfoW, "gdd"),
        CALL(VerSetConditionMask, "ddd"),
        CALL(GetVersionExA, "B"),
        CALL(GlobalMemoryStatusEx, "B"),
        CALL(GetPrivateProfileStringA, "sssgzK"),
        CALL(GetPrivateProfileIntA, "ssdK"),
        CALL(GetPrivateProfileSectionA, "sgzK"),
        CALL(GetPrivateProfileSectionNamesA, "gzK"),
        CALL(WritePrivateProfileStringA, "sssK"),
        CALL(LookupPrivilegeValueA, "0sg"),
        CALL(ConvertStringSidToSidA, "sg"),
        CALL(ConvertStringSecurityDescriptorToSecurityDescriptorA, "s1gn"),
        /* the console, which there is none */
        CALL(GetConsoleMode, "hg"),
        CALL(SetConsoleMode, "hd"),
        CALL(GetConsoleScreenBufferInfo, "hg"),
        CALL(GetConsoleCursorInfo, "hg"),
        CALL(SetConsoleCursorPosition, "hd"),
        CALL(SetConsoleTextAttribute, "hd"),
        CALL(GetNumberOfConsoleInputEvents, "hg"),
        CALL(FillConsoleOutputCharacterA, "hDzdg"),
        CALL(FillConsoleOutputAttribute, "hDzdg"),
        CALL(SetConsoleScreenBufferSize, "hd"),
        CALL(SetConsoleWindowInfo, "hbg"),
        CALL(GetStdHandle, "D"),
        /* the C run-time */
        CALL(_get_osfhandle, "N"),
        CALL(_lseeki64, "NdD"),
        CALL(_filelengthi64, "N"),
        CALL(_eof, "N"),
        CALL(_chsize_s, "Nz"),
        CALL(_isatty, "N"),
        CALL(_setmode, "Nd"),
        CALL(_access, "sD"),
        CALL(_commit, "N"),
        CALL(_tell, "N"),
        CALL(_fstat64, "Ng"),
        CALL(_futime, "Nn"),
        CALL(_stat64, "tg"),
        CALL(_wstat64, "Tg"),
        CALL(_utime, "tn"),
        CALL(_access_s, "tD"),
        CALL(_waccess, "TD"),
        CALL(_fullpath, "gtz"),
        CALL(_wfullpath, "gTz"),
        CALL(_getcwd, "gz"),
        CALL(_getdcwd, "Dgz"),
        CALL(_getdiskfree, "Dg"),
        CALL(_searchenv_s, "ttgz"),
        CALL(_findfirst, "tg"),
        CALL(_findnext, "hg"),
        CALL(_findclose, "h"),
        CALL(_itoa, "dgR"),
        CALL(_itoa_s, "dgzD"),
        CALL(_ultoa_s, "dgzD"),
        CALL(_i64toa_s, "dgzD"),
        CALL(strcpy_s, "nzt"),
        CALL(strcat_s, "gzt"),
        CALL(strncpy_s, "nztz"),
        CALL(strncat_s, "gztz"),
        CALL(strtok_s, "gtg"),
        CALL(strnlen_s, "ny"),
        CALL(memcpy_s, "nzgz"),
        CALL(memmove_s, "nzgz"),
        CALL(_strset_s, "gzd"),
        CALL(_strnset_s, "gzdz"),
        CALL(_strupr_s, "gz"),
        CALL(strerror_s, "gzd"),
        CALL(_strerror_s, "gzs"),
        CALL(_splitpath_s, "tgzgzgzgz"),
        CALL(_makepath_s, "gzssss"),
        CALL(getenv_s, "gnzt"),
        CALL(asctime_s, "gzg"),
        CALL(ctime_s, "gzg"),
        CALL(localtime_s, "gg"),
        CALL(gmtime_s, "gg"),
        CALL(_ctime32_s, "gzg"),
        CALL(_mktime32, "g"),
        CALL(_mkgmtime32, "g"),
        CALL(_get_tzname, "gnzD"),
        CALL(_strdate_s, "gz"),
        CALL(_swab, "ggz"),
        CALL(_control87, "0d"),
        CALL(_controlfp_s, "n0d"),
        CALL(_set_fmode, "d"),
        CALL(_set_error_mode, "D"),
        CALL(rand_s, "n"),
        /* what may be asked of any memory */
        CALL(IsValidSid, "g"),
        CALL(IsValidSid, "p"),
        CALL(GetLengthSid, "g"),
        CALL(CopySid, "zgg"),
        CALL(IsValidAcl, "g"),
        CALL(IsValidAcl, "a"),
        CALL(InitializeAcl, "gzD"),
        CALL(GetAclInformation, "ggzD"),
        CALL(GetAce, "gDg"),
        CALL(IsValidSecurityDescriptor, "g"),
        CALL(IsValidSecurityDescriptor, "a"),
        CALL(timeGetDevCaps, "gz"),
        CALL(StringCchCopyA, "gzt"),
        CALL(StringCchCatW, "gzT"),
        CALL(StringCchCopyNA, "gztz"),
        CALL(StringCbLengthA, "gzn"),
        CALL(lstrcpynA, "gty"),
        CALL(lstrcmpiW, "TT"),
        CALL(GetTimeZoneInformation, "g"),
        CALL(CharNextA, "t"),
        CALL(CharPrevA, "tt"),
        CALL(CharToOemA, "tg"),
        CALL(GetStartupInfoA, "g"),
        CALL(GetSystemTimes, "ggg"),
        CALL(GetLogicalDriveStringsA, "zg"),
        CALL(GetWindowsDirectoryA, "gz"),
        CALL(TlsSetValue, "Yp"),
        CALL(TlsGetValue, "Y"),
        CALL(FlsGetValue, "Y"),
        CALL(FlsSetValue, "Yp"),
};

static char scratch[4][SCRATCH];
static const char *current = "";
static word given[ARGUMENTS];

static const char *text(void)
{
        static const char *const some[] = { "",
                                            ".",
                                            "fuzz-file",
                                            "C:\\",
                                            "\\\\?\\x",
                                            "*",
                                            "a",
                                            "%PATH%x",
                                            "fuzz-file",
                                            "NUL",
                                            "/tmp/x/y",
                                            "\\\\.\\pipe\\fuzz",
                                            "\xff\xfe\x80",
                                            "kernel32.dll" };

        return some[below(sizeof some / sizeof *some)];
}

static const WCHAR *wide(void)
{
        static WCHAR made[64];
        const char *from = text();
        unsigned at = 0;

        while (from[at] && at < 60) {
                made[at] = (unsigned char) from[at];
                at++;
        }
        if (below(4) == 0)
                made[at++] = (WCHAR) (0xD800 + below(2048)); /* half a pair */
        made[at] = 0;
        return made;
}

/* Memory that the call may fill; often all zero, or a size in front. */
static void *good(unsigned number)
{
        char *at = scratch[number % 4];

        switch (below(4)) {
        case 0:
                memset(at, 0, 4096);
                break;
        case 1:
                for (int word_at = 0; word_at < 64; word_at++)
                        ((unsigned long long *) (void *) at)[word_at] = draw();
                break;
        default:
                *(DWORD *) (void *) at = below(2) ? below(1200) : (DWORD) any_size();
                break;
        }
        at[SCRATCH - 1] = at[SCRATCH - 2] = 0;
        return at;
}

static word sized(void)
{
        static const DWORD sizes[] = { sizeof(PROCESSENTRY32),
                                       sizeof(THREADENTRY32),
                                       sizeof(MODULEENTRY32),
                                       sizeof(OSVERSIONINFOA),
                                       sizeof(OSVERSIONINFOEXA),
                                       sizeof(MEMORYSTATUSEX),
                                       0,
                                       4 };

        memset(scratch[0], 0, 4096);
        *(DWORD *) (void *) scratch[0] = sizes[below(sizeof sizes / sizeof *sizes)];
        return (word) scratch[0];
}

static word room_in_front(unsigned number)
{
        *(DWORD *) (void *) scratch[number % 4] = below(3000);
        return (word) scratch[number % 4];
}

/* A descriptor of nobody's, or one of ours that may be spoilt. */
static word descriptor(void)
{
        static int own = -1;

        if (own < 0)
                own = _open("fuzz-descriptor", 0x0102 /* _O_CREAT | _O_RDWR */, 0x0180);
        return below(2) ? (word) own : 500 + below(500);
}

static word overlapped(bool is_done)
{
        static OVERLAPPED many[64]; /* what is pending is left alone for long */
        static unsigned next;
        OVERLAPPED *one = &many[next++ % 64];

        if (one->Internal == 0x103) /* STATUS_PENDING */
                return is_done ? (word) one : 0;
        memset(one, 0, sizeof *one);
        one->Offset = below(2) ? below(5000) : any_bits();
        one->OffsetHigh = below(8) ? 0 : any_bits();
        one->Internal = is_done ? below(5) : 0;
        return (word) one;
}

/* A pipe would be waited for. */
static word no_pipe(void)
{
        HANDLE some = any_handle();

        return GetFileType(some) == FILE_TYPE_PIPE ? 0 : (word) some;
}

static word letters(char letter, unsigned number)
{
        switch (letter) {
        case 'h':
                return (word) any_handle();
        case 'f':
                return no_pipe();
        case 'd':
                return any_bits();
        case 'D':
                return below(16);
        case 'b':
                return below(2);
        case 'm':
                return below(3);
        case 'z':
                return below(2) ? below(40) : below(4097);
        case 'y':
                return below(64);
        case 'p':
                return (word) any_address();
        case 'e':
                return ~(word) 0;
        case 'a':
                return (word) any_address() & ~(word) 7;
        case 'q':
                return (word) any_target();
        case 'g':
                return (word) good(number);
        case 'n':
                return below(2) ? 0 : (word) good(number);
        case 's':
                return below(3) ? (word) text() : (word) any_name();
        case 't':
                return (word) text();
        case 'S':
                return below(6) ? (word) wide() : 0;
        case 'T':
                return (word) wide();
        case 'i':
                return (word) GetCurrentProcess();
        case 'B':
                return sized();
        case 'Q':
                return room_in_front(number);
        case 'R':
                return 2 + below(35);
        case 'Y': /* nobody's */
                return 200 + below(2000);
        case 'N':
                return descriptor();
        case 'G':
                return overlapped(false);
        case 'O':
                return overlapped(true);
        case 'P': /* never waits: PIPE_NOWAIT */
                return 1 | (any_bits() & 0x6);
        case 'X': /* no right to end or to stop it */
                return any_bits() & ~0x80000803ull & ~0x12000000ull & ~0x200ull;
        case 'E': /* the variables of others stay */
                return (word) (below(2) ? "FUZZ_VARIABLE" : "=");
        case 'K':
                return (word) (below(2) ? "./fuzz.ini" : "./none.ini");
        case 'F': /* takes no memory, and no inserts but from an array */
                return (any_bits() & ~0x3900ull) | 0x2000 | (below(2) ? 0x400 : 0x1000);
        default:
                return letter == '1';
        }
}

void any_call(void)
{
        const call *one = &calls[below(sizeof calls / sizeof *calls)];
        size_t count = strlen(one->arguments);

        memset(given, 0, sizeof given);
        for (unsigned at = 0; at < count; at++)
                given[at] = letters(one->arguments[at], at);
        current = one->name;
        alarm(HANG_S);
        one->function(given[0], given[1], given[2], given[3], given[4], given[5], given[6],
                      given[7], given[8], given[9]);
        alarm(0);
        current = "";
}

/* ---- what went wrong ----------------------------------------------------------------- */

static void report(const char *what)
{
        printf("FAILED %s: %s(", what, *current ? current : "another call");
        for (int at = 0; at < ARGUMENTS; at++)
                printf("%s0x%llx", at ? ", " : "", (unsigned long long) given[at]);
        printf(")\n");
        fflush(stdout);
}

static void on_alarm(int number)
{
        report("hangs");
        _exit(1);
}

static LONG WINAPI on_crash(EXCEPTION_POINTERS *what)
{
        report("crashes");
        return EXCEPTION_CONTINUE_SEARCH;
}

static void ignore(const wchar_t *expression, const wchar_t *function, const wchar_t *file,
                   unsigned line, uintptr_t reserved)
{
}

/* ---- handles of all kinds ------------------------------------------------------------ */

void calls_begin(HANDLE *pool, unsigned count)
{
        HANDLE files[4];
        HANDLE ends[2] = { NULL, NULL };
        HANDLE token = NULL;
        DWORD done;

        signal(SIGALRM, on_alarm);
        SetUnhandledExceptionFilter(on_crash);
        _set_invalid_parameter_handler(ignore);
        make_file("fuzz-file", 5000);
        for (int at = 0; at < 4; at++)
                files[at] = CreateFileA(
                        "fuzz-file", at % 2 ? GENERIC_READ : GENERIC_READ | GENERIC_WRITE, 7, NULL,
                        OPEN_EXISTING, at > 1 ? FILE_FLAG_OVERLAPPED : 0, NULL);
        CreatePipe(&ends[0], &ends[1], NULL, 0);
        WriteFile(ends[1], "0123456789", 10, &done, NULL);
        CloseHandle(ends[1]);
        OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
        HANDLE all[] = {
                files[0],
                files[1],
                files[2],
                files[3],
                ends[0],
                token,
                CreateFileA(".", FILE_LIST_DIRECTORY, 7, NULL, OPEN_EXISTING,
                            FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, NULL),
                CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, 7, NULL, OPEN_EXISTING, 0, NULL),
                CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1),
                OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE,
                            GetCurrentProcessId()),
                OpenThread(THREAD_QUERY_INFORMATION, FALSE, GetCurrentThreadId()),
                CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS | TH32CS_SNAPTHREAD, 0),
                FindFirstChangeNotificationA(".", TRUE, FILE_NOTIFY_CHANGE_SIZE),
                HeapCreate(0, 0, 0),
                CreateNamedPipeA("\\\\.\\pipe\\fuzz", PIPE_ACCESS_DUPLEX,
                                 PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE | PIPE_NOWAIT, 2, 4096,
                                 4096, 0, NULL),
        };

        for (unsigned at = 0; at < sizeof all / sizeof *all && at < count; at++)
                pool[count - 1 - at] = all[at];
}
