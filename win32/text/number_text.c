/* SPDX-License-Identifier: MIT */
/* number_text.c — GetNumberFormat, GetCurrencyFormat: numbers as English text.
 *
 * A number comes as text ("-1234.5"); it is rounded, filled up with zeros, grouped, and put
 * where a pattern has its 1: "($1)" for an amount of which some is owed.
 */
#include "locale.h"

enum { SIGNS_MAX = 16, DIGITS_MAX = 9, TEXT_MAX = 1024 };

/* Either's, with what is text as UTF-8. */
typedef struct form {
        UINT digits;
        UINT leading_zero;
        UINT grouping;
        UINT negative;
        UINT positive;
        bool is_money;
        char decimal[SIGNS_MAX];
        char thousand[SIGNS_MAX];
        char symbol[SIGNS_MAX];
} form;

typedef struct output {
        char text[TEXT_MAX];
        size_t length;
} output;

static void put(output *out, const char *text, size_t most)
{
        for (; *text && most > 0 && out->length < TEXT_MAX - 1; most--)
                out->text[out->length++] = *text++;
        out->text[out->length] = '\0';
}

/* ---- digits ---------------------------------------------------------------------------- */

/* A number in two parts: its digits before the point and behind it. */
typedef struct number {
        bool is_negative;
        char digits[TEXT_MAX / 4]; /* both, without the point; one 0 in front to carry into */
        size_t whole;              /* how many are before it, that 0 too                    */
        size_t count;
} number;

static bool read_number(const char *text, number *out)
{
        bool has_point = false;

        *out = (number){ .is_negative = *text == '-', .digits = "0", .whole = 1, .count = 1 };
        text += out->is_negative;
        if (!*text)
                return false;
        for (; *text; text++) {
                if (*text == '.' && !has_point) {
                        has_point = true;
                        continue;
                }
                if (*text < '0' || *text > '9' || out->count >= sizeof out->digits - DIGITS_MAX)
                        return false;
                out->digits[out->count++] = *text;
                out->whole += !has_point;
        }
        return true;
}

static void round_to(number *value, size_t behind)
{
        const size_t wanted = value->whole + behind;
        bool carries = value->count > wanted && value->digits[wanted] >= '5';

        while (value->count < wanted)
                value->digits[value->count++] = '0';
        value->count = wanted;
        for (size_t at = wanted; carries && at-- > 0;) {
                carries = value->digits[at] == '9';
                value->digits[at] = carries ? '0' : (char) (value->digits[at] + 1);
        }
}

/* A separator stands before so many digits more: 3 says each three, 32 three and then
 * each two, 30 only once, three from the end. */
static bool is_group(UINT grouping, size_t left)
{
        UINT sizes[DIGITS_MAX + 1];
        size_t count = 0;
        size_t at = 0;

        for (; grouping && count <= DIGITS_MAX; grouping /= 10)
                sizes[count++] = grouping % 10;
        while (count > 0 && left > 0) {
                const UINT size = sizes[count - 1 - at];

                if (size == 0 || left < size)
                        return false;
                left -= size;
                if (at + 1 < count)
                        at++;
        }
        return count > 0;
}

static void put_digits(output *out, const number *value, const form *how)
{
        size_t first = 0;

        while (first < value->whole && value->digits[first] == '0')
                first++;
        if (first == value->whole && how->leading_zero)
                put(out, "0", 1);
        for (size_t at = first; at < value->whole; at++) {
                if (at > first && is_group(how->grouping, value->whole - at))
                        put(out, how->thousand, SIGNS_MAX);
                put(out, &value->digits[at], 1);
        }
        if (how->digits > 0) {
                put(out, how->decimal, SIGNS_MAX);
                put(out, &value->digits[value->whole], how->digits);
        }
}

/* ---- patterns -------------------------------------------------------------------------- */

static const char *const negative_numbers[] = { "(1)", "-1", "- 1", "1-", "1 -" };
static const char *const positive_money[] = { "$1", "1$", "$ 1", "1 $" };
static const char *const negative_money[] = {
        "($1)", "-$1",  "$-1",  "$1-",  "(1$)", "-1$",  "1-$",   "1$-",
        "-1 $", "-$ 1", "1 $-", "$ 1-", "$ -1", "1- $", "($ 1)", "(1 $)",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *pattern_of(bool is_negative, const form *how)
{
        if (how->is_money)
                return is_negative ? negative_money[how->negative] : positive_money[how->positive];
        return is_negative ? negative_numbers[how->negative] : "1";
}

static DWORD make(const char *text, const form *how, output *out)
{
        number value;

        out->length = 0;
        if (how->digits > DIGITS_MAX || how->leading_zero > 1 ||
            how->negative >= (how->is_money ? COUNT(negative_money) : COUNT(negative_numbers)) ||
            how->positive >= COUNT(positive_money) || !read_number(text, &value))
                return ERROR_INVALID_PARAMETER;
        round_to(&value, how->digits);
        for (const char *at = pattern_of(value.is_negative, how); *at; at++) {
                if (*at == '1')
                        put_digits(out, &value, how);
                else if (*at == '$')
                        put(out, how->symbol, SIGNS_MAX);
                else
                        put(out, at, 1);
        }
        return ERROR_SUCCESS;
}

/* ---- the callers' forms ---------------------------------------------------------------- */

/* The locale's own; 0, or the last error. */
static DWORD form_of_locale(LCID id, bool is_money, form *out)
{
        bool is_invariant;

        *out = (form){ .digits = 2, .leading_zero = 1, .grouping = 3, .is_money = is_money };
        if (!mww_locale_of_id(id, &is_invariant))
                return ERROR_INVALID_PARAMETER;
        out->negative = is_money ? 0 : 1;
        strcpy(out->decimal, ".");
        strcpy(out->thousand, ",");
        strcpy(out->symbol, is_invariant ? "\u00a4" : "$");
        return ERROR_SUCCESS;
}

static bool take_a(LPCSTR sign, char out[SIGNS_MAX])
{
        if (!sign || strlen(sign) >= SIGNS_MAX)
                return false;
        strcpy(out, sign);
        return true;
}

static bool take_w(LPCWSTR sign, char out[SIGNS_MAX])
{
        return sign && mww_utf8_from_utf16(sign, out, SIGNS_MAX);
}

/* What both structures of a caller have in the same places. */
#define TAKE_NUMBERS(from, out)                                                                    \
  ((out)->digits = (from)->NumDigits, (out)->leading_zero = (from)->LeadingZero,                   \
   (out)->grouping = (from)->Grouping, (out)->negative = (from)->NegativeOrder)

static DWORD begin(LCID id, DWORD flags, const void *given, bool is_money, form *out)
{
        if (flags & ~LOCALE_NOUSEROVERRIDE || (flags && given))
                return ERROR_INVALID_FLAGS;
        return form_of_locale(id, is_money, out);
}

static int give_a(DWORD error, LPCSTR value, const form *how, LPSTR out, int room)
{
        output made;

        if (!error && (!value || room < 0 || (room > 0 && !out)))
                error = ERROR_INVALID_PARAMETER;
        if (!error)
                error = make(value, how, &made);
        if (!error && room > 0 && (size_t) room < made.length + 1)
                error = ERROR_INSUFFICIENT_BUFFER;
        if (error)
                return mww_fail(error);
        if (room > 0)
                memcpy(out, made.text, made.length + 1);
        return (int) made.length + 1;
}

static int give_w(DWORD error, LPCWSTR value, const form *how, LPWSTR out, int room)
{
        char narrow[TEXT_MAX / 4];
        output made;

        if (!error && (!value || room < 0 || (room > 0 && !out) ||
                       !mww_utf8_from_utf16(value, narrow, sizeof narrow)))
                error = ERROR_INVALID_PARAMETER;
        if (!error)
                error = make(narrow, how, &made);
        if (error)
                return mww_fail(error);
        return MultiByteToWideChar(CP_UTF8, 0, made.text, -1, out, room);
}

int GetNumberFormatA(LCID id, DWORD flags, LPCSTR value, const NUMBERFMTA *given, LPSTR out,
                     int room)
{
        form how;
        DWORD error = begin(id, flags, given, false, &how);

        if (!error && given) {
                TAKE_NUMBERS(given, &how);
                if (!take_a(given->lpDecimalSep, how.decimal) ||
                    !take_a(given->lpThousandSep, how.thousand))
                        error = ERROR_INVALID_PARAMETER;
        }
        return give_a(error, value, &how, out, room);
}

int GetNumberFormatW(LCID id, DWORD flags, LPCWSTR value, const NUMBERFMTW *given, LPWSTR out,
                     int room)
{
        form how;
        DWORD error = begin(id, flags, given, false, &how);

        if (!error && given) {
                TAKE_NUMBERS(given, &how);
                if (!take_w(given->lpDecimalSep, how.decimal) ||
                    !take_w(given->lpThousandSep, how.thousand))
                        error = ERROR_INVALID_PARAMETER;
        }
        return give_w(error, value, &how, out, room);
}

int GetCurrencyFormatA(LCID id, DWORD flags, LPCSTR value, const CURRENCYFMTA *given, LPSTR out,
                       int room)
{
        form how;
        DWORD error = begin(id, flags, given, true, &how);

        if (!error && given) {
                TAKE_NUMBERS(given, &how);
                how.positive = given->PositiveOrder;
                if (!take_a(given->lpDecimalSep, how.decimal) ||
                    !take_a(given->lpThousandSep, how.thousand) ||
                    !take_a(given->lpCurrencySymbol, how.symbol))
                        error = ERROR_INVALID_PARAMETER;
        }
        return give_a(error, value, &how, out, room);
}

int GetCurrencyFormatW(LCID id, DWORD flags, LPCWSTR value, const CURRENCYFMTW *given, LPWSTR out,
                       int room)
{
        form how;
        DWORD error = begin(id, flags, given, true, &how);

        if (!error && given) {
                TAKE_NUMBERS(given, &how);
                how.positive = given->PositiveOrder;
                if (!take_w(given->lpDecimalSep, how.decimal) ||
                    !take_w(given->lpThousandSep, how.thousand) ||
                    !take_w(given->lpCurrencySymbol, how.symbol))
                        error = ERROR_INVALID_PARAMETER;
        }
        return give_w(error, value, &how, out, room);
}
