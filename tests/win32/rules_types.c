/* SPDX-License-Identifier: MIT */
/* rules_types.c — sections 1.1 to 1.3: sizes of types, values of constants. */
#include "support.h"

typedef struct number {
        const char *rule;
        unsigned long long is;
        unsigned long long must_be;
} number;

#define SIZE(type, bytes)                                                                          \
  {                                                                                                \
    "1.1 sizeof " #type " is " #bytes, sizeof(type), bytes                                         \
  }
#define SIZE_BY_BITS(type, bytes64, bytes32)                                                       \
  {                                                                                                \
    "1.1 sizeof " #type " is " #bytes64 ", with 32 bits " #bytes32, sizeof(type),                  \
            IS_64_BIT ? bytes64 : bytes32                                                          \
  }
#define VALUE(name, value)                                                                         \
  {                                                                                                \
    "1.2 " #name " is " #value, (unsigned long long) (name), value                                 \
  }

static const number sizes[] = {
        SIZE_BY_BITS(HANDLE, 8, 4),
        SIZE(DWORD, 4),
        SIZE(LONG, 4),
        SIZE(BOOL, 4),
        SIZE(UINT, 4),
        SIZE(INT, 4),
        SIZE(ULONG, 4),
        SIZE(WORD, 2),
        SIZE(BYTE, 1),
        SIZE(CHAR, 1),
        SIZE(WCHAR, 2),
        SIZE_BY_BITS(SIZE_T, 8, 4),
        SIZE_BY_BITS(ULONG_PTR, 8, 4),
        SIZE_BY_BITS(LONG_PTR, 8, 4),
        SIZE(LONGLONG, 8),
        SIZE(ULONGLONG, 8),
        SIZE_BY_BITS(LPVOID, 8, 4),
        SIZE(LARGE_INTEGER, 8),
        SIZE_BY_BITS(SECURITY_ATTRIBUTES, 24, 12),
        SIZE_BY_BITS(MEMORY_BASIC_INFORMATION, 48, 28),
        SIZE_BY_BITS(OVERLAPPED, 32, 20),
        SIZE_BY_BITS(SYSTEM_INFO, 48, 36),
};

static const number values[] = {
        VALUE(EVENT_ALL_ACCESS, 0x1F0003),
        VALUE(EVENT_MODIFY_STATE, 2),
        VALUE(MUTEX_ALL_ACCESS, 0x1F0001),
        VALUE(MUTEX_MODIFY_STATE, 1),
        VALUE(SEMAPHORE_ALL_ACCESS, 0x1F0003),
        VALUE(SEMAPHORE_MODIFY_STATE, 2),
        VALUE(SYNCHRONIZE, 0x100000),
        VALUE(GENERIC_READ, 0x80000000),
        VALUE(GENERIC_WRITE, 0x40000000),
        VALUE(GENERIC_ALL, 0x10000000),
        VALUE(FILE_MAP_COPY, 1),
        VALUE(FILE_MAP_WRITE, 2),
        VALUE(FILE_MAP_READ, 4),
        VALUE(FILE_MAP_EXECUTE, 0x20),
        VALUE(FILE_MAP_ALL_ACCESS, 0xF001F),
        VALUE(SECTION_QUERY, 1),
        VALUE(SECTION_MAP_WRITE, 2),
        VALUE(SECTION_MAP_READ, 4),
        VALUE(SECTION_MAP_EXECUTE, 8),
        VALUE(PAGE_NOACCESS, 1),
        VALUE(PAGE_READONLY, 2),
        VALUE(PAGE_READWRITE, 4),
        VALUE(PAGE_WRITECOPY, 8),
        VALUE(PAGE_EXECUTE, 0x10),
        VALUE(PAGE_EXECUTE_READ, 0x20),
        VALUE(PAGE_EXECUTE_READWRITE, 0x40),
        VALUE(PAGE_EXECUTE_WRITECOPY, 0x80),
        VALUE(SEC_FILE, 0x800000),
        VALUE(SEC_IMAGE, 0x1000000),
        VALUE(SEC_RESERVE, 0x4000000),
        VALUE(SEC_COMMIT, 0x8000000),
        VALUE(SEC_NOCACHE, 0x10000000),
        VALUE(SEC_WRITECOMBINE, 0x40000000),
        VALUE(SEC_LARGE_PAGES, 0x80000000),
        VALUE(WAIT_OBJECT_0, 0),
        VALUE(WAIT_ABANDONED_0, 0x80),
        VALUE(WAIT_ABANDONED, 0x80),
        VALUE(WAIT_IO_COMPLETION, 0xC0),
        VALUE(WAIT_TIMEOUT, 258),
        VALUE(WAIT_FAILED, 0xFFFFFFFF),
        VALUE(INFINITE, 0xFFFFFFFF),
        VALUE(MAXIMUM_WAIT_OBJECTS, 64),
        VALUE(STILL_ACTIVE, 259),
        VALUE(MAX_PATH, 260),
        VALUE(TIMER_ALL_ACCESS, 0x1F0003),
        VALUE(TIMER_MODIFY_STATE, 2),
        VALUE(GENERIC_EXECUTE, 0x20000000),
        VALUE(MEM_COMMIT, 0x1000),
        VALUE(MEM_RESERVE, 0x2000),
        VALUE(MEM_FREE, 0x10000),
        VALUE(MEM_PRIVATE, 0x20000),
        VALUE(MEM_MAPPED, 0x40000),
        VALUE(DUPLICATE_SAME_ACCESS, 2),
        VALUE(DUPLICATE_CLOSE_SOURCE, 1),
        VALUE(HANDLE_FLAG_INHERIT, 1),
        VALUE(HANDLE_FLAG_PROTECT_FROM_CLOSE, 2),
        VALUE(CREATE_EVENT_MANUAL_RESET, 1),
        VALUE(CREATE_EVENT_INITIAL_SET, 2),
        VALUE(CREATE_MUTEX_INITIAL_OWNER, 1),
        VALUE(ERROR_FILE_NOT_FOUND, 2),
        VALUE(ERROR_PATH_NOT_FOUND, 3),
        VALUE(ERROR_ACCESS_DENIED, 5),
        VALUE(ERROR_INVALID_HANDLE, 6),
        VALUE(ERROR_NOT_ENOUGH_MEMORY, 8),
        VALUE(ERROR_INVALID_PARAMETER, 87),
        VALUE(ERROR_INVALID_NAME, 123),
        VALUE(ERROR_BAD_PATHNAME, 161),
        VALUE(ERROR_ALREADY_EXISTS, 183),
        VALUE(ERROR_BAD_EXE_FORMAT, 193),
        VALUE(ERROR_FILENAME_EXCED_RANGE, 206),
        VALUE(ERROR_NOT_OWNER, 288),
        VALUE(ERROR_TOO_MANY_POSTS, 298),
        VALUE(ERROR_INVALID_ADDRESS, 487),
        VALUE(ERROR_NOACCESS, 998),
        VALUE(ERROR_FILE_INVALID, 1006),
        VALUE(ERROR_MAPPED_ALIGNMENT, 1132),
        VALUE(ERROR_USER_MAPPED_FILE, 1224),
        VALUE(ERROR_PRIVILEGE_NOT_HELD, 1314),
        VALUE(ERROR_COMMITMENT_LIMIT, 1455),
};

/* 13.9: what textbooks hand to printf. */
static void printed(void)
{
        const char *code = "%d %u %x"; /* they do, and no compiler may object here */
        char text[60];
        LPCTSTR name = TEXT("name");
        LPTSTR copy = text;

        SetLastError(ERROR_ALREADY_EXISTS);
        snprintf(text, sizeof text, code, GetLastError(), GetLastError(), GetLastError());
        ROW("13.9 GetLastError() is an int to printf", strcmp(text, "183 183 b7") == 0);
        snprintf(text, sizeof text, code, (DWORD) -1, WAIT_FAILED, INFINITE);
        ROW("13.9 a DWORD has 32 bits there, too", strcmp(text, "-1 4294967295 ffffffff") == 0);
        snprintf(copy, sizeof text, "<%s>", name);
        ROW("13.9 an LPCTSTR is a text of chars",
            sizeof *name == 1 && sizeof *copy == 1 && strcmp(text, "<name>") == 0);
}

void rules_types(void)
{
        SYSTEM_INFO system;

        for (size_t at = 0; at < sizeof sizes / sizeof *sizes; at++)
                ROW(sizes[at].rule, sizes[at].is == sizes[at].must_be);
        for (size_t at = 0; at < sizeof values / sizeof *values; at++)
                ROW(values[at].rule, values[at].is == values[at].must_be);

        printed();
        GetSystemInfo(&system);
        ROW("1.3 a page has 4096 bytes", system.dwPageSize == 4096);
        ROW("1.3 the allocation granularity is 65536", system.dwAllocationGranularity == 65536);
        ROW("1.3 there is a processor", system.dwNumberOfProcessors >= 1);
        ROW("1.1 a LARGE_INTEGER's halves are its QuadPart's", ({
                    LARGE_INTEGER both;

                    both.QuadPart = 0x100000002ll;
                    both.LowPart == 2 && both.HighPart == 1 && both.u.HighPart == 1;
            }));
}
