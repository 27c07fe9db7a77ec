/* SPDX-License-Identifier: MIT */
/* console_events.c — ReadConsoleInput and its kin: keys as events.
 *
 * A terminal tells of characters, not of keys going down and up. So each
 * character is two events, down and up, with the key that types it on an
 * English keyboard. The mouse and the window's size are not told.
 */
#include "console.h"

#include <ctype.h>
#include <unistd.h>

#define QUEUE_COUNT 256u

MWW_LOCK(lock)
static INPUT_RECORD queue[QUEUE_COUNT]; /* under the lock, like the next */
static size_t first;
static size_t count;

static void add(const INPUT_RECORD *event)
{
        queue[(first + count) % QUEUE_COUNT] = *event;
        count++;
}

/* The rest of a character of more than one byte. */
static WCHAR whole_character(int first_byte)
{
        char bytes[5] = { (char) first_byte };
        WCHAR wide[2];
        int more = first_byte < 0xE0 ? 1 : first_byte < 0xF0 ? 2 : 3;
        mww_key key;

        for (int at = 1; at <= more && mww_key_read(&key); at++)
                bytes[at] = (char) key.code;
        return mww_wide_of_bytes(bytes, wide, 2) ? wide[0] : (WCHAR) first_byte;
}

static void describe(const mww_key *key, KEY_EVENT_RECORD *out)
{
        int code = key->code;

        if (key->is_special) {
                out->wVirtualKeyCode = key->virtual_key;
                out->wVirtualScanCode = (WORD) code;
                out->dwControlKeyState = key->prefix == 0xE0 ? ENHANCED_KEY : 0;
                return;
        }
        out->uChar.UnicodeChar = code >= 0xC0 ? whole_character(code) : (WCHAR) code;
        if (isalnum(code))
                out->wVirtualKeyCode = (WORD) toupper(code);
        else if (code == '\r' || code == '\b' || code == '\t' || code == 27 || code == ' ')
                out->wVirtualKeyCode = (WORD) code;
        else if (code > 0 && code <= 26)
                out->wVirtualKeyCode = (WORD) ('A' + code - 1);
        if (isupper(code))
                out->dwControlKeyState = SHIFT_PRESSED;
        else if (code > 0 && code <= 26 && out->wVirtualKeyCode >= 'A')
                out->dwControlKeyState = LEFT_CTRL_PRESSED;
}

/* One key of the terminal into the queue; false: there is no more. */
static bool take_key(void)
{
        INPUT_RECORD event = { .EventType = KEY_EVENT };
        mww_key key;

        if (!mww_key_read(&key))
                return false;
        event.Event.KeyEvent.wRepeatCount = 1;
        describe(&key, &event.Event.KeyEvent);
        event.Event.KeyEvent.bKeyDown = TRUE;
        add(&event);
        event.Event.KeyEvent.bKeyDown = FALSE;
        add(&event);
        return true;
}

/* All that was typed. Under the lock. */
static void fill(bool waits)
{
        if (waits && count == 0 && !take_key())
                return;
        while (count + 2 <= QUEUE_COUNT && mww_key_is_there() && take_key())
                ;
}

static DWORD pin_input(HANDLE handle, mww_pin *out_pin)
{
        mww_file *file;
        DWORD error = mww_console_pin(handle, FILE_READ_DATA, out_pin, &file);

        if (!error && mww_console_is_output(file)) {
                mww_handle_unpin(out_pin);
                error = ERROR_INVALID_HANDLE;
        }
        return error;
}

static BOOL give(HANDLE handle, PINPUT_RECORD out, DWORD room, LPDWORD out_count, bool takes,
                 bool is_wide)
{
        mww_pin pin;
        DWORD error = pin_input(handle, &pin);
        DWORD given = 0;

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&lock);
        fill(takes);
        while (given < room && given < count) {
                out[given] = queue[(first + given) % QUEUE_COUNT];
                if (!is_wide)
                        out[given].Event.KeyEvent.uChar.UnicodeChar &= 0xFF;
                given++;
        }
        if (takes) {
                first = (first + given) % QUEUE_COUNT;
                count -= given;
        }
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        *out_count = given;
        return TRUE;
}

BOOL ReadConsoleInputA(HANDLE handle, PINPUT_RECORD out, DWORD room, LPDWORD out_count)
{
        return give(handle, out, room, out_count, true, false);
}

BOOL ReadConsoleInputW(HANDLE handle, PINPUT_RECORD out, DWORD room, LPDWORD out_count)
{
        return give(handle, out, room, out_count, true, true);
}

BOOL PeekConsoleInputA(HANDLE handle, PINPUT_RECORD out, DWORD room, LPDWORD out_count)
{
        return give(handle, out, room, out_count, false, false);
}

BOOL PeekConsoleInputW(HANDLE handle, PINPUT_RECORD out, DWORD room, LPDWORD out_count)
{
        return give(handle, out, room, out_count, false, true);
}

BOOL GetNumberOfConsoleInputEvents(HANDLE handle, LPDWORD out_count)
{
        mww_pin pin;
        DWORD error = pin_input(handle, &pin);

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&lock);
        fill(false);
        *out_count = (DWORD) count;
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        return TRUE;
}

BOOL FlushConsoleInputBuffer(HANDLE handle)
{
        mww_pin pin;
        DWORD error = pin_input(handle, &pin);

        if (error)
                return mww_fail(error);
        pthread_mutex_lock(&lock);
        count = 0;
        tcflush(STDIN_FILENO, TCIFLUSH);
        pthread_mutex_unlock(&lock);
        mww_handle_unpin(&pin);
        return TRUE;
}
