/* SPDX-License-Identifier: MIT */
/* strsafe_text.h — strsafe.h for bytes and for wide characters: a source that
 * is included with UNIT, TEXT_IN and TEXT_OUT (its pointers) and NAME(stem),
 * which adds A or W; and behind render(), which formats into room units and
 * tells how many there would be.
 */

static size_t NAME(length)(const UNIT *text, size_t most)
{
        size_t is = 0;

        while (is < most && text[is])
                is++;
        return is;
}

/* Up to `most` units of from, behind the `used` that are there. */
static HRESULT NAME(append)(UNIT *to, size_t room, size_t used, const UNIT *from, size_t most)
{
        size_t fits = room - used - 1;
        size_t length = NAME(length)(from, most < fits ? most : fits);

        memmove(to + used, from, length * sizeof *to);
        to[used + length] = 0;
        return length < most && from[length] ? STRSAFE_E_INSUFFICIENT_BUFFER : S_OK;
}

static bool NAME(is_room)(const UNIT *to, size_t room)
{
        return to && room > 0 && room <= STRSAFE_MAX_CCH;
}

HRESULT NAME(StringCchCopyN)(TEXT_OUT to, size_t room, TEXT_IN from, size_t most)
{
        if (!NAME(is_room)(to, room) || most > STRSAFE_MAX_CCH)
                return STRSAFE_E_INVALID_PARAMETER;
        return NAME(append)(to, room, 0, from, most);
}

HRESULT NAME(StringCchCopy)(TEXT_OUT to, size_t room, TEXT_IN from)
{
        return NAME(StringCchCopyN)(to, room, from, STRSAFE_MAX_CCH);
}

HRESULT NAME(StringCchCatN)(TEXT_OUT to, size_t room, TEXT_IN from, size_t most)
{
        size_t used;

        if (!NAME(is_room)(to, room) || most > STRSAFE_MAX_CCH)
                return STRSAFE_E_INVALID_PARAMETER;
        used = NAME(length)(to, room);
        if (used == room)
                return STRSAFE_E_INVALID_PARAMETER;
        return NAME(append)(to, room, used, from, most);
}

HRESULT NAME(StringCchCat)(TEXT_OUT to, size_t room, TEXT_IN from)
{
        return NAME(StringCchCatN)(to, room, from, STRSAFE_MAX_CCH);
}

HRESULT NAME(StringCchVPrintf)(TEXT_OUT to, size_t room, TEXT_IN format, va_list arguments)
{
        long length;

        if (!NAME(is_room)(to, room))
                return STRSAFE_E_INVALID_PARAMETER;
        length = NAME(render)(to, room, format, arguments);
        if (length < 0)
                return STRSAFE_E_INVALID_PARAMETER;
        return (size_t) length < room ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

HRESULT NAME(StringCchPrintf)(TEXT_OUT to, size_t room, TEXT_IN format, ...)
{
        va_list arguments;
        HRESULT result;

        va_start(arguments, format);
        result = NAME(StringCchVPrintf)(to, room, format, arguments);
        va_end(arguments);
        return result;
}

/* A line of standard input, without its end. */
HRESULT NAME(StringCchGets)(TEXT_OUT to, size_t room)
{
        size_t used = 0;
        bool had_any = false;
        int byte;

        if (!NAME(is_room)(to, room) || room == 1)
                return room == 1 ? STRSAFE_E_INSUFFICIENT_BUFFER : STRSAFE_E_INVALID_PARAMETER;
        while (used < room - 1 && (byte = NAME(get)()) != EOF && byte != '\n') {
                to[used++] = (UNIT) byte;
                had_any = true;
        }
        to[used] = 0;
        if (used == room - 1)
                return STRSAFE_E_INSUFFICIENT_BUFFER;
        return had_any || !feof(stdin) ? S_OK : STRSAFE_E_END_OF_FILE;
}

HRESULT NAME(StringCchLength)(TEXT_IN text, size_t most, size_t *out_length)
{
        size_t length = text && most <= STRSAFE_MAX_CCH ? NAME(length)(text, most) : most;
        bool is_ended = length < most;

        if (out_length)
                *out_length = is_ended ? length : 0;
        return is_ended ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}

/* ---- by bytes ------------------------------------------------------------------- */

HRESULT NAME(StringCbCopy)(TEXT_OUT to, size_t room, TEXT_IN from)
{
        return NAME(StringCchCopy)(to, room / sizeof *to, from);
}

HRESULT NAME(StringCbCopyN)(TEXT_OUT to, size_t room, TEXT_IN from, size_t most)
{
        return NAME(StringCchCopyN)(to, room / sizeof *to, from, most / sizeof *to);
}

HRESULT NAME(StringCbCat)(TEXT_OUT to, size_t room, TEXT_IN from)
{
        return NAME(StringCchCat)(to, room / sizeof *to, from);
}

HRESULT NAME(StringCbCatN)(TEXT_OUT to, size_t room, TEXT_IN from, size_t most)
{
        return NAME(StringCchCatN)(to, room / sizeof *to, from, most / sizeof *to);
}

HRESULT NAME(StringCbVPrintf)(TEXT_OUT to, size_t room, TEXT_IN format, va_list arguments)
{
        return NAME(StringCchVPrintf)(to, room / sizeof *to, format, arguments);
}

HRESULT NAME(StringCbPrintf)(TEXT_OUT to, size_t room, TEXT_IN format, ...)
{
        va_list arguments;
        HRESULT result;

        va_start(arguments, format);
        result = NAME(StringCchVPrintf)(to, room / sizeof *to, format, arguments);
        va_end(arguments);
        return result;
}

HRESULT NAME(StringCbGets)(TEXT_OUT to, size_t room)
{
        return NAME(StringCchGets)(to, room / sizeof *to);
}

HRESULT NAME(StringCbLength)(TEXT_IN text, size_t most, size_t *out_length)
{
        HRESULT result = NAME(StringCchLength)(text, most / sizeof *text, out_length);

        if (out_length)
                *out_length *= sizeof *text;
        return result;
}
