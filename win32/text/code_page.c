/* SPDX-License-Identifier: MIT */
/* code_page.c — MultiByteToWideChar and WideCharToMultiByte.
 *
 * The ANSI and the OEM page are UTF-8; by that name programs may ask for what
 * they could with any ANSI page (MB_PRECOMPOSED, a default character), while
 * CP_UTF8 itself is as strict as on Windows.
 */
#include "internal.h"
#include "code_pages.h"
#include "utf.h"

enum { ASCII = 20127, LATIN_1 = 28591 };

/* One code page: UTF-8, or a table of 256. */
typedef struct page {
        bool is_utf8;
        bool is_strict;        /* asked for as CP_UTF8 */
        unsigned limit;        /* bytes from here on have no character */
        const uint16_t *upper; /* NULL: the byte itself */
} page;

static bool find_page(UINT number, page *out)
{
        *out = (page){ .limit = 256 };
        switch (number) {
        case CP_ACP:
        case CP_OEMCP:
        case CP_THREAD_ACP:
                out->is_utf8 = true;
                return true;
        case CP_UTF8:
                out->is_utf8 = out->is_strict = true;
                return true;
        case 1252:
                out->upper = page_1252;
                return true;
        case 437:
                out->upper = page_437;
                return true;
        case ASCII:
                out->limit = 128;
                return true;
        case LATIN_1:
                return true;
        default:
                return false;
        }
}

UINT GetACP(void)
{
        return CP_UTF8;
}

UINT GetOEMCP(void)
{
        return CP_UTF8;
}

BOOL IsValidCodePage(UINT number)
{
        page found;

        return number != CP_ACP && number != CP_OEMCP && number != CP_THREAD_ACP &&
               find_page(number, &found);
}

BOOL GetCPInfo(UINT number, LPCPINFO out_info)
{
        page found;

        if (!out_info || !find_page(number, &found))
                return mww_fail(ERROR_INVALID_PARAMETER);
        memset(out_info, 0, sizeof *out_info);
        out_info->MaxCharSize = found.is_utf8 ? 4 : 1;
        out_info->DefaultChar[0] = '?';
        return TRUE;
}

BOOL IsDBCSLeadByte(BYTE byte)
{
        (void) byte;
        return FALSE;
}

BOOL IsDBCSLeadByteEx(UINT number, BYTE byte)
{
        (void) number;
        return IsDBCSLeadByte(byte);
}

/* ---- bytes to wide -------------------------------------------------------------- */

/* How many bytes at the beginning could begin a character: what Windows
 * replaces by one U+FFFD. */
static size_t broken_length(const unsigned char *bytes, size_t length)
{
        unsigned char first = bytes[0];
        unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        size_t needed = first < 0xC2 ? 1 :
                        first < 0xE0 ? 2 :
                        first < 0xF0 ? 3 :
                        first < 0xF5 ? 4 :
                                       1;
        size_t is = 1;

        while (is < needed && is < length && bytes[is] >= low && bytes[is] <= high) {
                is++;
                low = 0x80;
                high = 0xBF;
        }
        return is;
}

/* One character; how many bytes it took. */
static size_t decode(const page *from, const char *bytes, size_t length, uint32_t *out_point,
                     bool *out_valid)
{
        unsigned char byte = (unsigned char) bytes[0];

        if (from->is_utf8) {
                size_t took = mww_utf8_decode(bytes, length, out_point, out_valid);

                if (*out_valid)
                        return took;
                *out_point = MWW_REPLACEMENT;
                return broken_length((const unsigned char *) bytes, length);
        }
        *out_valid = byte < from->limit;
        *out_point = !*out_valid                ? MWW_REPLACEMENT :
                     byte >= 128 && from->upper ? from->upper[byte - 128] :
                                                  byte;
        return 1;
}

static DWORD check_to_wide(const page *from, DWORD flags, const char *bytes, int count,
                           const WCHAR *out, int room)
{
        DWORD allowed = from->is_strict ? MB_ERR_INVALID_CHARS :
                                          MB_PRECOMPOSED | MB_COMPOSITE | MB_USEGLYPHCHARS |
                                                  MB_ERR_INVALID_CHARS;

        if (!bytes || count == 0 || count < -1 || room < 0 || (!out && room) ||
            (const void *) bytes == (const void *) out)
                return ERROR_INVALID_PARAMETER;
        if (flags & ~allowed || (flags & MB_PRECOMPOSED && flags & MB_COMPOSITE))
                return ERROR_INVALID_FLAGS;
        return ERROR_SUCCESS;
}

int MultiByteToWideChar(UINT number, DWORD flags, LPCCH bytes, int count, LPWSTR out, int room)
{
        page from;
        size_t length;
        size_t used = 0;
        DWORD error = find_page(number, &from) ?
                              check_to_wide(&from, flags, bytes, count, out, room) :
                              ERROR_INVALID_PARAMETER;

        if (error)
                return mww_fail(error);
        length = count == -1 ? strlen(bytes) + 1 : (size_t) count;
        for (size_t at = 0; at < length;) {
                uint32_t point;
                bool valid;
                size_t units;

                at += decode(&from, bytes + at, length - at, &point, &valid);
                if (!valid && flags & MB_ERR_INVALID_CHARS)
                        return mww_fail(ERROR_NO_UNICODE_TRANSLATION);
                units = point > 0xFFFF ? 2 : 1;
                if (room && used + units > (size_t) room)
                        return mww_fail(ERROR_INSUFFICIENT_BUFFER);
                if (room)
                        mww_wide_encode(point, 2, out + used);
                used += units;
        }
        return used > INT32_MAX ? mww_fail(ERROR_INVALID_PARAMETER) : (int) used;
}

/* ---- wide to bytes -------------------------------------------------------------- */

/* One character into a page of 256; false: it has none for it. */
static bool encode_byte(const page *to, uint32_t point, char *out)
{
        if (point < 0x80 || (!to->upper && point < to->limit)) {
                *out = (char) point;
                return true;
        }
        for (unsigned at = 0; to->upper && at < 128; at++) {
                if (to->upper[at] == point) {
                        *out = (char) (at + 128);
                        return true;
                }
        }
        return false;
}

static DWORD check_to_bytes(const page *to, DWORD flags, const WCHAR *wide, int count,
                            const char *out, int room, const char *fallback, const BOOL *used)
{
        DWORD allowed = WC_ERR_INVALID_CHARS;

        if (!wide || count == 0 || count < -1 || room < 0 || (!out && room) ||
            (const void *) wide == (const void *) out)
                return ERROR_INVALID_PARAMETER;
        if (to->is_strict && (fallback || used))
                return ERROR_INVALID_PARAMETER;
        if (!to->is_strict)
                allowed |= WC_DISCARDNS | WC_SEPCHARS | WC_DEFAULTCHAR | WC_COMPOSITECHECK |
                           WC_NO_BEST_FIT_CHARS;
        return flags & ~allowed ? ERROR_INVALID_FLAGS : ERROR_SUCCESS;
}

int WideCharToMultiByte(UINT number, DWORD flags, LPCWCH wide, int count, LPSTR out, int room,
                        LPCCH fallback, LPBOOL out_used_fallback)
{
        page to;
        size_t length;
        size_t used = 0;
        DWORD error = find_page(number, &to) ? check_to_bytes(&to, flags, wide, count, out, room,
                                                              fallback, out_used_fallback) :
                                               ERROR_INVALID_PARAMETER;

        if (error)
                return mww_fail(error);
        if (out_used_fallback)
                *out_used_fallback = FALSE;
        length = count == -1 ? mww_wide_length(wide, 2) + 1 : (size_t) count;
        for (size_t at = 0; at < length;) {
                uint32_t point;
                char bytes[4];
                size_t size = 1;

                at += mww_wide_decode(wide + at, length - at, 2, &point);
                if (to.is_utf8 && point >= 0xD800 && point <= 0xDFFF) {
                        if (flags & WC_ERR_INVALID_CHARS)
                                return mww_fail(ERROR_NO_UNICODE_TRANSLATION);
                        point = MWW_REPLACEMENT;
                }
                if (to.is_utf8) {
                        size = mww_utf8_encode(point, bytes);
                } else if (!encode_byte(&to, point, bytes)) {
                        bytes[0] = fallback ? *fallback : '?';
                        if (out_used_fallback)
                                *out_used_fallback = TRUE;
                }
                if (room && used + size > (size_t) room)
                        return mww_fail(ERROR_INSUFFICIENT_BUFFER);
                if (room)
                        memcpy(out + used, bytes, size);
                used += size;
        }
        return used > INT32_MAX ? mww_fail(ERROR_INVALID_PARAMETER) : (int) used;
}

/* Both code pages are UTF-8 here, so that it makes no difference; but it is kept. */
static atomic_bool is_oem;

BOOL AreFileApisANSI(void)
{
        return !atomic_load(&is_oem);
}

void SetFileApisToANSI(void)
{
        atomic_store(&is_oem, false);
}

void SetFileApisToOEM(void)
{
        atomic_store(&is_oem, true);
}
