/* SPDX-License-Identifier: MIT */
/* profile_file.c — the text of an initialisation file: its lines, and changes of it.
 *
 * Nothing is remembered between calls: each reads the file, as another program may have
 * changed it. Who changes it holds its flock(2) from before it is read, so that of two
 * who change different keys both succeed.
 *
 * If a process dies: the file is written by one call, as long as before or longer, and
 * cut after that; what is to be cut is blank lines by then. So a file that was not
 * cut means the same.
 */
#include "profile.h"

#include "text/utf.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

#define BYTES_MAX (16u << 20)

/* ---- where it is --------------------------------------------------------------------- */

/* A bare name means Windows' own directory there, and one of this user's here. */
static DWORD path_of(const char *given, bool makes, char out[PATH_MAX])
{
        const char *base = getenv("XDG_CONFIG_HOME");
        char place[PATH_MAX];

        if (!given[0] || strpbrk(given, "\\/:"))
                return mww_path_from_a(given, out);
        if (base && base[0] == '/')
                snprintf(place, sizeof place, "%s", base);
        else
                snprintf(place, sizeof place, "%s/.config", getenv("HOME") ? getenv("HOME") : "");
        if (makes)
                mkdir(place, 0700);
        if (strlen(place) + sizeof "/mapwire/" + strlen(given) > sizeof place)
                return ERROR_FILENAME_EXCED_RANGE;
        strcat(place, "/mapwire");
        if (makes)
                mkdir(place, 0700);
        strcat(place, "/");
        strcat(place, given);
        return mww_path_from_a(place, out);
}

/* ---- its bytes ------------------------------------------------------------------------ */

static DWORD read_bytes(mww_profile *profile)
{
        struct stat status;
        size_t done = 0;

        if (fstat(profile->descriptor, &status) < 0)
                return mww_error_of_errno(errno);
        if (S_ISDIR(status.st_mode) || status.st_size > BYTES_MAX)
                return ERROR_ACCESS_DENIED;
        profile->text = calloc(1, (size_t) status.st_size + 2);
        if (!profile->text)
                return ERROR_NOT_ENOUGH_MEMORY;
        while (done < (size_t) status.st_size) {
                ssize_t some = pread(profile->descriptor, profile->text + done,
                                     (size_t) status.st_size - done, (off_t) done);

                if (some <= 0)
                        break;
                done += (size_t) some;
        }
        profile->bytes = done;
        return ERROR_SUCCESS;
}

/* A file of UTF-16 begins with a mark. */
static DWORD decode(mww_profile *profile)
{
        char *bytes;

        if (profile->bytes < 2 || memcmp(profile->text, "\xFF\xFE", 2) != 0)
                return ERROR_SUCCESS;
        profile->is_utf16 = true;
        bytes = mww_utf8_of_wide(profile->text + 2, (profile->bytes - 2) / 2, 2);
        if (!bytes)
                return ERROR_NOT_ENOUGH_MEMORY;
        free(profile->text);
        profile->text = bytes;
        profile->bytes = strlen(bytes);
        return ERROR_SUCCESS;
}

DWORD mww_profile_open(const char *given, bool writes, mww_profile *out_profile)
{
        char path[PATH_MAX];
        DWORD error = path_of(given, writes, path);

        *out_profile = (mww_profile){ .descriptor = -1 };
        if (error)
                return error;
        out_profile->descriptor = open(
                path, (writes ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
                0666);
        if (out_profile->descriptor < 0)
                return mww_path_error(path, errno);
        while (writes && flock(out_profile->descriptor, LOCK_EX) < 0 && errno == EINTR)
                ;
        error = read_bytes(out_profile);
        if (!error)
                error = decode(out_profile);
        if (error)
                mww_profile_close(out_profile);
        return error;
}

void mww_profile_close(mww_profile *profile)
{
        free(profile->text);
        if (profile->descriptor >= 0)
                close(profile->descriptor);
        *profile = (mww_profile){ .descriptor = -1 };
}

/* ---- its lines ------------------------------------------------------------------------ */

static mww_span trimmed(const char *from, const char *end)
{
        while (from < end && (unsigned char) *from <= ' ')
                from++;
        while (end > from && (unsigned char) end[-1] <= ' ')
                end--;
        return (mww_span){ from, (size_t) (end - from) };
}

bool mww_profile_line(const mww_profile *profile, size_t *inout_at, mww_line *out_line)
{
        const char *from = profile->text + *inout_at;
        const char *all = profile->text + profile->bytes;
        const char *end = from;
        const char *equals;
        mww_span line;

        if (from >= all)
                return false;
        while (end < all && *end != '\n' && *end != '\r')
                end++;
        if (*inout_at == 0 && end - from >= 3 && memcmp(from, "\xEF\xBB\xBF", 3) == 0)
                from += 3; /* the mark of UTF-8 */
        line = trimmed(from, end);
        if (end < all)
                end += *end == '\r' && end + 1 < all && end[1] == '\n' ? 2 : 1;
        *out_line = (mww_line){ .begin = *inout_at, .end = (size_t) (end - profile->text) };
        *inout_at = out_line->end;
        if (line.bytes == 0 || *line.at == ';')
                return true;
        if (*line.at == '[') {
                const char *bracket = memrchr(line.at, ']', line.bytes);

                out_line->sort = MWW_LINE_SECTION;
                out_line->name = trimmed(line.at + 1, bracket ? bracket : line.at + line.bytes);
                return true;
        }
        out_line->sort = MWW_LINE_KEY;
        equals = memchr(line.at, '=', line.bytes);
        out_line->name = trimmed(line.at, equals ? equals : line.at + line.bytes);
        if (equals)
                out_line->value = trimmed(equals + 1, line.at + line.bytes);
        return true;
}

bool mww_profile_section(const mww_profile *profile, const char *name, size_t *out_at,
                         mww_line *out_heading)
{
        size_t at = 0;

        while (mww_profile_line(profile, &at, out_heading))
                if (out_heading->sort == MWW_LINE_SECTION && mww_span_is(out_heading->name, name)) {
                        *out_at = at;
                        return true;
                }
        return false;
}

/* ---- changes --------------------------------------------------------------------------- */

/* As the file has it, with room for what may have to be blank; from malloc(). */
static char *encode(const mww_profile *profile, size_t least, size_t *out_bytes, size_t *out_used)
{
        size_t units = profile->is_utf16 ? mww_wide_of_bytes(profile->text, NULL, 0) + 1 : 0;
        size_t bytes = profile->is_utf16 ? units * 2 : profile->bytes;
        char *made;

        *out_used = bytes;
        if (bytes < least)
                bytes = profile->is_utf16 ? (least + 1) & ~(size_t) 1 : least;
        *out_bytes = bytes;
        made = malloc(bytes + 2);
        if (!made)
                return NULL;
        if (profile->is_utf16) {
                WCHAR *wide = (WCHAR *) (void *) made;

                wide[0] = 0xFEFF;
                mww_wide_of_bytes(profile->text, wide + 1, units - 1);
                for (size_t at = units; at < bytes / 2; at++)
                        wide[at] = '\n';
        } else {
                memcpy(made, profile->text, profile->bytes);
                memset(made + *out_used, '\n', bytes - *out_used);
        }
        return made;
}

static DWORD write_bytes(mww_profile *profile)
{
        struct stat status;
        size_t bytes;
        size_t used;
        ssize_t done;
        char *made;

        if (fstat(profile->descriptor, &status) < 0)
                return mww_error_of_errno(errno);
        made = encode(profile, (size_t) status.st_size, &bytes, &used);
        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        done = pwrite(profile->descriptor, made, bytes, 0);
        free(made);
        if (done < 0 || (size_t) done != bytes)
                return done < 0 ? mww_error_of_errno(errno) : ERROR_DISK_FULL;
        if (ftruncate(profile->descriptor, (off_t) used) < 0)
                return mww_error_of_errno(errno);
        return ERROR_SUCCESS;
}

DWORD mww_profile_replace(mww_profile *profile, size_t begin, size_t end, const char *with)
{
        size_t more = strlen(with);
        char *made = malloc(profile->bytes + more + 1);

        if (!made)
                return ERROR_NOT_ENOUGH_MEMORY;
        memcpy(made, profile->text, begin);
        memcpy(made + begin, with, more);
        memcpy(made + begin + more, profile->text + end, profile->bytes - end);
        profile->bytes += more - (end - begin);
        made[profile->bytes] = '\0';
        free(profile->text);
        profile->text = made;
        return write_bytes(profile);
}
