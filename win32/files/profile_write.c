/* SPDX-License-Identifier: MIT */
/* profile_write.c — WritePrivateProfileString and its kin: changes of a file.
 *
 * A key that is there gets its new value where it stands; a new one goes behind the
 * last key of its section, a new section to the end. All else in the file stays as it
 * is, comments, too.
 */
#include "profile.h"

#include <stdlib.h>
#include <strings.h>

#define USUAL_FILE "win.ini"

/* Where a new key goes: behind the last line that isn't blank. */
static size_t end_of_keys(const mww_profile *profile, size_t at, size_t *out_section_end)
{
        size_t keys_end = at;
        mww_line line;

        *out_section_end = at;
        while (mww_profile_line(profile, &at, &line) && line.sort != MWW_LINE_SECTION) {
                *out_section_end = line.end;
                for (size_t byte = line.begin; byte < line.end; byte++)
                        if ((unsigned char) profile->text[byte] > ' ')
                                keys_end = line.end;
        }
        return keys_end;
}

/* Lines that begin at this place; the line before may lack its end. */
static DWORD insert(mww_profile *profile, size_t from, size_t to, const char *lines)
{
        bool needs_end =
                from > 0 && profile->text[from - 1] != '\n' && profile->text[from - 1] != '\r';
        char *made = malloc(strlen(lines) + 3);
        DWORD error;

        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        sprintf(made, "%s%s", needs_end ? "\r\n" : "", lines);
        error = mww_profile_replace(profile, from, to, made);
        free(made);
        return error;
}

static bool find_line(const mww_profile *profile, size_t at, const char *key, mww_line *out_line)
{
        while (mww_profile_line(profile, &at, out_line) && out_line->sort != MWW_LINE_SECTION)
                if (out_line->sort == MWW_LINE_KEY && mww_span_is(out_line->name, key))
                        return true;
        return false;
}

/* value NULL: the key goes. */
static DWORD write_key(mww_profile *profile, const char *section, const char *key,
                       const char *value)
{
        mww_line line;
        size_t at = 0;
        size_t end;
        bool has_section = mww_profile_section(profile, section, &at, &line);
        size_t room = strlen(section) + strlen(key) + (value ? strlen(value) : 0) + 20;
        char *made;
        DWORD error;

        if (!value) {
                if (!has_section || !find_line(profile, at, key, &line))
                        return ERROR_SUCCESS;
                return mww_profile_replace(profile, line.begin, line.end, "");
        }
        made = malloc(room);
        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        if (!has_section) {
                snprintf(made, room, "[%s]\r\n%s=%s\r\n", section, key, value);
                error = insert(profile, profile->bytes, profile->bytes, made);
        } else {
                snprintf(made, room, "%s=%s\r\n", key, value);
                if (find_line(profile, at, key, &line)) {
                        error = insert(profile, line.begin, line.end, made);
                } else {
                        size_t place = end_of_keys(profile, at, &end);

                        error = insert(profile, place, place, made);
                }
        }
        free(made);
        return error;
}

/* keys NULL: the section goes with its heading; else they take the place of its own. */
static DWORD write_section(mww_profile *profile, const char *section, const char *keys)
{
        mww_line heading;
        size_t at;
        size_t end;
        size_t bytes = strlen(section) + 20;
        char *made;
        DWORD error;
        bool is_there = mww_profile_section(profile, section, &at, &heading);

        if (is_there)
                end_of_keys(profile, at, &end);
        if (!keys)
                return is_there ? mww_profile_replace(profile, heading.begin, end, "") :
                                  ERROR_SUCCESS;
        for (const char *one = keys; *one; one += strlen(one) + 1)
                bytes += strlen(one) + 2;
        made = malloc(bytes);
        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        bytes = is_there ? 0 : (size_t) sprintf(made, "[%s]\r\n", section);
        made[bytes] = '\0';
        for (const char *one = keys; *one; one += strlen(one) + 1)
                bytes += (size_t) sprintf(made + bytes, "%s\r\n", one);
        error = is_there ? insert(profile, at, end, made) :
                           insert(profile, profile->bytes, profile->bytes, made);
        free(made);
        return error;
}

/* Without a section nothing is written: what was kept back shall be, and nothing is. */
static BOOL change(const char *file, const char *section, const char *key, const char *text,
                   bool is_whole)
{
        mww_profile profile;
        DWORD error;

        if (!section)
                return mww_fail(ERROR_FILE_NOT_FOUND);
        error = mww_profile_open(file ? file : USUAL_FILE, true, &profile);
        if (error)
                return mww_fail(error);
        error = is_whole || !key ? write_section(&profile, section, is_whole ? text : NULL) :
                                   write_key(&profile, section, key, text);
        mww_profile_close(&profile);
        return error ? mww_fail(error) : TRUE;
}

BOOL WritePrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR text, LPCSTR file)
{
        return change(file, section, key, text, false);
}

BOOL WriteProfileStringA(LPCSTR section, LPCSTR key, LPCSTR text)
{
        return change(NULL, section, key, text, false);
}

/* text: several, each with an end, and one more. NULL: the section goes. */
BOOL WritePrivateProfileSectionA(LPCSTR section, LPCSTR text, LPCSTR file)
{
        return change(file, section, NULL, text, true);
}

BOOL WriteProfileSectionA(LPCSTR section, LPCSTR text)
{
        return change(NULL, section, NULL, text, true);
}

/* ---- the same for wide text -------------------------------------------------------------- */

/* UTF-8 of one text, or of several in a row; NULL stays NULL. False: no memory. */
static bool narrow(LPCWSTR wide, bool is_list, char **out_text)
{
        size_t units = 0;
        size_t used = 0;
        char *made;

        *out_text = NULL;
        if (!wide)
                return true;
        while (wide[units] || (is_list && units > 0 && wide[units - 1]))
                units++;
        made = *out_text = malloc(units * 3 + 2);
        if (!made)
                return false;
        made[0] = '\0';
        for (size_t at = 0; at < units;) {
                mww_utf8_from_utf16(wide + at, made + used, units * 3 + 1 - used);
                used += strlen(made + used) + 1;
                while (wide[at])
                        at++;
                at++;
        }
        made[used] = '\0';
        return true;
}

static BOOL change_w(LPCWSTR file, LPCWSTR section, LPCWSTR key, LPCWSTR text, bool is_whole)
{
        char *narrow_file;
        char *narrow_section = NULL;
        char *narrow_key = NULL;
        char *narrow_text = NULL;
        BOOL done = FALSE;

        if (narrow(file, false, &narrow_file) && narrow(section, false, &narrow_section) &&
            narrow(key, false, &narrow_key) && narrow(text, is_whole, &narrow_text))
                done = change(narrow_file, narrow_section, narrow_key, narrow_text, is_whole);
        else
                mww_fail(ERROR_NOT_ENOUGH_MEMORY);
        free(narrow_file);
        free(narrow_section);
        free(narrow_key);
        free(narrow_text);
        return done;
}

BOOL WritePrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR text, LPCWSTR file)
{
        return change_w(file, section, key, text, false);
}

BOOL WriteProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR text)
{
        return change_w(NULL, section, key, text, false);
}

BOOL WritePrivateProfileSectionW(LPCWSTR section, LPCWSTR text, LPCWSTR file)
{
        return change_w(file, section, NULL, text, true);
}

BOOL WriteProfileSectionW(LPCWSTR section, LPCWSTR text)
{
        return change_w(NULL, section, NULL, text, true);
}
