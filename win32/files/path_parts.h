/* SPDX-License-Identifier: MIT */
/* path_parts.h — _splitpath and _makepath for bytes and for wide characters: a
 * source, included with UNIT and NAME as safe_text.h is, and behind it.
 */

/* A part of a path, or nothing of it. */
typedef struct part {
        UNIT       *to; /* NULL: not wanted */
        size_t      room;
        const UNIT *from;
        size_t      length;
} part;

static bool is_slash(UNIT unit)
{
        return unit == '\\' || unit == '/';
}

/* Where the parts are: drive with its colon, directory with its last slash,
 * name, extension with its dot. */
static void find_parts(const UNIT *path, part parts[4])
{
        const UNIT *end = path + length_of(path, SIZE_MAX);
        const UNIT *directory = path[0] && path[1] == ':' ? path + 2 : path;
        const UNIT *name = directory;
        const UNIT *extension = end;

        for (const UNIT *at = directory; at < end; at++) {
                if (is_slash(*at)) {
                        name = at + 1;
                        extension = end;
                } else if (*at == '.') {
                        extension = at;
                }
        }
        parts[0].from = path;
        parts[0].length = (size_t) (directory - path);
        parts[1].from = directory;
        parts[1].length = (size_t) (name - directory);
        parts[2].from = name;
        parts[2].length = (size_t) (extension - name);
        parts[3].from = extension;
        parts[3].length = (size_t) (end - extension);
}

errno_t NAME(_splitpath_s, _wsplitpath_s)(const UNIT *path, UNIT *drive, size_t drive_room,
                                          UNIT *directory, size_t directory_room, UNIT *name,
                                          size_t name_room, UNIT *extension,
                                          size_t extension_room)
{
        part parts[4] = { { .to = drive, .room = drive_room },
                          { .to = directory, .room = directory_room },
                          { .to = name, .room = name_room },
                          { .to = extension, .room = extension_room } };
        bool fits = true;

        for (int at = 0; at < 4; at++)
                if (!path || !parts[at].to != !parts[at].room)
                        return mww_invalid_parameter(EINVAL);
        find_parts(path, parts);
        for (int at = 0; at < 4; at++)
                fits = fits && (!parts[at].to || parts[at].length < parts[at].room);
        for (int at = 0; at < 4; at++) {
                if (!parts[at].to)
                        continue;
                if (fits)
                        memcpy(parts[at].to, parts[at].from, parts[at].length * sizeof(UNIT));
                parts[at].to[fits ? parts[at].length : 0] = 0;
        }
        return fits ? 0 : mww_invalid_parameter(ERANGE);
}

/* The rooms are those of _MAX_DRIVE and its kin; a part that is longer is cut. */
void NAME(_splitpath, _wsplitpath)(const UNIT *path, UNIT *drive, UNIT *directory, UNIT *name,
                                   UNIT *extension)
{
        part parts[4] = { { .to = drive, .room = 3 },
                          { .to = directory, .room = 256 },
                          { .to = name, .room = 256 },
                          { .to = extension, .room = 256 } };

        find_parts(path, parts);
        for (int at = 0; at < 4; at++) {
                size_t length = parts[at].length;

                if (!parts[at].to)
                        continue;
                if (length > parts[at].room - 1)
                        length = parts[at].room - 1;
                memcpy(parts[at].to, parts[at].from, length * sizeof(UNIT));
                parts[at].to[length] = 0;
        }
}

errno_t NAME(_makepath_s, _wmakepath_s)(UNIT *path, size_t room, const UNIT *drive,
                                        const UNIT *directory, const UNIT *name,
                                        const UNIT *extension)
{
        static const UNIT colon[] = { ':', 0 };
        static const UNIT slash[] = { '\\', 0 };
        static const UNIT dot[] = { '.', 0 };
        const UNIT *pieces[7] = { 0 };
        size_t count = 0;
        errno_t failed = 0;

        if (!path || !room)
                return mww_invalid_parameter(EINVAL);
        path[0] = 0;
        if (drive && *drive) {
                path[0] = room > 1 ? drive[0] : 0;
                path[room > 1] = 0;
                pieces[count++] = colon;
        }
        if (directory && *directory) {
                pieces[count++] = directory;
                if (!is_slash(directory[length_of(directory, SIZE_MAX) - 1]))
                        pieces[count++] = slash;
        }
        if (name)
                pieces[count++] = name;
        if (extension && *extension) {
                if (*extension != '.')
                        pieces[count++] = dot;
                pieces[count++] = extension;
        }
        for (size_t at = 0; at < count && !failed; at++)
                failed = NAME(strcat_s, wcscat_s)(path, room, pieces[at]);
        return failed;
}

void NAME(_makepath, _wmakepath)(UNIT *path, const UNIT *drive, const UNIT *directory,
                                 const UNIT *name, const UNIT *extension)
{
        NAME(_makepath_s, _wmakepath_s)(path, 260, drive, directory, name, extension);
}
