/* SPDX-License-Identifier: MIT */
/* profile.c — GetPrivateProfileString, WritePrivateProfileString and their kin.
 *
 * What is found is gathered as UTF-8: one text, or several, each with a NUL behind it.
 * Then it is given as the caller wants it. GetProfileString and its kin are the same
 * with win.ini.
 */
#include "profile.h"

#include <stdlib.h>
#include <strings.h>

#define USUAL_FILE "win.ini"

/* ---- what was found ------------------------------------------------------------------ */

typedef struct gathered {
        char *bytes;
        size_t used;
        size_t room;
        bool is_list;   /* each of its texts has an end, and there is one more at the end */
        bool is_failed; /* no memory */
} gathered;

static void gather(gathered *to, const char *bytes, size_t count)
{
        if (to->used + count >= to->room) { /* a NUL fits, too */
                size_t room = (to->used + count) * 2 + 64;
                char *bigger = realloc(to->bytes, room);

                if (!bigger) {
                        to->is_failed = true;
                        return;
                }
                to->bytes = bigger;
                to->room = room;
        }
        if (count)
                memcpy(to->bytes + to->used, bytes, count);
        to->used += count;
        to->bytes[to->used] = '\0';
}

/* What doesn't fit is cut; a list then ends with two NULs nevertheless. */
static DWORD give_a(const gathered *what, LPSTR out, DWORD room)
{
        size_t ends = what->is_list ? 2 : 1;
        size_t count = what->used;

        if (!out || room == 0)
                return 0;
        if (count + 1 <= room) {
                if (count)
                        memcpy(out, what->bytes, count);
                out[count] = '\0';
                if (what->is_list && count == 0 && room > 1)
                        out[1] = '\0';
                return (DWORD) count;
        }
        count = room > ends ? room - ends : 0;
        memcpy(out, what->bytes, count);
        memset(out + count, 0, room < ends ? room : ends);
        return (DWORD) count;
}

static DWORD give_w(const gathered *what, LPWSTR out, DWORD room)
{
        size_t ends = what->is_list ? 2 : 1;
        size_t units = 0;
        WCHAR *all = malloc((what->used + 1) * sizeof *all);
        DWORD given;

        if (!out || room == 0 || !all) {
                free(all);
                return 0;
        }
        for (size_t at = 0; at < what->used; at += strlen(what->bytes + at) + 1) {
                units += mww_wide_of_bytes(what->bytes + at, all + units, what->used - units);
                if (what->is_list)
                        all[units++] = 0;
        }
        given = (DWORD) (units + 1 <= room ? units : room > ends ? room - ends : 0);
        memcpy(out, all, given * sizeof *out);
        for (size_t at = given; at < room && at < given + ends; at++)
                out[at] = 0;
        free(all);
        return given;
}

/* ---- finding --------------------------------------------------------------------------- */

static mww_span unquoted(mww_span value)
{
        if (value.bytes >= 2 && (*value.at == '"' || *value.at == '\'') &&
            value.at[value.bytes - 1] == *value.at)
                return (mww_span){ value.at + 1, value.bytes - 2 };
        return value;
}

static void gather_sections(const mww_profile *profile, gathered *to)
{
        size_t at = 0;
        mww_line line;

        while (mww_profile_line(profile, &at, &line))
                if (line.sort == MWW_LINE_SECTION) {
                        gather(to, line.name.at, line.name.bytes);
                        gather(to, "", 1);
                }
}

/* Keys, with their values or without. */
static bool gather_keys(const mww_profile *profile, const char *section, bool with_values,
                        gathered *to)
{
        mww_line line;
        size_t at;

        if (!mww_profile_section(profile, section, &at, &line))
                return false;
        while (mww_profile_line(profile, &at, &line) && line.sort != MWW_LINE_SECTION) {
                if (line.sort != MWW_LINE_KEY)
                        continue;
                gather(to, line.name.at, line.name.bytes);
                if (with_values && line.value.at) {
                        gather(to, "=", 1);
                        gather(to, line.value.at, line.value.bytes);
                }
                gather(to, "", 1);
        }
        return true;
}

static bool find_key(const mww_profile *profile, const char *section, const char *key,
                     mww_line *out_line)
{
        size_t at;

        if (!mww_profile_section(profile, section, &at, out_line))
                return false;
        while (mww_profile_line(profile, &at, out_line) && out_line->sort != MWW_LINE_SECTION)
                if (out_line->sort == MWW_LINE_KEY && mww_span_is(out_line->name, key))
                        return true;
        return false;
}

static void gather_default(const char *text, gathered *to)
{
        size_t length = text ? strlen(text) : 0;

        while (length > 0 && text[length - 1] == ' ')
                length--;
        gather(to, text, length);
}

/* The string of a key, or the names of keys or sections. The last error, or 0. */
static DWORD find_string(const char *section, const char *key, const char *otherwise,
                         const char *file, gathered *to)
{
        mww_profile profile;
        mww_line line;
        DWORD error = file ? mww_profile_open(file, false, &profile) : ERROR_FILE_NOT_FOUND;
        bool is_found = false;

        to->is_list = !section || !key;
        if (!error) {
                if (!section) {
                        gather_sections(&profile, to);
                        is_found = true;
                } else if (!key) {
                        is_found = gather_keys(&profile, section, false, to);
                } else if (find_key(&profile, section, key, &line)) {
                        mww_span value = unquoted(line.value);

                        gather(to, value.at, value.bytes);
                        is_found = true;
                }
                mww_profile_close(&profile);
        }
        if (!is_found) {
                to->is_list = false;
                gather_default(otherwise, to);
        }
        if (to->is_failed)
                return ERROR_NOT_ENOUGH_MEMORY;
        return is_found ? ERROR_SUCCESS : ERROR_FILE_NOT_FOUND;
}

static DWORD find_section(const char *section, const char *file, gathered *to)
{
        mww_profile profile;
        DWORD error = mww_profile_open(file, false, &profile);

        to->is_list = true;
        if (error)
                return error;
        if (!gather_keys(&profile, section, true, to))
                error = ERROR_FILE_NOT_FOUND;
        mww_profile_close(&profile);
        return to->is_failed ? ERROR_NOT_ENOUGH_MEMORY : error;
}

/* ---- the program's texts ---------------------------------------------------------------- */

/* UTF-8 of what a W function is given, from malloc(); NULL stays NULL. */
typedef struct texts {
        char *text[4];
        bool is_failed;
} texts;

static const char *narrow(texts *all, int which, LPCWSTR wide, size_t units)
{
        char *made;

        if (!wide)
                return NULL;
        made = all->text[which] = malloc(units * 3 + 1);
        if (!made)
                all->is_failed = true;
        else
                mww_utf8_from_utf16(wide, made, units * 3 + 1);
        return made;
}

static size_t units_of(LPCWSTR text)
{
        size_t units = 0;

        while (text && text[units])
                units++;
        return units;
}

static void free_texts(texts *all)
{
        for (size_t at = 0; at < sizeof all->text / sizeof *all->text; at++)
                free(all->text[at]);
}

static void tell(DWORD error)
{
        SetLastError(error);
}

/* ---- strings ---------------------------------------------------------------------------- */

DWORD GetPrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR otherwise, LPSTR out, DWORD room,
                               LPCSTR file)
{
        gathered found = { 0 };
        DWORD error = find_string(section, key, otherwise, file ? file : USUAL_FILE, &found);
        DWORD given = give_a(&found, out, room);

        free(found.bytes);
        tell(error);
        return given;
}

DWORD GetPrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR otherwise, LPWSTR out,
                               DWORD room, LPCWSTR file)
{
        texts all = { 0 };
        gathered found = { 0 };
        const char *narrow_section = narrow(&all, 0, section, units_of(section));
        const char *narrow_key = narrow(&all, 1, key, units_of(key));
        const char *narrow_otherwise = narrow(&all, 2, otherwise, units_of(otherwise));
        const char *narrow_file = narrow(&all, 3, file, units_of(file));
        DWORD error = ERROR_NOT_ENOUGH_MEMORY;
        DWORD given = 0;

        if (!all.is_failed) {
                error = find_string(narrow_section, narrow_key, narrow_otherwise,
                                    narrow_file ? narrow_file : USUAL_FILE, &found);
                given = give_w(&found, out, room);
        }
        free(found.bytes);
        free_texts(&all);
        tell(error);
        return given;
}

DWORD GetProfileStringA(LPCSTR section, LPCSTR key, LPCSTR otherwise, LPSTR out, DWORD room)
{
        return GetPrivateProfileStringA(section, key, otherwise, out, room, USUAL_FILE);
}

DWORD GetProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR otherwise, LPWSTR out, DWORD room)
{
        return GetPrivateProfileStringW(section, key, otherwise, out, room, NULL);
}

DWORD GetPrivateProfileSectionNamesA(LPSTR out, DWORD room, LPCSTR file)
{
        return GetPrivateProfileStringA(NULL, NULL, NULL, out, room, file);
}

DWORD GetPrivateProfileSectionNamesW(LPWSTR out, DWORD room, LPCWSTR file)
{
        return GetPrivateProfileStringW(NULL, NULL, NULL, out, room, file);
}

/* ---- numbers ---------------------------------------------------------------------------- */

/* A sign, then digits, of base 16, 8 or 2 behind 0x, 0o, 0b; what follows is not looked
 * at. */
static UINT number_of(const char *text)
{
        bool is_negative;
        int base = 10;
        UINT value = 0;

        while (*text && (unsigned char) *text <= ' ')
                text++;
        is_negative = *text == '-';
        text += *text == '-' || *text == '+';
        if (*text == '0' && text[1] && strchr("xob", text[1])) {
                base = text[1] == 'x' ? 16 : text[1] == 'o' ? 8 : 2;
                text += 2;
        }
        for (;; text++) {
                int digit = *text >= '0' && *text <= '9'               ? *text - '0' :
                            (*text | 32) >= 'a' && (*text | 32) <= 'f' ? (*text | 32) - 'a' + 10 :
                                                                         99;

                if (digit >= base)
                        return is_negative ? 0u - value : value;
                value = value * (UINT) base + (UINT) digit;
        }
}

UINT GetPrivateProfileIntA(LPCSTR section, LPCSTR key, INT otherwise, LPCSTR file)
{
        char text[60];

        if (!section || !key ||
            GetPrivateProfileStringA(section, key, "", text, sizeof text, file) == 0)
                return (UINT) otherwise;
        return number_of(text);
}

UINT GetPrivateProfileIntW(LPCWSTR section, LPCWSTR key, INT otherwise, LPCWSTR file)
{
        WCHAR wide[60];
        char text[200];

        if (!section || !key || GetPrivateProfileStringW(section, key, NULL, wide, 60, file) == 0)
                return (UINT) otherwise;
        return mww_utf8_from_utf16(wide, text, sizeof text) ? number_of(text) : 0;
}

UINT GetProfileIntA(LPCSTR section, LPCSTR key, INT otherwise)
{
        return GetPrivateProfileIntA(section, key, otherwise, USUAL_FILE);
}

UINT GetProfileIntW(LPCWSTR section, LPCWSTR key, INT otherwise)
{
        return GetPrivateProfileIntW(section, key, otherwise, NULL);
}

/* ---- whole sections --------------------------------------------------------------------- */

DWORD GetPrivateProfileSectionA(LPCSTR section, LPSTR out, DWORD room, LPCSTR file)
{
        gathered found = { 0 };
        DWORD error = section && file ? find_section(section, file, &found) : ERROR_FILE_NOT_FOUND;
        DWORD given;

        found.is_list = true;
        given = give_a(&found, out, room);
        free(found.bytes);
        tell(error);
        return given;
}

DWORD GetPrivateProfileSectionW(LPCWSTR section, LPWSTR out, DWORD room, LPCWSTR file)
{
        texts all = { 0 };
        gathered found = { .is_list = true };
        const char *narrow_section = narrow(&all, 0, section, units_of(section));
        const char *narrow_file = narrow(&all, 1, file, units_of(file));
        DWORD error = ERROR_FILE_NOT_FOUND;
        DWORD given;

        if (narrow_section && narrow_file)
                error = find_section(narrow_section, narrow_file, &found);
        given = give_w(&found, out, room);
        free(found.bytes);
        free_texts(&all);
        tell(error);
        return given;
}

DWORD GetProfileSectionA(LPCSTR section, LPSTR out, DWORD room)
{
        return GetPrivateProfileSectionA(section, out, room, USUAL_FILE);
}

DWORD GetProfileSectionW(LPCWSTR section, LPWSTR out, DWORD room)
{
        static const WCHAR file[] = { 'w', 'i', 'n', '.', 'i', 'n', 'i', 0 };

        return GetPrivateProfileSectionW(section, out, room, file);
}
