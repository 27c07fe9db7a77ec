/* SPDX-License-Identifier: MIT */
/* console.h — what the console's sources share. The console is a terminal; a
 * handle of it is a file of kind mww_console_kind (file.h).
 *
 *      console.c         modes, code pages, titles
 *      console_io.c      ReadConsole, WriteConsole, lines
 *      console_keys.c    single keys: conio.h, ReadConsoleInput
 *      console_screen.c  colours, the cursor, the screen
 *      console_cells.c   cells with their colours
 *      console_signal.c  Ctrl-C
 */
#ifndef MWW_CONSOLE_H
#define MWW_CONSOLE_H

#include "files/file.h"

#include <termios.h>

/* Pins a console's handle: ERROR_INVALID_HANDLE for all that is no terminal. */
DWORD mww_console_pin(HANDLE handle, DWORD needed, mww_pin *out_pin, mww_file **out_file);
/* Is a terminal's handle that which output goes to? */
bool mww_console_is_output(const mww_file *file);

/* The modes that programs set for input: ENABLE_x. */
DWORD mww_console_input_mode(void);

/* The terminal's settings are changed for a while, or for good; what they were
 * when the program began is restored when it ends. */
bool mww_terminal_change(int descriptor, tcflag_t clear, struct termios *out_before);
void mww_terminal_restore(int descriptor, const struct termios *before);

/* Writes to the terminal, all of it. */
void mww_terminal_write(int descriptor, const char *text, size_t size_bytes);

/* console_screen.c: how big the screen is, the colours of new text, and what a terminal is
 * sent for some. */
void mww_screen_size(int descriptor, COORD *out_size);
WORD mww_colours(void);
void mww_colour_text(WORD wanted, char out[48]);

/* console_io.c: the read of mww_console_kind: lines that end in \r\n. */
DWORD mww_console_read(mww_file *file, mww_transfer *transfer);

/* console_keys.c: a key as _getch() tells it. */
typedef struct mww_key {
        int  code;      /* character, or behind prefix the key's number; -1: end */
        int  prefix;    /* 0, or 0xE0 or 0                                     */
        bool is_special; /* a prefix belongs to it                             */
        WORD virtual_key;
} mww_key;
bool mww_key_read(mww_key *out_key);          /* false: no more input     */
bool mww_key_is_there(void);

#endif
