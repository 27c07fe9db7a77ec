/* SPDX-License-Identifier: MIT */
/* console_cells.c — WriteConsoleOutput: a rectangle of cells, each with its colours.
 *
 * It is one text to the terminal: where each row begins, the colours where they change,
 * the characters; and then the cursor and the colours as they were.
 */
#include "console.h"
#include "text/utf.h"

#include <stdio.h>
#include <stdlib.h>

/* The part of the wanted rectangle that is on the screen and in the buffer; false: none.
 * *inout_from is moved with its corner. */
static bool clip(COORD screen, COORD buffer, COORD *inout_from, SMALL_RECT *inout_region)
{
        SMALL_RECT *region = inout_region;

        if (region->Left < 0) {
                inout_from->X = (SHORT) (inout_from->X - region->Left);
                region->Left = 0;
        }
        if (region->Top < 0) {
                inout_from->Y = (SHORT) (inout_from->Y - region->Top);
                region->Top = 0;
        }
        region->Right = (SHORT) min(min(region->Right, screen.X - 1),
                                    region->Left + buffer.X - inout_from->X - 1);
        region->Bottom = (SHORT) min(min(region->Bottom, screen.Y - 1),
                                     region->Top + buffer.Y - inout_from->Y - 1);
        return inout_from->X >= 0 && inout_from->Y >= 0 && region->Left <= region->Right &&
               region->Top <= region->Bottom;
}

static void put_character(FILE *text, const CHAR_INFO *cell, bool is_wide)
{
        char encoded[4];
        size_t size = 1;

        if (is_wide)
                size = mww_utf8_encode((uint16_t) cell->Char.UnicodeChar, encoded);
        else
                encoded[0] = cell->Char.AsciiChar;
        if (size == 1 && (unsigned char) encoded[0] < ' ') /* a picture on Windows, here a key */
                encoded[0] = ' ';
        fwrite(encoded, 1, size, text);
}

static void put_row(FILE *text, const CHAR_INFO *cells, int count, bool is_wide, int *inout_colours)
{
        char colours[48];

        for (int at = 0; at < count; at++) {
                if (cells[at].Attributes != *inout_colours) {
                        *inout_colours = cells[at].Attributes;
                        mww_colour_text(cells[at].Attributes, colours);
                        fputs(colours, text);
                }
                put_character(text, &cells[at], is_wide);
        }
}

static DWORD put_cells(int descriptor, const CHAR_INFO *cells, COORD buffer, COORD from,
                       const SMALL_RECT *region, bool is_wide)
{
        char *made = NULL;
        size_t length = 0;
        FILE *text = open_memstream(&made, &length);
        char colours[48];
        int current = -1;

        if (!text)
                return ERROR_NOT_ENOUGH_MEMORY;
        fputs("\0337", text);
        for (int row = region->Top; row <= region->Bottom; row++) {
                fprintf(text, "\033[%d;%dH", row + 1, region->Left + 1);
                put_row(text, &cells[(from.Y + row - region->Top) * buffer.X + from.X],
                        region->Right - region->Left + 1, is_wide, &current);
        }
        mww_colour_text(mww_colours(), colours);
        fprintf(text, "%s\0338", colours);
        if (fclose(text) == 0)
                mww_terminal_write(descriptor, made, length);
        free(made);
        return ERROR_SUCCESS;
}

static BOOL write_output(HANDLE handle, const CHAR_INFO *cells, COORD buffer, COORD from,
                         PSMALL_RECT inout_region, bool is_wide)
{
        SMALL_RECT region;
        COORD screen;
        mww_file *file;
        mww_pin pin;
        DWORD error = mww_console_pin(handle, 0, &pin, &file);

        if (error)
                return mww_fail(error);
        fflush(stdout); /* what the C library holds back comes first */
        mww_screen_size(file->descriptor, &screen);
        region = *inout_region;
        if (clip(screen, buffer, &from, &region))
                error = put_cells(file->descriptor, cells, buffer, from, &region, is_wide);
        mww_handle_unpin(&pin);
        if (error)
                return mww_fail(error);
        *inout_region = region;
        return TRUE;
}

BOOL WriteConsoleOutputA(HANDLE handle, const CHAR_INFO *cells, COORD buffer, COORD from,
                         PSMALL_RECT inout_region)
{
        return write_output(handle, cells, buffer, from, inout_region, false);
}

BOOL WriteConsoleOutputW(HANDLE handle, const CHAR_INFO *cells, COORD buffer, COORD from,
                         PSMALL_RECT inout_region)
{
        return write_output(handle, cells, buffer, from, inout_region, true);
}
